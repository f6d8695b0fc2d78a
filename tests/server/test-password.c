/* SPDX-License-Identifier: MIT */
#include <sodium.h>
#include <string.h>

#include "server/service/et-password.h"
#include "server/service/et-sign-in-limit.h"
#include "core/et-time.h"

static const char *const alice[] = { "alice", "alice.martin@example.org", "Alice Martin", NULL };

static void
assert_weak (const char *password, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_password_judge (password, alice, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_PASSWORD_WEAK);
  g_assert_cmpstr (error->message, ==, sentence);
  g_assert_cmpstr (et_error_get_detail (error, "field"), ==, "password");
}

static void
assert_good (const char *password)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (et_password_judge (password, alice, &error));
  g_assert_no_error (error);
}

static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (ET_PASSWORD_MAX + 1, 'x');

  assert_weak ("Zebra-Mo9", "A password needs at least 10 characters");
  assert_weak ("éèàùç€ñü9", "A password needs at least 10 characters");
  assert_weak (longest, "A password may have 256 bytes at most");
  assert_good ("Zebra-Mo97");
}

/* Long ones of any characters are welcome. */
static void
test_long_passwords (void)
{
  char password[ET_PASSWORD_MAX + 1];
  guint8 noise[ET_PASSWORD_MAX * 3 / 4];

  for (gsize size = 48; size <= sizeof noise; size *= 4)
    {
      randombytes_buf (noise, size);
      sodium_bin2base64 (password, sizeof password, noise, size,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING);
      assert_good (password);
    }
  assert_good ("Ça va être l’été à Paris");
}

static void
test_digits_only (void)
{
  assert_weak ("8305917246", "A password needs more than digits");
}

static void
test_common (void)
{
  const char *sentence = "This password is one of those that are tried first";

  assert_weak ("password123", sentence);
  assert_weak ("PassWord123", sentence);
  assert_weak ("qwertyuiop", sentence);
}

static void
test_like_the_user (void)
{
  const char *sentence = "This password is too much like the user name";

  assert_weak ("alice.martin1", sentence);
  assert_weak ("nitram-ecila", sentence);
  assert_weak ("ALICE.MARTIN@EXAMPLE.ORG", sentence);
}

static void
test_pwquality (void)
{
  const char *sentence = "This password is too easy to guess";

  assert_weak ("abcdefghijk", sentence);
  assert_weak ("xyzyxxyzyx", sentence);
  assert_weak ("wonderful99", sentence); /* a word of the dictionary */
}

static void
test_dictionary_is_there (void)
{
  g_assert_true (et_password_prepare ());
}

static void
test_hash_is_argon2id (void)
{
  g_autofree char *hash = NULL, *other = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (et_password_hash ("Zebra-Moon-77", &hash, &error));
  g_assert_true (et_password_hash ("Zebra-Moon-77", &other, &error));
  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (hash, !=, other);
  g_assert_false (et_password_needs_rehash (hash));
}

static void
assert_matches (const char *password, const char *hash, gboolean expected)
{
  g_autoptr (GError) error = NULL;
  gboolean matches;

  g_assert_true (et_password_verify (password, hash, &matches, &error));
  g_assert_no_error (error);
  g_assert_cmpint (matches, ==, expected);
}

static void
test_verify (void)
{
  g_autofree char *hash = NULL;

  et_password_hash ("Zebra-Moon-77", &hash, NULL);
  assert_matches ("Zebra-Moon-77", hash, TRUE);
  assert_matches ("zebra-moon-77", hash, FALSE);
  assert_matches ("Zebra-Moon-77 ", hash, FALSE);
  assert_matches ("", hash, FALSE);
  assert_matches ("Zebra-Moon-77", NULL, FALSE);
  assert_matches ("Zebra-Moon-77", "no hash", FALSE);
}

static void
test_weaker_hash_is_renewed (void)
{
  char weaker[crypto_pwhash_STRBYTES];

  g_assert_cmpint (
      crypto_pwhash_str_alg (weaker, "x", 1, 1, 8 * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13), ==,
      0);
  g_assert_true (et_password_needs_rehash (weaker));
}

