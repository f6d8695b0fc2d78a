/* SPDX-License-Identifier: MIT */
/* A client that edits its cart, or pays, until somebody kills it.
 *
 * Usage: killed-client URL DATA_FOLDER edit|pay FIRST_OFFER SECOND_OFFER
 *
 * Says on standard output what it tries and what it has done, one line each. */
#include <stdio.h>
#include <stdlib.h>

#include "client/et-context.h"

static void
say (const char *what, int64_t offer_id, int64_t quantity)
{
  printf ("%s %d %d\n", what, (int) offer_id, (int) quantity);
  fflush (stdout);
}

static void
edit (EtContext *context, char **offers)
{
  for (guint i = 0;; i++)
    {
      int64_t offer_id = atoi (offers[g_random_int_range (0, 2)]);
      int64_t quantity = g_random_int_range (0, 20);

      say ("try", offer_id, quantity);
      if (et_cart_store_set (et_context_get_store (context), offer_id, quantity, NULL))
        say ("did", offer_id, quantity);
      if (i % 3 == 2)
        et_sync_run (et_context_get_sync (context), NULL, NULL);
    }
}

static void
pay (EtContext *context)
{
  int64_t order_id;

  say ("try", 0, 0);
  if (et_outbox_check_out (et_context_get_outbox (context), NULL, &order_id, NULL, NULL, NULL))
    say ("did", order_id, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (EtContext) context = et_context_new (argv[1], argv[2]);
  g_autoptr (GError) error = NULL;

  if (!et_context_open (context, NULL, &error))
    g_error ("%s", error->message);
  if (g_str_equal (argv[3], "edit"))
    edit (context, argv + 4);
  else
    pay (context);
  return 0;
}
