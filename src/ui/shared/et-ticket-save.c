/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-ticket-save.h"

#include <glib/gi18n-lib.h>

#include "render/et-calendar.h"
#include "render/et-export.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

#define PNG_DPI 300

typedef struct
{
  GListModel *tickets; /* owned */
  EtTicketFile kind;
  GFile *folder; /* owned, nullable: that each ticket becomes a file in */
} Saving;

static const struct
{
  const char *suffix;
  const char *title;
} files[] = {
  [ET_TICKET_FILE_PDF] = { "pdf", N_ ("Save as PDF") },
  [ET_TICKET_FILE_CALENDAR] = { "ics", N_ ("Save for a Calendar") },
  [ET_TICKET_FILE_PNG] = { "png", N_ ("Save as PNG") },
  [ET_TICKET_FILE_SVG] = { "svg", N_ ("Save as SVG") },
};

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->tickets);
  g_clear_object (&saving->folder);
  g_free (saving);
}

static Saving *
copy_saving (Saving *saving)
{
  Saving *copy = g_new0 (Saving, 1);

  copy->tickets = g_object_ref (saving->tickets);
  copy->kind = saving->kind;
  return copy;
}

/* The page's own list may change while another thread draws.
 * Returns: (transfer full): a list of the same tickets. */
GListModel *
et_ticket_list_copy (GListModel *tickets)
{
  GListStore *copy = g_list_store_new (et_ticket_get_type ());

  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      g_list_store_append (copy, ticket);
    }
  return G_LIST_MODEL (copy);
}

/* Draws the file of a kind; a picture shows the first ticket. Errors: those of the exports.
 * Returns: (transfer full) (nullable) */
GBytes *
et_ticket_file_make (GListModel *tickets, EtTicketFile kind, GError **error)
{
  const char *language = et_text_get_language ();
  g_autoptr (EtTicket) first = g_list_model_get_item (tickets, 0);

  switch (kind)
    {
    case ET_TICKET_FILE_PDF:
      return et_export_tickets_pdf (tickets, ET_SHEET_A4, language, error);
    case ET_TICKET_FILE_CALENDAR:
      return et_calendar_write (tickets, language, error);
    case ET_TICKET_FILE_PNG:
      return et_export_ticket_png (first, language, PNG_DPI, error);
    case ET_TICKET_FILE_SVG:
      return et_export_ticket_svg (first, language, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Returns: (transfer full): what a file of @tickets is called. */
char *
et_ticket_file_name (GListModel *tickets, EtTicketFile kind)
{
  g_autoptr (EtTicket) first = g_list_model_get_item (tickets, 0);

  if (g_list_model_get_n_items (tickets) == 1)
    return g_strdup_printf ("ticket-%s.%s", first->short_number, files[kind].suffix);
  return g_strdup_printf ("tickets-%" G_GINT64_FORMAT ".%s", first->order_id, files[kind].suffix);
}

/* Returns: the kind of file with a suffix such as "png"; a PDF for one that nobody knows. */
EtTicketFile
et_ticket_file_find (const char *suffix)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (g_str_equal (suffix, files[i].suffix))
      return (EtTicketFile) i;
  return ET_TICKET_FILE_PDF;
}

static GBytes *
make_cb (gpointer data, GError **error)
{
  Saving *saving = data;

  return et_ticket_file_make (saving->tickets, saving->kind, error);
}

static void
file_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  et_document_save_made (from, file, make_cb, copy_saving (data), free_saving);
}

static gboolean
save_in_folder (Saving *saving, EtTicket *ticket, GError **error)
{
  g_autoptr (GListStore) one = g_list_store_new (et_ticket_get_type ());
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) document = NULL;

  g_list_store_append (one, ticket);
  name = et_ticket_file_name (G_LIST_MODEL (one), saving->kind);
  path = g_build_filename (g_file_peek_path (saving->folder), name, NULL);
  document = et_ticket_file_make (G_LIST_MODEL (one), saving->kind, error);
  return document != NULL && et_export_save (document, path, error);
}

static void
save_all_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (saving->tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (saving->tickets, i);

      if (!save_in_folder (saving, ticket, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

static void
all_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  guint n = g_list_model_get_n_items (saving->tickets);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (saving->folder);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      et_toast_show_error (GTK_WIDGET (source), error);
      return;
    }
  /* Translators: how many, and the name of a folder. */
  text = g_strdup_printf (ngettext ("%u ticket saved in %s", "%u tickets saved in %s", n), n,
                          shown);
  et_toast_show (GTK_WIDGET (source), text);
}

static void
folder_chosen_cb (GtkWidget *from, GFile *folder, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (from, NULL, all_saved_cb, NULL);
  Saving *saving = copy_saving (data);

  saving->folder = g_object_ref (folder);
  g_task_set_task_data (task, saving, free_saving);
  g_task_run_in_thread (task, save_all_in_thread);
}

/* Saves tickets as one file, or several pictures in one folder; @tickets must not be empty. */
void
et_ticket_save (GtkWidget *from, GListModel *tickets, EtTicketFile kind)
{
  Saving *saving;
  g_autofree char *name = NULL;

  g_return_if_fail (g_list_model_get_n_items (tickets) > 0);

  saving = g_new0 (Saving, 1);
  saving->tickets = et_ticket_list_copy (tickets);
  saving->kind = kind;
  name = et_ticket_file_name (tickets, kind);
  if (kind >= ET_TICKET_FILE_PNG && g_list_model_get_n_items (tickets) > 1)
    et_file_chooser_save_in_folder (from, _ (files[kind].title), folder_chosen_cb, saving,
                                    free_saving);
  else
    et_file_chooser_save (from, _ (files[kind].title), name, file_chosen_cb, saving, free_saving);
}

/* Hands tickets to the person's calendar program. */
void
et_ticket_open_calendar (GtkWidget *from, GListModel *tickets)
{
  g_autofree char *name = et_ticket_file_name (tickets, ET_TICKET_FILE_CALENDAR);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = et_ticket_file_make (tickets, ET_TICKET_FILE_CALENDAR, &error);

  if (document != NULL)
    et_document_open (from, name, document);
  else
    et_toast_show_error (from, error);
}
