/* SPDX-License-Identifier: MIT */
#include "server/service/et-unfinished.h"

struct _EtUnfinished
{
  GMutex mutex; /* guards the queue */
  GQueue queue; /* owned, of EtUnfinishedCheckout */
};

EtUnfinished *
et_unfinished_new (void)
{
  EtUnfinished *unfinished = g_new0 (EtUnfinished, 1);

  g_mutex_init (&unfinished->mutex);
  g_queue_init (&unfinished->queue);
  return unfinished;
}

/* What is left is found in the database by the next start. */
void
et_unfinished_free (EtUnfinished *unfinished)
{
  g_queue_clear_full (&unfinished->queue, g_free);
  g_mutex_clear (&unfinished->mutex);
  g_free (unfinished);
}

/* Leaves a checkout that no request is at work on any more. */
void
et_unfinished_add (EtUnfinished *unfinished, const EtUnfinishedCheckout *checkout)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&unfinished->mutex);

  g_queue_push_tail (&unfinished->queue, g_memdup2 (checkout, sizeof *checkout));
}

/* Returns: FALSE when there is none. */
gboolean
et_unfinished_take (EtUnfinished *unfinished, EtUnfinishedCheckout *ret_checkout)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&unfinished->mutex);
  g_autofree EtUnfinishedCheckout *checkout = g_queue_pop_head (&unfinished->queue);

  if (checkout != NULL)
    *ret_checkout = *checkout;
  return checkout != NULL;
}
