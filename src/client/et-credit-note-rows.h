/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "core/et-credit-note.h"

G_BEGIN_DECLS

/* Credit notes that the copy has. Blocking. */
GListModel *et_credit_note_rows_list (EtStore *store, int64_t order_id, GError **error);
gboolean
et_credit_note_rows_put (EtStore *store, int64_t order_id, GListModel *notes, GError **error);
GBytes *
et_credit_note_rows_find_document (EtStore *store, int64_t order_id, int64_t nth, GError **error);
gboolean et_credit_note_rows_put_document (
    EtStore *store, int64_t order_id, int64_t nth, GBytes *document, GError **error);
GArray *et_credit_note_rows_list_due (EtStore *store, GError **error);
gboolean et_credit_note_rows_note_complete (EtStore *store, int64_t order_id, GError **error);

G_END_DECLS
