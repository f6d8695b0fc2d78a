/* SPDX-License-Identifier: MIT */
#include "core/et-account.h"
#include "core/et-event.h"
#include "core/et-offer.h"
#include "core/et-order.h"
#include "core/et-role.h"
#include "core/et-ticket.h"

static void
test_role_words (void)
{
  for (EtRole role = ET_ROLE_CUSTOMER; role <= ET_ROLE_ADMIN; role++)
    {
      EtRole found = ET_ROLE_ANYONE;

      g_assert_true (et_role_from_word (et_role_to_word (role), &found));
      g_assert_cmpint (found, ==, role);
    }
}

static void
test_no_role (void)
{
  EtRole role = ET_ROLE_STAFF;

  g_assert_false (et_role_from_word ("anyone", &role));
  g_assert_false (et_role_from_word ("root", &role));
  g_assert_false (et_role_from_word (NULL, &role));
  g_assert_cmpint (role, ==, ET_ROLE_STAFF);
}

static void
test_account (void)
{
  g_autoptr (EtAccount) account = et_account_new ();

  et_record_set_text (&account->username, "zoe");
  et_record_set_text (&account->role, "admin");
  g_assert_cmpint (et_account_get_role (account), ==, ET_ROLE_ADMIN);
  g_assert_cmpstr (et_account_get_shown_name (account), ==, "zoe");
  et_record_set_text (&account->display_name, "Zoé");
  g_assert_cmpstr (et_account_get_shown_name (account), ==, "Zoé");
  et_record_set_text (&account->role, "owner");
  g_assert_cmpint (et_account_get_role (account), ==, ET_ROLE_CUSTOMER);
}

static void
test_names_of_words (void)
{
  g_assert_cmpstr (et_sport_get_name ("swimming"), ==, "Swimming");
  g_assert_cmpstr (et_sport_get_name ("chess"), ==, "chess");
  g_assert_cmpstr (et_offer_type_get_name ("familiale"), ==, "Family");
  g_assert_cmpint (et_offer_type_get_admits ("familiale"), ==, 4);
  g_assert_cmpint (et_offer_type_get_admits ("trio"), ==, 0);
  g_assert_cmpstr (et_order_state_get_name ("paid"), ==, "Paid");
}

static void
test_how_a_ticket_stands (void)
{
  g_autoptr (EtTicket) ticket = et_ticket_new ();

  ticket->state = g_strdup ("odd");
  g_assert_cmpstr (et_ticket_get_state_text (ticket, "en"), ==, "odd");
  et_record_set_text (&ticket->state, "used");
  g_assert_cmpstr (et_ticket_get_state_text (ticket, "fr"), ==, "Utilisé");
  ticket->refunded = TRUE;
  g_assert_cmpstr (et_ticket_get_state_text (ticket, "en"), ==, "Refunded");
  g_assert_cmpstr (et_ticket_get_state_text (ticket, "fr"), ==, "Remboursé");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/role/words", test_role_words);
  g_test_add_func ("/core/role/none", test_no_role);
  g_test_add_func ("/core/role/account", test_account);
  g_test_add_func ("/core/role/names", test_names_of_words);
  g_test_add_func ("/core/role/ticket", test_how_a_ticket_stands);
  return g_test_run ();
}
