/* SPDX-License-Identifier: MIT */
#include "client/et-copy-removal.h"

#include <glib/gstdio.h>

#include "client/et-call.h"
#include "client/et-context.h"
#include "client/et-data-folder.h"
#include "core/et-blocking.h"

typedef struct
{
  char *url; /* owned */
  char *data_folder; /* owned, nullable */
  gboolean may_use_network;
} Removal;

static void
free_removal (gpointer data)
{
  Removal *removal = data;

  g_free (removal->url);
  g_free (removal->data_folder);
  g_free (removal);
}

/* Links are removed, not followed. */
static gboolean
delete_tree (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (
      folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
      G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);

  if (files == NULL)
    return FALSE;
  for (;;)
    {
      GFileInfo *info;
      GFile *file;

      if (!g_file_enumerator_iterate (files, &info, &file, cancellable, error))
        return FALSE;
      if (info == NULL)
        return g_file_delete (folder, cancellable, error);
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY
              ? !delete_tree (file, cancellable, error)
              : !g_file_delete (file, cancellable, error))
        return FALSE;
    }
}

/* So that neither the keyring nor the server keeps a session that nobody can end any more. */
static gboolean
sign_out (Removal *removal, GCancellable *cancellable, GError **error)
{
  g_autoptr (EtContext) context = et_context_new (removal->url, removal->data_folder);

  if (!removal->may_use_network)
    et_network_leave_ask_first (et_remote_get_leave (et_context_get_remote (context)));
  return et_context_open (context, cancellable, error) &&
         et_session_sign_out (et_context_get_session (context), TRUE, cancellable, error);
}

static gpointer
remove_copy (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Removal *removal = args;
  g_autofree char *path = et_data_folder_of_server (removal->data_folder, removal->url);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  ET_BLOCKS ();
  if (!g_file_query_exists (folder, cancellable))
    return ET_DONE;
  if (!sign_out (removal, cancellable, error) || !delete_tree (folder, cancellable, error))
    return NULL;
  if (removal->data_folder != NULL)
    g_rmdir (removal->data_folder); /* stays while other servers have copies in it */
  return ET_DONE;
}

/* Signs out of a server and deletes the copy of it, edits that wait included. @data_folder:
 * (nullable): as for et_context_new(); the copy must not be open here. Sets ET_ERROR_IN_PROGRESS
 * while another program syncs it. */
void
et_copy_removal_async (const char *url,
                       const char *data_folder,
                       gboolean may_use_network,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->url = g_strdup (url);
  removal->data_folder = g_strdup (data_folder);
  removal->may_use_network = may_use_network;
  et_call_async (NULL, remove_copy, removal, free_removal, NULL, cancellable, callback, data);
}

gboolean
et_copy_removal_finish (GAsyncResult *result, GError **error)
{
  return et_call_finish (NULL, result, error) != NULL;
}
