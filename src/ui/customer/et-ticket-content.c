/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-ticket-content.h"

#include "core/et-blocking.h"
#include "render/et-export.h"
#include "ui/shared/et-ticket-save.h"

#define PDF "application/pdf"
#define FILES "text/uri-list" /* RFC 2483 */

struct _EtTicketContent
{
  GdkContentProvider parent_instance;

  EtTicket *ticket; /* owned */
};

G_DEFINE_FINAL_TYPE (EtTicketContent, et_ticket_content, GDK_TYPE_CONTENT_PROVIDER)

/* Where it goes, and as what. */
typedef struct
{
  GOutputStream *stream; /* owned */
  gboolean is_file;
} Drop;

static void
free_drop (gpointer data)
{
  Drop *drop = data;

  g_object_unref (drop->stream);
  g_free (drop);
}

static GListModel *
list_ticket (EtTicket *ticket)
{
  GListStore *list = g_list_store_new (et_ticket_get_type ());

  g_list_store_append (list, ticket);
  return G_LIST_MODEL (list);
}

/* Whoever takes the file copies it; the folder is gone when the person logs out.
 * Returns: (transfer full) (nullable): the list of the one address. */
static GBytes *
write_file (GBytes *pdf, GListModel *tickets, GError **error)
{
  g_autofree char *name = et_ticket_file_name (tickets, ET_TICKET_FILE_PDF);
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "etickets", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *uri = NULL;
  char *list;

  g_mkdir_with_parents (folder, 0700); /* when this fails, so does what follows */
  if (!et_export_save (pdf, path, error))
    return NULL;
  uri = g_filename_to_uri (path, NULL, error);
  if (uri == NULL)
    return NULL;
  list = g_strconcat (uri, "\r\n", NULL);
  return g_bytes_new_take (list, strlen (list));
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Drop *drop = data;
  g_autoptr (GListModel) tickets = list_ticket (ET_TICKET_CONTENT (source)->ticket);
  GError *error = NULL;
  g_autoptr (GBytes) pdf = et_ticket_file_make (tickets, ET_TICKET_FILE_PDF, &error);
  g_autoptr (GBytes) given = NULL;
  gsize length;
  const void *bytes;

  ET_BLOCKS ();
  if (pdf != NULL)
    given = drop->is_file ? write_file (pdf, tickets, &error) : g_bytes_ref (pdf);
  bytes = given != NULL ? g_bytes_get_data (given, &length) : NULL;
  if (bytes != NULL &&
      g_output_stream_write_all (drop->stream, bytes, length, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GdkContentFormats *
et_ticket_content_ref_formats (GdkContentProvider *provider)
{
  static const char *types[] = { FILES, PDF };

  return gdk_content_formats_new (types, G_N_ELEMENTS (types));
}

static void
et_ticket_content_write_mime_type_async (GdkContentProvider *provider,
                                         const char *mime_type,
                                         GOutputStream *stream,
                                         int io_priority,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, data);
  Drop *drop = g_new0 (Drop, 1);

  drop->stream = g_object_ref (stream);
  drop->is_file = g_str_equal (mime_type, FILES);
  g_task_set_task_data (task, drop, free_drop);
  g_task_set_priority (task, io_priority);
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
et_ticket_content_write_mime_type_finish (GdkContentProvider *provider,
                                          GAsyncResult *result,
                                          GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
et_ticket_content_finalize (GObject *object)
{
  g_clear_object (&ET_TICKET_CONTENT (object)->ticket);

  G_OBJECT_CLASS (et_ticket_content_parent_class)->finalize (object);
}

static void
et_ticket_content_class_init (EtTicketContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_ticket_content_finalize;
  provider_class->ref_formats = et_ticket_content_ref_formats;
  provider_class->write_mime_type_async = et_ticket_content_write_mime_type_async;
  provider_class->write_mime_type_finish = et_ticket_content_write_mime_type_finish;
}

static void
et_ticket_content_init (EtTicketContent *self)
{
}

/* @ticket: must have its key, and must not change. Returns: (transfer full). */
GdkContentProvider *
et_ticket_content_new (EtTicket *ticket)
{
  EtTicketContent *self = g_object_new (ET_TYPE_TICKET_CONTENT, NULL);

  self->ticket = g_object_ref (ticket);
  return GDK_CONTENT_PROVIDER (self);
}
