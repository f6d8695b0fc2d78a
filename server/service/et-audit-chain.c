/* SPDX-License-Identifier: MIT */
#include "server/service/et-audit-chain.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "db/et-db-change.h"
#include "server/repo/et-check-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-key-file.h"

#define PURPOSE "etickets audit chain v1"
#define MOST_FAULTS 100
#define ROWS_AT_ONCE 1000

/* On the way along the chain. */
typedef struct
{
  EtDb *db; /* borrowed */
  EtSigningKeys *keys; /* borrowed */
  EtAuditHead head; /* as it must be after the rows so far */
  GArray *faults; /* owned, of EtFault; nullable: the chain is being made */
} Walk;

static void
add_number (crypto_generichash_state *state, int64_t number)
{
  guint64 bytes = GUINT64_TO_LE ((guint64) number);

  crypto_generichash_update (state, (const guint8 *) &bytes, sizeof bytes);
}

/* With its length, so that no two rows make the same bytes. */
static void
add_text (crypto_generichash_state *state, const char *text)
{
  add_number (state, (int64_t) strlen (text));
  crypto_generichash_update (state, (const guint8 *) text, strlen (text));
}

static gboolean
begin_code (crypto_generichash_state *state, EtSigningKeys *keys, int64_t key_id, const char *what)
{
  guint8 key[ET_DERIVED_KEY_SIZE];

  if (key_id < 1 || key_id > ET_SIGNING_KEYS_MAX ||
      !et_signing_keys_derive (keys, (guint8) key_id, PURPOSE, key))
    return FALSE;
  crypto_generichash_init (state, key, sizeof key, ET_AUDIT_CODE_SIZE);
  sodium_memzero (key, sizeof key);
  add_text (state, what);
  return TRUE;
}

/* The code of a row: keyed BLAKE2b (RFC 7693) of the code before it, its place and all it says.
 * Returns: FALSE when its key is not in the file. */
static gboolean
make_code (EtSigningKeys *keys, const EtAuditEntry *entry, const guint8 *previous, guint8 *ret_code)
{
  crypto_generichash_state state;

  if (!begin_code (&state, keys, entry->key_id, "entry"))
    return FALSE;
  crypto_generichash_update (&state, previous, ET_AUDIT_CODE_SIZE);
  add_number (&state, entry->entry);
  add_number (&state, entry->id);
  add_number (&state, entry->row.created_at);
  add_number (&state, entry->row.actor_id);
  add_text (&state, entry->row.action);
  add_text (&state, entry->row.subject);
  add_text (&state, entry->row.detail);
  crypto_generichash_final (&state, ret_code, ET_AUDIT_CODE_SIZE);
  return TRUE;
}

/* The code of the chain's end: who cuts rows off cannot make it for another one. */
static gboolean
make_head_code (EtSigningKeys *keys, const EtAuditHead *head, guint8 *ret_code)
{
  crypto_generichash_state state;

  if (!begin_code (&state, keys, head->key_id, "head"))
    return FALSE;
  add_number (&state, head->entries);
  crypto_generichash_update (&state, head->last_code, ET_AUDIT_CODE_SIZE);
  crypto_generichash_final (&state, ret_code, ET_AUDIT_CODE_SIZE);
  return TRUE;
}

static gboolean
chain_row (const EtAuditEntry *row, gpointer data, GError **error)
{
  Walk *walk = data;
  EtAuditEntry entry = *row;

  if (row->entry != 0)
    return TRUE; /* the chain began in this very batch */
  entry.entry = walk->head.entries + 1;
  entry.key_id = et_signing_keys_get_newest (walk->keys);
  if (!make_code (walk->keys, &entry, walk->head.last_code, entry.code))
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return FALSE;
    }
  walk->head.entries = entry.entry;
  memcpy (walk->head.last_code, entry.code, ET_AUDIT_CODE_SIZE);
  return et_audit_chain_repo_chain (walk->db, &entry, error);
}

static gboolean
chain_rows (Walk *walk, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!et_audit_chain_repo_read (walk->db, g_array_index (ids, int64_t, i), chain_row, walk,
                                   error))
      return FALSE;
  return TRUE;
}

/* Whoever takes a chain away, so that another one begins over rows that he changed, leaves a row
 * about that with the time of it. */
