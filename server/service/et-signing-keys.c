/* SPDX-License-Identifier: MIT */
#include "server/service/et-signing-keys.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "core/et-error.h"
#include "core/et-time.h"
#include "server/service/et-key-file.h"

typedef struct
{
  guint8 key_id;
  guint8 public_key[ET_SIGNING_PUBLIC_SIZE];
  guint8 secret[ET_SIGNING_SECRET_SIZE];
} Key;

/* What tells one state of the file from another. */
typedef struct
{
  guint64 inode;
  int64_t size;
  int64_t changed_at; /* nanoseconds */
} FileState;

struct _EtSigningKeys
{
  char *path; /* owned */
  GRWLock lock; /* guards what follows */
  Key *keys; /* owned, in locked memory, oldest first */
  guint n_keys;
  FileState state; /* of the file that was read last */
};

/* Returns: all 0 when there is no such file. */
static FileState
get_state (const char *path)
{
  struct stat status = { 0 };

  if (stat (path, &status) != 0)
    return (FileState){ 0 };
  return (FileState){ status.st_ino, status.st_size,
                      status.st_ctim.tv_sec * G_GINT64_CONSTANT (1000000000) +
                          status.st_ctim.tv_nsec };
}

static EtKeyLine *
new_lines (GError **error)
{
  EtKeyLine *lines = sodium_allocarray (ET_SIGNING_KEYS_MAX, sizeof (EtKeyLine));

  if (lines == NULL)
    et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                           N_ ("There is not enough lockable memory for the signing keys"));
  return lines;
}

static Key *
make_keys (const EtKeyLine *lines, guint n, GError **error)
{
  Key *keys = sodium_allocarray (n, sizeof (Key));

  if (keys == NULL)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("There is not enough lockable memory for the signing keys"));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      keys[i].key_id = lines[i].key_id;
      crypto_sign_seed_keypair (keys[i].public_key, keys[i].secret, lines[i].seed);
    }
  sodium_mprotect_readonly (keys);
  return keys;
}

static Key *
read_keys (const char *path, guint *ret_n, GError **error)
{
  EtKeyLine *lines = new_lines (error);
  Key *keys = NULL;

  if (lines != NULL && et_key_file_read (path, lines, ret_n, error))
    keys = make_keys (lines, *ret_n, error);
  sodium_free (lines);
  return keys;
}

/* Call with the lock held. Returns: (nullable): borrowed. */
static const Key *
find_key (EtSigningKeys *keys, guint8 key_id)
{
  for (guint i = 0; i < keys->n_keys; i++)
    if (keys->keys[i].key_id == key_id)
      return &keys->keys[i];
  return NULL;
}

/* Returns: 0 when there is none left. */
static guint8
next_id (const EtKeyLine *lines, guint n, guint8 highest)
{
  for (guint i = 0; i < n; i++)
    highest = MAX (highest, lines[i].key_id);
  return n < ET_SIGNING_KEYS_MAX ? highest + 1 : 0; /* 0 after 255, too */
}

/* Whether a key file is whole and kept from others. Sets ET_ERROR_CONFIGURATION with a sentence
 * for the operator. */
gboolean
et_signing_keys_check_file (const char *path, GError **error)
{
  guint n;
  Key *keys = read_keys (path, &n, error);

  sodium_free (keys);
  return keys != NULL;
}

/* Reads the keys of a file. Sets ET_ERROR_CONFIGURATION. */
EtSigningKeys *
et_signing_keys_load (const char *path, GError **error)
{
  FileState state = get_state (path);
  guint n;
  Key *read = read_keys (path, &n, error);
  EtSigningKeys *keys;

  if (read == NULL)
    return NULL;

  keys = g_new0 (EtSigningKeys, 1);
  keys->path = g_strdup (path);
  keys->state = state;
  g_rw_lock_init (&keys->lock);
  keys->keys = read;
  keys->n_keys = n;
  return keys;
}

/* Reads the file again, after a key was added to it; on a failure the old keys stay. */
gboolean
et_signing_keys_reload (EtSigningKeys *keys, GError **error)
{
  FileState state = get_state (keys->path);
  guint n = 0;
  Key *read = read_keys (keys->path, &n, error);
  Key *old = NULL;

  g_rw_lock_writer_lock (&keys->lock);
  keys->state = state;
  if (read != NULL)
    {
      old = keys->keys;
      keys->keys = read;
      keys->n_keys = n;
    }
  g_rw_lock_writer_unlock (&keys->lock);
  sodium_free (old);
  return read != NULL;
}

static gboolean
is_as_read (EtSigningKeys *keys)
{
  FileState state = get_state (keys->path);
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&keys->lock);

  return state.inode == keys->state.inode && state.size == keys->state.size &&
         state.changed_at == keys->state.changed_at;
}

