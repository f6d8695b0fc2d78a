/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "tests/render/sample.h"
#include "tests/support/et-test-folder.h"
#include "tests/ui/print-tray.h"
#include "tests/ui/ui-test.h"
#include "tests/ui/ui-look.h"
#include "ui/print/et-print-preferences.h"
#include "ui/print/et-print-preview.h"
#include "ui/print/et-print-window.h"
#include "ui/print/et-receipt-printout.h"
#include "ui/print/et-ticket-printout.h"

/* The print window as a person uses it, with real queues behind it. */

static char *folder;
static EtStore *store;

typedef struct
{
  GtkWidget *parent; /* owned by GTK */
  GtkWidget *window; /* owned by GTK */
} Desk;

static void
open_window_for (Desk *desk, EtPrintout *printout)
{
  desk->parent = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (desk->parent), adw_toast_overlay_new ());
  adw_toast_overlay_set_child (
      ADW_TOAST_OVERLAY (adw_window_get_content (ADW_WINDOW (desk->parent))), gtk_label_new (""));
  gtk_window_present (GTK_WINDOW (desk->parent));
  et_print_window_present (adw_window_get_content (ADW_WINDOW (desk->parent)), store, printout);
  desk->window = ui_find_window (ET_TYPE_PRINT_WINDOW);
}

static void
open_window (Desk *desk, GListModel *tickets)
{
  g_autoptr (EtPrintout) printout = et_ticket_printout_new (tickets);

  open_window_for (desk, printout);
}

static void
close_window (Desk *desk)
{
  if (ui_has_window (ET_TYPE_PRINT_WINDOW))
    gtk_window_destroy (GTK_WINDOW (desk->window));
  gtk_window_destroy (GTK_WINDOW (desk->parent));
}

static AdwComboRow *
find_row (Desk *desk, const char *title)
{
  return ADW_COMBO_ROW (ui_find (desk->window, ADW_TYPE_COMBO_ROW, title));
}

static const char *
get_chosen (AdwComboRow *row)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (row);

  return chosen != NULL ? gtk_string_object_get_string (chosen) : NULL;
}

static void
choose (AdwComboRow *row, const char *name)
{
  GListModel *model = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) choice = g_list_model_get_item (model, i);

      if (g_str_equal (gtk_string_object_get_string (choice), name))
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }
  g_error ("%s cannot be chosen", name);
}

static void
choose_printer (Desk *desk, const char *name)
{
  AdwComboRow *printers = find_row (desk, _ ("_Printer"));

  UI_WAIT (get_chosen (printers) != NULL);
  choose (printers, name);
}

static void
wait_for_layout (Desk *desk, const char *name)
{
  AdwComboRow *layouts = find_row (desk, _ ("Pa_per"));

  UI_WAIT (g_strcmp0 (get_chosen (layouts), name) == 0);
}

static gboolean
can_print (Desk *desk)
{
  return gtk_widget_is_sensitive (ui_find (desk->window, GTK_TYPE_BUTTON, _ ("_Print")));
}

static void
press_print (Desk *desk)
{
  UI_WAIT (can_print (desk));
  ui_press (desk->window, _ ("_Print"));
}

static void
set_dark (gboolean is_dark)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
take_screenshots (Desk *desk, const char *name)
{
  ui_look_at_sized (desk->window, name, 820, 600);
}

static void
test_a_printer_offers_its_papers (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  Desk desk;

  open_window (&desk, tickets);
  choose_printer (&desk, "Receipts");
  wait_for_layout (&desk, _ ("80 mm roll"));
  UI_WAIT (can_print (&desk));
  take_screenshots (&desk, "print-roll");
  choose_printer (&desk, "Office");
  wait_for_layout (&desk, _ ("A4"));
  UI_WAIT (can_print (&desk));
  take_screenshots (&desk, "print-a4");
  set_dark (TRUE);
  choose (find_row (&desk, _ ("Pa_per")), _ ("A4, four to a page"));
  take_screenshots (&desk, "print-four");
  set_dark (FALSE);
  close_window (&desk);
}

