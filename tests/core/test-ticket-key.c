/* SPDX-License-Identifier: MIT */
#include <sodium.h>
#include <string.h>

#include "core/et-error.h"
#include "core/et-ticket-key.h"

static guint8 public_key[ET_SIGNING_PUBLIC_SIZE];
static guint8 secret_key[ET_SIGNING_SECRET_SIZE];

static const EtTicketClaims claims = {
  .key_id = 3,
  .offer_id = 36,
  .ticket_id = 1234567,
  .admits = 4,
  .valid_from_ms = 1785000000000,
  .valid_minutes = 1440,
  .nonce = { 1, 2, 3, 4, 5, 6, 7, 8 },
};

static void
assert_error_of (const char *text, EtErrorCode expected)
{
  g_autoptr (GError) error = NULL;
  EtTicketKey key;

  g_assert_false (et_ticket_key_parse (text, &key, &error));
  g_assert_error (error, ET_ERROR, (int) expected);
}

/* A key with a right checksum around any payload. */
static char *
with_check (const char *payload)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, payload, -1);
  g_autofree char *check = g_ascii_strup (sum, 8);

  return g_strconcat (payload, ":", check, NULL);
}

static void
test_round_trip (void)
{
  g_autofree char *text = et_ticket_key_issue (&claims, secret_key);
  g_autoptr (GError) error = NULL;
  EtTicketKey key;

  g_assert_true (et_ticket_key_parse (text, &key, &error));
  g_assert_no_error (error);
  g_assert_cmpint (key.claims.key_id, ==, 3);
  g_assert_cmpint (key.claims.offer_id, ==, 36);
  g_assert_cmpint (key.claims.ticket_id, ==, 1234567);
  g_assert_cmpint (key.claims.admits, ==, 4);
  g_assert_cmpint (key.claims.valid_from_ms, ==, 1785000000000);
  g_assert_cmpint (key.claims.valid_minutes, ==, 1440);
  g_assert_cmpmem (key.claims.nonce, 8, claims.nonce, 8);
  g_assert_true (et_ticket_key_is_signed_by (&key, public_key));
}

