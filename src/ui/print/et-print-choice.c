/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-choice.h"

#include <glib/gi18n-lib.h>

#include "ui/print/et-paper.h"
#include "ui/print/et-print-memory.h"
#include "ui/print/et-print-note.h"
#include "ui/print/et-print-preview.h"
#include "ui/print/et-printers.h"
#include "ui/shared/et-breakpoint-bin.h"
#include "ui/shared/et-text.h"

#define SIDE_WIDTH_PX 320

struct _EtPrintChoice
{
  AdwBin parent_instance;

  /* Template children */
  EtBreakpointBin *breakpoint;
  GtkBox *panes;
  EtPrintPreview *preview;
  GtkWidget *side;
  AdwComboRow *printers;
  AdwComboRow *layouts;
  GtkLabel *note;
  GtkWidget *look;

  EtStore *store; /* owned */
  EtPrintout *printout; /* owned */
  EtPrintMemory *memory; /* owned, nullable until it is read */
  GArray *copies; /* owned, of guint: which copy each would be; nullable until it is known */
  GListModel *found; /* owned, of GtkPrinter, nullable until they are listed */
  GPtrArray *papers; /* owned, of GtkPageSetup, nullable until the printer says */
  GArray *offered; /* owned, of EtSheetLayout: the rows of the layouts */
  GError *error; /* owned, nullable: why it cannot be printed at all */
  GCancellable *cancellable; /* owned: ends with the widget */
  gboolean is_filling; /* rows change by us, not by the person */
  gboolean is_ready;
};

G_DEFINE_FINAL_TYPE (EtPrintChoice, et_print_choice, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkPrinter *
get_printer (EtPrintChoice *self)
{
  guint selected = adw_combo_row_get_selected (self->printers);
  g_autoptr (GtkPrinter) printer = NULL;

  if (self->found == NULL)
    return NULL;
  printer = g_list_model_get_item (self->found, selected);
  return printer; /* kept by the list */
}

/* Returns: (transfer full) (nullable): what the person should know before printing */
static char *
word_note (EtPrintChoice *self)
{
  if (self->error != NULL)
    return et_text_error (self->error);
  if (self->found != NULL && get_printer (self) == NULL)
    return g_strdup (_ ("No printer was found. What you see can be saved as PDF instead."));
  if (self->papers != NULL && self->offered->len == 0)
    return g_strdup (_ ("This printer has no paper for it."));
  return self->copies != NULL ? et_print_note_word_copies (self->copies) : NULL;
}

static void
show_note (EtPrintChoice *self)
{
  g_autofree char *note = word_note (self);

  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  self->is_ready = self->papers != NULL && self->offered->len > 0 && self->error == NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Lays the pages out as they are chosen; what cannot be drawn cannot be printed. */
static void
show_pages (EtPrintChoice *self)
{
  g_clear_error (&self->error);
  if (et_printout_lay_out (self->printout, et_print_choice_get_layout (self), self->copies,
                           &self->error))
    et_print_preview_show (self->preview, self->printout, self->papers);
  show_note (self);
}

/* The layout that this printer was used with, else the preferred one, else the first. */
static guint
choose_layout (EtPrintChoice *self, const char *printer)
{
  const char *kind = et_printout_get_kind (self->printout);
  EtSheetLayout wanted = et_print_memory_get_preferred (kind);

  if (printer != NULL)
    et_print_memory_get_layout (self->memory, kind, printer, &wanted);
  for (guint i = 0; i < self->offered->len; i++)
    if (g_array_index (self->offered, EtSheetLayout, i) == wanted)
      return i;
  return 0;
}

static void
fill_layouts (EtPrintChoice *self)
{
  const char *printer = et_print_choice_get_printer_name (self);
  guint mask = et_printout_get_layouts (self->printout) & et_paper_get_layouts (self->papers);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->offered, 0);
  for (EtSheetLayout layout = ET_SHEET_A4; layout < ET_PRINTOUT_N_LAYOUTS; layout++)
    if (mask & ET_LAYOUT_MASK (layout))
      {
        g_array_append_val (self->offered, layout);
        gtk_string_list_append (names, et_layout_get_name (layout));
      }
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->layouts, G_LIST_MODEL (names));
  if (self->offered->len > 0)
    adw_combo_row_set_selected (self->layouts, choose_layout (self, printer));
  gtk_widget_set_sensitive (GTK_WIDGET (self->layouts), self->offered->len > 1);
  self->is_filling = FALSE;
  show_pages (self);
}

static void
papers_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintChoice) self = data;
  g_autoptr (GPtrArray) papers = et_printers_ask_papers_finish (result, NULL);

  if (papers == NULL || source != G_OBJECT (get_printer (self)))
    return;
  self->papers = g_steal_pointer (&papers);
  fill_layouts (self);
}

static void
ask_papers (EtPrintChoice *self)
{
  GtkPrinter *printer = get_printer (self);

  g_clear_pointer (&self->papers, g_ptr_array_unref);
  if (printer != NULL)
    et_printers_ask_papers_async (printer, self->cancellable, papers_cb, g_object_ref (self));
  show_note (self);
}

static void
printer_chosen_cb (EtPrintChoice *self)
{
  if (!self->is_filling)
    ask_papers (self);
}

static void
layout_chosen_cb (EtPrintChoice *self)
{
  if (!self->is_filling && self->copies != NULL && self->offered->len > 0)
    show_pages (self);
}