static void
test_each_printer_keeps_its_paper (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  g_autoptr (PrintedDocument) document = NULL;
  Desk desk;

  open_window (&desk, tickets);
  choose_printer (&desk, "Office");
  wait_for_layout (&desk, _ ("A4"));
  UI_WAIT (can_print (&desk));
  choose (find_row (&desk, _ ("Pa_per")), _ ("A4, four to a page"));
  press_print (&desk);
  UI_WAIT (!ui_has_window (ET_TYPE_PRINT_WINDOW));
  document = print_tray_take ("Office", 1);
  g_assert_cmpuint (document->n_pages, ==, 2);
  close_window (&desk);

  open_window (&desk, tickets);
  wait_for_layout (&desk, _ ("A4, four to a page"));
  g_assert_cmpstr (get_chosen (find_row (&desk, _ ("_Printer"))), ==, "Office");
  UI_WAIT (can_print (&desk));
  take_screenshots (&desk, "print-again");
  close_window (&desk);
}

static gboolean
has_focus (Desk *desk, const char *button)
{
  return gtk_window_get_focus (GTK_WINDOW (desk->window)) ==
         ui_find (desk->window, GTK_TYPE_BUTTON, button);
}

static void
test_enter_prints (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (1);
  Desk desk;

  open_window (&desk, tickets);
  UI_WAIT (can_print (&desk) && has_focus (&desk, _ ("_Print")));
  close_window (&desk);
}

static void
test_the_pages_are_turned (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (500);
  g_autofree char *second = g_strdup_printf (_ ("Page %u of %u"), 2, 500);
  Desk desk;

  open_window (&desk, tickets);
  choose_printer (&desk, "Receipts");
  wait_for_layout (&desk, _ ("80 mm roll"));
  ui_press (desk.window, _ ("Next Page"));
  ui_wait_for_text (desk.window, second);
  close_window (&desk);
}

static void
test_what_goes_on_is_told (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (1);
  g_autofree char *printing = g_strdup_printf (_ ("“%s” is printing"), "Lost");
  Desk desk;

  open_window (&desk, tickets);
  choose_printer (&desk, "Lost");
  press_print (&desk);
  ui_wait_for_text (desk.window, printing);
  take_screenshots (&desk, "print-progress");
  g_assert_true (g_spawn_command_line_sync ("cancel -a Lost", NULL, NULL, NULL, NULL));
  ui_wait_for_text (desk.window, _ ("Not Printed"));
  take_screenshots (&desk, "print-failed");
  ui_press (desk.window, _ ("_Back"));
  UI_WAIT (can_print (&desk));
  close_window (&desk);
}

static void
test_a_print_is_stopped (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (1);
  g_autofree char *stopped = g_strdup_printf (_ ("“%s” was stopped. Pages may have come out."),
                                              "Lost");
  g_autofree char *printing = g_strdup_printf (_ ("“%s” is printing"), "Lost");
  Desk desk;

  open_window (&desk, tickets);
  choose_printer (&desk, "Lost");
  press_print (&desk);
  ui_wait_for_text (desk.window, printing);
  ui_press (desk.window, _ ("_Stop Printing"));
  ui_wait_for_text (desk.parent, stopped);
  g_assert_false (ui_has_window (ET_TYPE_PRINT_WINDOW));
  close_window (&desk);
}

typedef struct
{
  Desk *desk;
  guint first; /* page that was seen being drawn, or 0 */
  gboolean is_cancelled;
} Watch;

/* Presses the button as soon as the count of the pages has moved. */
static void
words_changed_cb (AdwStatusPage *status, GParamSpec *pspec, Watch *watch)
{
  const char *words = adw_status_page_get_description (status);
  guint page, n_pages;

  if (watch->is_cancelled || words == NULL ||
      sscanf (words, _ ("Drawing page %u of %u"), &page, &n_pages) != 2)
    return;
  g_assert_cmpuint (n_pages, ==, 500);
  if (watch->first == 0)
    watch->first = page;
  if (page == watch->first)
    return;
  watch->is_cancelled = TRUE;
  ui_press (watch->desk->window, _ ("_Cancel"));
}

