/* SPDX-License-Identifier: MIT */
#include <sodium.h>
#include <string.h>

#include "server/repo/et-audit-chain-repo.h"
#include "server/repo/et-check-repo.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-audit.h"
#include "test-shop.h"

#define N_ROWS 6

static void
write_row (TestShop *shop, const char *action)
{
  g_autoptr (GError) error = NULL;

  et_audit_write (shop->db, shop->sam, action, "ticket", 7, "because", &error);
  g_assert_no_error (error);
}

static void
write_rows (TestShop *shop)
{
  static const char *const actions[N_ROWS] = { "one", "two", "three", "four", "five", "six" };

  for (int i = 0; i < N_ROWS; i += 2)
    {
      test_shop_begin (shop);
      write_row (shop, actions[i]);
      write_row (shop, actions[i + 1]);
      test_shop_commit (shop);
    }
}

static GArray *
verify (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  GArray *faults = et_audit_chain_verify (shop->db, shop->services.signing_keys, &error);

  g_assert_no_error (error);
  return faults;
}

static void
assert_sound (TestShop *shop, int64_t n_rows)
{
  g_autoptr (GArray) faults = verify (shop);

  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT entries FROM audit_head"), ==, n_rows);
}

static void
test_what_is_written_is_chained (TestShop *shop)
{
  assert_sound (shop, 0);
  write_rows (shop);
  assert_sound (shop, N_ROWS);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM audit WHERE entry = id"), ==, N_ROWS);
}

static void
test_what_is_taken_back_leaves_no_gap (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  write_row (shop, "kept");
  g_assert_true (et_db_savepoint (shop->db, &error));
  write_row (shop, "taken back");
  g_assert_true (et_db_rollback_to (shop->db, &error));
  write_row (shop, "kept, too");
  test_shop_commit (shop);
  assert_sound (shop, 2);
}

/* As they are after a migration. */
static void
test_older_rows_are_chained (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) faults = NULL;

  for (int i = 0; i < 2; i++)
    test_shop_exec (shop, "INSERT INTO audit (created_at, actor_id, action, subject) "
                          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
                          "< 700) SELECT i, NULL, 'old', 'offer 1' FROM n");
  faults = verify (shop);
  g_assert_cmpuint (faults->len, ==, 100); /* no more are told */
  test_shop_begin (shop);
  g_assert_true (et_audit_chain_extend (shop->db, shop->services.signing_keys, NULL, &error));
  g_assert_no_error (error);
  test_shop_commit (shop);
  assert_sound (shop, 1401); /* with the one about the beginning */
}

/* As at the first start, which writes a row of its own in the same batch. */
static void
test_the_chain_begins_with_the_batch (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  write_row (shop, "first");
  g_assert_true (et_audit_chain_extend (shop->db, shop->services.signing_keys, NULL, &error));
  g_assert_no_error (error);
  test_shop_commit (shop);
  assert_sound (shop, 1);
}

static void
test_no_change_of_the_feed (TestShop *shop)
{
  int64_t before = test_shop_get (shop, "SELECT COUNT(*) FROM changes");

  write_rows (shop);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM changes"), ==, before);
}

#define SWAP(column) \
  "UPDATE audit SET " column " = (SELECT b." column " FROM audit b WHERE b.id = 7 - audit.id) " \
  "WHERE id IN (3, 4)"