/* The printer that this kind went to last, else the system's, else the first. */
static guint
choose_printer (EtPrintChoice *self)
{
  const char *last = et_print_memory_get_last_printer (self->memory,
                                                       et_printout_get_kind (self->printout));
  guint chosen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->found); i++)
    {
      g_autoptr (GtkPrinter) printer = g_list_model_get_item (self->found, i);

      if (g_strcmp0 (gtk_printer_get_name (printer), last) == 0)
        return i;
      if (gtk_printer_is_default (printer))
        chosen = i;
    }
  return chosen;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintChoice) self = data;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *found = et_printers_list_finish (result, NULL);

  if (found == NULL)
    return;
  g_clear_object (&self->found);
  self->found = found;
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (GtkPrinter) printer = g_list_model_get_item (found, i);

      gtk_string_list_append (names, gtk_printer_get_name (printer));
    }
  self->is_filling = TRUE;
  adw_combo_row_set_model (self->printers, G_LIST_MODEL (names));
  if (g_list_model_get_n_items (found) > 0)
    adw_combo_row_set_selected (self->printers, choose_printer (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->printers), g_list_model_get_n_items (found) > 0);
  gtk_widget_set_visible (self->look, g_list_model_get_n_items (found) == 0);
  self->is_filling = FALSE;
  ask_papers (self);
}

static void
copies_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintChoice) self = data;
  g_autoptr (GError) error = NULL;
  GArray *copies = et_print_store_look_finish (self->store, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (copies == NULL)
    {
      self->error = g_steal_pointer (&error);
      show_note (self);
      return;
    }
  g_clear_pointer (&self->copies, g_array_unref);
  self->copies = copies;
  fill_layouts (self);
  et_print_choice_look (self);
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintChoice) self = data;

  self->memory = et_print_memory_load_finish (result, NULL);
  if (self->memory != NULL)
    et_print_choice_begin (self);
}

/* Beside each other where there is room, else the settings below the preview. */
static void
narrow_changed_cb (EtPrintChoice *self)
{
  gboolean is_narrow = et_breakpoint_bin_get_is_narrow (self->breakpoint);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->panes), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->side, is_narrow ? -1 : SIDE_WIDTH_PX, -1);
}

static void
look_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_print_choice_look (ET_PRINT_CHOICE (widget));
}

static void
et_print_choice_dispose (GObject *object)
{
  EtPrintChoice *self = ET_PRINT_CHOICE (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (et_print_choice_parent_class)->dispose (object);
}

static void
et_print_choice_finalize (GObject *object)
{
  EtPrintChoice *self = ET_PRINT_CHOICE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->printout);
  g_clear_object (&self->memory);
  g_clear_pointer (&self->copies, g_array_unref);
  g_clear_object (&self->found);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_clear_pointer (&self->offered, g_array_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (et_print_choice_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (ET_TYPE_BREAKPOINT_BIN);
  g_type_ensure (ET_TYPE_PRINT_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-print-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, breakpoint);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, panes);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, preview);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, side);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, printers);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, layouts);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, note);
  gtk_widget_class_bind_template_child (widget_class, EtPrintChoice, look);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, printer_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_chosen_cb);
}

static void
et_print_choice_class_init (EtPrintChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = et_print_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = et_print_choice_finalize;

  signals[CHANGED] = g_signal_new ("changed", ET_TYPE_PRINT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "printers.look", NULL, look_cb);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
et_print_choice_init (EtPrintChoice *self)
{
  self->cancellable = g_cancellable_new ();
  self->offered = g_array_new (FALSE, FALSE, sizeof (EtSheetLayout));
  gtk_widget_init_template (GTK_WIDGET (self));
  narrow_changed_cb (self);
}

/* Shows @printout and begins to look for what it can be printed on. Once. */
void
et_print_choice_set_printout (EtPrintChoice *self, EtStore *store, EtPrintout *printout)
{
  g_return_if_fail (self->printout == NULL);

  self->store = g_object_ref (store);
  self->printout = g_object_ref (printout);
  et_print_memory_load_async (self->cancellable, remembered_cb, g_object_ref (self));
}

/* Looks at copies and printers anew, after a print. */
void
et_print_choice_begin (EtPrintChoice *self)
{
  EtPrintSubject subject = et_printout_get_subject (self->printout);

  et_print_store_look_async (self->store, &subject, self->cancellable, copies_cb,
                             g_object_ref (self));
}

/* Looks for printers that may have come or gone. */
void
et_print_choice_look (EtPrintChoice *self)
{
  et_printers_list_async (self->cancellable, listed_cb, g_object_ref (self));
}

/* Returns: (transfer none) (nullable): the printer that is chosen */
const char *
et_print_choice_get_printer_name (EtPrintChoice *self)
{
  GtkPrinter *printer = get_printer (self);

  return printer != NULL ? gtk_printer_get_name (printer) : NULL;
}

EtSheetLayout
et_print_choice_get_layout (EtPrintChoice *self)
{
  guint selected = adw_combo_row_get_selected (self->layouts);

  return selected < self->offered->len ? g_array_index (self->offered, EtSheetLayout, selected)
                                       : ET_SHEET_A4;
}

/* Returns: whether it can be printed as it is chosen */
gboolean
et_print_choice_is_ready (EtPrintChoice *self)
{
  return self->is_ready;
}

/* Remembers the choice for the next time. */
void
et_print_choice_keep (EtPrintChoice *self)
{
  et_print_memory_keep (self->memory, et_printout_get_kind (self->printout),
                        et_print_choice_get_printer_name (self), et_print_choice_get_layout (self));
}
