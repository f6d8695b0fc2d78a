/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

G_BEGIN_DECLS

/* Which tickets their owner is to be reminded of now, and when to ask again. */
typedef struct
{
  GListModel *tickets; /* owned; of EtTicket */
  int64_t next; /* ET_NULL_INT64 when nothing is to come */
  gboolean are_awaited; /* there are some now, or to come */
  gboolean were_awaited; /* until now, when they no longer are */
} EtReminders;

void et_reminders_free (EtReminders *reminders);

/* Takes what is due at @now, each ticket once: one day before its event until it begins, and anew
 * when the event has moved. The copy remembers what was taken, also over a restart. */
void et_reminder_store_take_async (EtStore *store,
                                   int64_t now,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
EtReminders *et_reminder_store_take_finish (EtStore *store, GAsyncResult *result, GError **error);
EtReminders *et_reminder_store_take (EtStore *store, int64_t now, GError **error); /* blocking */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtReminders, et_reminders_free)

G_END_DECLS
