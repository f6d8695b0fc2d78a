/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "core/et-translation.h"
#include "server/commands/et-operator.h"
#include "server/repo/et-signing-key-repo.h"
#include "server/service/et-key-register.h"

static gboolean
read_highest (EtDb *db, gpointer data, GError **error)
{
  return et_signing_key_repo_get_highest (db, data, error);
}

static gboolean
update_register (EtDb *db, gpointer data, GError **error)
{
  return et_key_register_update (db, data, error);
}

static gboolean
note_keys (EtOperator *holder, GError **error)
{
  g_autoptr (EtSigningKeys) keys = et_signing_keys_load (holder->config->signing_key_file, error);

  return keys != NULL && et_writer_run (holder->writer, update_register, keys, error) &&
         (holder->signing_keys == NULL || et_signing_keys_reload (holder->signing_keys, error));
}

/* Adds a signing key, which signs all tickets that are sold from now on; the old ones stay, for
 * the tickets they signed. */
gboolean
et_operator_generate_key (EtOperator *holder,
                          EtOperatorRequest *request,
                          GString *output,
                          GError **error)
{
  const char *path = holder->config->signing_key_file;
  int64_t highest;
  guint8 key_id;

  if (!et_writer_run (holder->writer, read_highest, &highest, error) ||
      !et_signing_keys_add (path, highest, &key_id, error) || !note_keys (holder, error))
    return FALSE;

  g_string_append_printf (
      output, et_translate (request->language, N_ ("The signing key %u was added to %s.\n")),
      key_id, path);
  return TRUE;
}
