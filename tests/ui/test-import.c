/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-keys.h"
#include "tests/ui/ui-look.h"
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/et-ticket-key.h"
#include "ui/customer/et-entrance-window.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/shared/et-ticket-save.h"
#include "ui/shared/et-ticket-view.h"

#define OFFER "Ticket Duo - Natation" /* admits 2 */

static EtTestServer *server;

/* Buys a ticket as somebody else. Returns: (transfer full): its key. */
static char *
buy (const char *username)
{
  g_autofree char *token = et_test_server_sign_up (server, username);
  int64_t offer_id = et_test_server_count (server,
                                           "SELECT id FROM offers WHERE name = '" OFFER "'");
  g_autofree char *line = g_strdup_printf ("{\"offer_id\":%d}", (int) offer_id);
  EtTestAnswer *answer;
  g_autofree char *body = NULL;
  g_auto (GStrv) parts = NULL;
  char *key;

  et_test_server_expect (server, "POST", "/api/cart/add/", token, line, 200, NULL);
  et_test_server_expect (server, "POST", "/api/cart/checkout/", token, "{}", 200, NULL);
  answer = et_test_server_call (server, "GET", "/api/tickets/", token, NULL);
  body = et_test_answer_dup_body (answer);
  parts = g_strsplit (body, "\"ticket_key\":\"", 2);
  key = g_strndup (parts[1], strcspn (parts[1], "\""));
  et_test_answer_free (answer);
  return key;
}

static EtTicket *
new_ticket (const char *key)
{
  EtTicket *ticket = et_ticket_new ();

  ticket->id = ticket->order_id = ticket->offer_id = 1;
  ticket->admits = 2;
  ticket->used_at = ticket->doors_at = ET_NULL_INT64;
  et_record_set_text (&ticket->short_number, "AAAAA-1");
  et_record_set_text (&ticket->ticket_key, key);
  et_record_set_text (&ticket->state, "valid");
  et_record_set_text (&ticket->holder, "Zoé");
  et_record_set_text (&ticket->offer_name, OFFER);
  et_record_set_text (&ticket->offer_type, "duo");
  et_record_set_text (&ticket->event_name, "Natation");
  et_record_set_text (&ticket->sport, "swimming");
  et_record_set_text (&ticket->venue, "Arena");
  et_record_set_text (&ticket->time_zone, "Europe/Paris");
  return ticket;
}

/* Saves a ticket with that key as its owner would. Returns: (transfer full): the file. */
static char *
save (UiTest *test, const char *key, EtTicketFile kind)
{
  g_autoptr (EtTicket) ticket = new_ticket (key);
  g_autoptr (GListStore) list = g_list_store_new (et_ticket_get_type ());
  g_autofree char *name = NULL;
  g_autoptr (GBytes) file = NULL;
  char *path;

  g_list_store_append (list, ticket);
  name = et_ticket_file_name (G_LIST_MODEL (list), kind);
  file = et_ticket_file_make (G_LIST_MODEL (list), kind, NULL);
  path = g_build_filename (test->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (file, NULL),
                                      (gssize) g_bytes_get_size (file), NULL));
  return path;
}

static UiTest *
open_wallet (void)
{
  UiTest *test = ui_test_new (server);

  ui_test_open_page (test, "tickets");
  return test;
}

static void
choose (UiTest *test, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *dialog;

  ui_press (test->window, _ ("Import a Ticket…"));
  dialog = ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  UI_WAIT (gtk_file_chooser_set_file (GTK_FILE_CHOOSER (dialog), file, NULL));
  for (int i = 0; i < 100; i++)
    ui_iterate ();
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  UI_WAIT (!ui_has_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
}

/* The wallet has the ticket, which can be shown, and not be printed with what we do not know. */
static void
assert_imported (UiTest *test)
{
  ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL);
  ui_wait_for_text (test->window, _ ("Genuine"));
  g_assert_false (gtk_widget_get_sensitive (ui_find (test->window, GTK_TYPE_BUTTON, _ ("Print…"))));
  ui_look_at (test->window, "ticket-imported");
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.back", NULL);
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  ui_look_at (test->window, "tickets-imported");
}

static void
test_a_saved_pdf_is_imported (void)
{
  g_autoptr (UiTest) test = open_wallet ();
  g_autofree char *key = buy ("gives-pdf");
  g_autofree char *path = save (test, key, ET_TICKET_FILE_PDF);

  choose (test, path);
  assert_imported (test);
}

static void
test_a_saved_png_is_imported (void)
{
  g_autoptr (UiTest) test = open_wallet ();
  g_autofree char *key = buy ("gives-png");
  g_autofree char *path = save (test, key, ET_TICKET_FILE_PNG);

  choose (test, path);
  assert_imported (test);
}

static void
test_what_the_server_did_not_sign_is_refused (void)
{
  g_autoptr (UiTest) test = open_wallet ();
  static const guint8 secret[ET_SIGNING_SECRET_SIZE] = { 0 };
  EtTicketClaims claims = { .key_id = 1, .offer_id = 1, .ticket_id = 1, .admits = 4 };
  g_autofree char *key = et_ticket_key_issue (&claims, secret);
  g_autofree char *path = save (test, key, ET_TICKET_FILE_PNG);

  choose (test, path);
  ui_wait_for_text (test->window, _ ("The ticket is not genuine: this server did not sign it"));
  g_assert_null (ui_look_for (GTK_WIDGET (test->window), ET_TYPE_TICKET_ROW, NULL));
}

static void
test_what_is_no_ticket_is_told (void)
{
  g_autoptr (UiTest) test = open_wallet ();
  g_autofree char *path = g_build_filename (test->folder, "broken.pdf", NULL);
  g_autofree char *other = save (test, "a code of somebody else", ET_TICKET_FILE_PNG);

  g_assert_true (g_file_set_contents (path, "%PDF-1.4 and no more", -1, NULL));
  choose (test, path);
  ui_wait_for_text (test->window, _ ("This file is no PNG picture and no PDF that can be read"));
  choose (test, other);
  ui_wait_for_text (test->window, _ ("There is no ticket in this file"));
}

int
main (int argc, char *argv[])
{
  static const char *const seed[] = { "seed-offers", NULL };
  int result;

  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);

  g_test_add_func ("/import/pdf", test_a_saved_pdf_is_imported);
  g_test_add_func ("/import/png", test_a_saved_png_is_imported);
  g_test_add_func ("/import/forged", test_what_the_server_did_not_sign_is_refused);
  g_test_add_func ("/import/nothing", test_what_is_no_ticket_is_told);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
