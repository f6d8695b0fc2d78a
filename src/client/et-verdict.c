/* SPDX-License-Identifier: MIT */
#include "client/et-verdict.h"

#include "client/et-copy.h"
#include "client/et-json.h"
#include "client/et-public-keys.h"
#include "core/et-time.h"
#include "core/et-translation.h"

static const EtField fields[] = {
  ET_FIELD (EtVerdict, kind, INT64, PRIVATE),
  ET_FIELD (EtVerdict, ticket_id, INT64, OPTIONAL),
  ET_FIELD (EtVerdict, offer, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, event_name, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, holder, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, short_number, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, admits, INT64, OPTIONAL),
  ET_FIELD (EtVerdict, verified_at, TIME, OPTIONAL),
  ET_FIELD (EtVerdict, first_used_at, TIME, NULLABLE),
  ET_FIELD (EtVerdict, valid_from, TIME, NULLABLE),
  ET_FIELD (EtVerdict, valid_until, TIME, NULLABLE),
  ET_FIELD (EtVerdict, gate, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, code, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, reason, TEXT, NULLABLE),
  ET_FIELD (EtVerdict, sentence, TEXT, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtVerdict, et_verdict, fields)

static int64_t
get_number (const GError *refusal, const char *name)
{
  const char *text = et_error_get_detail (refusal, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static int64_t
get_time (const GError *refusal, const char *name)
{
  const char *text = et_error_get_detail (refusal, name);
  int64_t time = ET_NULL_INT64;

  if (text != NULL)
    et_time_from_iso (text, &time);
  return time;
}

static void
set_refused (EtVerdict *verdict, const GError *refusal, const char *language)
{
  verdict->kind = g_error_matches (refusal, ET_ERROR, ET_ERROR_ALREADY_USED)
                      ? ET_VERDICT_ALREADY_USED
                      : ET_VERDICT_REFUSED;
  verdict->code = g_strdup (et_error_code_get_word (et_error_get_code (refusal)));
  verdict->sentence = et_error_fill_sentence (refusal, et_translate (language, refusal->message),
                                              language);
}

/* Returns: (transfer full): the verdict of a ticket that was found good; NULL with
 * ET_ERROR_BAD_ANSWER. */
EtVerdict *
et_verdict_new_from_answer (JsonObject *answer, GError **error)
{
  EtVerdict *verdict = et_json_read_record (et_verdict_get_type (), answer, error);

  if (verdict == NULL)
    return NULL;
  verdict->kind = json_object_get_boolean_member_with_default (answer, "admitted", TRUE)
                      ? ET_VERDICT_ADMITTED
                      : ET_VERDICT_OWN;
  return verdict;
}

/* Returns: (transfer full): what the server said against a ticket. */
EtVerdict *
et_verdict_new_from_refusal (const GError *refusal)
{
  EtVerdict *verdict = et_verdict_new ();

  set_refused (verdict, refusal, NULL);
  verdict->ticket_id = get_number (refusal, "ticket_id");
  verdict->offer = g_strdup (et_error_get_detail (refusal, "offer"));
  verdict->event_name = g_strdup (et_error_get_detail (refusal, "event_name"));
  verdict->holder = g_strdup (et_error_get_detail (refusal, "holder"));
  verdict->short_number = g_strdup (et_error_get_detail (refusal, "short_number"));
  verdict->admits = get_number (refusal, "admits");
  verdict->verified_at = et_time_now ();
  verdict->first_used_at = get_time (refusal, "first_used_at");
  verdict->valid_from = get_time (refusal, "valid_from");
  verdict->valid_until = get_time (refusal, "valid_until");
  verdict->gate = g_strdup (et_error_get_detail (refusal, "gate"));
  verdict->reason = g_strdup (et_error_get_detail (refusal, "reason"));
  return verdict;
}

static gpointer
find_offer (EtDb *db, gpointer id, GError **error)
{
  return et_copy_find (db, et_offer_get_type (), "SELECT * FROM offers WHERE id = :id",
                       *(int64_t *) id, error);
}

static void
describe_claims (EtVerdict *verdict, EtStore *store, const EtTicketClaims *claims)
{
  int64_t offer_id = claims->offer_id;
  g_autoptr (EtOffer) offer = et_store_run (store, find_offer, &offer_id, g_object_unref, NULL);

  verdict->kind = ET_VERDICT_GENUINE;
  verdict->ticket_id = claims->ticket_id;
  verdict->admits = claims->admits;
  verdict->valid_from = claims->valid_from_ms;
  verdict->valid_until = claims->valid_from_ms + claims->valid_minutes * ET_MINUTE;
  if (offer == NULL)
    return;
  verdict->offer = g_strdup (offer->name);
  verdict->event_name = g_strdup (offer->event_name);
}

/* Proves a ticket with the kept keys: genuine, or refused for what the key itself shows. Sets
 * ET_ERROR_OFFLINE when they cannot tell. Blocks. Returns: (transfer full). */
EtVerdict *
et_verdict_new_offline (EtStore *store,
                        const char *ticket_key,
                        const char *language,
                        GError **error)
{
  g_autoptr (EtVerdict) verdict = et_verdict_new ();
  g_autoptr (GError) refusal = NULL;
  gboolean is_genuine = FALSE;
  EtTicketKey key;

  verdict->verified_at = et_time_now ();
  if (et_ticket_key_parse (ticket_key, &key, &refusal))
    {
      if (!et_public_keys_prove (store, &key, &is_genuine, error))
        return NULL;
      if (!is_genuine)
        et_error_set (&refusal, ET_ERROR_TICKET_UNKNOWN);
    }
  if (is_genuine)
    describe_claims (verdict, store, &key.claims);
  else
    set_refused (verdict, refusal, language);
  return g_steal_pointer (&verdict);
}
