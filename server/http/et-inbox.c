/* SPDX-License-Identifier: MIT */
#include "server/http/et-inbox.h"

/* It is the source, too, which stays attached: to attach one for each answer would cost more than
 * the answer. */
struct _EtInbox
{
  GSource base;
  EtHttpThread *thread; /* borrowed */
  EtMail *mail; /* atomic; the newest first */
};

static gboolean
has_mail (GSource *source)
{
  return et_inbox_has_mail ((EtInbox *) source);
}

static gboolean
prepare (GSource *source, int *ret_timeout)
{
  *ret_timeout = -1;
  return has_mail (source);
}

/* Takes all mail out. Returns: the oldest. */
static EtMail *
take_mail (EtInbox *inbox)
{
  EtMail *newest = g_atomic_pointer_exchange (&inbox->mail, NULL);
  EtMail *oldest = NULL;

  while (newest != NULL)
    {
      EtMail *next = newest->next;

      newest->next = oldest;
      oldest = newest;
      newest = next;
    }
  return oldest;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  EtInbox *inbox = (EtInbox *) source;
  EtMail *next;

  for (EtMail *mail = take_mail (inbox); mail != NULL; mail = next)
    {
      next = mail->next;
      mail->deliver (mail, inbox->thread);
    }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs funcs = {
  .prepare = prepare,
  .check = has_mail,
  .dispatch = dispatch,
};

/* @context: of @thread, which is borrowed. */
EtInbox *
et_inbox_new (GMainContext *context, EtHttpThread *thread)
{
  GSource *source = g_source_new (&funcs, sizeof (EtInbox));
  EtInbox *inbox = (EtInbox *) source;

  inbox->thread = thread;
  g_source_set_static_name (source, "EtInbox");
  g_source_attach (source, context);
  return inbox;
}

/* To be called when nobody can post any more; discards what was not delivered. */
void
et_inbox_free (EtInbox *inbox)
{
  EtMail *next;

  for (EtMail *mail = take_mail (inbox); mail != NULL; mail = next)
    {
      next = mail->next;
      mail->discard (mail);
    }
  g_source_destroy (&inbox->base);
  g_source_unref (&inbox->base);
}

/* Leaves @mail (transfer full), which is delivered when the thread is awake. From any thread. */
void
et_inbox_post (EtInbox *inbox, EtMail *mail)
{
  do
    mail->next = g_atomic_pointer_get (&inbox->mail);
  while (!g_atomic_pointer_compare_and_exchange (&inbox->mail, mail->next, mail));
}

/* From any thread. */
gboolean
et_inbox_has_mail (EtInbox *inbox)
{
  return g_atomic_pointer_get (&inbox->mail) != NULL;
}
