/* SPDX-License-Identifier: MIT */
#include "client/et-session-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/et-blocking.h"
#include "core/et-error.h"

#define SESSION "session"
#define OWNERS "token-owners"
#define MAX_TOKEN_LENGTH 512

static char *
get_path (const char *server_folder)
{
  return g_build_filename (server_folder, "session.ini", NULL);
}

static GKeyFile *
load (const char *server_folder)
{
  g_autofree char *path = get_path (server_folder);
  GKeyFile *file = g_key_file_new ();

  ET_BLOCKS ();
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL); /* a missing one is empty */
  return file;
}

static gboolean
write_private (const char *path, const char *text, GError **error)
{
  g_autoptr (GError) failure = NULL;

  ET_BLOCKS ();
  if (g_file_set_contents_full (path, text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure))
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, N_ ("The file {path} cannot be written"));
  et_error_add_text (error, "path", path);
  return FALSE;
}

static gboolean
save (const char *server_folder, GKeyFile *file, GError **error)
{
  g_autofree char *path = get_path (server_folder);
  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);

  if (g_mkdir_with_parents (server_folder, 0700) != 0)
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  return write_private (path, text, error);
}

/* Returns: (transfer full): what is remembered; a guest when nothing is. */
EtSessionFile *
et_session_file_load (const char *server_folder)
{
  g_autoptr (GKeyFile) file = load (server_folder);
  EtSessionFile *self = g_new0 (EtSessionFile, 1);

  self->account_id = g_key_file_get_int64 (file, SESSION, "account", NULL);
  self->token_file = g_key_file_get_string (file, SESSION, "token-file", NULL);
  return self;
}

/* Remembers who is signed in, 0 for nobody. @token_file: (nullable). */
gboolean
et_session_file_save (const char *server_folder,
                      int64_t account_id,
                      const char *token_file,
                      GError **error)
{
  g_autoptr (GKeyFile) file = load (server_folder);

  g_key_file_set_int64 (file, SESSION, "account", account_id);
  if (token_file != NULL)
    g_key_file_set_string (file, SESSION, "token-file", token_file);
  else
    g_key_file_remove_key (file, SESSION, "token-file", NULL);
  return save (server_folder, file, error);
}

void
et_session_file_free (EtSessionFile *file)
{
  g_free (file->token_file);
  g_free (file);
}

/* Returns: the account that a token belonged to when it was last used online, 0 when it never
 * was. */
int64_t
et_session_file_find_owner (const char *server_folder, const char *token)
{
  g_autoptr (GKeyFile) file = load (server_folder);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  return g_key_file_get_int64 (file, OWNERS, digest, NULL);
}

/* Remembers one token's owner; tokens that were remembered before are forgotten. */
gboolean
et_session_file_note_owner (const char *server_folder,
                            const char *token,
                            int64_t account_id,
                            GError **error)
{
  g_autoptr (GKeyFile) file = load (server_folder);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  g_key_file_remove_group (file, OWNERS, NULL);
  g_key_file_set_int64 (file, OWNERS, digest, account_id);
  return save (server_folder, file, error);
}

/* Reads a token from a file that belongs to the reader and that nobody else may read.
 * Returns: (transfer full): NULL with ET_ERROR_FORBIDDEN when others may, ET_ERROR_NOT_FOUND when
 * there is none. */
char *
et_token_file_read (const char *path, GError **error)
{
  char text[MAX_TOKEN_LENGTH + 1] = "";
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  gboolean is_private = TRUE;

  ET_BLOCKS ();
  if (fd >= 0)
    {
      is_private = fstat (fd, &status) == 0 && S_ISREG (status.st_mode) &&
                   (status.st_mode & 077) == 0 && status.st_uid == geteuid ();
      if (is_private && read (fd, text, MAX_TOKEN_LENGTH) < 0)
        *text = '\0';
      close (fd);
    }
  if (*g_strstrip (text) != '\0')
    return g_strdup (text);

  if (is_private)
    et_error_set_sentence (error, ET_ERROR_NOT_FOUND, N_ ("The token file {path} has no token"));
  else
    et_error_set_sentence (error, ET_ERROR_FORBIDDEN,
                           N_ ("The token file {path} must belong to you, with mode 0600"));
  et_error_add_text (error, "path", path);
  return NULL;
}

/* Replaces the file whole, mode 0600. */
gboolean
et_token_file_write (const char *path, const char *token, GError **error)
{
  g_autofree char *line = g_strconcat (token, "\n", NULL);

  return write_private (path, line, error);
}
