/* SPDX-License-Identifier: MIT */
#include "server/repo/et-order-transition.h"

/* All there are. The guards of et-guards.c alone write an order's state; each asks here first, and
 * then the row whether it is still in the state it leaves. */
static const struct
{
  const char *from;
  const char *to;
} transitions[] = {
  { "cart", "pending" }, /* a checkout begins */
  { "pending", "paid" }, /* its payment came */
  { "pending", "cart" }, /* it did not: the buyer may try another card */
  { "pending", "expired" }, /* nor did anybody wait for it any more */
  { "paid", "refunded" }, /* all its tickets are, one by one or at once */
  { "paid", "cancelled" }, /* the same, because the sale was called off */
};

gboolean
et_order_transition_is_allowed (const char *from, const char *to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    if (g_strcmp0 (transitions[i].from, from) == 0 && g_strcmp0 (transitions[i].to, to) == 0)
      return TRUE;
  return FALSE;
}
