/* SPDX-License-Identifier: MIT */
#include "server/api/et-refund-request-api.h"

#include "server/api/et-owned-order.h"
#include "server/service/et-refund-request.h"

static gboolean read_wish (EtRequest *req, GError **error);
static gboolean ask (EtRequest *req, EtDb *db, GError **error);
static gboolean read_refusal (EtRequest *req, GError **error);
static gboolean refuse (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_refund_request_api_routes[] = {
  { "POST", "/api/orders/{id}/refund-request", ET_ROLE_CUSTOMER, ET_WRITE, read_wish, ask,
    "Ask for a refund of an order, with a reason" },
  { "POST", "/api/{admin}/orders/{id}/refuse-refund", ET_ROLE_ADMIN, ET_WRITE, read_refusal, refuse,
    "Refuse the refund that was asked for, with an answer to whoever asked" },
  { NULL },
};
/* clang-format on */

#define MAX_TEXT 500

static gboolean
read_text (EtRequest *req, const char *member, GError **error)
{
  const char *const members[] = { member, NULL };
  const char **text = et_request_new_body_sized (req, sizeof *text, NULL);

  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, member, 1, MAX_TEXT, text, error);
}

static gboolean
read_wish (EtRequest *req, GError **error)
{
  return read_text (req, "reason", error);
}

static gboolean
ask (EtRequest *req, EtDb *db, GError **error)
{
  const char **reason = et_request_get_parsed (req);
  int64_t actor_id = et_request_get_caller (req)->account_id;
  g_autoptr (EtOrder) order = et_owned_order_find (req, db, error);

  if (order == NULL || !et_refund_request_open (db, actor_id, order, *reason, error))
    return FALSE;
  et_request_note_event (req, "event=refund_asked order=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                         order->id, actor_id);
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
read_refusal (EtRequest *req, GError **error)
{
  return read_text (req, "answer", error);
}

static gboolean
refuse (EtRequest *req, EtDb *db, GError **error)
{
  const char **answer = et_request_get_parsed (req);
  int64_t actor_id = et_request_get_caller (req)->account_id;
  int64_t order_id = et_request_get_id (req);

  if (!et_refund_request_refuse (db, actor_id, order_id, *answer, error))
    return FALSE;
  et_request_note_event (req,
                         "event=refund_refused order=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                         order_id, actor_id);
  et_request_answer_ok (req);
  return TRUE;
}
