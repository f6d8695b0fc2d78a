/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-memory.h"

#include "core/et-blocking.h"
#include "ui/et-install.h"
#include "ui/print/et-printout.h"

/* A group per printer, its name escaped, with a layout for each kind; a group of all for the
 * printer that a kind went to last. No printer's escaped name begins with a dot. */
#define LAST_GROUP ".last"

struct _EtPrintMemory
{
  GObject parent_instance;

  GKeyFile *choices; /* owned */
  char *last; /* owned, nullable: what was handed out last */
};

G_DEFINE_FINAL_TYPE (EtPrintMemory, et_print_memory, G_TYPE_OBJECT)

static char *
make_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "etickets", "printers.ini", NULL);
}

/* Brackets and what is not ASCII may not stand in the name of a group. */
static char *
make_group (const char *printer)
{
  return g_uri_escape_string (printer, NULL, FALSE);
}

/* A file that is not there or not whole is as one that holds nothing. */
static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  EtPrintMemory *self = g_object_new (ET_TYPE_PRINT_MEMORY, NULL);
  g_autofree char *path = make_path ();

  ET_BLOCKS ();
  g_key_file_load_from_file (self->choices, path, G_KEY_FILE_NONE, NULL);
  g_task_return_pointer (task, self, g_object_unref);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  ET_BLOCKS ();
  g_mkdir_with_parents (folder, 0700); /* when this fails, so does what follows */
  if (!g_file_set_contents (path, data, -1, &error))
    g_warning ("The choice of the printer is forgotten: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
et_print_memory_finalize (GObject *object)
{
  EtPrintMemory *self = ET_PRINT_MEMORY (object);

  g_key_file_unref (self->choices);
  g_free (self->last);

  G_OBJECT_CLASS (et_print_memory_parent_class)->finalize (object);
}

static void
et_print_memory_class_init (EtPrintMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_print_memory_finalize;
}

static void
et_print_memory_init (EtPrintMemory *self)
{
  self->choices = g_key_file_new ();
}

void
et_print_memory_load_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_run_in_thread (task, load_in_thread);
}

/* Returns: (transfer full): fails only when it was cancelled */
EtPrintMemory *
et_print_memory_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Returns: (transfer none) (nullable): where that kind was printed last, until the next call */
const char *
et_print_memory_get_last_printer (EtPrintMemory *self, const char *kind)
{
  g_free (self->last);
  self->last = g_key_file_get_string (self->choices, LAST_GROUP, kind, NULL);
  return self->last;
}

/* Returns: whether that kind was printed there before, and then how */
gboolean
et_print_memory_get_layout (EtPrintMemory *self,
                            const char *kind,
                            const char *printer,
                            EtSheetLayout *ret_layout)
{
  g_autofree char *group = make_group (printer);
  g_autofree char *word = g_key_file_get_string (self->choices, group, kind, NULL);

  return et_layout_from_word (word, ret_layout);
}

/* Remembers a choice, for this object at once and for the next ones when the file is written. */
void
et_print_memory_keep (EtPrintMemory *self,
                      const char *kind,
                      const char *printer,
                      EtSheetLayout layout)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);
  g_autofree char *group = make_group (printer);

  g_key_file_set_string (self->choices, LAST_GROUP, kind, printer);
  g_key_file_set_string (self->choices, group, kind, et_layout_get_word (layout));
  g_task_set_task_data (task, g_key_file_to_data (self->choices, NULL, NULL), g_free);
  g_task_run_in_thread (task, save_in_thread);
}

/* What the preferences say for a printer that is used for the first time. */
EtSheetLayout
et_print_memory_get_preferred (const char *kind)
{
  g_autoptr (GSettings) settings = et_install_open_settings ();
  g_autofree char *word = NULL;
  EtSheetLayout layout = ET_SHEET_A4;

  if (settings != NULL && g_str_equal (kind, "ticket"))
    word = g_settings_get_string (settings, "ticket-layout");
  else if (settings != NULL && g_str_equal (kind, "receipt"))
    word = g_settings_get_string (settings, "receipt-layout");
  et_layout_from_word (word, &layout);
  return layout;
}