/* Reads the file again if another process has changed it since; a file that cannot be read is told
 * of once. Returns: whether there are other keys now. */
gboolean
et_signing_keys_refresh (EtSigningKeys *keys)
{
  g_autoptr (GError) error = NULL;

  if (is_as_read (keys))
    return FALSE;
  if (et_signing_keys_reload (keys, &error))
    return TRUE;
  g_warning ("The signing keys were not read again: %s", error->message);
  return FALSE;
}

/* Takes the lock to read, which is to be given back when a key was found. Looks into the file for
 * one that has only just come there.
 * Returns: (nullable): borrowed. */
static const Key *
lock_key (EtSigningKeys *keys, guint8 key_id)
{
  for (int i = 0; i < 2; i++)
    {
      const Key *key;

      g_rw_lock_reader_lock (&keys->lock);
      key = find_key (keys, key_id);
      if (key != NULL)
        return key;
      g_rw_lock_reader_unlock (&keys->lock);
      if (!et_signing_keys_refresh (keys))
        break;
    }
  return NULL;
}

/* Adds a new key to a file, or makes the file with its first one.
 * @highest: the highest number that was ever given to a key, 0 for none: it may stand in a file
 * that is lost. */
gboolean
et_signing_keys_add (const char *path, guint8 highest, guint8 *ret_key_id, GError **error)
{
  EtKeyLine *lines = new_lines (error);
  gboolean is_added = FALSE;
  guint n = 0;

  if (lines == NULL)
    return FALSE;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || et_key_file_read (path, lines, &n, error))
    {
      guint8 key_id = next_id (lines, n, highest);

      if (key_id == 0)
        et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                               N_ ("The signing key file has no number left for a further key"));
      else
        {
          lines[n].key_id = *ret_key_id = key_id;
          lines[n].created_at = et_time_now ();
          randombytes_buf (lines[n].seed, sizeof lines[n].seed);
          is_added = et_key_file_write (path, lines, n + 1, error);
        }
    }
  sodium_free (lines);
  return is_added;
}

void
et_signing_keys_free (EtSigningKeys *keys)
{
  sodium_free (keys->keys);
  g_rw_lock_clear (&keys->lock);
  g_free (keys->path);
  g_free (keys);
}

/* The key that signs new tickets. */
guint8
et_signing_keys_get_newest (EtSigningKeys *keys)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&keys->lock);

  return keys->keys[keys->n_keys - 1].key_id;
}

char *
et_signing_keys_issue (EtSigningKeys *keys, const EtTicketClaims *claims)
{
  const Key *key = lock_key (keys, claims->key_id);
  char *issued;

  if (key == NULL)
    return NULL;
  issued = et_ticket_key_issue (claims, key->secret);
  g_rw_lock_reader_unlock (&keys->lock);
  return issued;
}

gboolean
et_signing_keys_prove (EtSigningKeys *keys, const EtTicketKey *key)
{
  const Key *signer = lock_key (keys, key->claims.key_id);
  gboolean is_signed;

  if (signer == NULL)
    return FALSE;
  is_signed = et_ticket_key_is_signed_by (key, signer->public_key);
  g_rw_lock_reader_unlock (&keys->lock);
  return is_signed;
}

guint
et_signing_keys_get_n (EtSigningKeys *keys)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&keys->lock);

  return keys->n_keys;
}

/* @index: from 0, the oldest key, below et_signing_keys_get_n(). */
void
et_signing_keys_get_public (EtSigningKeys *keys,
                            guint index,
                            guint8 *ret_key_id,
                            guint8 ret_public[ET_SIGNING_PUBLIC_SIZE])
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&keys->lock);

  g_return_if_fail (index < keys->n_keys);
  *ret_key_id = keys->keys[index].key_id;
  memcpy (ret_public, keys->keys[index].public_key, ET_SIGNING_PUBLIC_SIZE);
}

/* Makes a key for another purpose from the secret half of a signing key, by keyed BLAKE2b: who has
 * it cannot sign tickets. FALSE for an unknown key id. */
gboolean
et_signing_keys_derive (EtSigningKeys *keys,
                        guint8 key_id,
                        const char *purpose,
                        guint8 ret_key[ET_DERIVED_KEY_SIZE])
{
  const Key *key = lock_key (keys, key_id);

  if (key == NULL)
    return FALSE;
  crypto_generichash (ret_key, ET_DERIVED_KEY_SIZE, (const guint8 *) purpose, strlen (purpose),
                      key->secret, ET_SIGNING_SEED_SIZE);
  g_rw_lock_reader_unlock (&keys->lock);
  return TRUE;
}
