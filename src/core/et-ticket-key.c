/* SPDX-License-Identifier: MIT */
#include "core/et-ticket-key.h"

#include <sodium.h>
#include <string.h>

#include "core/et-error.h"

/* Version 1, as CONTRIBUTING.md describes it:
 *   key    = PAYLOAD ":" CHECK
 *   PAYLOAD = base32 (RFC 4648, upper case, no padding) of
 *             version u8 | key id u8 | offer varint | ticket varint | admits u8 | valid from u32 |
 *             minutes varint | nonce 8 bytes | Ed25519 signature 64 bytes
 *   CHECK  = first 8 hex digits, upper case, of SHA-256 (PAYLOAD)
 * The signature is over a domain string, its terminating zero included, and the bytes before the
 * signature. Varints are LEB128 in their shortest form; u32 is big-endian seconds since 1970. */
#define VERSION 1
#define CHECK_LENGTH 8

static const char domain[] = "etickets ticket v1";
static const char base32_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

typedef struct
{
  const guint8 *p;
  const guint8 *end;
} Reader;

static void
append_varint (GByteArray *bytes, int64_t value)
{
  guint64 rest = (guint64) value;

  do
    {
      guint8 byte = rest & 0x7f;

      rest >>= 7;
      if (rest != 0)
        byte |= 0x80;
      g_byte_array_append (bytes, &byte, 1);
    }
  while (rest != 0);
}

static gboolean
take_bytes (Reader *reader, guint8 *ret_bytes, gsize length)
{
  if ((gsize) (reader->end - reader->p) < length)
    return FALSE;
  memcpy (ret_bytes, reader->p, length);
  reader->p += length;
  return TRUE;
}

/* Refuses what is longer than needed: one number has one spelling. */
static gboolean
take_varint (Reader *reader, int64_t *ret_value)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 63 && reader->p < reader->end; shift += 7)
    {
      guint8 byte = *reader->p++;

      value |= (guint64) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        {
          *ret_value = (int64_t) value;
          return shift == 0 || byte != 0;
        }
    }
  return FALSE;
}

static void
append_claims (GByteArray *bytes, const EtTicketClaims *claims)
{
  const guint8 head[2] = { VERSION, claims->key_id };
  guint32 from = GUINT32_TO_BE ((guint32) (claims->valid_from_ms / 1000));

  g_byte_array_append (bytes, head, sizeof head);
  append_varint (bytes, claims->offer_id);
  append_varint (bytes, claims->ticket_id);
  g_byte_array_append (bytes, &claims->admits, 1);
  g_byte_array_append (bytes, (const guint8 *) &from, sizeof from);
  append_varint (bytes, claims->valid_minutes);
  g_byte_array_append (bytes, claims->nonce, ET_TICKET_NONCE_SIZE);
}

static gboolean
take_claims (Reader *reader, EtTicketClaims *ret_claims)
{
  guint8 version;
  guint8 from[4];
  guint32 seconds;

  if (!take_bytes (reader, &version, 1) || version != VERSION ||
      !take_bytes (reader, &ret_claims->key_id, 1) ||
      !take_varint (reader, &ret_claims->offer_id) ||
      !take_varint (reader, &ret_claims->ticket_id) ||
      !take_bytes (reader, &ret_claims->admits, 1) || !take_bytes (reader, from, sizeof from) ||
      !take_varint (reader, &ret_claims->valid_minutes) ||
      !take_bytes (reader, ret_claims->nonce, ET_TICKET_NONCE_SIZE))
    return FALSE;
  memcpy (&seconds, from, sizeof seconds);
  ret_claims->valid_from_ms = (int64_t) GUINT32_FROM_BE (seconds) * 1000;
  return TRUE;
}

static char *
base32_encode (const guint8 *data, gsize length)
{
  GString *text = g_string_sized_new (length * 8 / 5 + 2);
  guint bits = 0;
  guint32 held = 0;

  for (gsize i = 0; i < length; i++)
    {
      held = held << 8 | data[i];
      for (bits += 8; bits >= 5; bits -= 5)
        g_string_append_c (text, base32_digits[held >> (bits - 5) & 31]);
    }
  if (bits > 0)
    g_string_append_c (text, base32_digits[held << (5 - bits) & 31]);
  return g_string_free (text, FALSE);
}

/* Refuses unused bits that are not zero and lengths that no encoder makes. */
static gboolean
base32_decode (const char *text, gsize length, guint8 *ret_data, gsize size, gsize *ret_length)
{
  guint bits = 0;
  guint32 held = 0;
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      const char *digit = text[i] != '\0' ? strchr (base32_digits, text[i]) : NULL;

      if (digit == NULL)
        return FALSE;
      held = (held << 5 | (guint32) (digit - base32_digits)) & 0xffff;
      bits += 5;
      if (bits >= 8)
        {
          if (n >= size)
            return FALSE;
          bits -= 8;
          ret_data[n++] = (guint8) (held >> bits);
        }
    }
  *ret_length = n;
  return bits < 5 && (held & ((1u << bits) - 1)) == 0;
}

static void
write_check (const char *payload, gsize length, char ret_check[CHECK_LENGTH + 1])
{
  static const char digits[] = "0123456789ABCDEF";
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, (const guint8 *) payload, length);
  for (int i = 0; i < CHECK_LENGTH; i++)
    ret_check[i] = digits[hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
  ret_check[CHECK_LENGTH] = '\0';
}

