/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-path.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "client/et-call.h"
#include "core/et-blocking.h"
#include "core/et-error.h"

static gpointer
make_path (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "etickets", NULL);
  g_autofree char *path = g_build_filename (folder, "print-XXXXXX", NULL);
  int fd;

  ET_BLOCKS ();
  g_mkdir_with_parents (folder, 0700); /* when this fails, so does what follows */
  fd = g_mkstemp (path);
  if (fd >= 0)
    {
      g_close (fd, NULL);
      return g_steal_pointer (&path);
    }
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, N_ ("{path} cannot be used: {reason}"));
  et_error_add_text (error, "path", folder);
  et_error_add_text (error, "reason", g_strerror (errno));
  return NULL;
}

static gpointer
remove_path (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  ET_BLOCKS ();
  if (args != NULL)
    g_unlink (args);
  return ET_DONE;
}

/* Makes an empty file for a document on its way to a printer: in memory where the system has a
 * folder for that, readable by its owner only. */
void
et_print_path_make_async (GAsyncReadyCallback callback, gpointer data)
{
  et_call_async (NULL, make_path, NULL, NULL, g_free, NULL, callback, data);
}

/* Returns: (transfer full): its path, or NULL with ET_ERROR_UNAVAILABLE */
char *
et_print_path_make_finish (GAsyncResult *result, GError **error)
{
  return et_call_finish (NULL, result, error);
}

/* Removes the file; there is nothing to do if that fails, and nothing to finish. @path: (nullable). */
void
et_print_path_remove_async (const char *path, GAsyncReadyCallback callback, gpointer data)
{
  et_call_async (NULL, remove_path, g_strdup (path), g_free, NULL, NULL, callback, data);
}
