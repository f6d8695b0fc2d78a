/* SPDX-License-Identifier: MIT */
#include "client-folder.h"
#include "client/et-call.h"
#include "client/et-copy.h"
#include "client/et-feed.h"
#include "core/et-json-scan.h"

#define OFFER(id, price) \
  "{\"id\":" #id ",\"event_id\":1,\"name\":\"Offer " #id \
  "\",\"offer_type\":\"solo\",\"admits\":1," \
  "\"price_cents\":" #price ",\"is_active\":true}"
#define TICKET(id) \
  "{\"id\":" #id \
  ",\"order_id\":1,\"offer_id\":1,\"short_number\":\"AAAAA-1\",\"ticket_key\":null," \
  "\"state\":\"valid\",\"holder\":\"Zoe\",\"offer_name\":\"Solo\",\"offer_type\":\"solo\"," \
  "\"admits\":1,\"price_cents\":100,\"valid_from\":\"2026-01-01T00:00:00Z\"," \
  "\"valid_until\":\"2026-01-02T00:00:00Z\",\"event_name\":\"E\",\"sport\":\"judo\"," \
  "\"venue\":\"V\",\"starts_at\":\"2026-01-01T12:00:00Z\",\"ends_at\":\"2026-01-01T14:00:00Z\"," \
  "\"time_zone\":\"Europe/Paris\"}"
#define ORDER(id) \
  "{\"id\":" #id ",\"code\":\"AAAAA\",\"state\":\"paid\",\"total_cents\":100," \
  "\"created_at\":\"2026-01-01T00:00:00Z\",\"items\":[{\"offer_id\":1,\"name\":\"Solo\"," \
  "\"price_cents\":50,\"qty\":2,\"admits\":1,\"tax_permille\":55,\"line_total_cents\":100}]}"
#define PUT(kind, id, data) \
  "{\"seq\":1,\"kind\":\"" kind "\",\"id\":" #id ",\"deleted\":false,\"data\":" data "}"
#define GONE(kind, id) \
  "{\"seq\":1,\"kind\":\"" kind "\",\"id\":" #id ",\"deleted\":true,\"data\":null}"
#define PAGE(changes, next) \
  "{\"changes\":[" changes "],\"next\":" #next ",\"more\":false," \
  "\"server_time\":\"2026-01-01T00:00:00Z\",\"reset\":false}"

typedef struct
{
  char *folder;
  EtStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = client_folder_new ();
  f->store = client_folder_open_store (f->folder);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->store);
  client_folder_remove (f->folder);
}

static gboolean
apply (Fixture *f, int64_t since, const char *text, GError **error)
{
  g_autoptr (JsonObject)
      answer = et_json_parse_object (text, strlen (text), &et_json_answer_limits, NULL);
  EtFeedPage page = { .answer = answer, .since = since };

  g_assert_nonnull (answer);
  return et_store_run (f->store, et_feed_apply, &page, NULL, error) != NULL;
}

static void
assert_applies (Fixture *f, int64_t since, const char *text)
{
  g_autoptr (GError) error = NULL;

  apply (f, since, text, &error);
  g_assert_no_error (error);
}

static gpointer
count (EtDb *db, gpointer data, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", data, NULL);
  int64_t n = -1;

  et_copy_get_number (db, sql, 0, &n, error);
  return GINT_TO_POINTER ((int) n + 1);
}

static void
assert_rows (Fixture *f, const char *table, int expected)
{
  int n = GPOINTER_TO_INT (et_store_run (f->store, count, (gpointer) table, NULL, NULL)) - 1;

  g_assert_cmpint (n, ==, expected);
}

static gpointer
get_cursor (EtDb *db, gpointer data, GError **error)
{
  *(int64_t *) data = et_feed_get_cursor (db);
  return ET_DONE;
}

static void
assert_cursor (Fixture *f, int64_t expected)
{
  int64_t cursor = -1;

  et_store_run (f->store, get_cursor, &cursor, NULL, NULL);
  g_assert_cmpint (cursor, ==, expected);
}

static void
test_page_is_applied (Fixture *f, gconstpointer data)
{
  g_autoptr (GListModel) orders = NULL;
  g_autoptr (EtOrder) order = NULL;

  assert_applies (f, 0,
                  PAGE (PUT ("offer", 1, OFFER (1, 5000)) "," PUT ("order", 1, ORDER (1)) "," PUT (
                            "ticket", 9, TICKET (9)),
                        12));
  assert_cursor (f, 12);
  assert_rows (f, "offers", 1);
  assert_rows (f, "tickets", 1);
  orders = et_wallet_store_list_orders (f->store, NULL);
  order = g_list_model_get_item (orders, 0);
  g_assert_cmpuint (order->items->len, ==, 1);
  g_assert_cmpint (ET_ORDER_LINE (g_ptr_array_index (order->items, 0))->quantity, ==, 2);
}

