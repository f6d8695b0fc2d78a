/* SPDX-License-Identifier: MIT */
#include "server/api/et-cart-api.h"

#include "server/api/et-visitor.h"
#include "server/service/et-answer.h"
#include "server/service/et-services.h"

static gboolean show_cart (EtRequest *req, EtDb *db, GError **error);
static gboolean read_more (EtRequest *req, GError **error);
static gboolean add_to_cart (EtRequest *req, EtDb *db, GError **error);
static gboolean read_quantity (EtRequest *req, GError **error);
static gboolean update_cart (EtRequest *req, EtDb *db, GError **error);
static gboolean clear_cart (EtRequest *req, EtDb *db, GError **error);
static gboolean hold_cart (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_cart_api_routes[] = {
  { "GET", "/api/cart", ET_ROLE_ANYONE, ET_READ, NULL, show_cart, "The caller's cart" },
  { "POST", "/api/cart/add", ET_ROLE_ANYONE, ET_WRITE, read_more, add_to_cart,
    "Add tickets of an offer to the cart" },
  { "POST", "/api/cart/update", ET_ROLE_ANYONE, ET_WRITE, read_quantity, update_cart,
    "Set how many tickets of an offer the cart holds; 0 removes them" },
  { "POST", "/api/cart/clear", ET_ROLE_ANYONE, ET_WRITE, NULL, clear_cart, "Empty the cart" },
  { "POST", "/api/cart/hold", ET_ROLE_CUSTOMER, ET_WRITE, NULL, hold_cart,
    "Hold the cart's places while its owner comes to pay" },
  { NULL },
};
/* clang-format on */

static const EtConfig *
get_config (EtRequest *req)
{
  const EtServices *services = et_request_get_app (req);

  return services->config;
}

static gboolean
show_cart (EtRequest *req, EtDb *db, GError **error)
{
  EtCartOwner owner;
  int64_t order_id;
  g_autoptr (EtCart) cart = NULL;

  et_visitor_get_cart_owner (req, &owner);
  cart = et_cart_load (db, &owner, &order_id, error);
  if (cart == NULL)
    return FALSE;
  et_answer_cart_members (cart, order_id, et_request_begin_json (req));
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_more (EtRequest *req, GError **error)
{
  EtCartWish *wish = et_request_new_parsed (req, EtCartWish, NULL);

  return et_request_read_int64 (req, "offer_id", 1, G_MAXINT64, &wish->offer_id, error) &&
         et_request_read_int64_or (req, "qty", 1, get_config (req)->max_quantity, 1,
                                   &wish->quantity, error);
}

static gboolean
add_to_cart (EtRequest *req, EtDb *db, GError **error)
{
  EtCartOwner owner;
  EtJsonWriter *writer;
  int64_t order_id;

  if (!et_visitor_ensure_cart_owner (req, db, &owner, error) ||
      !et_cart_add (db, get_config (req), &owner, et_request_get_parsed (req), &order_id, error))
    return FALSE;

  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_int64 (writer, "order_id", order_id);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_quantity (EtRequest *req, GError **error)
{
  EtCartWish *wish = et_request_new_parsed (req, EtCartWish, NULL);

  return et_request_read_int64 (req, "offer_id", 1, G_MAXINT64, &wish->offer_id, error) &&
         et_request_read_int64 (req, "qty", 0, get_config (req)->max_quantity, &wish->quantity,
                                error);
}

/* Whoever takes something away needs no cart to be made for that. */
static gboolean
update_cart (EtRequest *req, EtDb *db, GError **error)
{
  const EtCartWish *wish = et_request_get_parsed (req);
  EtCartOwner owner;

  et_visitor_get_cart_owner (req, &owner);
  if (wish->quantity > 0 && !et_visitor_ensure_cart_owner (req, db, &owner, error))
    return FALSE;
  if (!et_cart_set (db, get_config (req), &owner, wish, error))
    return FALSE;
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
clear_cart (EtRequest *req, EtDb *db, GError **error)
{
  EtCartOwner owner;

  et_visitor_get_cart_owner (req, &owner);
  if (!et_cart_clear (db, &owner, error))
    return FALSE;
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
hold_cart (EtRequest *req, EtDb *db, GError **error)
{
  return et_cart_hold (db, get_config (req), et_request_get_caller (req)->account_id, error) &&
         show_cart (req, db, error);
}
