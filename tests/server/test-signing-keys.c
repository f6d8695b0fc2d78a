/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/et-error.h"
#include "server/service/et-signing-keys.h"

typedef struct
{
  char *folder; /* owned */
  char *path; /* owned */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("etickets-keys-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "signing-keys", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static guint8
add_key (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint8 key_id = 0;

  et_signing_keys_add (fixture->path, 0, &key_id, &error);
  g_assert_no_error (error);
  return key_id;
}

static EtSigningKeys *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  EtSigningKeys *keys = et_signing_keys_load (fixture->path, &error);

  g_assert_no_error (error);
  return keys;
}

static void
assert_refused (Fixture *fixture, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_signing_keys_load (fixture->path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  g_assert_cmpstr (error->message, ==, sentence);
  g_assert_cmpstr (et_error_get_detail (error, "path"), ==, fixture->path);
}

static void
write_file (Fixture *fixture, const char *text)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
}

static EtTicketClaims
claims_of (guint8 key_id)
{
  EtTicketClaims claims = { .key_id = key_id,
                            .offer_id = 3,
                            .ticket_id = 7,
                            .admits = 2,
                            .valid_from_ms = INT64_C (1700000000000),
                            .valid_minutes = 600 };

  return claims;
}

static void
test_file_is_private (Fixture *fixture, gconstpointer data)
{
  struct stat status;

  g_assert_cmpuint (add_key (fixture), ==, 1);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
}

static void
test_newest_signs_and_all_prove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtSigningKeys) before = NULL;
  g_autoptr (EtSigningKeys) keys = NULL;
  EtTicketClaims claims = claims_of (1);
  g_autofree char *old_text = NULL, *same_text = NULL;
  EtTicketKey parsed;

  add_key (fixture);
  before = load (fixture);
  old_text = et_signing_keys_issue (before, &claims);

  g_assert_cmpuint (add_key (fixture), ==, 2);
  keys = load (fixture);
  g_assert_cmpuint (et_signing_keys_get_n (keys), ==, 2);
  g_assert_cmpuint (et_signing_keys_get_newest (keys), ==, 2);
  g_assert_true (et_ticket_key_parse (old_text, &parsed, NULL));
  g_assert_true (et_signing_keys_prove (keys, &parsed));
  same_text = et_signing_keys_issue (keys, &claims);
  g_assert_cmpstr (same_text, ==, old_text);
}

static void
test_unknown_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtSigningKeys) keys = NULL;
  EtTicketClaims known = claims_of (1), unknown = claims_of (9);
  g_autofree char *text = NULL;
  EtTicketKey parsed;

  add_key (fixture);
  keys = load (fixture);
  g_assert_null (et_signing_keys_issue (keys, &unknown));
  text = et_signing_keys_issue (keys, &known);
  g_assert_true (et_ticket_key_parse (text, &parsed, NULL));
  parsed.claims.key_id = 9;
  g_assert_false (et_signing_keys_prove (keys, &parsed));
}

static void
test_another_key_proves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtSigningKeys) first = NULL;
  g_autoptr (EtSigningKeys) second = NULL;
  EtTicketClaims claims = claims_of (1);
  g_autofree char *text = NULL;
  EtTicketKey parsed;

  add_key (fixture);
  first = load (fixture);
  g_unlink (fixture->path);
  add_key (fixture);
  second = load (fixture);
  text = et_signing_keys_issue (first, &claims);
  g_assert_true (et_ticket_key_parse (text, &parsed, NULL));
  g_assert_false (et_signing_keys_prove (second, &parsed));
}

static void
test_reload (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtSigningKeys) keys = NULL;
  g_autoptr (GError) error = NULL;

  add_key (fixture);
  keys = load (fixture);
  add_key (fixture);
  g_assert_cmpuint (et_signing_keys_get_newest (keys), ==, 1);
  g_assert_true (et_signing_keys_reload (keys, &error));
  g_assert_cmpuint (et_signing_keys_get_newest (keys), ==, 2);

  write_file (fixture, "rubbish\n");
  g_assert_false (et_signing_keys_reload (keys, &error));
  g_assert_cmpuint (et_signing_keys_get_newest (keys), ==, 2);
}

/* Another process has added a key: it is found when it is asked for, or looked for. */
static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtSigningKeys) keys = NULL;
  EtTicketClaims claims = claims_of (2);
  g_autofree char *text = NULL;

  add_key (fixture);
  keys = load (fixture);
  g_assert_false (et_signing_keys_refresh (keys));
  g_assert_null (et_signing_keys_issue (keys, &claims));
  add_key (fixture);
  text = et_signing_keys_issue (keys, &claims);
  g_assert_nonnull (text);
  g_assert_false (et_signing_keys_refresh (keys));
  add_key (fixture);
  g_assert_true (et_signing_keys_refresh (keys));
  g_assert_cmpuint (et_signing_keys_get_newest (keys), ==, 3);
}

/* A file that is damaged is told of once, and the keys stay. */
static void
test_refresh_of_rubbish (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtSigningKeys) keys = NULL;

  add_key (fixture);
  keys = load (fixture);
  write_file (fixture, "rubbish\n");
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*not read again*");
  g_assert_false (et_signing_keys_refresh (keys));
  g_test_assert_expected_messages ();
  g_assert_false (et_signing_keys_refresh (keys));
  g_assert_cmpuint (et_signing_keys_get_newest (keys), ==, 1);
}

