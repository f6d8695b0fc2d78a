/* SPDX-License-Identifier: MIT */
#include "client/et-checkout.h"

#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-checkout-rows.h"
#include "client/et-json.h"
#include "client/et-round.h"
#include "client/et-session-state.h"
#include "client/et-sync-lock.h"
#include "client/et-upload.h"

#define LOCK_WAIT_MS 20000

/* How long to ask again while the server still carries out the same checkout. */
#define PROGRESS_WAIT_MS 30000
#define PROGRESS_POLL_MS 300

static gboolean
is_not_found (const GError *error)
{
  return g_error_matches (error, ET_ERROR, ET_ERROR_NOT_FOUND);
}

static gpointer
find_checkout (EtDb *db, gpointer data, GError **error)
{
  return et_checkout_rows_find (db, error);
}

static gpointer
propose_checkout (EtDb *db, gpointer data, GError **error)
{
  return et_checkout_rows_propose (db, error);
}

static gpointer
put_checkout (EtDb *db, gpointer checkout, GError **error)
{
  return et_checkout_rows_put (db, checkout, error) ? ET_DONE : NULL;
}

static gpointer
end_checkout (EtDb *db, gpointer data, GError **error)
{
  return et_checkout_rows_end (db, error) ? ET_DONE : NULL;
}

/* The cart was bought; edits that were made meanwhile wait in the outbox and stay. A sync that
 * brought the order has brought the cart of after it, too. */
