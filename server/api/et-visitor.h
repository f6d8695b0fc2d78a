/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"
#include "server/service/et-cart.h"
#include "server/service/et-session.h"

G_BEGIN_DECLS

/* Cookies of sessions, and the sessions of guests. */
void et_visitor_set_cookies (EtRequest *req, const EtNewSession *session);
void et_visitor_clear_cookies (EtRequest *req);

void et_visitor_get_cart_owner (EtRequest *req, EtCartOwner *ret_owner);
gboolean
et_visitor_ensure_cart_owner (EtRequest *req, EtDb *db, EtCartOwner *ret_owner, GError **error);

G_END_DECLS