static void
test_public_half (Fixture *fixture, gconstpointer data)
{
  guint8 key_id, public_key[ET_SIGNING_PUBLIC_SIZE];
  g_autoptr (EtSigningKeys) keys = NULL;
  EtTicketClaims claims = claims_of (1);
  g_autofree char *text = NULL;
  EtTicketKey parsed;

  add_key (fixture);
  keys = load (fixture);
  et_signing_keys_get_public (keys, 0, &key_id, public_key);
  g_assert_cmpuint (key_id, ==, 1);
  text = et_signing_keys_issue (keys, &claims);
  g_assert_true (et_ticket_key_parse (text, &parsed, NULL));
  g_assert_true (et_ticket_key_is_signed_by (&parsed, public_key));
}

/* A number that tickets were signed under is not given to another key when the file was lost. */
static void
test_numbers_go_on (Fixture *fixture, gconstpointer data)
{
  guint8 key_id;

  g_assert_true (et_signing_keys_add (fixture->path, 41, &key_id, NULL));
  g_assert_cmpuint (key_id, ==, 42);
  g_assert_true (et_signing_keys_add (fixture->path, 7, &key_id, NULL));
  g_assert_cmpuint (key_id, ==, 43);
}

static void
test_numbers_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint8 key_id;

  g_assert_false (et_signing_keys_add (fixture->path, 255, &key_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  static const int open_modes[] = { 0640, 0604, 0660, 0644, 0610 };

  add_key (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (open_modes); i++)
    {
      g_chmod (fixture->path, open_modes[i]);
      assert_refused (fixture, "The signing key file {path} can be read by others: “chmod 600” "
                               "keeps them out, and if somebody may have read it, make a new key");
    }
  g_chmod (fixture->path, 0400);
  et_signing_keys_free (load (fixture));
}

static void
test_credential_of_systemd (Fixture *fixture, gconstpointer data)
{
  add_key (fixture);
  g_chmod (fixture->path, 0440);
  g_setenv ("CREDENTIALS_DIRECTORY", fixture->folder, TRUE);
  et_signing_keys_free (load (fixture));
  g_unsetenv ("CREDENTIALS_DIRECTORY");
}

static void
test_missing_file (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "The signing key file {path} cannot be opened: {reason}");
}

static void
test_folder_in_its_place (Fixture *fixture, gconstpointer data)
{
  g_mkdir (fixture->path, 0700);
  assert_refused (fixture, "The signing key file {path} is not a file");
  g_rmdir (fixture->path);
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
#define HEAD "etickets-signing-keys 1\n"
#define SEED "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  static const char *const damaged[] = {
    "etickets-signing-keys 2\n1 2026-01-01T00:00:00Z " SEED "\n",
    HEAD "0 2026-01-01T00:00:00Z " SEED "\n",
    HEAD "256 2026-01-01T00:00:00Z " SEED "\n",
    HEAD "x 2026-01-01T00:00:00Z " SEED "\n",
    HEAD "1 yesterday " SEED "\n",
    HEAD "1 2026-01-01T00:00:00Z " SEED "0\n",
    HEAD "1 2026-01-01T00:00:00Z 0123\n",
    HEAD "1 2026-01-01T00:00:00Z " SEED " more\n",
    HEAD "1 2026-01-01T00:00:00Z " SEED "\n1 2026-01-01T00:00:00Z " SEED "\n",
    HEAD "1 2026-01-01T00:00:00Z " SEED "\n\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      write_file (fixture, damaged[i]);
      assert_refused (fixture, "The signing key file {path} is damaged in line {line}");
    }
  write_file (fixture, HEAD);
  assert_refused (fixture, "The signing key file {path} holds no key");
  write_file (fixture, HEAD "1 2026-01-01T00:00:00Z " SEED "\n");
  et_signing_keys_free (load (fixture));
}

static void
test_damaged_file_is_not_overwritten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  guint8 key_id;

  write_file (fixture, "precious\n");
  g_assert_false (et_signing_keys_add (fixture->path, 0, &key_id, NULL));
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "precious\n");
}

static void
test_unwritable_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nowhere", "signing-keys", NULL);
  g_autoptr (GError) error = NULL;
  guint8 key_id;

  g_assert_false (et_signing_keys_add (path, 0, &key_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  g_assert_cmpstr (et_error_get_detail (error, "reason"), ==, g_strerror (ENOENT));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/signing-keys/private", test_file_is_private);
  ADD ("/signing-keys/rotation", test_newest_signs_and_all_prove);
  ADD ("/signing-keys/unknown", test_unknown_key);
  ADD ("/signing-keys/another", test_another_key_proves_nothing);
  ADD ("/signing-keys/reload", test_reload);
  ADD ("/signing-keys/refresh", test_refresh);
  ADD ("/signing-keys/refresh-of-rubbish", test_refresh_of_rubbish);
  ADD ("/signing-keys/public", test_public_half);
  ADD ("/signing-keys/numbers", test_numbers_go_on);
  ADD ("/signing-keys/numbers-end", test_numbers_end);
  ADD ("/signing-keys/modes", test_modes);
  ADD ("/signing-keys/credential", test_credential_of_systemd);
  ADD ("/signing-keys/missing", test_missing_file);
  ADD ("/signing-keys/folder", test_folder_in_its_place);
  ADD ("/signing-keys/damage", test_damage);
  ADD ("/signing-keys/damage-stays", test_damaged_file_is_not_overwritten);
  ADD ("/signing-keys/unwritable", test_unwritable_folder);
  return g_test_run ();
}
