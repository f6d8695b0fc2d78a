/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

#define ET_TICKET_KEY_MAX_LENGTH 512 /* characters a request may send */
#define ET_TICKET_NONCE_SIZE 8
#define ET_SIGNING_SEED_SIZE 32
#define ET_SIGNING_PUBLIC_SIZE 32
#define ET_SIGNING_SECRET_SIZE 64

/* What a ticket key says and its signature proves. */
typedef struct
{
  guint8 key_id;
  int64_t offer_id;
  int64_t ticket_id;
  guint8 admits;
  int64_t valid_from_ms; /* whole seconds, before the year 2106 */
  int64_t valid_minutes;
  guint8 nonce[ET_TICKET_NONCE_SIZE];
} EtTicketClaims;

/* A key taken apart but not yet proven. */
typedef struct
{
  EtTicketClaims claims;
  guint8 payload[256];
  gsize payload_length; /* bytes, the signature included */
} EtTicketKey;

char *
et_ticket_key_issue (const EtTicketClaims *claims, const guint8 secret[ET_SIGNING_SECRET_SIZE]);
char *et_ticket_key_normalise (const char *text);
gboolean et_ticket_key_parse (const char *text, EtTicketKey *ret_key, GError **error);
gboolean et_ticket_key_is_signed_by (const EtTicketKey *key,
                                     const guint8 public_key[ET_SIGNING_PUBLIC_SIZE]);
void et_ticket_nonce_derive (const guint8 *secret,
                             gsize secret_length,
                             int64_t serial,
                             guint8 ret_nonce[ET_TICKET_NONCE_SIZE]);

G_END_DECLS
