/* SPDX-License-Identifier: MIT */
#include "server/service/et-idempotency.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "core/et-error.h"
#include "server/repo/et-guards.h"

#define SWEEP_AT_ONCE 500

/* Other refusals changed nothing, and are decided anew when the request comes again. */
static gboolean
is_worth_keeping (int status)
{
  return (status >= 200 && status < 300) ||
         status == et_error_code_get_status (ET_ERROR_PAYMENT_DECLINED) ||
         status == et_error_code_get_status (ET_ERROR_PAYMENT_TIMEOUT);
}

static void
digest_text (crypto_generichash_state *state, const char *text)
{
  crypto_generichash_update (state, (const guint8 *) text, strlen (text) + 1);
}

/* Fills in who asks and by which key. Sets ET_ERROR_INVALID when the key is not one.
 * @text: of the header Idempotency-Key: 1 to 64 printable ASCII characters.
 * @account_id: 0 for a guest, who is known by @session_id. */
gboolean
et_idempotency_key_init (
    EtIdempotencyKey *key, const char *text, int64_t account_id, int64_t session_id, GError **error)
{
  gsize length = strlen (text);
  gboolean is_printable = TRUE;

  for (gsize i = 0; i < length; i++)
    is_printable = is_printable && g_ascii_isprint (text[i]);
  if (length == 0 || length >= sizeof key->key || !is_printable)
    {
      et_error_set_field (error, "Idempotency-Key",
                          N_ ("An Idempotency-Key has 1 to 64 printable characters"));
      return FALSE;
    }

  g_strlcpy (key->key, text, sizeof key->key);
  g_snprintf (key->caller, sizeof key->caller, "%c%" G_GINT64_FORMAT, account_id != 0 ? 'a' : 's',
              account_id != 0 ? account_id : session_id);
  return TRUE;
}

/* Fills in what exactly is asked. @body: (nullable). */
void
et_idempotency_key_digest (EtIdempotencyKey *key,
                           const char *method,
                           const char *path,
                           GBytes *body)
{
  crypto_generichash_state state;
  gsize length = 0;
  const guint8 *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  crypto_generichash_init (&state, NULL, 0, sizeof key->digest);
  digest_text (&state, method);
  digest_text (&state, path);
  crypto_generichash_update (&state, data, length);
  crypto_generichash_final (&state, key->digest, sizeof key->digest);
}

/* Looks whether the request was answered before, and changes nothing. Sets ET_ERROR_KEY_REUSED when
 * the key belongs to another one.
 * @ret_answer: its answer; status 0 for one that is new, or still being carried out. */
gboolean
et_idempotency_look_back (EtDb *db,
                          const EtIdempotencyKey *key,
                          EtStoredAnswer *ret_answer,
                          GError **error)
{
  gboolean found, is_same;

  if (!et_idempotency_repo_find (db, key, &found, &is_same, ret_answer, error))
    return FALSE;
  if (!found || is_same)
    return TRUE;
  et_error_set (error, ET_ERROR_KEY_REUSED);
  return FALSE;
}

/* Looks whether the request was made before. Sets ET_ERROR_KEY_REUSED when the key belongs to
 * another one, ET_ERROR_IN_PROGRESS when it is still being carried out.
 * @ret_answer: its answer; status 0 for a new request, which is in progress from now on. */
gboolean
et_idempotency_recall (EtDb *db,
                       const EtIdempotencyKey *key,
                       EtStoredAnswer *ret_answer,
                       GError **error)
{
  gboolean is_first, found, is_same;

  if (!et_guard_begin_request (db, key, et_time_now (), &is_first, error))
    return FALSE;
  if (is_first)
    return TRUE;
  if (!et_idempotency_repo_find (db, key, &found, &is_same, ret_answer, error))
    return FALSE;
  if (!is_same)
    et_error_set (error, ET_ERROR_KEY_REUSED);
  else if (ret_answer->status == 0)
    et_error_set (error, ET_ERROR_IN_PROGRESS);
  else
    return TRUE;
  return FALSE;
}

/* Keeps the answer of a request that was new, or forgets the request when it had no effect. */
gboolean
et_idempotency_remember (EtDb *db,
                         const EtIdempotencyKey *key,
                         const EtStoredAnswer *answer,
                         GError **error)
{
  if (is_worth_keeping (answer->status))
    return et_idempotency_repo_set_answer (db, key, answer, error);
  return et_idempotency_repo_delete (db, key, error);
}

/* The same for an order whose checkout was cut off and has been brought to its end since. */
gboolean
et_idempotency_remember_order (EtDb *db,
                               const EtPendingOrder *order,
                               const EtStoredAnswer *answer,
                               GError **error)
{
  g_autofree char *text = NULL;
  EtIdempotencyKey key;

  if (!et_sale_repo_read_request_key (db, order->order_id, &text, error))
    return FALSE;
  return text == NULL || (et_idempotency_key_init (&key, text, order->account_id, 0, error) &&
                          et_idempotency_remember (db, &key, answer, error));
}

/* Deletes some of the answers that are too old. */
gboolean
et_idempotency_sweep (EtDb *db, GError **error)
{
  return et_idempotency_repo_delete_before (db, et_time_now () - ET_IDEMPOTENCY_KEPT, SWEEP_AT_ONCE,
                                            error);
}
