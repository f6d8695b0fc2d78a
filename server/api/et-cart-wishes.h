/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"
#include "server/service/et-cart.h"

G_BEGIN_DECLS

#define ET_CART_WISHES_MAX 100

/* The guest's cart that a client sends along when somebody signs in. */
typedef struct
{
  EtCartWish wishes[ET_CART_WISHES_MAX];
  gsize n;
} EtCartWishes;

gboolean et_cart_wishes_read (EtRequest *req, EtCartWishes *ret_wishes, GError **error);

G_END_DECLS
