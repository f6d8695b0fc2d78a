/* SPDX-License-Identifier: MIT */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/et-test-server.h"

#define LOGIN "/api/accounts/login/"
#define LOGOUT "/api/accounts/logout/"
#define ME "/api/accounts/me/"
#define FACTOR ME "second-factor/"
#define CONFIRM FACTOR "confirm/"
#define STATS "/api/admin/stats/"
#define PASSWORD "{\"password\":\"" ET_TEST_PASSWORD "\"}"

/* One server for the whole file. */
static EtTestServer *server;

/* Somebody with an authenticator. */
typedef struct
{
  const char *name;
  char *token; /* owned */
  char *secret; /* owned; of secret_length bytes */
  gsize secret_length;
  int64_t step; /* the 30 seconds that it was when the person came */
  char *recovery[2]; /* owned */
} Person;

static void
clear_person (Person *person)
{
  g_free (person->token);
  free (person->secret);
  g_free (person->recovery[0]);
  g_free (person->recovery[1]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Person, clear_person)

/* Waits until there is some time before the next 30 seconds begin. */
static int64_t
get_calm_step (void)
{
  while (g_get_real_time () / G_USEC_PER_SEC % 30 > 22)
    g_usleep (100000);
  return g_get_real_time () / G_USEC_PER_SEC / 30;
}

/* The code of the authenticator @offset times 30 seconds from now; -1 to 1 are accepted. */
static void
make_code (const Person *person, int offset, char ret_code[7])
{
  g_assert_cmpint (oath_totp_generate (person->secret, person->secret_length,
                                       (person->step + offset) * 30, 30, 0, 6, ret_code),
                   ==, OATH_OK);
}

static void
begin_enrolment (Person *person)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "POST", FACTOR, person->token, PASSWORD);
  JsonObject *root = et_test_answer_get_json (answer);
  const char *secret;

  et_test_answer_assert (answer, 200, NULL);
  secret = json_object_get_string_member (root, "secret");
  g_assert_nonnull (strstr (json_object_get_string_member (root, "uri"), secret));
  g_assert_true (
      g_str_has_prefix (json_object_get_string_member (root, "uri"), "otpauth://totp/eTickets:"));
  g_assert_cmpint (
      oath_base32_decode (secret, strlen (secret), &person->secret, &person->secret_length), ==,
      OATH_OK);
  g_assert_cmpuint (person->secret_length, ==, 20);
}

static void
confirm (Person *person, int offset)
{
  char code[7];
  g_autofree char *body = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  JsonArray *codes;

  make_code (person, offset, code);
  body = g_strdup_printf ("{\"code\":\"%s\"}", code);
  answer = et_test_server_call (server, "POST", CONFIRM, person->token, body);
  et_test_answer_assert (answer, 200, NULL);
  codes = json_object_get_array_member (et_test_answer_get_json (answer), "recovery_codes");
  g_assert_cmpuint (json_array_get_length (codes), ==, 10);
  for (guint i = 0; i < 2; i++)
    person->recovery[i] = g_strdup (json_array_get_string_element (codes, i));
}

/* Signs up, and sets the second step up with the oldest code that is accepted. */
static void
come (Person *person, const char *name)
{
  person->name = name;
  person->token = et_test_server_sign_up (server, name);
  person->step = get_calm_step ();
  begin_enrolment (person);
  confirm (person, -1);
}

static void
log_in (const Person *person, const char *code, int status, const char *error)
{
  g_autofree char *member = code != NULL ? g_strdup_printf (",\"code\":\"%s\"", code)
                                         : g_strdup ("");
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"password\":\"" ET_TEST_PASSWORD "\"%s}", person->name, member);

  et_test_server_expect (server, "POST", LOGIN, NULL, body, status, error);
}

static void
log_in_at (const Person *person, int offset, int status, const char *error)
{
  char code[7];

  make_code (person, offset, code);
  log_in (person, code, status, error);
}

static void
test_sign_in_takes_a_code (void)
{
  g_auto (Person) person = { 0 };

  come (&person, "careful");
  log_in (&person, NULL, 401, "second_factor_required");
  log_in (&person, "000000", 401, "wrong_code");
  log_in_at (&person, 0, 200, NULL);
}

/* Nobody learns of a second step without the password. */
static void
test_password_comes_first (void)
{
  g_auto (Person) person = { 0 };
  char code[7];
  g_autofree char *body = NULL;

  come (&person, "discreet");
  make_code (&person, 0, code);
  body = g_strdup_printf (
      "{\"username\":\"discreet\",\"password\":\"wrong password 1\",\"code\":\"%s\"}", code);
  et_test_server_expect (server, "POST", LOGIN, NULL, body, 401, "wrong_credentials");
  log_in (&person, code, 200, NULL);
}

