/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"
#include "core/et-credit-note.h"

G_BEGIN_DECLS

/* A credit note of an order, to be opened or saved as PDF. */
#define ET_TYPE_CREDIT_NOTE_ROW (et_credit_note_row_get_type ())
G_DECLARE_FINAL_TYPE (EtCreditNoteRow, et_credit_note_row, ET, CREDIT_NOTE_ROW, AdwActionRow)

GtkWidget *et_credit_note_row_new (EtContext *context, int64_t order_id, EtCreditNote *note);

G_END_DECLS
