/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/service/et-admission.h"
#include "server/service/et-ticket-issue.h"
#include "server/service/et-ticket-revocation.h"
#include "test-shop.h"

static EtTicketClaims
claims_of (TestShop *shop, int64_t ticket_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtTicketRow) row = et_ticket_repo_find (shop->db, ticket_id, &error);

  g_assert_no_error (error);
  return row->claims;
}

static EtScan
scan_by (int64_t account_id, EtRole role, const char *gate, const char *nonce)
{
  return (EtScan){ account_id, role, et_time_now (), gate, nonce };
}

static void
verify (TestShop *shop, int64_t ticket_id, const EtScan *scan, EtAdmission *ret_admission)
{
  g_autoptr (GError) error = NULL;
  EtTicketClaims claims = claims_of (shop, ticket_id);

  test_shop_begin (shop);
  et_admission_verify (shop->db, &claims, scan, ret_admission, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

/* Returns: (transfer full): why the ticket is not good. */
static GError *
refuse (TestShop *shop, const EtTicketClaims *claims, const EtScan *scan)
{
  g_auto (EtAdmission) admission = { 0 };
  GError *error = NULL;

  test_shop_begin (shop);
  g_assert_false (et_admission_verify (shop->db, claims, scan, &admission, &error));
  test_shop_rollback (shop);
  return error;
}

static GError *
refuse_staff (TestShop *shop, int64_t ticket_id)
{
  EtTicketClaims claims = claims_of (shop, ticket_id);
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, NULL, NULL);

  return refuse (shop, &claims, &scan);
}

static void
test_an_owner_looks (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan scan = scan_by (shop->ada, ET_ROLE_CUSTOMER, NULL, NULL);

  for (int i = 0; i < 2; i++)
    {
      g_auto (EtAdmission) admission = { 0 };

      verify (shop, id, &scan, &admission);
      g_assert_false (admission.is_admitted);
      g_assert_cmpstr (admission.row->state, ==, "valid");
    }
}

static void
test_another_customer_learns_nothing (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtTicketClaims claims = claims_of (shop, id);
  EtScan scan = scan_by (shop->bob, ET_ROLE_CUSTOMER, NULL, NULL);
  g_autoptr (GError) error = refuse (shop, &claims, &scan);

  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_UNKNOWN);
  g_assert_null (et_error_get_detail (error, "holder"));
}

static void
test_staff_admit_once (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->duo);
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, "North", NULL);
  g_auto (EtAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL;

  verify (shop, id, &scan, &admission);
  g_assert_true (admission.is_admitted);
  g_assert_cmpint (admission.row->admits, ==, 2);
  error = refuse_staff (shop, id);
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
  g_assert_cmpstr (et_error_get_detail (error, "gate"), ==, "North");
  g_assert_cmpstr (et_error_get_detail (error, "holder"), ==, "ada");
  g_assert_nonnull (et_error_get_detail (error, "first_used_at"));
}

static void
test_the_owner_sees_that_it_is_used (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan gate = scan_by (shop->sam, ET_ROLE_STAFF, NULL, NULL);
  EtScan owner = scan_by (shop->ada, ET_ROLE_CUSTOMER, NULL, NULL);
  g_auto (EtAdmission) admitted = { 0 };
  g_auto (EtAdmission) looked = { 0 };

  verify (shop, id, &gate, &admitted);
  verify (shop, id, &owner, &looked);
  g_assert_cmpstr (looked.row->state, ==, "used");
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM changes WHERE kind = 'ticket'"), ==,
                   2);
}

static void
test_a_repeated_scan_is_answered_as_the_first_time (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan first = scan_by (shop->sam, ET_ROLE_STAFF, "North", "n1");
  EtScan again = scan_by (shop->sam, ET_ROLE_STAFF, "North", "n1");
  g_auto (EtAdmission) one = { 0 };
  g_auto (EtAdmission) two = { 0 };
  g_autoptr (GError) error = NULL;

  verify (shop, id, &first, &one);
  verify (shop, id, &again, &two);
  g_assert_true (two.is_admitted);
  g_assert_cmpint (one.verified_at, ==, two.verified_at);
  g_assert_cmpstr (two.row->used_gate, ==, "North");
  error = refuse_staff (shop, id);
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
}

static void
test_a_key_of_an_earlier_edition (TestShop *shop)
{
  EtTicketClaims claims = claims_of (shop, test_shop_buy (shop, shop->ada, shop->solo));
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, NULL, NULL);
  g_autoptr (GError) error = NULL;

  claims.nonce[0] ^= 1;
  error = refuse (shop, &claims, &scan);
  g_assert_error (error, ET_ERROR, ET_ERROR_REVOKED);
}

/* Scanners count their scans, each from one. */
static void
test_the_same_nonce_elsewhere_is_another_scan (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtTicketClaims claims = claims_of (shop, id);
  EtScan first = scan_by (shop->sam, ET_ROLE_STAFF, "North", "1");
  EtScan elsewhere = scan_by (shop->sam, ET_ROLE_STAFF, "South", "1");
  EtScan somebody = scan_by (shop->sam + 1000, ET_ROLE_STAFF, "North", "1");
  g_auto (EtAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL;

  verify (shop, id, &first, &admission);
  error = refuse (shop, &claims, &elsewhere);
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
  g_clear_error (&error);
  error = refuse (shop, &claims, &somebody);
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
}

static void
test_a_ticket_that_does_not_exist (TestShop *shop)
{
  EtTicketClaims claims = claims_of (shop, test_shop_buy (shop, shop->ada, shop->solo));
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, NULL, NULL);
  g_autoptr (GError) error = NULL;

  claims.ticket_id = 4711;
  error = refuse (shop, &claims, &scan);
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_UNKNOWN);
}