static void
test_code_works_once (void)
{
  g_auto (Person) person = { 0 };

  come (&person, "replayed");
  log_in_at (&person, -1, 401, "wrong_code"); /* was used to set it up */
  log_in_at (&person, 0, 200, NULL);
  log_in_at (&person, 0, 401, "wrong_code");
  log_in_at (&person, -1, 401, "wrong_code");
  log_in_at (&person, 1, 200, NULL);
  log_in_at (&person, 2, 401, "wrong_code"); /* not yet */
}

static void
test_recovery_codes_work_once_each (void)
{
  g_auto (Person) person = { 0 };
  g_autofree char *small = NULL;

  come (&person, "recovering");
  log_in (&person, person.recovery[0], 200, NULL);
  log_in (&person, person.recovery[0], 401, "wrong_code");
  small = g_ascii_strdown (person.recovery[1], -1);
  log_in (&person, small, 200, NULL);
  g_assert_cmpint (et_test_server_count (server,
                                         "SELECT COUNT(*) FROM recovery_codes WHERE account_id = "
                                         "(SELECT id FROM accounts WHERE username = 'recovering')"),
                   ==, 8);
}

static void
test_codes_are_limited (void)
{
  g_auto (Person) person = { 0 };

  come (&person, "attacked");
  for (int i = 0; i < 5; i++)
    log_in (&person, "000000", 401, "wrong_code");
  log_in_at (&person, 0, 429, "rate_limited");
}

static void
test_nothing_before_the_confirmation (void)
{
  g_auto (Person) person = { .name = "hesitant" };

  person.token = et_test_server_sign_up (server, person.name);
  person.step = get_calm_step ();
  begin_enrolment (&person);
  et_test_server_expect (server, "POST", CONFIRM, person.token, "{\"code\":\"000000\"}", 401,
                         "wrong_code");
  log_in (&person, NULL, 200, NULL);
  confirm (&person, 0);
  log_in (&person, NULL, 401, "second_factor_required");
  et_test_server_expect (server, "POST", FACTOR, person.token, PASSWORD, 409, "conflict");
}

static void
test_enrolment_wants_the_password (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "robbed");

  et_test_server_expect (server, "POST", FACTOR, token, "{\"password\":\"wrong password 1\"}", 401,
                         "wrong_credentials");
}

static void
test_removal_wants_a_code (void)
{
  g_auto (Person) person = { 0 };
  g_autofree char *body = NULL;

  come (&person, "changing");
  et_test_server_expect (server, "DELETE", FACTOR, person.token, PASSWORD, 401,
                         "second_factor_required");
  body = g_strdup_printf ("{\"password\":\"" ET_TEST_PASSWORD "\",\"code\":\"%s\"}",
                          person.recovery[0]);
  et_test_server_expect (server, "DELETE", FACTOR, person.token, body, 200, NULL);
  log_in (&person, NULL, 200, NULL);
  g_assert_cmpint (et_test_server_count (server,
                                         "SELECT COUNT(*) FROM recovery_codes WHERE account_id = "
                                         "(SELECT id FROM accounts WHERE username = 'changing')"),
                   ==, 0);
}

/* Last, because the server begins anew with the setting. */
static void
test_administrators_must_enrol (void)
{
  g_auto (Person) boss = { .name = "boss" };
  g_autofree char *customer = NULL;

  boss.token = et_test_server_make (server, "admin", boss.name);
  customer = et_test_server_sign_up (server, "customer");
  et_test_server_expect (server, "GET", STATS, boss.token, NULL, 200, NULL);
  et_test_server_stop (server);
  et_test_server_set (server, "ETICKETS_REQUIRE_2FA", "1");
  et_test_server_start (server);

  et_test_server_expect (server, "GET", STATS, boss.token, NULL, 403, "second_factor_due");
  et_test_server_expect (server, "GET", "/api/orders/", boss.token, NULL, 403, "second_factor_due");
  et_test_server_expect (server, "GET", ME, boss.token, NULL, 200, NULL);
  et_test_server_expect (server, "GET", "/api/orders/", customer, NULL, 200, NULL);
  boss.step = get_calm_step ();
  begin_enrolment (&boss);
  et_test_server_expect (server, "GET", STATS, boss.token, NULL, 403, "second_factor_due");
  confirm (&boss, 0);
  et_test_server_expect (server, "GET", STATS, boss.token, NULL, 200, NULL);
}