static gboolean
note_beginning (EtDb *db, GError **error)
{
  GPtrArray *changes = et_db_get_changes (db);
  int64_t n;

  if (!et_audit_chain_repo_count_unchained (db, &n, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (g_str_equal (((const EtChange *) changes->pdata[i])->kind, ET_CHANGE_AUDIT))
      n--; /* written in this very batch */
  if (n <= 0)
    return TRUE;
  g_message ("Audit: the chain begins over %" G_GINT64_FORMAT " rows that were there", n);
  return et_audit_write (db, 0, "begin_chain", "row", n, NULL, error);
}

/* All there is. */
static gboolean
begin_chain (Walk *walk, GError **error)
{
  guint n;

  if (!note_beginning (walk->db, error))
    return FALSE;
  do
    {
      g_autoptr (GArray) ids = et_audit_chain_repo_list_unchained (walk->db, ROWS_AT_ONCE, error);

      if (ids == NULL || !chain_rows (walk, ids, error))
        return FALSE;
      n = ids->len;
    }
  while (n == ROWS_AT_ONCE);
  g_message ("Audit: the chain begins with %" G_GINT64_FORMAT " entries", walk->head.entries);
  return TRUE;
}

/* A chain that has not begun has an end without a code. */
static gboolean
is_head_sound (EtSigningKeys *keys, const EtAuditHead *head)
{
  guint8 code[ET_AUDIT_CODE_SIZE];

  if (head->entries == 0 && head->key_id == 0)
    return TRUE;
  return make_head_code (keys, head, code) && sodium_memcmp (code, head->code, sizeof code) == 0;
}

/* An end that was tampered with never becomes a sound one again. */
static gboolean
write_head (Walk *walk, gboolean was_sound, GError **error)
{
  walk->head.key_id = et_signing_keys_get_newest (walk->keys);
  if (was_sound)
    make_head_code (walk->keys, &walk->head, walk->head.code);
  else
    memset (walk->head.code, 0, sizeof walk->head.code);
  return et_audit_chain_repo_set (walk->db, &walk->head, error);
}

/* Chains rows in the transaction that wrote them, and no others: what somebody put in is not to
 * become sound by that. Only a chain that begins takes all the rows there are.
 * @ids: (nullable): of int64_t, in the order they were written. */
gboolean
et_audit_chain_extend (EtDb *db, EtSigningKeys *keys, GArray *ids, GError **error)
{
  Walk walk = { .db = db, .keys = keys };
  gboolean was_sound, begins;

  if (!et_audit_chain_repo_lock (db, &walk.head, error))
    return FALSE;
  was_sound = is_head_sound (keys, &walk.head);
  begins = walk.head.key_id == 0;
  if (!begins && ids == NULL)
    return TRUE;
  return (begins ? begin_chain (&walk, error) : chain_rows (&walk, ids, error)) &&
         write_head (&walk, was_sound, error);
}

static void
note (Walk *walk, const char *sentence, int64_t id)
{
  EtFault fault = { sentence, id };

  if (walk->faults->len < MOST_FAULTS)
    g_array_append_val (walk->faults, fault);
}

/* After a fault the walk goes on from what stands there, so that each is told once. */
static gboolean
verify_row (const EtAuditEntry *entry, gpointer data, GError **error)
{
  Walk *walk = data;
  guint8 code[ET_AUDIT_CODE_SIZE];

  if (entry->entry == 0)
    {
      note (walk, N_ ("Audit row {id} is not in the chain"), entry->id);
      return TRUE;
    }
  if (entry->entry != walk->head.entries + 1)
    note (walk, N_ ("Before audit row {id}, rows are missing"), entry->id);
  else if (!make_code (walk->keys, entry, walk->head.last_code, code))
    note (walk, N_ ("The key of audit row {id} is not in the key file"), entry->id);
  else if (sodium_memcmp (code, entry->code, sizeof code) != 0)
    note (walk, N_ ("Audit row {id} is not as it was written"), entry->id);
  walk->head.entries = entry->entry;
  memcpy (walk->head.last_code, entry->code, ET_AUDIT_CODE_SIZE);
  return TRUE;
}

static gboolean
verify_head (Walk *walk, GError **error)
{
  EtAuditHead head;

  if (!et_audit_chain_repo_get (walk->db, &head, error))
    return FALSE;
  if (!is_head_sound (walk->keys, &head))
    note (walk, N_ ("The end of the audit chain is not as it was written"), head.entries);
  else if (head.entries != walk->head.entries ||
           sodium_memcmp (head.last_code, walk->head.last_code, ET_AUDIT_CODE_SIZE) != 0)
    note (walk, N_ ("The audit chain had {id} rows; its end is missing"), head.entries);
  return TRUE;
}

/* Finds rows that were edited, deleted, inserted or put into another order since they were
 * written. Call it inside a transaction, so that it sees one state.
 * Returns: (transfer full): an array of EtFault, empty when all is well. */
GArray *
et_audit_chain_verify (EtDb *db, EtSigningKeys *keys, GError **error)
{
  g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (EtFault));
  Walk walk = { .db = db, .keys = keys, .faults = faults };

  if (!et_audit_chain_repo_foreach (db, verify_row, &walk, error) || !verify_head (&walk, error))
    return NULL;
  return g_steal_pointer (&faults);
}

/* Tells the log how long the chain is and how it ends: who puts an older end back, cannot take
 * that word back. */
gboolean
et_audit_chain_log (EtDb *db, GError **error)
{
  EtAuditHead head;
  char text[2 * ET_AUDIT_CODE_SIZE + 1];

  if (!et_audit_chain_repo_get (db, &head, error))
    return FALSE;
  sodium_bin2hex (text, sizeof text, head.last_code, sizeof head.last_code);
  g_message ("Audit: %" G_GINT64_FORMAT " entries, the last one %s", head.entries, text);
  return TRUE;
}
