/* SPDX-License-Identifier: MIT */
#include <gio/gio.h>

#include "ui/et-welcome-window.h"

static void
assert_read (const char *text, const char *expected)
{
  g_autofree char *url = et_server_url_read (text);

  g_assert_cmpstr (url, ==, expected);
}

static void
test_a_scheme_is_added (void)
{
  assert_read ("127.0.0.1:8000", "http://127.0.0.1:8000");
  assert_read ("localhost", "http://localhost");
  assert_read ("tickets.example.org", "https://tickets.example.org");
  assert_read ("http://tickets.example.org", "http://tickets.example.org");
}

static void
test_blanks_and_slashes_are_left_out (void)
{
  assert_read (" https://tickets.example.org// ", "https://tickets.example.org");
}

static void
test_what_is_no_address_is_refused (void)
{
  assert_read ("", NULL);
  assert_read ("ftp://tickets.example.org", NULL);
  assert_read ("https://", NULL);
  assert_read ("two words", NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-url/scheme", test_a_scheme_is_added);
  g_test_add_func ("/server-url/trimmed", test_blanks_and_slashes_are_left_out);
  g_test_add_func ("/server-url/refused", test_what_is_no_address_is_refused);
  return g_test_run ();
}
