/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli-run.h"

static void
test_help (CliRun *f, gconstpointer data)
{
  static const char *const commands[] = { "signup",   "login",    "logout",      "offers",
                                          "cart",     "cart add", "cart update", "cart clear",
                                          "checkout", "tickets",  "orders",      "sync",
                                          "export",   "verify",   "status" };

  cli_run (f, DONE, NULL, "--help");
  g_assert_nonnull (strstr (f->output, "Exit status: 0 done, 1 failed"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *indented = g_strconcat ("\n  ", commands[i], NULL);
      g_autofree char *line = g_strconcat (commands[i], " --help", NULL);
      g_autofree char *help = NULL;

      cli_run (f, DONE, NULL, "--help");
      help = g_strdup (f->output);
      g_assert_nonnull (strstr (help, indented));
      cli_run (f, DONE, NULL, line);
    }
  cli_run (f, DONE, NULL, "--version");
  g_assert_true (g_str_has_prefix (f->output, "etickets-cli "));
}

static void
test_wrong_command_lines (CliRun *f, gconstpointer data)
{
  static const char *const lines[] = {
    "",
    "frobnicate",
    "cart frobnicate",
    "--frobnicate",
    "offers --qty 1",
    "offers --type trio",
    "offers too many",
    "cart add",
    "cart add x",
    "cart add 0",
    "cart add 99999999999999999999",
    "cart add 1 --qty x",
    "cart add 1 --qty 0",
    "cart add 1 --qty -5",
    "cart update 1",
    "cart update 1 --qty -1",
    "export 1",
    "export 1 --pdf a --invoice 1",
    "export file --invoice x",
    "verify",
    "signup",
    "login",
    "--server ftp://x offers",
    "--server nonsense offers",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    cli_run (f, USAGE, NULL, lines[i]);
}

static void
test_offers (CliRun *f, gconstpointer data)
{
  cli_run (f, DONE, NULL, "offers --json");
  cli_run_assert_array (f, 54);
  cli_run (f, DONE, NULL, "--json offers --search 'NATATION duo'");
  cli_run_assert_array (f, 2);
  cli_run (f, DONE, NULL, "--json offers --type solo --sport athletics");
  g_assert_nonnull (strstr (f->output, "Athl\xc3\xa9tisme"));
  cli_run (f, DONE, NULL, "--json offers --search nothing-like-this");
  cli_run_assert_array (f, 0);
  cli_run (f, DONE, NULL, "offers");
  g_assert_nonnull (strstr (f->output, "\xe2\x82\xac"
                                       "50.00"));
}

static void
test_guest_cart (CliRun *f, gconstpointer data)
{
  cli_run_format (f, DONE, "--json cart add %d", (int) f->shop.solo);
  cli_run_format (f, DONE, "--json cart add %d --qty 2", (int) f->shop.solo);
  g_assert_cmpint (cli_run_get_number (f, "total_cents"), ==, 15000);
  cli_run_format (f, DONE, "--json cart update %d --qty 1", (int) f->shop.duo);
  g_assert_cmpint (cli_run_get_number (f, "total_cents"), ==, 23500);
  cli_run (f, REFUSED, NULL, "--json cart add 424242");
  cli_run_assert_code (f, "offer_unknown");
  cli_run_format (f, REFUSED, "--json cart update %d --qty 21", (int) f->shop.duo);
  cli_run_assert_code (f, "invalid");
  cli_run (f, SIGN_IN, NULL, "--json checkout");
  cli_run_assert_code (f, "unauthenticated");
  cli_run (f, DONE, NULL, "--json cart clear");
  g_assert_cmpint (cli_run_get_number (f, "total_cents"), ==, 0);
  cli_run (f, DONE, NULL, "cart");
  g_assert_cmpstr (f->output, ==, "The cart is empty\n");
}

static void
assert_file_begins (CliRun *f, const char *name, const char *magic, gsize least)
{
  g_autofree char *path = g_build_filename (f->shop.folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, least);
  g_assert_cmpmem (bytes, strlen (magic), magic, strlen (magic));
}

static void
test_purchase (CliRun *f, gconstpointer data)
{
  int order_id;

  cli_run_format (f, DONE, "cart add %d --qty 2", (int) f->shop.solo);
  g_assert_nonnull (strstr (f->output, "Kept for you until "));
  cli_run (f, REFUSED, NULL, "--json checkout --card 4000000000000002");
  cli_run_assert_code (f, "payment_declined");
  cli_run (f, REFUSED, NULL, "--json checkout --card 4000000000009995");
  cli_run_assert_code (f, "payment_timeout");
  cli_run (f, REFUSED, NULL, "--json checkout --card 12");
  cli_run_assert_code (f, "invalid");
  cli_run (f, DONE, NULL, "--json checkout --card '4242 4242 4242 4242'");
  order_id = (int) cli_run_get_number (f, "order_id");
  cli_run (f, REFUSED, NULL, "--json checkout");
  cli_run_assert_code (f, "cart_empty");

  client_shop_stop_server (&f->shop);
  cli_run (f, DONE, NULL, "--json tickets");
  cli_run_assert_array (f, 2);
  cli_run (f, DONE, NULL, "--json orders");
  cli_run_assert_array (f, 1);
  cli_run (f, DONE, NULL, "export 1 --pdf t.pdf --png t.png --svg t.svg --ics t.ics");
  assert_file_begins (f, "t.pdf", "%PDF-", 1000);
  assert_file_begins (f, "t.png", "\x89PNG", 1000);
  assert_file_begins (f, "t.svg", "<?xml", 1000);
  assert_file_begins (f, "t.ics", "BEGIN:VCALENDAR", 300);
  cli_run (f, REFUSED, NULL, "export 99 --pdf none.pdf");
  cli_run (f, FAILED, NULL, "export 1 --pdf /nonexistent/none.pdf");
  cli_run_format (f, DONE, "export --invoice %d i.pdf", order_id);
  assert_file_begins (f, "i.pdf", "%PDF-", 1000);
  cli_run_format (f, OFFLINE, "export --invoice %d none.pdf", order_id + 1);
}

static void
test_without_the_server (CliRun *f, gconstpointer data)
{
  cli_run (f, DONE, NULL, "sync");
  client_shop_stop_server (&f->shop);
  cli_run (f, OFFLINE, NULL, "--json sync");
  cli_run_assert_code (f, "offline");
  cli_run (f, DONE, NULL, "--json offers");
  cli_run_assert_array (f, 54);
  cli_run_format (f, DONE, "--json cart add %d", (int) f->shop.duo);
  g_assert_cmpint (cli_run_get_number (f, "total_cents"), ==, 8500);
  g_assert_nonnull (strstr (f->errors, "sent with the next sync"));
  cli_run (f, OFFLINE, NULL, "checkout --card 4242424242424242");
  cli_run (f, DONE, NULL, "--json status");
  g_assert_cmpint (cli_run_get_number (f, "pending"), ==, 1);
  cli_run (f, DONE, NULL, "status");
  g_assert_nonnull (strstr (f->output, "Changes that wait for the server: 1\n"));

  client_shop_start_server (&f->shop);
  cli_run (f, DONE, NULL, "--json sync");
  g_assert_cmpint (cli_run_get_number (f, "pending"), ==, 0);
}

static void
test_french (CliRun *f, gconstpointer data)
{
  g_subprocess_launcher_setenv (f->launcher, "LANGUAGE", "fr_FR:fr", TRUE);
  cli_run (f, DONE, NULL, "cart");
  g_assert_cmpstr (f->output, ==, "Panier vide\n");
}

static void
test_damaged_copy (CliRun *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->shop.folder, "etickets", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *path = NULL;

  cli_run (f, DONE, NULL, "offers");
  dir = g_dir_open (folder, 0, NULL);
  path = g_build_filename (folder, g_dir_read_name (dir), "guest", "copy.db", NULL);
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  cli_run (f, DONE, NULL, "--json offers");
  cli_run_assert_array (f, 54);
  g_assert_nonnull (strstr (f->errors, "damaged"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, start, test) \
  g_test_add ("/cli/" path, CliRun, NULL, start, test, cli_run_tear_down)
  ADD ("help", cli_run_set_up, test_help);
  ADD ("wrong-command-lines", cli_run_set_up, test_wrong_command_lines);
  ADD ("offers", cli_run_set_up, test_offers);
  ADD ("guest-cart", cli_run_set_up, test_guest_cart);
  ADD ("french", cli_run_set_up, test_french);
  ADD ("damaged-copy", cli_run_set_up, test_damaged_copy);
  ADD ("purchase", cli_run_set_up_signed_in, test_purchase);
  ADD ("without-the-server", cli_run_set_up_signed_in, test_without_the_server);
#undef ADD
  return g_test_run ();
}
