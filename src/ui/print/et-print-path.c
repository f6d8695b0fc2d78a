/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-path.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/et-error.h"

/* Makes an empty file for a document on its way to a printer: in memory where the system has a
 * folder for that, readable by its owner only.
 * Returns: (transfer full): its path, or NULL with ET_ERROR_UNAVAILABLE */
char *
et_print_path_make (GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "etickets", NULL);
  g_autofree char *path = g_build_filename (folder, "print-XXXXXX", NULL);
  int fd;

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
