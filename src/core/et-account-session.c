/* SPDX-License-Identifier: MIT */
#include "core/et-account-session.h"

static const EtField fields[] = {
  ET_FIELD (EtAccountSession, id, INT64, REQUIRED),
  ET_FIELD (EtAccountSession, created_at, TIME, REQUIRED),
  ET_FIELD (EtAccountSession, last_used_at, TIME, REQUIRED),
  ET_FIELD (EtAccountSession, expires_at, TIME, REQUIRED),
  ET_FIELD (EtAccountSession, address, TEXT, NULLABLE),
  ET_FIELD_NAMED (EtAccountSession, "current", is_current, BOOL, REQUIRED),
  { NULL },
};

ET_DEFINE_RECORD (EtAccountSession, et_account_session, fields)
