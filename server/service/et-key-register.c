/* SPDX-License-Identifier: MIT */
#include "server/service/et-key-register.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-time.h"
#include "server/repo/et-signing-key-repo.h"
#include "server/service/et-audit.h"

static gboolean
refuse (guint8 key_id, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                         N_ ("The signing key {key} of the key file is not the one that signed the "
                             "tickets of this database; the file belongs to another one"));
  et_error_add_int64 (error, "key", key_id);
  return FALSE;
}

static gboolean
note_key (EtDb *db, guint8 key_id, const guint8 *public_key, GError **error)
{
  return et_signing_key_repo_insert (db, key_id, public_key, et_time_now (), error) &&
         et_audit_write (db, 0, "add_signing_key", "key", key_id, NULL, error);
}

/* Notes in the database the public halves of keys that it does not know yet. Sets
 * ET_ERROR_CONFIGURATION when it knows another key under the same number. */
gboolean
et_key_register_update (EtDb *db, EtSigningKeys *keys, GError **error)
{
  for (guint i = 0; i < et_signing_keys_get_n (keys); i++)
    {
      guint8 key_id, public_key[ET_SIGNING_PUBLIC_SIZE], known[ET_SIGNING_PUBLIC_SIZE];
      gboolean is_known;

      et_signing_keys_get_public (keys, i, &key_id, public_key);
      if (!et_signing_key_repo_find (db, key_id, known, &is_known, error))
        return FALSE;
      if (is_known && memcmp (known, public_key, sizeof known) != 0)
        return refuse (key_id, error);
      if (!is_known && !note_key (db, key_id, public_key, error))
        return FALSE;
    }
  return TRUE;
}

/* Notes that a server begins to sign with the newest key. */
gboolean
et_key_register_note_use (EtDb *db, EtSigningKeys *keys, GError **error)
{
  return et_audit_write (db, 0, "use_signing_key", "key", et_signing_keys_get_newest (keys), NULL,
                         error);
}