static void
test_a_revoked_ticket (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  g_assert_true (et_ticket_revoke (shop->db, shop->sam, id, "lost", &error));
  test_shop_commit (shop);
  error = refuse_staff (shop, id);
  g_assert_error (error, ET_ERROR, ET_ERROR_REVOKED);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM audit"), ==, 1);
}

static void
test_a_used_ticket_is_not_revoked (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, NULL, NULL);
  g_auto (EtAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL;

  verify (shop, id, &scan, &admission);
  test_shop_begin (shop);
  g_assert_false (et_ticket_revoke (shop->db, shop->sam, id, "lost", &error));
  test_shop_rollback (shop);
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
}

static void
test_too_early_and_too_late (TestShop *shop)
{
  int64_t now = et_time_now ();
  int64_t soon = test_shop_add_event (shop, now + 13 * ET_HOUR, now + 14 * ET_HOUR);
  int64_t past = test_shop_add_event (shop, now - ET_HOUR, now + ET_HOUR);
  int64_t early = test_shop_add_offer (shop, soon, "solo", 100, 5);
  int64_t late = test_shop_add_offer (shop, past, "solo", 100, 5);
  int64_t tickets[] = { test_shop_buy (shop, shop->ada, early),
                        test_shop_buy (shop, shop->ada, late) };

  test_shop_exec (shop, "UPDATE events SET starts_at = starts_at - 28800000, "
                        "ends_at = ends_at - 28800000 WHERE starts_at < ends_at - 3600000");
  for (gsize i = 0; i < G_N_ELEMENTS (tickets); i++)
    {
      g_autoptr (GError) error = refuse_staff (shop, tickets[i]);

      g_assert_error (error, ET_ERROR, ET_ERROR_OUTSIDE_VALIDITY);
      g_assert_nonnull (et_error_get_detail (error, "valid_from"));
      g_assert_nonnull (et_error_get_detail (error, "valid_until"));
    }
}

static void
test_a_moved_event_admits_at_its_new_dates (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, NULL, NULL);
  g_auto (EtAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL;

  test_shop_exec (shop, "UPDATE events SET starts_at = starts_at + 172800000, "
                        "ends_at = ends_at + 172800000");
  error = refuse_staff (shop, id);
  g_assert_error (error, ET_ERROR, ET_ERROR_OUTSIDE_VALIDITY);
  scan.now += 2 * ET_DAY;
  verify (shop, id, &scan, &admission);
  g_assert_true (admission.is_admitted);
}

static void
test_by_hand (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, "North", NULL);
  g_auto (EtAdmission) admission = { 0 };
  g_autoptr (GError) error = NULL, again = NULL;

  test_shop_begin (shop);
  et_admission_admit_by_hand (shop->db, id, &scan, "broken phone", &admission, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  g_assert_true (admission.is_admitted);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM audit WHERE action = 'admit_by_hand' "
                                        "AND detail = 'broken phone'"),
                   ==, 1);
  test_shop_begin (shop);
  g_assert_false (et_admission_admit_by_hand (shop->db, id, &scan, "again", &admission, &again));
  test_shop_rollback (shop);
  g_assert_error (again, ET_ERROR, ET_ERROR_ALREADY_USED);
}

static void
test_what_a_gate_is_told (TestShop *shop)
{
  int64_t id = test_shop_buy (shop, shop->ada, shop->solo);
  EtScan scan = scan_by (shop->sam, ET_ROLE_STAFF, "North", NULL);
  g_auto (EtAdmission) admission = { 0 };
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  g_autofree char *text = NULL;

  verify (shop, id, &scan, &admission);
  et_json_writer_begin_object (writer, NULL);
  et_admission_write_json_members (&admission, writer);
  et_json_writer_end_object (writer);
  json = et_json_writer_finish (writer);
  text = g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
  g_assert_true (
      g_str_has_prefix (text, "{\"ok\":true,\"ticket_id\":1,\"offer\":\"Ticket solo\","));
  g_assert_nonnull (strstr (text, "\"admitted\":true,\"state\":\"used\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/admission/owner", test_an_owner_looks);
  test_shop_add ("/server/admission/stranger", test_another_customer_learns_nothing);
  test_shop_add ("/server/admission/once", test_staff_admit_once);
  test_shop_add ("/server/admission/owner-sees", test_the_owner_sees_that_it_is_used);
  test_shop_add ("/server/admission/nonce", test_a_repeated_scan_is_answered_as_the_first_time);
  test_shop_add ("/server/admission/nonce-elsewhere",
                 test_the_same_nonce_elsewhere_is_another_scan);
  test_shop_add ("/server/admission/earlier-edition", test_a_key_of_an_earlier_edition);
  test_shop_add ("/server/admission/unknown", test_a_ticket_that_does_not_exist);
  test_shop_add ("/server/admission/revoked", test_a_revoked_ticket);
  test_shop_add ("/server/admission/revoke-used", test_a_used_ticket_is_not_revoked);
  test_shop_add ("/server/admission/outside", test_too_early_and_too_late);
  test_shop_add ("/server/admission/moved", test_a_moved_event_admits_at_its_new_dates);
  test_shop_add ("/server/admission/by-hand", test_by_hand);
  test_shop_add ("/server/admission/answer", test_what_a_gate_is_told);
  return g_test_run ();
}
