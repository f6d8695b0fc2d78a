/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-connection.h"

G_BEGIN_DECLS

typedef enum
{
  ET_PHASE_IDLE, /* nothing of a request has come */
  ET_PHASE_HEAD, /* a part of its head has */
  ET_PHASE_BODY, /* its head has */
  ET_PHASE_WORKING, /* it is with its handler */
  ET_PHASE_ANSWERING, /* libsoup writes the answer */
  ET_PHASE_LINGERING, /* refused: what still comes is thrown away, so that the refusal arrives */
  ET_PHASE_ENDED /* the client left, or was too slow */
} EtPhase;

struct _EtConnection
{
  GIOStream parent_instance;

  int fd; /* -1 once closed */
  EtPeer peer;
  const EtDeadlines *deadlines; /* borrowed */
  const EtConnectionFuncs *funcs; /* borrowed */
  gpointer owner; /* borrowed */
  GList link; /* in the owner's list */
  GInputStream *input; /* owned until closed */
  GOutputStream *output; /* owned until closed */

  EtPhase phase;
  int64_t deadline_us; /* 0: none */

  /* In */
  GByteArray *received; /* owned; what the client sent and no request has taken yet */
  gsize scanned; /* of it, in the search for a head's end */
  gboolean has_leftover;
  EtHead *head; /* owned, nullable */
  GBytes *body; /* owned, nullable */
  const char *feed; /* what libsoup is shown instead */
  gsize feed_length;
  int64_t arrived_us;
  gsize lingered;

  /* Out */
  GString *fields; /* owned, nullable: our part of the answer's head */
  GString *held; /* owned: head that waits for its body */
  gsize sent; /* of it */
  gsize progress; /* bytes since the deadline was set */
  gboolean head_taken;
  gboolean has_body;
};

/* et-connection.c */
void et_connection_set_deadline (EtConnection *self, guint ms);
gssize et_connection_would_block (GError **error);
GSource *et_connection_source_new (EtConnection *self, gpointer stream, GIOCondition condition);

/* et-connection-input.c */
GInputStream *et_connection_input_new (EtConnection *connection);
void et_connection_end_input (EtConnection *self);
void et_connection_send_refusal (EtConnection *self, EtErrorCode code);
gboolean et_connection_has_input (EtConnection *self);

/* et-connection-output.c */
GOutputStream *et_connection_output_new (EtConnection *connection);

G_END_DECLS
