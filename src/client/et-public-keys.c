/* SPDX-License-Identifier: MIT */
#include "client/et-public-keys.h"

#include <sodium.h>
#include <string.h>

#include "client/et-call.h"
#include "client/et-copy.h"
#include "client/et-json.h"
#include "core/et-time.h"

#define FETCHED_AT "keys-fetched-at"
#define MAX_AGE (6 * ET_HOUR)

typedef struct
{
  const EtTicketKey *key; /* borrowed */
  gboolean is_known;
  gboolean is_genuine;
} Question;

static gboolean
decode_key (const char *text, guint8 ret_key[ET_SIGNING_PUBLIC_SIZE])
{
  gsize length;

  return sodium_base642bin (ret_key, ET_SIGNING_PUBLIC_SIZE, text, strlen (text), NULL, &length,
                            NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
         length == ET_SIGNING_PUBLIC_SIZE;
}

static gboolean
put_key (EtDb *db, JsonObject *object, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "INSERT INTO public_keys (key_id, public_key) VALUES (:key_id, :public_key)", error);
  const char *text, *algorithm;
  guint8 key[ET_SIGNING_PUBLIC_SIZE];
  int64_t key_id;

  if (stmt == NULL || !et_json_read_int64 (object, "key_id", &key_id, error) ||
      !et_json_read_text (object, "algorithm", &algorithm, error) ||
      !et_json_read_text (object, "public_key", &text, error))
    return FALSE;
  if (!g_str_equal (algorithm, "ed25519"))
    return TRUE; /* of tickets that this version cannot prove */

  if (!decode_key (text, key))
    {
      et_error_set (error, ET_ERROR_BAD_ANSWER);
      return FALSE;
    }
  et_db_stmt_bind_int64 (stmt, "key_id", key_id);
  et_db_stmt_bind_bytes (stmt, "public_key", key, sizeof key);
  return et_db_stmt_run (stmt, NULL, error);
}

/* All or none are replaced: a key that was withdrawn proves nothing more. */
static gpointer
put_keys (EtDb *db, gpointer data, GError **error)
{
  JsonArray *keys = data;

  if (!et_copy_exec (db, "DELETE FROM public_keys", error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *object = et_json_read_element (keys, i, error);

      if (object == NULL || !put_key (db, object, error))
        return NULL;
    }
  return et_copy_set_setting (db, FETCHED_AT, et_time_now (), error) ? ET_DONE : NULL;
}

static gpointer
ask_due (EtDb *db, gpointer data, GError **error)
{
  gboolean *is_due = data;
  int64_t age = et_time_now () - et_copy_get_setting (db, FETCHED_AT, 0);

  *is_due = age < 0 || age > MAX_AGE;
  return ET_DONE;
}

static gpointer
prove (EtDb *db, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT public_key FROM public_keys WHERE key_id = :key_id", error);
  const guint8 *public_key;
  gsize length = 0;

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "key_id", question->key->claims.key_id);
  if (!et_db_stmt_step (stmt, &question->is_known, error))
    return NULL;
  if (!question->is_known)
    return ET_DONE;
  public_key = et_db_stmt_get_bytes (stmt, 0, &length);
  question->is_genuine = length == ET_SIGNING_PUBLIC_SIZE &&
                         et_ticket_key_is_signed_by (question->key, public_key);
  return ET_DONE;
}

/* Asks the server for its keys and keeps them. Blocks. */
gboolean
et_public_keys_fetch (EtStore *store, EtRemote *remote, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject)
      answer = et_remote_call (remote, "GET", "/api/keys/", NULL, NULL, cancellable, error);
  JsonArray *keys;

  return answer != NULL && et_json_read_array (answer, "keys", &keys, error) &&
         et_store_run (store, put_keys, keys, NULL, error) != NULL;
}

/* Whether the kept keys are missing or older than some hours. Blocks. */
gboolean
et_public_keys_are_due (EtStore *store)
{
  gboolean is_due = FALSE;

  et_store_run (store, ask_due, &is_due, NULL, NULL);
  return is_due;
}

/* Proves a ticket key with the kept keys. Sets ET_ERROR_OFFLINE when the copy does not hold the
 * one that signed it: only the server can tell then. Blocks. */
gboolean
et_public_keys_prove (EtStore *store,
                      const EtTicketKey *key,
                      gboolean *ret_is_genuine,
                      GError **error)
{
  Question question = { key, FALSE, FALSE };

  if (et_store_run (store, prove, &question, NULL, error) == NULL)
    return FALSE;
  if (!question.is_known)
    {
      et_error_set (error, ET_ERROR_OFFLINE);
      return FALSE;
    }
  *ret_is_genuine = question.is_genuine;
  return TRUE;
}
