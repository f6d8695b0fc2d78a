/* SPDX-License-Identifier: MIT */
#include "client/et-network-leave.h"

#include <glib/gi18n-lib.h>

#include "client/et-call.h"
#include "core/et-error.h"

typedef enum
{
  GIVEN,
  UNASKED,
  ASKED, /* and not answered yet */
  REFUSED
} Leave;

struct _EtNetworkLeave
{
  GObject parent_instance;

  GMainContext *context; /* owned; of the thread that made this */
  GMutex lock;
  Leave leave; /* guarded by lock */
};

G_DEFINE_FINAL_TYPE (EtNetworkLeave, et_network_leave, G_TYPE_OBJECT)

enum
{
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
ask_cb (gpointer self)
{
  g_signal_emit (self, signals[WANTED], 0);
  return G_SOURCE_REMOVE;
}

static void
set_leave (EtNetworkLeave *self, Leave leave)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->leave = leave;
}

static gboolean
check (EtNetworkLeave *self, Leave asks_up_to, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->leave == GIVEN)
    return TRUE;
  if (self->leave != ASKED && self->leave <= asks_up_to)
    {
      self->leave = ASKED;
      et_call_later (self->context, ask_cb, g_object_ref (self), g_object_unref);
    }
  et_error_set_sentence (error, ET_ERROR_OFFLINE,
                         N_ ("The network is not used until you allow it"));
  return FALSE;
}

static void
et_network_leave_finalize (GObject *object)
{
  EtNetworkLeave *self = ET_NETWORK_LEAVE (object);

  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (et_network_leave_parent_class)->finalize (object);
}

static void
et_network_leave_class_init (EtNetworkLeaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_network_leave_finalize;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
et_network_leave_init (EtNetworkLeave *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
}

EtNetworkLeave *
et_network_leave_new (void)
{
  return g_object_new (ET_TYPE_NETWORK_LEAVE, NULL);
}

/* From now on the network is not used before somebody allowed it. */
void
et_network_leave_ask_first (EtNetworkLeave *self)
{
  set_leave (self, UNASKED);
}

/* What the person answered to "wanted". */
void
et_network_leave_answer (EtNetworkLeave *self, gboolean is_given)
{
  set_leave (self, is_given ? GIVEN : REFUSED);
}

/* A person wants something of the network after all: the next use asks again. */
void
et_network_leave_ask_again (EtNetworkLeave *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->leave == REFUSED)
    self->leave = UNASKED;
}

/* For what a person does. Sets ET_ERROR_OFFLINE without leave, and asks for it. From any thread. */
gboolean
et_network_leave_check (EtNetworkLeave *self, GError **error)
{
  return check (self, REFUSED, error);
}

/* The same for what happens by itself, which asks but once. */
gboolean
et_network_leave_check_quietly (EtNetworkLeave *self, GError **error)
{
  return check (self, UNASKED, error);
}
