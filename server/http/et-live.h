/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-job-private.h"

G_BEGIN_DECLS

/* The WebSockets of one HTTP thread: clients that want to know at once when there is something new
 * for them. What is said to them is the number of the last change, never the change itself. One
 * epoll descriptor stands for all of them in the thread's loop, so that those that are silent cost
 * a record of some hundred bytes and no time. */
typedef struct _EtLiveRoom EtLiveRoom;

EtLiveRoom *et_live_room_new (EtHttpThread *thread, GMainContext *context);
void et_live_room_free (EtLiveRoom *room);

void et_live_room_add (EtLiveRoom *room,
                       int fd,
                       const EtPeer *peer,
                       const EtAddressKey *client,
                       const char *accept,
                       GByteArray *received);
void et_live_room_end_all (EtLiveRoom *room);
void et_live_room_sweep (EtLiveRoom *room, int64_t now_us);

/* From any thread. */
void et_live_post_version (EtHttpThread *thread, int64_t version, int64_t account_id);
void et_live_post_end (EtHttpThread *thread, int64_t session_id, int64_t account_id);

void et_live_job_done (EtJob *job);

G_END_DECLS
