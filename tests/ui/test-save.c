/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/et-link.h"
#include "tests/render/reading.h"
#include "tests/ui/box-office.h"
#include "tests/ui/ui-test.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/customer/et-ticket-row.h"

/* Tickets go into files and other programs, and are read back from there. */
static BoxOffice *office;
static BoughtTicket *tickets[3];

static GtkWidget *
find_button_to_pick (UiTest *test)
{
  return ui_find (test->window, GTK_TYPE_TOGGLE_BUTTON, _ ("Select Tickets"));
}

static UiTest *
open_wallet (void)
{
  UiTest *test = ui_test_new (office->server);

  ui_test_sign_in (test, "zoe");
  ui_test_open_page (test, "tickets");
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  /* Once all of them are read. */
  UI_WAIT (gtk_widget_is_sensitive (find_button_to_pick (test)));
  return test;
}

/* Zoe's wallet, in which tickets are about to be picked. */
static UiTest *
open_choice (void)
{
  UiTest *test = open_wallet ();

  ui_click (find_button_to_pick (test));
  return test;
}

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (ET_IS_TICKET_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static GtkWidget *
find_row (UiTest *test, BoughtTicket *ticket)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (test->window), rows);
  for (guint i = 0; i < rows->len; i++)
    if (et_ticket_row_get_ticket (rows->pdata[i])->id == ticket->id)
      return rows->pdata[i];
  g_assert_not_reached ();
}

static void
wait_for_count (UiTest *test, guint n)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  ui_wait_for_text (test->window, count);
}

static guint
count_in (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

/* Picks the first and the last of the three. */
static void
pick_two (UiTest *test)
{
  ui_click (find_row (test, tickets[0]));
  ui_click (find_row (test, tickets[2]));
  wait_for_count (test, 2);
}

static GBytes *
read_file (const char *path)
{
  char *contents;
  gsize length;

  UI_WAIT (g_file_get_contents (path, &contents, &length, NULL));
  return g_bytes_new_take (contents, length);
}

static gboolean
is_in_folder (GtkWidget *dialog, const char *path)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (dialog));

  return folder != NULL && g_strcmp0 (g_file_peek_path (folder), path) == 0;
}

