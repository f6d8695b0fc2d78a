/* SPDX-License-Identifier: MIT */
#include "core/et-offer.h"
#include "core/et-order.h"
#include "db/et-db-record.h"
#include "test-database.h"

static EtDb *
open_offers (void)
{
  EtDb *db = et_test_open_empty ();

  et_test_exec (db, "CREATE TABLE offers (id INTEGER PRIMARY KEY, event_id INTEGER, name TEXT, "
                    "offer_type TEXT, admits INTEGER, price_cents INTEGER, is_active INTEGER, "
                    "quota INTEGER, doors_at INTEGER, description TEXT) STRICT");
  return db;
}

static EtOffer *
new_offer (void)
{
  EtOffer *offer = et_offer_new ();

  offer->id = 7;
  offer->event_id = 3;
  offer->admits = 2;
  offer->price_cents = 8500;
  offer->is_active = TRUE;
  offer->doors_at = 1700000000123;
  et_record_set_text (&offer->name, "Ticket Duo - Natation");
  et_record_set_text (&offer->offer_type, "duo");
  return offer;
}

static void
store (EtDb *db, EtOffer *offer)
{
  g_autoptr (EtDbStmt) stmt = et_test_prepare (
      db, "INSERT INTO offers (id, event_id, name, offer_type, admits, price_cents, is_active, "
          "quota, doors_at, description) VALUES (:id, :event_id, :name, :offer_type, :admits, "
          ":price_cents, :is_active, :quota, :doors_at, :description)");
  g_autoptr (GError) error = NULL;

  et_db_stmt_bind_record (stmt, offer);
  et_db_stmt_run (stmt, NULL, &error);
  g_assert_no_error (error);
}

static void
test_record_comes_back_equal (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = new_offer ();
  g_autoptr (EtOffer) read = NULL;
  g_autoptr (GError) error = NULL;

  store (db, offer);
  read = et_db_stmt_read_one (et_test_prepare (db, "SELECT * FROM offers"), et_offer_get_type (),
                              &error);
  g_assert_no_error (error);
  g_assert_true (et_record_equal (offer, read));
}

static void
test_null_of_a_nullable_field (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = new_offer ();

  store (db, offer); /* its quota is ET_NULL_INT64 */
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT quota IS NULL FROM offers"), ==, 1);
}

static void
test_null_of_an_optional_field (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = et_db_stmt_read_one (
      et_test_prepare (db, "SELECT 1 AS id, 'Solo' AS name, NULL AS version, NULL AS venue"),
      et_offer_get_type (), NULL);

  g_assert_nonnull (offer);
  g_assert_cmpint (offer->version, ==, 0);
  g_assert_null (offer->venue);
}

static void
test_null_of_a_required_field (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (GError) error = NULL;

  g_assert_null (et_db_stmt_read_one (et_test_prepare (db, "SELECT 1 AS id, NULL AS name"),
                                      et_offer_get_type (), &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CORRUPT);
}

static void
test_unknown_columns_are_passed_over (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = et_db_stmt_read_one (
      et_test_prepare (db, "SELECT 'x' AS unheard, 4 AS id, 5"), et_offer_get_type (), NULL);

  g_assert_nonnull (offer);
  g_assert_cmpint (offer->id, ==, 4);
}

/* A list has no column, whatever the query says. */
static void
test_lists_are_no_columns (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOrder) order = et_db_stmt_read_one (
      et_test_prepare (db, "SELECT 4 AS id, 'paid' AS items"), et_order_get_type (), NULL);

  g_assert_nonnull (order);
  g_assert_cmpuint (order->items->len, ==, 0);
}

static void
test_value_bound_before_the_record_wins (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = new_offer ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :id, :name");
  gboolean has_row = FALSE;

  et_db_stmt_bind_int64 (stmt, "id", 99);
  et_db_stmt_bind_record (stmt, offer);
  g_assert_true (et_db_stmt_step (stmt, &has_row, NULL));
  g_assert_cmpint (et_db_stmt_get_int64 (stmt, 0), ==, 99);
  g_assert_cmpstr (et_db_stmt_get_text (stmt, 1), ==, "Ticket Duo - Natation");
}

