/* SPDX-License-Identifier: MIT */
#include "server/service/et-event-edit.h"

#include <glib/gi18n-lib.h>

#include "db/et-db-change.h"
#include "server/repo/et-counter-repo.h"
#include "server/repo/et-event-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-offer-edit.h"
#include "server/service/et-edit-conflict.h"
#include "server/service/et-record-diff.h"

static void
announce_ticket (int64_t ticket_id, int64_t account_id, gpointer db)
{
  et_db_announce (db, "ticket", ticket_id, account_id, FALSE);
}

/* Offers and tickets show their event: whoever keeps a copy of one gets it anew. */
static gboolean
announce_event (EtDb *db, int64_t event_id, GError **error)
{
  g_autoptr (GArray) offers = et_offer_repo_list_ids_of_event (db, event_id, error);

  if (offers == NULL)
    return FALSE;
  for (guint i = 0; i < offers->len; i++)
    et_db_announce (db, "offer", g_array_index (offers, int64_t, i), 0, FALSE);
  return et_ticket_repo_foreach_of_event (db, event_id, announce_ticket, db, error);
}

/* Adds an event; its id and version are not read.
 * Returns: (transfer full): the event as it stands now. */
EtEvent *
et_event_edit_create (EtDb *db, int64_t actor_id, EtEvent *event, GError **error)
{
  int64_t event_id;

  if (!et_event_repo_insert (db, event, &event_id, error) ||
      !et_audit_write (db, actor_id, "create_event", "event", event_id, NULL, error))
    return NULL;
  return et_event_repo_find (db, event_id, error);
}

/* What people have bought must stay true. */
static gboolean
check_capacity (EtDb *db, EtEvent *event, GError **error)
{
  int64_t taken;

  if (event->capacity == ET_NULL_INT64)
    return TRUE;
  if (!et_event_repo_read_taken (db, event->id, &taken, error))
    return FALSE;
  if (event->capacity >= taken)
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_CONFLICT,
                         N_ ("The capacity cannot be less than the {taken} places that are sold"));
  et_error_add_int64 (error, "taken", taken);
  et_error_add_text (error, "field", "capacity");
  return FALSE;
}

/* Replaces the event that has the id and the version of @event; tickets that were sold are admitted
 * at the new dates from now on. Sets ET_ERROR_NOT_FOUND, ET_ERROR_VERSION_CHANGED, or
 * ET_ERROR_CONFLICT for a capacity below what was sold.
 * Returns: (transfer full): the event as it stands now. */
EtEvent *
et_event_edit_replace (EtDb *db, int64_t actor_id, EtEvent *event, GError **error)
{
  g_autoptr (EtEvent) before = et_event_repo_find (db, event->id, error);
  g_autoptr (EtEvent) after = NULL;
  g_autofree char *detail = NULL;
  gboolean is_found;

  if (before == NULL || !check_capacity (db, event, error) ||
      !et_event_repo_update (db, event, &is_found, error))
    return NULL;
  if (!is_found)
    {
      et_edit_conflict_refuse (db, "event", event->id, error);
      return NULL;
    }
  after = et_event_repo_find (db, event->id, error);
  if (after == NULL || !announce_event (db, event->id, error))
    return NULL;
  detail = et_record_diff (before, after);
  if (!et_audit_write (db, actor_id, "change_event", "event", event->id, detail, error))
    return NULL;
  return g_steal_pointer (&after);
}

/* Removes an event with its offers. When one of them was sold, those are only taken off sale and
 * the event stays. Sets ET_ERROR_NOT_FOUND. */
gboolean
et_event_edit_remove (
    EtDb *db, int64_t actor_id, int64_t event_id, gboolean *ret_removed, GError **error)
{
  g_autoptr (EtEvent) event = et_event_repo_find (db, event_id, error);
  g_autoptr (GArray) offers = NULL;
  gboolean all_are_removed = TRUE;

  if (event == NULL)
    return FALSE;
  offers = et_offer_repo_list_ids_of_event (db, event_id, error);
  if (offers == NULL)
    return FALSE;
  for (guint i = 0; i < offers->len; i++)
    {
      gboolean is_removed;

      if (!et_offer_edit_remove (db, actor_id, g_array_index (offers, int64_t, i), &is_removed,
                                 error))
        return FALSE;
      all_are_removed = all_are_removed && is_removed;
    }

  *ret_removed = all_are_removed;
  return !all_are_removed ||
         (et_event_repo_delete (db, event_id, error) &&
          et_audit_write (db, actor_id, "remove_event", "event", event_id, NULL, error));
}

/* Tells everybody that the offers of events which ended since the last time are not on sale any
 * more. */
gboolean
et_event_edit_announce_ended (EtDb *db, int64_t now, GError **error)
{
  g_autoptr (GArray) offers = NULL;
  int64_t told_until;

  if (!et_counter_repo_get (db, "ended", &told_until, error))
    return FALSE;
  offers = et_offer_repo_list_ids_ended (db, told_until, now, error);
  if (offers == NULL)
    return FALSE;
  for (guint i = 0; i < offers->len; i++)
    et_db_announce (db, "offer", g_array_index (offers, int64_t, i), 0, FALSE);
  return offers->len == 0 ||
         et_counter_repo_raise (db, "ended", now - told_until, &told_until, error);
}