static GByteArray *
signed_bytes (const guint8 *claims, gsize length)
{
  GByteArray *message = g_byte_array_sized_new (sizeof domain + (guint) length);

  g_byte_array_append (message, (const guint8 *) domain, sizeof domain);
  g_byte_array_append (message, claims, (guint) length);
  return message;
}

/* Signs @claims with an Ed25519 secret key (libsodium's 64 bytes). The same claims give the same
 * key for ever. Returns: (transfer full): the text of the ticket's QR. */
char *
et_ticket_key_issue (const EtTicketClaims *claims, const guint8 secret[ET_SIGNING_SECRET_SIZE])
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (128);
  g_autoptr (GByteArray) message = NULL;
  g_autofree char *payload = NULL;
  guint8 signature[crypto_sign_BYTES];
  char check[CHECK_LENGTH + 1];

  g_return_val_if_fail (claims->offer_id >= 0 && claims->ticket_id >= 0, NULL);
  g_return_val_if_fail (claims->valid_minutes >= 0, NULL);
  g_return_val_if_fail (claims->valid_from_ms >= 0 && claims->valid_from_ms / 1000 <= G_MAXUINT32 &&
                            claims->valid_from_ms % 1000 == 0,
                        NULL);

  append_claims (bytes, claims);
  message = signed_bytes (bytes->data, bytes->len);
  crypto_sign_detached (signature, NULL, message->data, message->len, secret);
  g_byte_array_append (bytes, signature, sizeof signature);
  payload = base32_encode (bytes->data, bytes->len);
  write_check (payload, strlen (payload), check);
  return g_strconcat (payload, ":", check, NULL);
}

/* What people and scanners send becomes what was printed: blanks removed, letters upper-cased.
 * Returns: (transfer full). */
char *
et_ticket_key_normalise (const char *text)
{
  GString *key = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (key, g_ascii_toupper (*p));
  return g_string_free (key, FALSE);
}

static gboolean
take_payload_apart (const char *payload, gsize length, EtTicketKey *ret_key)
{
  EtTicketKey key = { 0 };
  Reader reader;

  if (!base32_decode (payload, length, key.payload, sizeof key.payload, &key.payload_length))
    return FALSE;
  reader = (Reader){ key.payload, key.payload + key.payload_length };
  if (!take_claims (&reader, &key.claims) || reader.end - reader.p != crypto_sign_BYTES)
    return FALSE;
  *ret_key = key;
  return TRUE;
}

/* Takes a key apart without proving it. Sets, in this order: ET_ERROR_TICKET_KEY_MISSING (empty),
 * ET_ERROR_TICKET_KEY_TOO_LONG (over 512 characters), ET_ERROR_TICKET_KEY_FORMAT (no colon),
 * ET_ERROR_CHECKSUM, and ET_ERROR_TICKET_UNKNOWN for a payload that no issuer writes. */
gboolean
et_ticket_key_parse (const char *text, EtTicketKey *ret_key, GError **error)
{
  g_autofree char *key = NULL;
  const char *colon;
  char check[CHECK_LENGTH + 1];

  if (g_utf8_strlen (text, -1) > ET_TICKET_KEY_MAX_LENGTH)
    {
      et_error_set (error, ET_ERROR_TICKET_KEY_TOO_LONG);
      return FALSE;
    }
  key = et_ticket_key_normalise (text);
  colon = strchr (key, ':');
  if (*key == '\0' || colon == NULL)
    {
      et_error_set (error, *key == '\0' ? ET_ERROR_TICKET_KEY_MISSING : ET_ERROR_TICKET_KEY_FORMAT);
      return FALSE;
    }
  write_check (key, (gsize) (colon - key), check);
  if (strcmp (colon + 1, check) != 0)
    {
      et_error_set (error, ET_ERROR_CHECKSUM);
      return FALSE;
    }
  if (!take_payload_apart (key, (gsize) (colon - key), ret_key))
    {
      et_error_set (error, ET_ERROR_TICKET_UNKNOWN);
      return FALSE;
    }
  return TRUE;
}

/* Whether the holder of @public_key's other half signed this key. */
gboolean
et_ticket_key_is_signed_by (const EtTicketKey *key, const guint8 public_key[ET_SIGNING_PUBLIC_SIZE])
{
  gsize claims_length = key->payload_length - crypto_sign_BYTES;
  g_autoptr (GByteArray) message = signed_bytes (key->payload, claims_length);

  return crypto_sign_verify_detached (key->payload + claims_length, message->data, message->len,
                                      public_key) == 0;
}

/* The nonce of a ticket: the first 8 bytes of HMAC-SHA-256 (secret, serial as 8 bytes big-endian),
 * RFC 2104. @secret: the account's secret followed by the order's purchase key. */
void
et_ticket_nonce_derive (const guint8 *secret,
                        gsize secret_length,
                        int64_t serial,
                        guint8 ret_nonce[ET_TICKET_NONCE_SIZE])
{
  crypto_auth_hmacsha256_state state;
  guint8 mac[crypto_auth_hmacsha256_BYTES];
  guint64 number = GUINT64_TO_BE ((guint64) serial);

  crypto_auth_hmacsha256_init (&state, secret, secret_length);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) &number, sizeof number);
  crypto_auth_hmacsha256_final (&state, mac);
  memcpy (ret_nonce, mac, ET_TICKET_NONCE_SIZE);
  sodium_memzero (mac, sizeof mac);
}
