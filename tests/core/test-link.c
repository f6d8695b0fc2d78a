/* SPDX-License-Identifier: MIT */
#include "core/et-link.h"

#include "core/et-error.h"

static void
assert_refused (const char *uri)
{
  EtLink link = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (et_link_parse (uri, &link, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

static void
test_a_ticket_is_found_again (void)
{
  g_autofree char *uri = et_link_to_ticket ("K7PQ2-3");
  g_auto (EtLink) link = { 0 };

  g_assert_cmpstr (uri, ==, "etickets:ticket/K7PQ2-3");
  g_assert_true (et_link_parse (uri, &link, NULL));
  g_assert_cmpstr (link.short_number, ==, "K7PQ2-3");
}

static void
test_an_offer_is_found_again (void)
{
  g_autofree char *uri = et_link_to_offer (12);
  g_auto (EtLink) link = { 0 };

  g_assert_cmpstr (uri, ==, "etickets:offer/12");
  g_assert_true (et_link_parse (uri, &link, NULL));
  g_assert_null (link.short_number);
  g_assert_cmpint (link.offer_id, ==, 12);
}

/* GFile writes an address without an authority so. */
static void
test_slashes_and_case_do_not_matter (void)
{
  g_auto (EtLink) link = { 0 };

  g_assert_true (et_link_parse ("ETickets:///ticket/K7PQ2-3", &link, NULL));
  g_assert_cmpstr (link.short_number, ==, "K7PQ2-3");
}

static void
test_anything_else_is_refused (void)
{
  assert_refused ("");
  assert_refused ("etickets:");
  assert_refused ("etickets:ticket/");
  assert_refused ("etickets:ticket/../../etc/passwd");
  assert_refused ("etickets:ticket/K7PQ2-3?x=1");
  assert_refused ("etickets:ticket/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  assert_refused ("etickets:offer/-1");
  assert_refused ("etickets:offer/99999999999999999999");
  assert_refused ("etickets:account/1");
  assert_refused ("https://tickets.example/");
}

static void
test_what_is_no_number_has_no_address (void)
{
  g_assert_null (et_link_to_ticket (NULL));
  g_assert_null (et_link_to_ticket (""));
  g_assert_null (et_link_to_ticket ("a'b"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/ticket", test_a_ticket_is_found_again);
  g_test_add_func ("/link/offer", test_an_offer_is_found_again);
  g_test_add_func ("/link/spelling", test_slashes_and_case_do_not_matter);
  g_test_add_func ("/link/refused", test_anything_else_is_refused);
  g_test_add_func ("/link/none", test_what_is_no_number_has_no_address);
  return g_test_run ();
}