/* Returns: (transfer full): the secret of somebody as the database has it. */
static GBytes *
read_secret (const Person *person)
{
  g_autoptr (EtDb) db = et_test_server_open_database (server, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT secret FROM second_factors WHERE account_id = "
                                             "(SELECT id FROM accounts WHERE username = :name)",
                                             &error);
  gboolean has_row;
  gconstpointer bytes;
  gsize length;

  et_db_stmt_bind_text (stmt, "name", person->name);
  g_assert_true (et_db_stmt_step (stmt, &has_row, &error) && has_row);
  bytes = et_db_stmt_get_bytes (stmt, 0, &length);
  return g_bytes_new (bytes, length);
}

/* The form from before there was a seal. */
static void
write_clear_secret (const Person *person)
{
  g_autoptr (EtDb) db = et_test_server_open_database (server, ET_DB_READ_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE second_factors SET secret = :secret WHERE account_id = "
                            "(SELECT id FROM accounts WHERE username = :name)",
                            &error);

  et_db_begin (db, &error);
  et_db_stmt_bind_bytes (stmt, "secret", person->secret, person->secret_length);
  et_db_stmt_bind_text (stmt, "name", person->name);
  g_assert_true (et_db_stmt_run (stmt, NULL, &error));
  g_clear_pointer (&stmt, et_db_stmt_reset);
  g_assert_true (et_db_commit (db, &error));
}

static void
assert_sealed (const Person *person, guint8 key_id)
{
  g_autoptr (GBytes) stored = read_secret (person);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (stored, &size);

  g_assert_cmpuint (size, ==, 61);
  g_assert_cmpuint (bytes[0], ==, key_id);
  g_assert_null (memmem (bytes, size, person->secret, person->secret_length));
}

/* The database alone makes no codes; a new signing key seals them anew at the next start. */
static void
test_secrets_are_sealed (void)
{
  static const char *const generate[] = { "generate-key", NULL };
  g_auto (Person) person = { 0 };

  come (&person, "sealed");
  assert_sealed (&person, 1);
  g_assert_cmpint (et_test_server_run (server, generate, NULL, NULL, NULL), ==, 0);
  log_in_at (&person, 0, 200, NULL);
  et_test_server_stop (server);
  et_test_server_start (server);
  assert_sealed (&person, 2);
  person.step = get_calm_step ();
  log_in_at (&person, 1, 200, NULL);
}

static void
test_older_secrets_get_sealed (void)
{
  g_auto (Person) person = { 0 };
  g_autoptr (GBytes) clear = NULL;

  come (&person, "older");
  et_test_server_stop (server);
  write_clear_secret (&person);
  clear = read_secret (&person);
  g_assert_cmpuint (g_bytes_get_size (clear), ==, 20);
  et_test_server_start (server);
  assert_sealed (&person, 2);
  log_in_at (&person, 0, 200, NULL);
}

/* A sealed secret is of no use in another row. */
static void
test_sealed_for_one_account (void)
{
  g_auto (Person) villain = { 0 };
  g_auto (Person) victim = { 0 };

  come (&villain, "villain");
  come (&victim, "victim");
  et_test_server_stop (server);
  et_test_server_exec (server,
                       "UPDATE second_factors SET secret = (SELECT f.secret FROM second_factors f "
                       "WHERE f.account_id = (SELECT id FROM accounts WHERE username = 'villain')) "
                       "WHERE account_id = (SELECT id FROM accounts WHERE username = 'victim')");
  et_test_server_start (server);
  victim.step = villain.step = get_calm_step ();
  free (victim.secret);
  victim.secret = malloc (villain.secret_length);
  memcpy (victim.secret, villain.secret, villain.secret_length);
  log_in_at (&villain, 1, 200, NULL);
  log_in_at (&victim, 1, 401, "wrong_code");
  log_in (&victim, victim.recovery[0], 200, NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (oath_init (), ==, OATH_OK);
  server = et_test_server_new (NULL);
  g_test_add_func ("/second-factor/code", test_sign_in_takes_a_code);
  g_test_add_func ("/second-factor/password-first", test_password_comes_first);
  g_test_add_func ("/second-factor/once", test_code_works_once);
  g_test_add_func ("/second-factor/recovery", test_recovery_codes_work_once_each);
  g_test_add_func ("/second-factor/limits", test_codes_are_limited);
  g_test_add_func ("/second-factor/enrolment", test_nothing_before_the_confirmation);
  g_test_add_func ("/second-factor/enrolment/password", test_enrolment_wants_the_password);
  g_test_add_func ("/second-factor/removal", test_removal_wants_a_code);
  g_test_add_func ("/second-factor/sealed", test_secrets_are_sealed);
  g_test_add_func ("/second-factor/sealed/older", test_older_secrets_get_sealed);
  g_test_add_func ("/second-factor/sealed/other-account", test_sealed_for_one_account);
  g_test_add_func ("/second-factor/administrators", test_administrators_must_enrol);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}
