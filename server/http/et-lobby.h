/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-client-address.h"

G_BEGIN_DECLS

/* Where connections wait until their clients say something. Most that never do cost a descriptor
 * and some bytes here, instead of the dozen KiB that a connection has, and the thread's loop does
 * not look at each of them at every turn. It belongs to one thread. */
typedef struct _EtLobby EtLobby;

typedef struct
{
  void (*admit) (gpointer owner,
                 int fd,
                 const EtPeer *peer); /* takes over @fd, which can be read */
  void (*leave) (gpointer owner, const EtPeer *peer); /* who was sent away; the rest is done */
} EtLobbyFuncs;

EtLobby *et_lobby_new (GMainContext *context, const EtLobbyFuncs *funcs, gpointer owner);
void et_lobby_free (EtLobby *lobby);

void et_lobby_take (EtLobby *lobby, int fd, const EtPeer *peer, guint patience_ms);
void et_lobby_sweep (EtLobby *lobby, int64_t now_us);

G_END_DECLS