/* From addresses that the account knows; what strangers share is tested with the accounts. */
static gboolean
may_try (EtSignInLimit *limit, const char *name, const char *address, int64_t now)
{
  EtSignInSource source = { name, address, TRUE };

  return et_sign_in_limit_check (limit, &source, now, NULL);
}

static void
fail_often (EtSignInLimit *limit, const char *name, const char *address, guint times, int64_t now)
{
  EtSignInSource source = { name, address, TRUE };

  for (guint i = 0; i < times; i++)
    et_sign_in_limit_note (limit, &source, FALSE, now);
}

static void
test_limit_grows (void)
{
  g_autoptr (EtSignInLimit) limit = et_sign_in_limit_new ();
  const EtSignInSource her = { "alice", "192.0.2.1", TRUE };
  g_autoptr (GError) error = NULL;

  fail_often (limit, "alice", "192.0.2.1", 4, 0);
  g_assert_true (may_try (limit, "alice", "192.0.2.1", 0));
  fail_often (limit, "alice", "192.0.2.1", 1, 0);
  g_assert_false (et_sign_in_limit_check (limit, &her, 0, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_RATE_LIMITED);
  g_assert_cmpstr (et_error_get_detail (error, "retry_after"), ==, "15");
  g_assert_true (may_try (limit, "alice", "192.0.2.1", 15 * ET_SECOND));

  fail_often (limit, "alice", "192.0.2.1", 1, 15 * ET_SECOND);
  g_assert_false (may_try (limit, "alice", "192.0.2.1", 44 * ET_SECOND));
  g_assert_true (may_try (limit, "alice", "192.0.2.1", 45 * ET_SECOND));
}

static void
test_limit_keeps_nobody_else_out (void)
{
  g_autoptr (EtSignInLimit) limit = et_sign_in_limit_new ();

  fail_often (limit, "alice", "192.0.2.1", 50, 0);
  g_assert_false (may_try (limit, "alice", "192.0.2.1", 0));
  g_assert_true (may_try (limit, "alice", "192.0.2.2", 0));
  g_assert_true (may_try (limit, "bob", "192.0.2.1", 0));
}

static void
test_limit_ends (void)
{
  g_autoptr (EtSignInLimit) limit = et_sign_in_limit_new ();
  const EtSignInSource bob = { "bob", "192.0.2.1", TRUE };

  fail_often (limit, "alice", "192.0.2.1", 50, 0);
  g_assert_false (may_try (limit, "alice", "192.0.2.1", 15 * ET_MINUTE - 1));
  g_assert_true (may_try (limit, "alice", "192.0.2.1", 15 * ET_MINUTE));

  fail_often (limit, "bob", "192.0.2.1", 5, 0);
  et_sign_in_limit_note (limit, &bob, TRUE, 0);
  g_assert_true (may_try (limit, "bob", "192.0.2.1", 0));
}

static void
test_limit_has_bounded_memory (void)
{
  g_autoptr (EtSignInLimit) limit = et_sign_in_limit_new ();

  for (guint i = 0; i < 30000; i++)
    {
      g_autofree char *name = g_strdup_printf ("name%u", i);

      fail_often (limit, name, "192.0.2.1", 1, 0);
    }
  fail_often (limit, "alice", "192.0.2.1", 5, 0);
  g_assert_false (may_try (limit, "alice", "192.0.2.1", 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/password/length", test_length);
  g_test_add_func ("/password/long", test_long_passwords);
  g_test_add_func ("/password/digits", test_digits_only);
  g_test_add_func ("/password/common", test_common);
  g_test_add_func ("/password/like-user", test_like_the_user);
  g_test_add_func ("/password/pwquality", test_pwquality);
  g_test_add_func ("/password/dictionary", test_dictionary_is_there);
  g_test_add_func ("/password/hash", test_hash_is_argon2id);
  g_test_add_func ("/password/verify", test_verify);
  g_test_add_func ("/password/rehash", test_weaker_hash_is_renewed);
  g_test_add_func ("/sign-in-limit/grows", test_limit_grows);
  g_test_add_func ("/sign-in-limit/others", test_limit_keeps_nobody_else_out);
  g_test_add_func ("/sign-in-limit/ends", test_limit_ends);
  g_test_add_func ("/sign-in-limit/memory", test_limit_has_bounded_memory);
  return g_test_run ();
}