static void
test_tombstones_remove (Fixture *f, gconstpointer data)
{
  assert_applies (f, 0,
                  PAGE (PUT ("offer", 1, OFFER (1, 5000)) "," PUT ("order", 1, ORDER (1)) "," PUT (
                            "ticket", 9, TICKET (9)),
                        12));
  assert_applies (f, 12, PAGE (GONE ("offer", 1) "," GONE ("order", 1) "," GONE ("ticket", 9), 15));
  assert_rows (f, "offers", 0);
  assert_rows (f, "orders", 0);
  assert_rows (f, "order_lines", 0);
  assert_rows (f, "tickets", 0);
  assert_cursor (f, 15);
}

static void
test_first_page_begins_anew (Fixture *f, gconstpointer data)
{
  client_put_offer (f->store, client_new_offer (3, "Of the guest's copy", 1));
  assert_applies (f, 0, PAGE (PUT ("offer", 1, OFFER (1, 5000)), 12));
  assert_rows (f, "offers", 1);
}

static void
test_reset_begins_anew (Fixture *f, gconstpointer data)
{
  assert_applies (f, 0,
                  PAGE (PUT ("offer", 1, OFFER (1, 5000)) "," PUT ("ticket", 9, TICKET (9)), 12));
  assert_applies (f, 12,
                  "{\"changes\":[" PUT ("offer", 2, OFFER (2, 100)) "],\"next\":3,\"more\":false,"
                                                                    "\"reset\":true}");
  assert_rows (f, "offers", 1);
  assert_rows (f, "tickets", 0);
  assert_cursor (f, 3);
}

static void
test_later_page_adds (Fixture *f, gconstpointer data)
{
  assert_applies (f, 0, PAGE (PUT ("offer", 1, OFFER (1, 5000)), 12));
  assert_applies (f, 12, PAGE (PUT ("offer", 2, OFFER (2, 5000)), 13));
  assert_rows (f, "offers", 2);
}

static void
test_unknown_kind_is_passed_over (Fixture *f, gconstpointer data)
{
  assert_applies (f, 0,
                  PAGE (PUT ("balloon", 1, "{\"x\":1}") "," PUT ("offer", 1, OFFER (1, 1)), 4));
  assert_rows (f, "offers", 1);
  assert_cursor (f, 4);
}

/* A page is whole or not at all: its good changes do not stay without the cursor. */
static void
test_bad_page_leaves_nothing (Fixture *f, gconstpointer data)
{
  static const char *const pages[] = {
    PAGE (PUT ("offer", 1, OFFER (1, 1)) "," PUT ("offer", 2, "{\"id\":2}"), 20),
    PAGE (PUT ("offer", 1, OFFER (1, 1)) "," PUT ("ticket", 2, "null"), 20),
    PAGE (PUT ("offer", 1, OFFER (1, 1)) ",{\"kind\":\"offer\"}", 20),
    PAGE (PUT ("offer", 1, OFFER (1, 1)) ",7", 20),
    "{\"changes\":{},\"next\":20,\"more\":false}",
    "{\"changes\":[],\"next\":\"20\",\"more\":false}",
    "{\"changes\":[],\"more\":false}",
    "{\"changes\":[],\"next\":12,\"more\":true}",
    "{}",
  };

  assert_applies (f, 0, PAGE (PUT ("ticket", 9, TICKET (9)), 12));
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (apply (f, 12, pages[i], &error));
      g_assert_error (error, ET_ERROR, ET_ERROR_BAD_ANSWER);
      assert_cursor (f, 12);
      assert_rows (f, "offers", 0);
      assert_rows (f, "tickets", 1);
    }
}

static gpointer
list_columns (EtDb *db, gpointer table, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')",
                                          (char *) table);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean has_row = FALSE;

  while (et_db_stmt_step (stmt, &has_row, error) && has_row)
    g_hash_table_add (names, g_strdup (et_db_stmt_get_text (stmt, 0)));
  return names;
}

/* A member that is added to a record needs a column here. */
static void
test_copy_has_a_column_for_each_member (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *table;
    GType (*get_type) (void);
  } tables[] = { { "offers", et_offer_get_type },
                 { "orders", et_order_get_type },
                 { "order_lines", et_order_line_get_type },
                 { "tickets", et_ticket_get_type },
                 { "accounts", et_account_get_type } };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GHashTable)
          columns = et_store_run (f->store, list_columns, (gpointer) tables[i].table, NULL, NULL);
      const EtField *field = et_record_type_get_fields (tables[i].get_type ());

      for (; field->name != NULL; field++)
        if (field->type != ET_FIELD_LIST && !g_hash_table_contains (columns, field->name))
          g_error ("%s has no column %s", tables[i].table, field->name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/client/feed/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("page-is-applied", test_page_is_applied);
  ADD ("tombstones-remove", test_tombstones_remove);
  ADD ("first-page-begins-anew", test_first_page_begins_anew);
  ADD ("reset-begins-anew", test_reset_begins_anew);
  ADD ("later-page-adds", test_later_page_adds);
  ADD ("unknown-kind-is-passed-over", test_unknown_kind_is_passed_over);
  ADD ("bad-page-leaves-nothing", test_bad_page_leaves_nothing);
  ADD ("copy-has-a-column-for-each-member", test_copy_has_a_column_for_each_member);
#undef ADD
  return g_test_run ();
}