static gpointer
empty_cart (EtDb *db, gpointer data, GError **error)
{
  EtPurchase *purchase = data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (EtOrder) order = et_checkout_rows_find_paid (db, purchase->order_id, &failure);
  g_autoptr (EtCart) empty = et_cart_new ();

  if (order != NULL)
    return ET_DONE;
  if (!is_not_found (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return et_cart_rows_take_server_cart (db, empty, FALSE, error) ? ET_DONE : NULL;
}

static EtPurchase *
new_purchase (int64_t order_id)
{
  EtPurchase *purchase = g_new (EtPurchase, 1);

  purchase->order_id = order_id;
  purchase->tickets = g_array_new (FALSE, FALSE, sizeof (int64_t));
  return purchase;
}

static gboolean
read_tickets (EtDb *db, EtPurchase *purchase, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT id FROM tickets WHERE order_id = :order_id ORDER BY id", error);
  gboolean has_row = stmt != NULL;

  if (stmt != NULL)
    et_db_stmt_bind_int64 (stmt, "order_id", purchase->order_id);
  while (has_row && et_db_stmt_step (stmt, &has_row, error))
    {
      int64_t id;

      if (!has_row)
        return TRUE;
      id = et_db_stmt_get_int64 (stmt, 0);
      g_array_append_val (purchase->tickets, id);
    }
  return FALSE;
}

/* What became of the cart of an earlier checkout, as sync brought it. */
static gpointer
find_purchase (EtDb *db, gpointer data, GError **error)
{
  int64_t *order_id = data;
  g_autoptr (EtOrder) order = et_checkout_rows_find_paid (db, *order_id, error);
  EtPurchase *purchase;

  if (order == NULL)
    return NULL;
  purchase = new_purchase (order->id);
  if (read_tickets (db, purchase, error))
    return purchase;
  et_purchase_free (purchase);
  return NULL;
}

static EtPurchase *
read_purchase (JsonObject *answer, GError **error)
{
  JsonArray *tickets;
  int64_t order_id;
  EtPurchase *purchase;

  if (!et_json_read_int64 (answer, "order_id", &order_id, error) ||
      !et_json_read_array (answer, "tickets", &tickets, error))
    return NULL;
  purchase = new_purchase (order_id);
  for (guint i = 0; i < json_array_get_length (tickets); i++)
    {
      int64_t id;

      if (!et_json_read_int64_element (tickets, i, &id, error))
        {
          et_purchase_free (purchase);
          return NULL;
        }
      g_array_append_val (purchase->tickets, id);
    }
  return purchase;
}

/* The same bytes for the same key: the server compares them. */
static GBytes *
write_body (EtCheckout *checkout, const char *card)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  if (card != NULL)
    et_json_writer_text (writer, "card_number", card);
  et_json_writer_int64 (writer, "total_cents", checkout->total_cents);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

static gboolean
is_under_way (const GError *error)
{
  return g_error_matches (error, ET_ERROR, ET_ERROR_IN_PROGRESS);
}

static JsonObject *
send (EtSession *session,
      EtCheckout *checkout,
      const char *card,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GBytes) body = write_body (checkout, card);

  for (guint waited = 0;; waited += PROGRESS_POLL_MS)
    {
      g_autoptr (GError) failure = NULL;
      JsonObject *answer = et_remote_call (session->remote, "POST", "/api/cart/checkout/", body,
                                           checkout->request_key, cancellable, &failure);

      if (answer != NULL)
        return answer;
      if (!is_under_way (failure) || waited >= PROGRESS_WAIT_MS)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_usleep (PROGRESS_POLL_MS * 1000);
    }
}

/* Whether nothing was bought for certain. A payment that timed out is also decided: the server
 * keeps that answer. */
static gboolean
is_decided (const GError *error)
{
  return et_remote_error_is_final (error) ||
         g_error_matches (error, ET_ERROR, ET_ERROR_PAYMENT_TIMEOUT);
}

/* The copy shows what came of it as soon as it can; the outcome stands without it. */
static void
look_at_outcome (EtSession *session, GCancellable *cancellable)
{
  g_autoptr (GError) failure = NULL;

  if (!et_round_run_locked (session, NULL, NULL, cancellable, &failure))
    g_debug ("No sync after the checkout: %s", failure->message);
}

/* What the server decided stands, even when the copy cannot be written: the key then stays there
 * and the next checkout asks for the same answer again. */
static void
note_outcome (EtSession *session, EtStoreFunc func, gpointer data)
{
  g_autoptr (GError) failure = NULL;

  if (et_store_run (session->store, func, data, NULL, &failure) == NULL)
    g_debug ("The outcome of the checkout is not in the copy: %s", failure->message);
}

static void
mark_unknown (GError **error, EtCheckout *checkout)
{
  if (error != NULL && (*error)->domain == ET_ERROR)
    et_error_add_int64 (error, "order_id", checkout->order_id);
}

/* The key is forgotten last: a program that is killed before it could tell what it bought finds it
 * out when it is asked again. */
static EtPurchase *
pay (EtSession *session,
     EtCheckout *checkout,
     const char *card,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonObject) answer = send (session, checkout, card, cancellable, &failure);
  EtPurchase *purchase = answer != NULL ? read_purchase (answer, &failure) : NULL;

  if (purchase != NULL)
    note_outcome (session, empty_cart, purchase);
  if (purchase != NULL || is_decided (failure))
    {
      look_at_outcome (session, cancellable);
      note_outcome (session, end_checkout, NULL);
    }
  else
    mark_unknown (&failure, checkout);
  if (purchase == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return purchase;
}

/* The number of the order that the server's cart becomes; 0 when it has none, which it will say
 * itself. */
static gboolean
fetch_order_id (EtSession *session,
                int64_t *ret_order_id,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (session->remote, "GET", "/api/cart/", NULL, NULL,
                                                  cancellable, error);
  JsonNode *node = answer != NULL ? json_object_get_member (answer, "order_id") : NULL;

  if (answer == NULL)
    return FALSE;
  *ret_order_id = 0;
  return (node != NULL && JSON_NODE_HOLDS_NULL (node)) ||
         et_json_read_int64 (answer, "order_id", ret_order_id, error);
}

/* The same refusal as the server's. */
static gboolean
check_total (EtCheckout *checkout, int64_t agreed_cents, GError **error)
{
  if (agreed_cents == ET_NULL_INT64 || agreed_cents == checkout->total_cents)
    return TRUE;
  et_error_set (error, ET_ERROR_PRICE_CHANGED);
  et_error_add_money (error, "total", checkout->total_cents);
  et_error_add_int64 (error, "total_cents", checkout->total_cents);
  et_error_add_money (error, "expected_total", agreed_cents);
  et_error_add_int64 (error, "expected_total_cents", agreed_cents);
  return FALSE;
}

/* The key lies in the copy before the payment is asked for, so that a program which is killed from
 * then on does not buy twice. @agreed_cents: the only total to pay, or ET_NULL_INT64. */
static EtPurchase *
begin (EtSession *session,
       const char *card,
       int64_t agreed_cents,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (EtCheckout)
      checkout = et_store_run (session->store, propose_checkout, NULL, g_object_unref, error);

  if (checkout == NULL || !check_total (checkout, agreed_cents, error) ||
      !et_round_upload (session, cancellable, error) ||
      !fetch_order_id (session, &checkout->order_id, cancellable, error) ||
      et_store_run (session->store, put_checkout, checkout, NULL, error) == NULL)
    return NULL;
  return pay (session, checkout, card, cancellable, error);
}

/* The server knows the key, with another card: either that card paid for the cart, or it did not
 * and this one may, for the total that the person agreed to. */
static EtPurchase *
try_other_card (EtSession *session,
                EtCheckout *checkout,
                const char *card,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) failure = NULL;
  EtPurchase *purchase = et_store_run (session->store, find_purchase, &checkout->order_id,
                                       (GDestroyNotify) et_purchase_free, &failure);

  if (purchase != NULL)
    return purchase;
  if (is_not_found (failure))
    return begin (session, card, checkout->total_cents, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Carries on a checkout whose answer never came, under its own key: the server answers what came
 * of it, or carries it out now, but for no other total. */
static EtPurchase *
resume (EtSession *session,
        EtCheckout *checkout,
        const char *card,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) failure = NULL;
  EtPurchase *purchase;

  if (!et_round_run_locked (session, NULL, NULL, cancellable, error))
    {
      mark_unknown (error, checkout);
      return NULL;
    }
  purchase = pay (session, checkout, card, cancellable, &failure);
  if (purchase != NULL)
    return purchase;
  if (g_error_matches (failure, ET_ERROR, ET_ERROR_KEY_REUSED))
    return try_other_card (session, checkout, card, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Pays for the cart of the copy. Blocks. A checkout that was begun before and whose outcome is not
 * known is finished first, and its purchase is the result. Sets ET_ERROR_CART_EMPTY,
 * ET_ERROR_UNAUTHENTICATED, ET_ERROR_PRICE_CHANGED, ET_ERROR_SOLD_OUT,
 * ET_ERROR_PAYMENT_DECLINED, ET_ERROR_PAYMENT_TIMEOUT, or what the remote sets. An error after
 * which the outcome is not known has the detail "order_id". @card: (nullable). @attempt: the
 * number of that order to pay for no other, ET_ERROR_NOT_FOUND if nothing came of it; or 0. */
EtPurchase *
et_checkout_run (EtSession *session,
                 const char *card,
                 int64_t attempt,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (EtSyncLock)
      lock = et_sync_lock_take (session->store, LOCK_WAIT_MS, cancellable, error);
  g_autofree char *token = NULL;
  g_autoptr (EtCheckout) checkout = NULL;
  g_autoptr (GError) failure = NULL;

  if (lock == NULL)
    return NULL;
  et_session_await_token (session);
  token = et_remote_dup_token (session->remote);
  if (token == NULL)
    {
      et_error_set (error, ET_ERROR_UNAUTHENTICATED);
      return NULL;
    }
  checkout = et_store_run (session->store, find_checkout, NULL, g_object_unref, &failure);
  if (checkout != NULL && (attempt == 0 || attempt == checkout->order_id))
    return resume (session, checkout, card, cancellable, error);
  if (attempt != 0 && (checkout != NULL || is_not_found (failure)))
    return et_store_run (session->store, find_purchase, &attempt, (GDestroyNotify) et_purchase_free,
                         error);
  if (is_not_found (failure))
    return begin (session, card, ET_NULL_INT64, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

void
et_purchase_free (EtPurchase *purchase)
{
  g_array_unref (purchase->tickets);
  g_free (purchase);
}
