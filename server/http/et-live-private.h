/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-live.h"
#include "server/http/et-websocket.h"

G_BEGIN_DECLS

typedef enum
{
  ET_LIVE_SILENT, /* has not said who it is */
  ET_LIVE_ASKING, /* the database is asked */
  ET_LIVE_OPEN,
  ET_LIVE_CLOSING /* was told that it is over; waits for the client's own end */
} EtLiveState;

/* One client. */
typedef struct
{
  EtLiveRoom *room; /* borrowed */
  int fd;
  EtLiveState state;
  EtPeer peer;
  EtAddressKey client; /* who is counted: behind a proxy another one than the peer */
  GList link; /* in the room's list */
  GList account_link; /* in that of its account */
  GByteArray *received; /* owned, nullable: a part of a frame */
  GByteArray *message; /* owned, nullable: a part of a message */
  guint64 number; /* while it asks */
  int64_t account_id; /* 0 for a guest */
  int64_t session_id;
  int64_t latest; /* the last change that concerns it */
  int64_t hinted; /* the last one that it was told of */
  int64_t hinted_us; /* when, monotonic */
  gboolean is_acknowledged; /* it has answered that */
  gboolean is_pinged; /* and has said nothing since */
  int64_t deadline_us;
  int64_t minute_us; /* when the counting of its messages began */
  guint n_messages;
} EtLive;

/* et-live-client.c */
void et_live_greet (EtLive *live, const char *accept);
void et_live_take (EtLive *live, const guint8 *bytes, gsize length);
void et_live_identified (EtLive *live, const EtCaller *caller);
void et_live_hint (EtLive *live, int64_t version);
void et_live_end (EtLive *live, guint code);
void et_live_sweep (EtLive *live, int64_t now_us);

/* et-live-room.c */
EtHttpServer *et_live_room_get_server (EtLiveRoom *room);
void et_live_room_enter (EtLive *live);
void et_live_room_ask (EtLiveRoom *room, EtLive *live, const char *token);

G_END_DECLS
