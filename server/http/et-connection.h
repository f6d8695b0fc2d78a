/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"
#include "server/http/et-client-address.h"
#include "server/http/et-framing.h"

G_BEGIN_DECLS

/* One client's connection, as a GIOStream under libsoup's server. Its input side reads requests by
 * our own strict rules and shows libsoup a plain GET or HEAD in their place; its output side joins
 * head and body of an answer into one send. It belongs to the thread that serves it. */
#define ET_TYPE_CONNECTION (et_connection_get_type ())
G_DECLARE_FINAL_TYPE (EtConnection, et_connection, ET, CONNECTION, GIOStream)

typedef struct
{
  guint header_ms; /* from the first byte, or from the accepting, to the end of the head */
  guint body_ms;
  guint idle_ms; /* between two requests */
  guint write_ms; /* for each 64 KiB of an answer */
} EtDeadlines;

/* What a connection asks of the thread that owns it. */
typedef struct
{
  /* Returns: (transfer full): the whole answer, head and body, to a request that is refused before
   * it reaches the router. @head is NULL when it could not be read. */
  GBytes *(*refuse) (gpointer owner,
                     EtConnection *connection,
                     const EtHead *head,
                     EtErrorCode code);
  void (*closed) (gpointer owner, EtConnection *connection);
} EtConnectionFuncs;

EtConnection *et_connection_new (int fd,
                                 const EtPeer *peer,
                                 const EtDeadlines *deadlines,
                                 const EtConnectionFuncs *funcs,
                                 gpointer owner);
const EtPeer *et_connection_get_peer (EtConnection *connection);
GList *et_connection_get_link (EtConnection *connection);

EtHead *
et_connection_steal_request (EtConnection *connection, GBytes **ret_body, int64_t *ret_arrived_us);
void et_connection_begin_answer (EtConnection *connection, GString *fields, gboolean has_body);

int et_connection_steal (EtConnection *connection, GByteArray **ret_received);

void et_connection_check_deadline (EtConnection *connection, int64_t now_us);
gboolean et_connection_is_idle (EtConnection *connection);
void et_connection_shut_down (EtConnection *connection);

G_END_DECLS
