/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-ticket-key.h"
#include "fuzz.h"

/* What is read as a ticket key says something that a key can say, is spelled in one way only, and is
 * signed by nobody unless it was. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 nobody[ET_SIGNING_PUBLIC_SIZE] = { 1 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *normal = et_ticket_key_normalise (text);
  g_autofree char *again = normal != NULL ? et_ticket_key_normalise (normal) : NULL;
  g_autoptr (GError) error = NULL;
  EtTicketKey key;
  gboolean is_read = et_ticket_key_parse (text, &key, &error);

  g_assert_true (is_read == (error == NULL));
  g_assert_cmpstr (normal, ==, again);
  if (is_read)
    {
      g_assert_cmpuint (key.payload_length, <=, sizeof key.payload);
      g_assert_cmpint (key.claims.valid_minutes, >=, 0);
      g_assert_cmpint (key.claims.ticket_id, >=, 0);
      g_assert_false (et_ticket_key_is_signed_by (&key, nobody));
    }
  return 0;
}
