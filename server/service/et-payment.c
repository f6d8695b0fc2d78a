/* SPDX-License-Identifier: MIT */
#include "server/service/et-payment.h"

#define MIN_CARD_DIGITS 12
#define MAX_CARD_DIGITS 19 /* ISO/IEC 7812-1 */

/* Asks for @cents; blocks until the provider says yes or no, or its time is over. */
gboolean
et_payment_charge (EtPaymentProvider *provider,
                   int64_t order_id,
                   int64_t attempt,
                   int64_t cents,
                   const char *card_number,
                   GError **error)
{
  return provider->charge (provider, order_id, attempt, cents, card_number, error);
}

/* Unless the payment was made, sees to it that it never will be. Returns: what became of it. */
EtPaymentState
et_payment_cancel (EtPaymentProvider *provider, int64_t order_id, int64_t attempt)
{
  return provider->cancel (provider, order_id, attempt);
}

/* Gives @cents of a payment back; the same @refund_id asked twice is carried out once. */
gboolean
et_payment_refund (EtPaymentProvider *provider,
                   int64_t order_id,
                   int64_t attempt,
                   int64_t refund_id,
                   int64_t cents,
                   GError **error)
{
  return provider->refund (provider, order_id, attempt, refund_id, cents, error);
}

void
et_payment_provider_free (EtPaymentProvider *provider)
{
  provider->free (provider);
}

/* Returns: (transfer full) (nullable): the digits of a card number without the blanks and dashes
 * between them; NULL when its length or its check digit (Luhn, ISO/IEC 7812-1) is wrong. */
char *
et_card_number_normalise (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  int sum = 0;

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (*p != ' ' && *p != '-')
      return NULL;
  if (digits->len < MIN_CARD_DIGITS || digits->len > MAX_CARD_DIGITS)
    return NULL;

  for (gsize i = 0; i < digits->len; i++)
    {
      int digit = digits->str[digits->len - 1 - i] - '0';

      if (i % 2 == 1)
        digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
  return sum % 10 == 0 ? g_strdup (digits->str) : NULL;
}
