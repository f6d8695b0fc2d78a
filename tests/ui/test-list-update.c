/* SPDX-License-Identifier: MIT */
#include <gio/gio.h>

#include "core/et-cart.h"
#include "ui/shared/et-list-update.h"

typedef struct
{
  guint n_changes;
  guint position;
  guint removed;
  guint added;
} Change;

/* Lines whose numbers are the letters' codes. */
static GListStore *
new_list (const char *letters)
{
  GListStore *list = g_list_store_new (et_cart_line_get_type ());

  for (const char *p = letters; *p != '\0'; p++)
    {
      g_autoptr (EtCartLine) line = et_cart_line_new ();

      line->offer_id = *p;
      g_list_store_append (list, line);
    }
  return list;
}

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  Change *change = data;

  *change = (Change){ change->n_changes + 1, position, removed, added };
}

static void
assert_update (const char *before, const char *after, Change expected)
{
  g_autoptr (GListStore) list = new_list (before);
  g_autoptr (GListStore) fresh = new_list (after);
  Change change = { 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &change);
  et_list_update (list, G_LIST_MODEL (fresh));
  g_assert_cmpuint (change.n_changes, ==, expected.n_changes);
  g_assert_cmpuint (change.position, ==, expected.position);
  g_assert_cmpuint (change.removed, ==, expected.removed);
  g_assert_cmpuint (change.added, ==, expected.added);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, strlen (after));
  for (guint i = 0; after[i] != '\0'; i++)
    {
      g_autoptr (EtCartLine) line = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (line->offer_id, ==, after[i]);
    }
}

static void
test_equal_lists_change_nothing (void)
{
  assert_update ("abc", "abc", (Change){ 0 });
  assert_update ("", "", (Change){ 0 });
}

static void
test_only_the_middle_is_replaced (void)
{
  assert_update ("abcde", "abXde", (Change){ 1, 2, 1, 1 });
  assert_update ("abcde", "abde", (Change){ 1, 2, 1, 0 });
  assert_update ("abde", "abcde", (Change){ 1, 2, 0, 1 });
}

static void
test_ends_grow_and_shrink (void)
{
  assert_update ("ab", "abc", (Change){ 1, 2, 0, 1 });
  assert_update ("abc", "bc", (Change){ 1, 0, 1, 0 });
  assert_update ("abc", "", (Change){ 1, 0, 3, 0 });
  assert_update ("", "abc", (Change){ 1, 0, 0, 3 });
}

static void
test_repeated_lines_are_not_counted_twice (void)
{
  assert_update ("aa", "a", (Change){ 1, 1, 1, 0 });
  assert_update ("aba", "abaaba", (Change){ 1, 3, 0, 3 });
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-update/equal", test_equal_lists_change_nothing);
  g_test_add_func ("/list-update/middle", test_only_the_middle_is_replaced);
  g_test_add_func ("/list-update/ends", test_ends_grow_and_shrink);
  g_test_add_func ("/list-update/repeated", test_repeated_lines_are_not_counted_twice);
  return g_test_run ();
}
