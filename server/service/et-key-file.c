/* SPDX-License-Identifier: MIT */
#include "server/service/et-key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/et-error.h"
#include "core/et-time.h"

/* The file: its first line says what it is, then each key has a line of its id, the time it was
 * made and its Ed25519 seed in hexadecimal digits; the last one signs. */
#define HEADING "etickets-signing-keys 1"
#define MAX_FILE_SIZE (32 * 1024)
#define SEED_LENGTH (2 * ET_SIGNING_SEED_SIZE)

static gboolean
refuse (const char *path, const char *msgid, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, msgid);
  et_error_add_text (error, "path", path);
  return FALSE;
}

static gboolean
refuse_for_errno (const char *path, const char *msgid, GError **error)
{
  const char *reason = g_strerror (errno);

  refuse (path, msgid, error);
  et_error_add_text (error, "reason", reason);
  return FALSE;
}

/* systemd keeps the files of $CREDENTIALS_DIRECTORY from others by its own means, and their mode
 * bits show the mask of an access list. */
static gboolean
is_credential (const char *path)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *parent = g_path_get_dirname (path);

  return folder != NULL && g_str_equal (folder, parent);
}

static gboolean
check_owner_and_mode (const char *path, int fd, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return refuse (path, N_ ("The signing key file {path} is not a file"), error);
  if (status.st_size > MAX_FILE_SIZE)
    return refuse (path, N_ ("The signing key file {path} is too large to be one"), error);
  if (is_credential (path))
    return TRUE;
  if (status.st_uid != geteuid () && status.st_uid != 0)
    return refuse (path, N_ ("The signing key file {path} belongs to another user"), error);
  if ((status.st_mode & 077) != 0)
    return refuse (path,
                   N_ ("The signing key file {path} can be read by others: “chmod 600” keeps them "
                       "out, and if somebody may have read it, make a new key"),
                   error);
  return TRUE;
}

static gboolean
read_all (const char *path, char ret_text[MAX_FILE_SIZE + 1], GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean is_good;
  gssize length = 0, got = 0;

  if (fd < 0)
    return refuse_for_errno (path, N_ ("The signing key file {path} cannot be opened: {reason}"),
                             error);
  is_good = check_owner_and_mode (path, fd, error);
  while (is_good && (got = read (fd, ret_text + length, MAX_FILE_SIZE - length)) > 0)
    length += got;
  if (got < 0)
    is_good = refuse_for_errno (path, N_ ("The signing key file {path} cannot be read: {reason}"),
                                error);
  close (fd);
  ret_text[length] = '\0';
  return is_good;
}

/* Reads one word and the blank after it. Returns: (nullable): what follows. */
static const char *
next_word (const char *line, char *ret_word, gsize size)
{
  gsize length = strcspn (line, " ");

  if (length == 0 || length >= size)
    return NULL;
  memcpy (ret_word, line, length);
  ret_word[length] = '\0';
  return line[length] == ' ' ? line + length + 1 : line + length;
}

static gboolean
read_line (const char *line, EtKeyLine *ret_key)
{
  char id[4], time[32];
  const char *rest = next_word (line, id, sizeof id);
  gint64 key_id;
  gsize length;

  if (rest == NULL || (rest = next_word (rest, time, sizeof time)) == NULL ||
      strlen (rest) != SEED_LENGTH ||
      !g_ascii_string_to_signed (id, 10, 1, ET_SIGNING_KEYS_MAX, &key_id, NULL) ||
      !et_time_from_iso (time, &ret_key->created_at) ||
      sodium_hex2bin (ret_key->seed, sizeof ret_key->seed, rest, SEED_LENGTH, NULL, &length,
                      NULL) != 0)
    return FALSE;

  ret_key->key_id = key_id;
  return length == ET_SIGNING_SEED_SIZE;
}

static gboolean
is_new (const EtKeyLine *lines, guint n)
{
  for (guint i = 0; i < n; i++)
    if (lines[i].key_id == lines[n].key_id)
      return FALSE;
  return TRUE;
}

static gboolean
refuse_line (const char *path, guint number, GError **error)
{
  refuse (path, N_ ("The signing key file {path} is damaged in line {line}"), error);
  et_error_add_int64 (error, "line", number);
  return FALSE;
}

/* Takes @text apart in place, so that no copy of a seed is left behind. */
static gboolean
read_lines (const char *path, char *text, EtKeyLine *ret_lines, guint *ret_n, GError **error)
{
  guint number = 0, n = 0;

  for (char *line = text, *end; *line != '\0'; line = end)
    {
      end = line + strcspn (line, "\n");
      if (*end != '\0')
        *end++ = '\0';
      number++;
      if (number == 1 ? !g_str_equal (line, HEADING)
                      : n == ET_SIGNING_KEYS_MAX || !read_line (line, &ret_lines[n]) ||
                            !is_new (ret_lines, n))
        return refuse_line (path, number, error);
      if (number > 1)
        n++;
    }
  if (n == 0)
    return refuse (path, N_ ("The signing key file {path} holds no key"), error);
  *ret_n = n;
  return TRUE;
}

/* Reads the keys of a file that nobody else may read. Sets ET_ERROR_CONFIGURATION with a whole
 * sentence otherwise.
 * @ret_lines: room for ET_SIGNING_KEYS_MAX lines in locked memory. */
gboolean
et_key_file_read (const char *path, EtKeyLine *ret_lines, guint *ret_n, GError **error)
{
  char *text = sodium_malloc (MAX_FILE_SIZE + 1);
  gboolean is_good;

  if (text == NULL)
    return refuse (path, N_ ("There is not enough lockable memory for the signing keys"), error);
  is_good = read_all (path, text, error) && read_lines (path, text, ret_lines, ret_n, error);
  sodium_free (text);
  return is_good;
}

static void
write_line (const EtKeyLine *line, int fd)
{
  char seed[SEED_LENGTH + 1];
  g_autofree char *time = et_time_to_iso (line->created_at);

  sodium_bin2hex (seed, sizeof seed, line->seed, sizeof line->seed);
  dprintf (fd, "%u %s %s\n", line->key_id, time, seed);
  sodium_memzero (seed, sizeof seed);
}

static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return is_synced;
}

/* Puts a new file in the place of the old one, whole or not at all, with mode 0600. */
gboolean
et_key_file_write (const char *path, const EtKeyLine *lines, guint n, GError **error)
{
  g_autofree char *draft = g_strconcat (path, ".new", NULL);
  int fd = open (draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean is_written;

  if (fd < 0)
    return refuse_for_errno (path, N_ ("The signing key file {path} cannot be written: {reason}"),
                             error);
  is_written = fchmod (fd, 0600) == 0 && dprintf (fd, HEADING "\n") > 0;
  for (guint i = 0; i < n; i++)
    write_line (&lines[i], fd);
  is_written = is_written && fsync (fd) == 0;
  is_written = close (fd) == 0 && is_written;
  if (!is_written || g_rename (draft, path) != 0 || !sync_folder (path))
    {
      refuse_for_errno (path, N_ ("The signing key file {path} cannot be written: {reason}"),
                        error);
      g_unlink (draft);
      return FALSE;
    }
  return TRUE;
}