/* One sees the pages being drawn, and nothing comes out of the printer. */
static void
test_a_batch_is_cancelled (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (500);
  guint n_before = print_tray_count ("Office");
  Desk desk;
  Watch watch = { &desk, 0, FALSE };

  open_window (&desk, tickets);
  choose_printer (&desk, "Office");
  UI_WAIT (can_print (&desk));
  choose (find_row (&desk, _ ("Pa_per")), _ ("A4"));
  press_print (&desk);
  g_signal_connect (ui_find (desk.window, ADW_TYPE_STATUS_PAGE, _ ("Printing")),
                    "notify::description", G_CALLBACK (words_changed_cb), &watch);
  UI_WAIT (watch.is_cancelled);
  ui_find (desk.window, GTK_TYPE_BUTTON, _ ("_Print"));
  g_assert_cmpuint (watch.first, ==, 1);
  UI_WAIT (can_print (&desk));
  g_assert_cmpuint (print_tray_count ("Office"), ==, n_before);
  close_window (&desk);
}

/* Comes first, as long as no printer was used for anything. */
static void
test_a_new_printer_begins_with_the_preference (void)
{
  GSettings *settings = et_application_get_settings (ui_test_get_application ());
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  Desk desk;

  g_settings_set_string (settings, "ticket-layout", "a4-four");
  open_window (&desk, tickets);
  choose_printer (&desk, "Office");
  wait_for_layout (&desk, _ ("A4, four to a page"));
  close_window (&desk);
  g_settings_reset (settings, "ticket-layout");
}

static void
test_a_new_printer_begins_with_the_preference_for_receipts (void)
{
  GSettings *settings = et_application_get_settings (ui_test_get_application ());
  g_autoptr (EtOrder) order = sample_order_new ();
  Desk desk;

  for (int is_roll = 0; is_roll < 2; is_roll++)
    {
      g_autoptr (EtPrintout) printout = et_receipt_printout_new (order, "eTickets");

      g_settings_set_string (settings, "receipt-layout", is_roll ? "roll" : "a4");
      open_window_for (&desk, printout);
      choose_printer (&desk, "Counter");
      wait_for_layout (&desk, is_roll ? _ ("80 mm roll") : _ ("A4"));
      close_window (&desk);
    }
  g_settings_reset (settings, "receipt-layout");
}

static void
test_the_preferences_are_settings (void)
{
  GSettings *settings = et_application_get_settings (ui_test_get_application ());
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = et_print_preferences_new ();

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  gtk_window_present (GTK_WINDOW (window));
  choose (ADW_COMBO_ROW (ui_find (window, ADW_TYPE_COMBO_ROW, _ ("Paper for Tickets"))),
          _ ("80 mm roll"));
  ui_look_at_sized (window, "print-preferences", 640, 400);
  g_assert_cmpstr (g_settings_get_string (settings, "ticket-layout"), ==, "roll");
  g_settings_reset (settings, "ticket-layout");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  int result;

  ui_test_init (&argc, &argv);
  /* GTK warns that there is no daemon for colours, which is so here. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  folder = g_dir_make_tmp ("et-print-XXXXXX", NULL);
  path = g_build_filename (folder, "copy.db", NULL);
  store = print_tray_open_store (path);

  g_test_add_func ("/print-window/preferred", test_a_new_printer_begins_with_the_preference);
  g_test_add_func ("/print-window/preferred-receipts",
                   test_a_new_printer_begins_with_the_preference_for_receipts);
  g_test_add_func ("/print-window/papers", test_a_printer_offers_its_papers);
  g_test_add_func ("/print-window/enter", test_enter_prints);
  g_test_add_func ("/print-window/keeps", test_each_printer_keeps_its_paper);
  g_test_add_func ("/print-window/pages", test_the_pages_are_turned);
  g_test_add_func ("/print-window/progress", test_what_goes_on_is_told);
  g_test_add_func ("/print-window/stopped", test_a_print_is_stopped);
  g_test_add_func ("/print-window/cancelled", test_a_batch_is_cancelled);
  g_test_add_func ("/print-window/preferences", test_the_preferences_are_settings);
  result = g_test_run ();
  g_object_unref (store);
  et_test_folder_remove (folder);
  g_free (folder);
  return result;
}