/* Answers the dialog that asks for a folder. */
static void
choose_folder (const char *path)
{
  GtkWidget *dialog = ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  UI_WAIT (is_in_folder (dialog, path));
  ui_press (dialog, _ ("_Save"));
  UI_WAIT (!ui_has_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
}

/* Saves two tickets into a folder. Returns: (transfer full): its path. */
static char *
save_two (UiTest *test, const char *suffix)
{
  GtkWidget *page = gtk_widget_get_ancestor (find_row (test, tickets[0]), ET_TYPE_PAGE);
  char *path = g_build_filename (test->folder, suffix, NULL);
  g_autofree char *told = g_strdup_printf (
      ngettext ("%u ticket saved in %s", "%u tickets saved in %s", 2), 2, suffix);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  pick_two (test);
  gtk_widget_activate_action (page, "tickets.save", "s", suffix);
  choose_folder (path);
  ui_wait_for_text (test->window, told);
  return path;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

/* Returns: (transfer full): the file of a ticket. */
static GBytes *
read_saved (const char *folder, BoughtTicket *ticket, const char *suffix)
{
  g_autofree char *name = g_strdup_printf ("ticket-%s.%s", ticket->short_number, suffix);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return read_file (path);
}

static void
assert_shows (cairo_surface_t *picture, BoughtTicket *ticket)
{
  reading_assert_one_code (picture, ticket->key);
  cairo_surface_destroy (picture);
}

static cairo_surface_t *
draw_svg (GBytes *svg)
{
  return reading_rasterise_svg (svg, 1240, 1754); /* A4, 150 dpi */
}

static void
test_two_are_saved_as_pictures (void)
{
  g_autoptr (UiTest) test = open_choice ();
  g_autofree char *folder = save_two (test, "png");
  g_autoptr (GBytes) first = read_saved (folder, tickets[0], "png");
  g_autoptr (GBytes) last = read_saved (folder, tickets[2], "png");

  g_assert_cmpuint (count_files (folder), ==, 2);
  assert_shows (reading_open_png (first), tickets[0]);
  assert_shows (reading_open_png (last), tickets[2]);
}

static void
test_two_are_saved_as_drawings (void)
{
  g_autoptr (UiTest) test = open_choice ();
  g_autofree char *folder = save_two (test, "svg");
  g_autoptr (GBytes) first = read_saved (folder, tickets[0], "svg");
  g_autoptr (GBytes) last = read_saved (folder, tickets[2], "svg");

  g_assert_cmpuint (count_files (folder), ==, 2);
  assert_shows (draw_svg (first), tickets[0]);
  assert_shows (draw_svg (last), tickets[2]);
}

/* One file, a page each. */
static void
test_two_are_saved_as_one_document (void)
{
  g_autoptr (UiTest) test = open_choice ();
  GtkWidget *page = gtk_widget_get_ancestor (find_row (test, tickets[0]), ET_TYPE_PAGE);
  g_autofree char *path = g_build_filename (test->folder, "two.pdf", NULL);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  PopplerDocument *document;

  pick_two (test);
  gtk_widget_activate_action (page, "tickets.save", "s", "pdf");
  ui_choose_file (path);
  pdf = read_file (path);
  document = reading_open_pdf (pdf);
  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 2);
  for (int i = 0; i < 2; i++)
    {
      cairo_surface_t *picture = reading_rasterise (pdf, i, 100);

      g_ptr_array_extend_and_steal (codes, reading_find_codes (picture));
      cairo_surface_destroy (picture);
    }
  g_assert_cmpuint (codes->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (codes, tickets[0]->key, g_str_equal, NULL) &&
                 g_ptr_array_find_with_equal_func (codes, tickets[2]->key, g_str_equal, NULL));
  g_object_unref (document);
}

static GtkWidget *
open_ticket (UiTest *test, BoughtTicket *ticket)
{
  gtk_widget_activate (gtk_widget_get_parent (find_row (test, ticket)));
  return ui_find (test->window, ET_TYPE_TICKET_PAGE, NULL);
}

static void
test_one_is_saved_as_drawing (void)
{
  g_autoptr (UiTest) test = open_wallet ();
  GtkWidget *page = open_ticket (test, tickets[1]);
  g_autofree char *path = g_build_filename (test->folder, "one.svg", NULL);
  g_autoptr (GBytes) svg = NULL;

  gtk_widget_activate_action (page, "ticket.save", "s", "svg");
  ui_choose_file (path);
  svg = read_file (path);
  assert_shows (draw_svg (svg), tickets[1]);
}

/* Makes a program for calendars that copies what it is given to @path. */
static void
install_calendar (const char *path)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *file = g_build_filename (folder, "calendar.desktop", NULL);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Calendar\n"
                                            "Exec=cp %%f %s\nMimeType=text/calendar;\n",
                                            path);
  g_autofree char *list = g_build_filename (folder, "mimeapps.list", NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (file, entry, -1, NULL));
  g_assert_true (g_file_set_contents (
      list, "[Default Applications]\ntext/calendar=calendar.desktop\n", -1, NULL));
}

static void
test_the_calendar_is_handed_a_ticket (void)
{
  g_autoptr (UiTest) test = open_wallet ();
  g_autofree char *path = g_build_filename (test->folder, "taken.ics", NULL);
  g_autofree char *link = et_link_to_ticket (tickets[1]->short_number);
  g_autofree char *calendar = NULL;

  install_calendar (path);
  gtk_widget_activate_action (open_ticket (test, tickets[1]), "ticket.add-to-calendar", NULL);
  UI_WAIT (g_file_get_contents (path, &calendar, NULL, NULL) && *calendar != '\0');
  g_assert_cmpuint (count_in (calendar, "BEGIN:VEVENT"), ==, 1);
  g_assert_nonnull (strstr (calendar, link));
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  for (gsize i = 0; i < G_N_ELEMENTS (tickets); i++)
    tickets[i] = box_office_buy (office, i == 1 ? LATER_SOLO : ADMISSIBLE_SOLO);
  g_test_add_func ("/save/pngs", test_two_are_saved_as_pictures);
  g_test_add_func ("/save/svgs", test_two_are_saved_as_drawings);
  g_test_add_func ("/save/pdfs", test_two_are_saved_as_one_document);
  g_test_add_func ("/save/svg", test_one_is_saved_as_drawing);
  g_test_add_func ("/save/calendar", test_the_calendar_is_handed_a_ticket);
  result = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (tickets); i++)
    bought_ticket_free (tickets[i]);
  box_office_close (office);
  return result;
}