/* What somebody who can write into the database may try, and how the report begins. */
static const struct
{
  const char *path;
  const char *sql;
  const char *sentence;
  int64_t id;
} crimes[] = {
  { "time", "UPDATE audit SET created_at = created_at + 1 WHERE id = 2", "Audit row", 2 },
  { "actor", "UPDATE audit SET actor_id = actor_id + 1 WHERE id = 2", "Audit row", 2 },
  { "no-actor", "UPDATE audit SET actor_id = NULL WHERE id = 2", "Audit row", 2 },
  { "action", "UPDATE audit SET action = 'nothing' WHERE id = 1", "Audit row", 1 },
  { "subject", "UPDATE audit SET subject = 'ticket 8' WHERE id = 6", "Audit row", 6 },
  { "detail", "UPDATE audit SET detail = '' WHERE id = 4", "Audit row", 4 },
  { "moved-text", "UPDATE audit SET action = action || 't', subject = 'icket 7' WHERE id = 4",
    "Audit row", 4 },
  { "number", "UPDATE audit SET id = 99 WHERE id = 5", "Audit row", 99 },
  { "code", "UPDATE audit SET code = (SELECT b.code FROM audit b WHERE b.id = 4) WHERE id = 5",
    "Audit row", 5 },
  { "no-code", "UPDATE audit SET code = NULL WHERE id = 5", "Audit row", 5 },
  { "other-key", "UPDATE audit SET key_id = 77 WHERE id = 5", "The key of audit row", 5 },
  { "delete-first", "DELETE FROM audit WHERE id = 1", "Before audit row", 2 },
  { "delete-one", "DELETE FROM audit WHERE id = 3", "Before audit row", 4 },
  { "delete-some", "DELETE FROM audit WHERE id IN (2, 3, 4)", "Before audit row", 5 },
  { "delete-last", "DELETE FROM audit WHERE id = 6", "The audit chain had", 6 },
  { "delete-all", "DELETE FROM audit", "The audit chain had", 6 },
  { "insert", "INSERT INTO audit (id, created_at, action, subject) VALUES (1000, 1, 'x', 'y')",
    "Audit row", 1000 },
  { "insert-chained",
    "INSERT INTO audit (id, created_at, action, subject, entry, key_id, code) "
    "SELECT 1000, created_at, action, subject, 7, key_id, code FROM audit WHERE id = 6",
    "Audit row", 1000 },
  { "take-out", "UPDATE audit SET entry = NULL WHERE id = 3", "Audit row", 3 },
  { "reorder",
    "UPDATE audit SET entry = -entry WHERE id IN (3, 4); "
    "UPDATE audit SET entry = 7 + entry WHERE entry < 0",
    "Audit row", 4 },
  { "swap-what-happened", SWAP ("action"), "Audit row", 3 },
  { "head", "UPDATE audit_head SET entries = 5", "The end of the audit chain", 5 },
  { "cut-off",
    "DELETE FROM audit WHERE id > 4; UPDATE audit_head SET entries = 4, "
    "last_code = (SELECT code FROM audit WHERE id = 4)",
    "The end of the audit chain", 4 },
  { "no-head", "DELETE FROM audit_head", "The audit chain had", 0 },
};

static void
run_all (TestShop *shop, const char *sql)
{
  g_auto (GStrv) sentences = g_strsplit (sql, "; ", 0);

  for (char **sentence = sentences; *sentence != NULL; sentence++)
    test_shop_exec (shop, *sentence);
}

static void
test_crimes (TestShop *shop)
{
  write_rows (shop);
  for (gsize i = 0; i < G_N_ELEMENTS (crimes); i++)
    {
      g_autoptr (GArray) faults = NULL;
      const EtFault *first;

      g_test_message ("%s", crimes[i].path);
      test_shop_begin (shop);
      run_all (shop, crimes[i].sql);
      faults = verify (shop);
      test_shop_rollback (shop);
      g_assert_cmpuint (faults->len, >=, 1);
      first = &g_array_index (faults, EtFault, 0);
      g_assert_true (g_str_has_prefix (first->sentence, crimes[i].sentence));
      g_assert_cmpint (first->id, ==, crimes[i].id);
      assert_sound (shop, N_ROWS);
    }
}

/* Going on with the work does not cover anything up. */
static void
test_crimes_stay_known (TestShop *shop)
{
  write_rows (shop);
  for (gsize i = 0; i < G_N_ELEMENTS (crimes); i++)
    {
      g_autoptr (GArray) faults = NULL;

      g_test_message ("%s", crimes[i].path);
      test_shop_begin (shop);
      run_all (shop, crimes[i].sql);
      write_row (shop, "later");
      test_shop_seal (shop);
      faults = verify (shop);
      test_shop_rollback (shop);
      g_assert_cmpuint (faults->len, >=, 1);
      assert_sound (shop, N_ROWS);
    }
}

