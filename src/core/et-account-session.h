/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* Somewhere an account is signed in. */
typedef struct _EtAccountSession
{
  EtRecord parent_instance;

  int64_t id;
  int64_t created_at;
  int64_t last_used_at; /* to the hour */
  int64_t expires_at;
  char *address; /* owned, nullable; of the client that signed in */
  gboolean is_current; /* the one that asks */
} EtAccountSession;

ET_DECLARE_RECORD (EtAccountSession, et_account_session, ACCOUNT_SESSION)

G_END_DECLS
