/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/service/et-catalogue.h"
#include "server/service/et-config.h"
#include "server/service/et-payment.h"
#include "server/service/et-readiness.h"
#include "server/service/et-session-cache.h"
#include "server/service/et-sign-in-limit.h"
#include "server/service/et-signing-keys.h"
#include "server/service/et-unfinished.h"

G_BEGIN_DECLS

/* What the handlers share: filled in by main before the first request, then only read; its parts
 * guard themselves. et_request_get_app() returns it. */
typedef struct
{
  const EtConfig *config;
  EtSigningKeys *signing_keys;
  EtSessionCache *session_cache;
  EtCatalogue *catalogue; /* the cached answer of GET /api/offers/ */
  EtPaymentProvider *payment;
  EtSignInLimit *sign_in_limit;
  EtUnfinished *unfinished;
  EtReadiness *readiness; /* noted by the upkeep */
  int64_t process; /* number of this process among those on its database; 0 where it is alone */
} EtServices;

G_END_DECLS
