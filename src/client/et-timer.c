/* SPDX-License-Identifier: MIT */
#include "client/et-timer.h"

struct _EtTimer
{
  GMainContext *context; /* owned */
  GSource *source; /* owned, nullable */
  GFunc func;
  gpointer data; /* borrowed */
};

static gboolean
ring_cb (gpointer data)
{
  EtTimer *timer = data;

  timer->func (timer->data, NULL);
  return G_SOURCE_REMOVE;
}

/* @func is called with @data first. */
EtTimer *
et_timer_new (GFunc func, gpointer data)
{
  EtTimer *timer = g_new (EtTimer, 1);

  *timer = (EtTimer){ g_main_context_ref_thread_default (), NULL, func, data };
  return timer;
}

void
et_timer_free (EtTimer *timer)
{
  et_timer_stop (timer);
  g_main_context_unref (timer->context);
  g_free (timer);
}

/* Sets the timer anew, whether it was running or not. */
void
et_timer_set (EtTimer *timer, guint wait_ms)
{
  et_timer_stop (timer);
  timer->source = g_timeout_source_new (wait_ms);
  g_source_set_callback (timer->source, ring_cb, timer, NULL);
  g_source_attach (timer->source, timer->context);
}

void
et_timer_stop (EtTimer *timer)
{
  if (timer->source != NULL)
    g_source_destroy (timer->source);
  g_clear_pointer (&timer->source, g_source_unref);
}