static void
test_parameter_that_is_no_field (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = new_offer ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :id, :now");
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;

  et_db_stmt_bind_record (stmt, offer);
  g_assert_false (et_db_stmt_step (stmt, &has_row, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_records_in_a_loop (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "INSERT INTO offers (id, name, is_active) "
                                                   "VALUES (:id, :name, :is_active)");
  g_autoptr (GPtrArray) offers = NULL;

  for (int i = 1; i <= 3; i++)
    {
      g_autoptr (EtOffer) offer = new_offer ();

      offer->id = i;
      et_db_stmt_bind_record (stmt, offer);
      g_assert_true (et_db_stmt_run (stmt, NULL, NULL));
    }
  offers = et_db_stmt_read_all (
      et_test_prepare (db, "SELECT id, name FROM offers ORDER BY id DESC"), et_offer_get_type (),
      NULL);
  g_assert_cmpuint (offers->len, ==, 3);
  for (guint i = 0; i < offers->len; i++)
    g_assert_cmpint (ET_OFFER (g_ptr_array_index (offers, i))->id, ==, 3 - i);
}

static void
test_read_one_of_none (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (GError) error = NULL;

  g_assert_null (et_db_stmt_read_one (et_test_prepare (db, "SELECT id FROM offers"),
                                      et_offer_get_type (), &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_FOUND);
}

static void
test_read_all_of_none (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (GPtrArray) offers = et_db_stmt_read_all (et_test_prepare (db, "SELECT id FROM offers"),
                                                      et_offer_get_type (), NULL);

  g_assert_nonnull (offers);
  g_assert_cmpuint (offers->len, ==, 0);
}

static void
test_read_all_fails_whole (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (GError) error = NULL;

  g_assert_null (
      et_db_stmt_read_all (et_test_prepare (db, "SELECT 'Solo' AS name UNION ALL SELECT NULL"),
                           et_offer_get_type (), &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CORRUPT);
}

static void
test_two_types_of_one_row (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT 4 AS id, 'Solo' AS name");
  gboolean has_row = FALSE;

  g_assert_true (et_db_stmt_step (stmt, &has_row, NULL));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (EtOffer) offer = et_db_stmt_get_record (stmt, et_offer_get_type (), NULL);
      g_autoptr (EtOrderLine) line = et_db_stmt_get_record (stmt, et_order_line_get_type (), NULL);

      g_assert_cmpint (offer->id, ==, 4);
      g_assert_cmpstr (line->name, ==, "Solo");
    }
}

/* The columns of a prepared * are those of the table when it runs. */
static void
test_column_added_meanwhile (void)
{
  g_autoptr (EtDb) db = open_offers ();
  g_autoptr (EtOffer) offer = new_offer ();

  store (db, offer);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (EtOffer) read = et_db_stmt_read_one (et_test_prepare (db, "SELECT * FROM offers"),
                                                      et_offer_get_type (), NULL);

      g_assert_cmpstr (read->sport, ==, i == 0 ? NULL : "natation");
      if (i == 0)
        et_test_exec (db, "ALTER TABLE offers ADD COLUMN sport TEXT DEFAULT 'natation'");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/comes-back-equal", test_record_comes_back_equal);
  g_test_add_func ("/record/null-of-a-nullable-field", test_null_of_a_nullable_field);
  g_test_add_func ("/record/null-of-an-optional-field", test_null_of_an_optional_field);
  g_test_add_func ("/record/null-of-a-required-field", test_null_of_a_required_field);
  g_test_add_func ("/record/unknown-columns", test_unknown_columns_are_passed_over);
  g_test_add_func ("/record/lists-are-no-columns", test_lists_are_no_columns);
  g_test_add_func ("/record/value-bound-before-wins", test_value_bound_before_the_record_wins);
  g_test_add_func ("/record/parameter-that-is-no-field", test_parameter_that_is_no_field);
  g_test_add_func ("/record/in-a-loop", test_records_in_a_loop);
  g_test_add_func ("/record/read-one-of-none", test_read_one_of_none);
  g_test_add_func ("/record/read-all-of-none", test_read_all_of_none);
  g_test_add_func ("/record/read-all-fails-whole", test_read_all_fails_whole);
  g_test_add_func ("/record/two-types-of-one-row", test_two_types_of_one_row);
  g_test_add_func ("/record/column-added-meanwhile", test_column_added_meanwhile);
  return g_test_run ();
}
