/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "server/repo/et-check-repo.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-audit-mark.h"
#include "server/service/et-audit.h"
#include "test-shop.h"

#define THROW_AWAY "DELETE FROM audit"
#define RESET_HEAD "UPDATE audit_head SET entries = 0, key_id = NULL, last_code = NULL, code = NULL"

static void
write_row (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  et_audit_write (shop->db, shop->sam, "admit", "ticket", 7, "because", &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static char *
get_key_file (TestShop *shop)
{
  return g_build_filename (shop->folder, "signing-keys", NULL);
}

static EtAuditMark *
make_mark (TestShop *shop)
{
  g_autofree char *key_file = get_key_file (shop);

  return et_audit_mark_new (key_file);
}

static char *
get_path (TestShop *shop)
{
  g_autofree char *key_file = get_key_file (shop);

  return g_strconcat (key_file, ".audit", NULL);
}

static void
update (EtAuditMark *mark, TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (et_audit_mark_update (mark, shop->db, &error));
  g_assert_no_error (error);
}

/* Returns: the msgid of the only fault, or NULL. */
static const char *
find_fault (TestShop *shop, int64_t *ret_id)
{
  g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (EtFault));
  g_autofree char *key_file = get_key_file (shop);
  g_autoptr (GError) error = NULL;

  g_assert_true (et_audit_mark_verify (key_file, shop->db, faults, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, <=, 1);
  if (faults->len == 0)
    return NULL;
  *ret_id = g_array_index (faults, EtFault, 0).id;
  return g_array_index (faults, EtFault, 0).sentence;
}

static void
assert_agrees (TestShop *shop)
{
  int64_t id;

  g_assert_null (find_fault (shop, &id));
}

static void
assert_contradicts (TestShop *shop, int64_t n_rows)
{
  int64_t id;
  const char *fault = find_fault (shop, &id);

  g_assert_nonnull (fault);
  g_assert_true (g_str_has_prefix (fault, "The audit log had {id} rows when its mark"));
  g_assert_cmpint (id, ==, n_rows);
}

/* The chain alone is sound, as the crime wants it. */
static void
assert_chain_is_sound (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) faults = et_audit_chain_verify (shop->db, shop->services.signing_keys, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 0);
}

static void
expect_warning (void)
{
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "The audit mark *");
}

static void
test_it_moves_on (TestShop *shop)
{
  EtAuditMark *one = make_mark (shop), *other = make_mark (shop);
  g_autofree char *path = get_path (shop);
  GStatBuf status;

  assert_agrees (shop);
  update (one, shop); /* of an empty log there is nothing to say */
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  for (int i = 0; i < 3; i++)
    {
      write_row (shop);
      update (i == 1 ? other : one, shop);
      assert_agrees (shop);
    }
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  test_shop_exec (shop, THROW_AWAY);
  assert_contradicts (shop, 3);
  et_audit_mark_free (one);
  et_audit_mark_free (other);
}

/* As many rows as before, and more of them. */
static void
commit_crime (TestShop *shop, const char *crime, int n_rows)
{
  EtAuditMark *mark = make_mark (shop);

  for (int i = 0; i < 3; i++)
    write_row (shop);
  update (mark, shop);
  test_shop_exec (shop, crime);
  test_shop_exec (shop, RESET_HEAD);
  for (int i = 0; i < n_rows; i++)
    write_row (shop);
  assert_chain_is_sound (shop);
  assert_contradicts (shop, 3);
  if (n_rows != 3)
    expect_warning (); /* at once where the number tells */
  update (mark, shop);
  update (mark, shop);
  g_test_assert_expected_messages ();
  assert_contradicts (shop, 3);
  et_audit_mark_free (mark);
}

static void
test_thrown_away (TestShop *shop)
{
  commit_crime (shop, THROW_AWAY, 0);
}

static void
test_written_anew (TestShop *shop)
{
  commit_crime (shop, THROW_AWAY, 3);
}

static void
test_begun_anew (TestShop *shop)
{
  commit_crime (shop, "UPDATE audit SET detail = '', entry = NULL, key_id = NULL, code = NULL", 1);
}

static void
test_seen_by_the_next_process (TestShop *shop)
{
  EtAuditMark *next;

  commit_crime (shop, THROW_AWAY, 3);
  next = make_mark (shop);
  expect_warning ();
  update (next, shop);
  g_test_assert_expected_messages ();
  assert_contradicts (shop, 3);
  et_audit_mark_free (next);
}

static void
test_damaged (TestShop *shop)
{
  static const char *const texts[] = {
    "", "x", "etickets-audit-mark 1 ", "etickets-audit-mark 1 2 00\n", "etickets-audit-mark 2 2 ",
  };
  g_autofree char *path = get_path (shop);

  write_row (shop);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      EtAuditMark *mark = make_mark (shop);
      int64_t id;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_cmpstr (find_fault (shop, &id), ==,
                       "The audit mark beside the signing keys is damaged");
      expect_warning ();
      update (mark, shop);
      g_test_assert_expected_messages ();
      et_audit_mark_free (mark);
    }
}

static void
test_forgotten (TestShop *shop)
{
  g_autofree char *key_file = get_key_file (shop);
  EtAuditMark *mark;

  commit_crime (shop, THROW_AWAY, 2);
  et_audit_mark_forget (key_file);
  assert_agrees (shop);
  mark = make_mark (shop);
  update (mark, shop);
  assert_agrees (shop);
  et_audit_mark_free (mark);
}

/* Told once, not once a second. */
static void
test_no_room_for_it (TestShop *shop)
{
  EtAuditMark *mark = et_audit_mark_new ("/nonexistent/signing-keys");

  write_row (shop);
  expect_warning ();
  update (mark, shop);
  update (mark, shop);
  g_test_assert_expected_messages ();
  et_audit_mark_free (mark);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/audit-mark/moves-on", test_it_moves_on);
  test_shop_add ("/audit-mark/thrown-away", test_thrown_away);
  test_shop_add ("/audit-mark/written-anew", test_written_anew);
  test_shop_add ("/audit-mark/begun-anew", test_begun_anew);
  test_shop_add ("/audit-mark/next-process", test_seen_by_the_next_process);
  test_shop_add ("/audit-mark/damaged", test_damaged);
  test_shop_add ("/audit-mark/forgotten", test_forgotten);
  test_shop_add ("/audit-mark/no-room", test_no_room_for_it);
  return g_test_run ();
}
