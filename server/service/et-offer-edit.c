/* SPDX-License-Identifier: MIT */
#include "server/service/et-offer-edit.h"

#include <glib/gi18n-lib.h>

#include "db/et-db-change.h"
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-event-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-edit-conflict.h"
#include "server/service/et-hold.h"
#include "server/service/et-record-diff.h"

static gboolean
check_event (EtDb *db, int64_t event_id, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (EtEvent) event = et_event_repo_find (db, event_id, &reason);

  if (event != NULL)
    return TRUE;
  if (g_error_matches (reason, ET_ERROR, ET_ERROR_NOT_FOUND))
    et_error_set_field (error, "event_id", N_ ("“{field}” must be an event that exists"));
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
read_taken (EtDb *db, int64_t offer_id, int64_t *ret_taken, GError **error)
{
  g_autofree char *name = NULL;
  EtStock stock;

  if (!et_offer_repo_read_stock (db, offer_id, &stock, &name, error))
    return FALSE;
  *ret_taken = stock.taken;
  return TRUE;
}

/* What people have bought must stay true. */
static gboolean
check_sold (EtDb *db, EtOffer *before, EtOffer *after, GError **error)
{
  int64_t taken;

  if (!read_taken (db, after->id, &taken, error))
    return FALSE;
  if (after->quota != ET_NULL_INT64 && after->quota < taken)
    {
      et_error_set_sentence (
          error, ET_ERROR_CONFLICT,
          N_ ("The quota cannot be less than the {taken} tickets that are sold"));
      et_error_add_int64 (error, "taken", taken);
      et_error_add_text (error, "field", "quota");
      return FALSE;
    }
  if (after->event_id != before->event_id && taken > 0)
    {
      et_error_set_sentence (error, ET_ERROR_CONFLICT,
                             N_ ("An offer that was sold stays with its event"));
      et_error_add_text (error, "field", "event_id");
      return FALSE;
    }
  return TRUE;
}

static gboolean
note (EtDb *db,
      int64_t actor_id,
      const char *action,
      int64_t offer_id,
      const char *detail,
      GError **error)
{
  et_db_announce (db, "offer", offer_id, 0, FALSE);
  return et_audit_write (db, actor_id, action, "offer", offer_id, detail, error);
}

/* Adds an offer; its id, version and sales are not read. Sets ET_ERROR_INVALID for an event that
 * does not exist. Returns: (transfer full): the offer as it stands now. */
EtOffer *
et_offer_edit_create (EtDb *db, int64_t actor_id, EtOffer *offer, GError **error)
{
  int64_t offer_id;

  if (!check_event (db, offer->event_id, error) ||
      !et_offer_repo_insert (db, offer, &offer_id, error) ||
      !note (db, actor_id, "create_offer", offer_id, NULL, error))
    return NULL;
  return et_offer_repo_find (db, offer_id, error);
}

/* Replaces the offer that has the id and the version of @offer. Sets ET_ERROR_NOT_FOUND,
 * ET_ERROR_VERSION_CHANGED, ET_ERROR_INVALID for an event that does not exist, or ET_ERROR_CONFLICT
 * for what was sold. Returns: (transfer full): the offer as it stands now. */
EtOffer *
et_offer_edit_replace (EtDb *db, int64_t actor_id, EtOffer *offer, GError **error)
{
  g_autoptr (EtOffer) before = et_offer_repo_find (db, offer->id, error);
  g_autoptr (EtOffer) after = NULL;
  g_autofree char *detail = NULL;
  gboolean is_found;

  if (before == NULL || !check_event (db, offer->event_id, error) ||
      !check_sold (db, before, offer, error) || !et_offer_repo_update (db, offer, &is_found, error))
    return NULL;
  if (!is_found)
    {
      et_edit_conflict_refuse (db, "offer", offer->id, error);
      return NULL;
    }
  after = et_offer_repo_find (db, offer->id, error);
  if (after == NULL)
    return NULL;
  detail = et_record_diff (before, after);
  if (!note (db, actor_id, "change_offer", offer->id, detail, error))
    return NULL;
  return g_steal_pointer (&after);
}

/* Removes an offer that was never sold, and takes it out of all carts; one that was sold is only
 * taken off sale. Sets ET_ERROR_NOT_FOUND. */
gboolean
et_offer_edit_remove (
    EtDb *db, int64_t actor_id, int64_t offer_id, gboolean *ret_removed, GError **error)
{
  g_autoptr (EtOffer) offer = et_offer_repo_find (db, offer_id, error);
  int64_t taken;

  if (offer == NULL || !et_hold_release_of_offer (db, offer_id, error) ||
      !read_taken (db, offer_id, &taken, error))
    return FALSE;

  *ret_removed = taken == 0;
  if (taken > 0)
    return et_offer_repo_deactivate (db, offer_id, error) &&
           note (db, actor_id, "deactivate_offer", offer_id, NULL, error);
  return et_cart_repo_delete_lines_of_offer (db, offer_id, error) &&
         et_offer_repo_delete (db, offer_id, error) &&
         note (db, actor_id, "remove_offer", offer_id, NULL, error);
}
