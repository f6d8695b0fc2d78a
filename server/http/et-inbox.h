/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _EtHttpThread EtHttpThread;

/* A message to an HTTP thread; the first member of what is sent. deliver is called there, and takes
 * the message over; discard is called instead when the thread is no more. */
typedef struct _EtMail EtMail;

struct _EtMail
{
  EtMail *next;
  void (*deliver) (EtMail *mail, EtHttpThread *thread);
  void (*discard) (EtMail *mail);
};

/* All that comes to an HTTP thread from others, through one source. */
typedef struct _EtInbox EtInbox;

EtInbox *et_inbox_new (GMainContext *context, EtHttpThread *thread);
void et_inbox_free (EtInbox *inbox);

void et_inbox_post (EtInbox *inbox, EtMail *mail);
gboolean et_inbox_has_mail (EtInbox *inbox);

G_END_DECLS