/* Codes can be made again for rows that were changed, but not without a word about it. */
static void
test_a_new_chain_is_told_of (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  write_rows (shop);
  before = et_audit_chain_repo_list_beginnings (shop->db, &error);
  g_assert_cmpuint (before->len, ==, 0);
  run_all (shop, "UPDATE audit SET action = 'nothing' WHERE id = 2; "
                 "UPDATE audit SET entry = NULL, key_id = NULL, code = NULL; "
                 "UPDATE audit_head SET entries = 0, key_id = NULL, last_code = NULL, code = NULL");
  test_shop_begin (shop);
  write_row (shop, "later");
  test_shop_commit (shop);
  after = et_audit_chain_repo_list_beginnings (shop->db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->len, ==, 1);
  assert_sound (shop, N_ROWS + 2);
}

static void
read_code (TestShop *shop, int64_t id, guint8 *ret_code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (shop->db, "SELECT code FROM audit WHERE id = :id", &error);
  gboolean has_row;
  gsize length;
  const void *code;

  et_db_stmt_bind_int64 (stmt, "id", id);
  g_assert_true (et_db_stmt_step (stmt, &has_row, &error) && has_row);
  code = et_db_stmt_get_bytes (stmt, 0, &length);
  g_assert_cmpuint (length, ==, ET_AUDIT_CODE_SIZE);
  memcpy (ret_code, code, length);
}

static void
write_code (TestShop *shop, int64_t id, const guint8 *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (shop->db, "UPDATE audit SET code = :code WHERE id = :id", &error);

  et_db_stmt_bind_bytes (stmt, "code", code, ET_AUDIT_CODE_SIZE);
  et_db_stmt_bind_int64 (stmt, "id", id);
  g_assert_true (et_db_stmt_run (stmt, NULL, &error));
}

/* Any byte of any row. */
static void
test_each_byte (TestShop *shop)
{
  write_rows (shop);
  test_shop_begin (shop);
  for (int64_t id = 1; id <= N_ROWS; id++)
    for (int byte = 0; byte < ET_AUDIT_CODE_SIZE; byte++)
      {
        g_autoptr (GArray) faults = NULL;
        guint8 code[ET_AUDIT_CODE_SIZE];

        read_code (shop, id, code);
        code[byte] ^= 0x5a;
        write_code (shop, id, code);
        faults = verify (shop);
        g_assert_cmpuint (faults->len, >=, 1);
        code[byte] ^= 0x5a;
        write_code (shop, id, code);
      }
  assert_sound (shop, N_ROWS);
  test_shop_rollback (shop);
}

/* What an operator compares with later: the number of rows and how the last one ends. */
static void
test_the_end_is_logged (TestShop *shop)
{
  guint8 code[ET_AUDIT_CODE_SIZE];
  char text[2 * ET_AUDIT_CODE_SIZE + 1];
  g_autofree char *line = NULL;

  write_rows (shop);
  read_code (shop, N_ROWS, code);
  sodium_bin2hex (text, sizeof text, code, sizeof code);
  line = g_strdup_printf ("Audit: %d entries, the last one %s", N_ROWS, text);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, line);
  g_assert_true (et_audit_chain_log (shop->db, NULL));
  g_test_assert_expected_messages ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/audit-chain/written", test_what_is_written_is_chained);
  test_shop_add ("/audit-chain/taken-back", test_what_is_taken_back_leaves_no_gap);
  test_shop_add ("/audit-chain/older", test_older_rows_are_chained);
  test_shop_add ("/audit-chain/begins", test_the_chain_begins_with_the_batch);
  test_shop_add ("/audit-chain/feed", test_no_change_of_the_feed);
  test_shop_add ("/audit-chain/crimes", test_crimes);
  test_shop_add ("/audit-chain/crimes-stay", test_crimes_stay_known);
  test_shop_add ("/audit-chain/anew", test_a_new_chain_is_told_of);
  test_shop_add ("/audit-chain/bytes", test_each_byte);
  test_shop_add ("/audit-chain/logged", test_the_end_is_logged);
  return g_test_run ();
}
