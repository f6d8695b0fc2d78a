/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-session.h"

G_BEGIN_DECLS

/* The inside of a session, for its own files, the context and sync. The functions block and may
 * run on any thread. */
typedef struct
{
  EtAccount *account; /* owned, nullable */
  gboolean is_signed_in;
  gboolean token_is_kept;
} EtSessionState;

struct _EtSession
{
  GObject parent_instance;

  EtStore *store; /* owned */
  EtRemote *remote; /* owned */
  char *folder; /* owned; of the server */
  GMainContext *context; /* owned; of the thread that made the session */
  GThread *owner; /* borrowed; that thread */
  char *token_file; /* owned, nullable */
  char *given_token; /* owned, nullable */

  GMutex lock;
  GCond found; /* is_looking became FALSE */
  gboolean is_looking; /* guarded by lock; for the token */
  EtSessionState newest; /* guarded by lock */
  EtSessionState shown; /* the owner's; what the getters tell */
};

void et_session_publish (EtSession *self,
                         EtAccount *account,
                         gboolean is_signed_in,
                         gboolean token_is_kept);
EtAccount *et_session_dup_account (EtSession *self);
gboolean et_session_keeps_token (EtSession *self);

gboolean et_session_open_copy (EtSession *self, GError **error);
void et_session_begin_looking (EtSession *self);
void et_session_await_token (EtSession *self);
gboolean et_session_find_token (EtSession *self, GCancellable *cancellable, GError **error);
gboolean et_session_enter (EtSession *self, EtAccount *account, const char *token, GError **error);
gboolean et_session_leave (EtSession *self, GError **error);
EtAccount *et_session_read_account (JsonObject *answer, GError **error);
gboolean et_session_take_account (EtSession *self, JsonObject *answer, GError **error);
gboolean et_session_fetch_account (EtSession *self, GCancellable *cancellable, GError **error);
void et_session_refuse_token (EtSession *self);

G_END_DECLS