static void
test_same_claims_same_key (void)
{
  g_autofree char *once = et_ticket_key_issue (&claims, secret_key);
  g_autofree char *again = et_ticket_key_issue (&claims, secret_key);

  g_assert_cmpstr (once, ==, again);
  g_assert_cmpuint (strspn (once, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:"), ==, strlen (once));
}

static void
test_typed_by_hand (void)
{
  g_autofree char *text = et_ticket_key_issue (&claims, secret_key);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *spaced = g_strdup_printf ("  %.20s \t%s\n", lower, lower + 20);
  EtTicketKey key;

  g_assert_true (et_ticket_key_parse (spaced, &key, NULL));
  g_assert_true (et_ticket_key_is_signed_by (&key, public_key));
}

static void
test_faults_by_name (void)
{
  g_autofree char *text = et_ticket_key_issue (&claims, secret_key);
  g_autofree char *longest = g_strnfill (512, 'A');
  g_autofree char *too_long = g_strnfill (513, 'A');
  g_autofree char *nonsense = with_check ("AAAA");

  assert_error_of ("", ET_ERROR_TICKET_KEY_MISSING);
  assert_error_of ("  ", ET_ERROR_TICKET_KEY_MISSING);
  assert_error_of (too_long, ET_ERROR_TICKET_KEY_TOO_LONG);
  assert_error_of (longest, ET_ERROR_TICKET_KEY_FORMAT);
  assert_error_of ("abc123:hash456", ET_ERROR_CHECKSUM);
  assert_error_of (nonsense, ET_ERROR_TICKET_UNKNOWN);
  text[10] = text[10] == 'A' ? 'B' : 'A';
  assert_error_of (text, ET_ERROR_CHECKSUM);
}

static void
test_other_key_did_not_sign (void)
{
  g_autofree char *text = et_ticket_key_issue (&claims, secret_key);
  guint8 other_public[ET_SIGNING_PUBLIC_SIZE], other_secret[ET_SIGNING_SECRET_SIZE];
  EtTicketKey key;

  crypto_sign_keypair (other_public, other_secret);
  g_assert_true (et_ticket_key_parse (text, &key, NULL));
  g_assert_false (et_ticket_key_is_signed_by (&key, other_public));
}

/* Whatever one character of the payload becomes, with a checksum that fits, the key is refused. */
static void
test_no_mutation_is_accepted (void)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  g_autofree char *text = et_ticket_key_issue (&claims, secret_key);
  gsize length = (gsize) (strchr (text, ':') - text);
  guint accepted = 0;

  for (gsize i = 0; i < length; i++)
    for (int d = 0; d < 32; d++)
      {
        g_autofree char *payload = g_strndup (text, length);
        g_autofree char *mutated = NULL;
        EtTicketKey key;

        if (payload[i] == digits[d])
          continue;
        payload[i] = digits[d];
        mutated = with_check (payload);
        if (et_ticket_key_parse (mutated, &key, NULL) &&
            et_ticket_key_is_signed_by (&key, public_key))
          accepted++;
      }
  g_assert_cmpuint (accepted, ==, 0);
}

static void
test_limits_of_numbers (void)
{
  EtTicketClaims edge = claims;
  g_autofree char *text = NULL;
  EtTicketKey key;

  edge.offer_id = 0;
  edge.ticket_id = G_MAXINT64;
  edge.valid_from_ms = (int64_t) G_MAXUINT32 * 1000;
  edge.valid_minutes = 0;
  text = et_ticket_key_issue (&edge, secret_key);
  g_assert_true (et_ticket_key_parse (text, &key, NULL));
  g_assert_cmpint (key.claims.ticket_id, ==, G_MAXINT64);
  g_assert_cmpint (key.claims.offer_id, ==, 0);
  g_assert_cmpint (key.claims.valid_from_ms, ==, (int64_t) G_MAXUINT32 * 1000);
}

static void
test_nonces_differ (void)
{
  const guint8 secret[] = "account secret and purchase key";
  guint8 one[ET_TICKET_NONCE_SIZE], again[ET_TICKET_NONCE_SIZE], two[ET_TICKET_NONCE_SIZE];

  et_ticket_nonce_derive (secret, sizeof secret, 1, one);
  et_ticket_nonce_derive (secret, sizeof secret, 1, again);
  et_ticket_nonce_derive (secret, sizeof secret, 2, two);
  g_assert_cmpmem (one, sizeof one, again, sizeof again);
  g_assert_cmpint (memcmp (one, two, sizeof one), !=, 0);
}

/* HMAC-SHA-256 with the key of RFC 4231 test case 2 ("Jefe") over eight zero bytes. */
static void
test_nonce_is_an_hmac (void)
{
  const guint8 message[8] = { 0 };
  g_autofree char *expected = g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guint8 *) "Jefe",
                                                       4, message, 8);
  guint8 nonce[ET_TICKET_NONCE_SIZE];
  char hex[2 * ET_TICKET_NONCE_SIZE + 1];

  et_ticket_nonce_derive ((const guint8 *) "Jefe", 4, 0, nonce);
  sodium_bin2hex (hex, sizeof hex, nonce, sizeof nonce);
  expected[16] = '\0';
  g_assert_cmpstr (hex, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (public_key, secret_key);
  g_test_add_func ("/core/ticket-key/round-trip", test_round_trip);
  g_test_add_func ("/core/ticket-key/same", test_same_claims_same_key);
  g_test_add_func ("/core/ticket-key/typed", test_typed_by_hand);
  g_test_add_func ("/core/ticket-key/faults", test_faults_by_name);
  g_test_add_func ("/core/ticket-key/other-key", test_other_key_did_not_sign);
  g_test_add_func ("/core/ticket-key/mutations", test_no_mutation_is_accepted);
  g_test_add_func ("/core/ticket-key/limits", test_limits_of_numbers);
  g_test_add_func ("/core/ticket-key/nonces", test_nonces_differ);
  g_test_add_func ("/core/ticket-key/hmac", test_nonce_is_an_hmac);
  return g_test_run ();
}
