/* SPDX-License-Identifier: MIT */
#include "client/et-outbox-rows.h"

#include <glib/gi18n-lib.h>

#include "client/et-copy.h"
#include "client/et-outbox.h"
#include "client/et-remote.h"
#include "client/et-store.h"
#include "core/et-time.h"
#include "db/et-db-record.h"

static const EtField fields[] = {
  ET_FIELD (EtQueuedWrite, id, INT64, REQUIRED),
  ET_FIELD (EtQueuedWrite, request_key, TEXT, REQUIRED),
  ET_FIELD (EtQueuedWrite, method, TEXT, REQUIRED),
  ET_FIELD (EtQueuedWrite, path, TEXT, REQUIRED),
  ET_FIELD (EtQueuedWrite, body, TEXT, REQUIRED),
  ET_FIELD (EtQueuedWrite, title, TEXT, REQUIRED),
  ET_FIELD (EtQueuedWrite, subject, TEXT, NULLABLE),
  ET_FIELD (EtQueuedWrite, offer_id, INT64, NULLABLE),
  ET_FIELD (EtQueuedWrite, attempts, INT64, REQUIRED),
  ET_FIELD (EtQueuedWrite, created_at, TIME, REQUIRED),
  { NULL },
};

/* Of what waits, these writes are about the cart. */
#define ABOUT_CART "path <> '" PRINTS_PATH "'"
#define PRINTS_PATH "/api/prints/"

ET_DEFINE_RECORD (EtQueuedWrite, et_queued_write, fields)

/* The key is made here and kept with the row, so that every attempt carries the same one. */
static gboolean
add (EtDb *db,
     const char *path,
     const char *body,
     const char *title,
     const char *subject,
     int64_t offer_id,
     GError **error)
{
  g_autofree char *key = et_remote_new_key ();
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO outbox (request_key, method, path, body, title, subject, offer_id, created_at) "
      "VALUES (:request_key, 'POST', :path, :body, :title, :subject, :offer_id, :created_at)",
      error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_text (stmt, "request_key", key);
  et_db_stmt_bind_text (stmt, "path", path);
  et_db_stmt_bind_text (stmt, "body", body);
  et_db_stmt_bind_text (stmt, "title", title);
  et_db_stmt_bind_text (stmt, "subject", subject);
  et_db_stmt_bind_nullable (stmt, "offer_id", offer_id);
  et_db_stmt_bind_int64 (stmt, "created_at", et_time_now ());
  et_store_announce ("outbox");
  return et_db_stmt_run (stmt, NULL, error);
}

/* Drops rows that never left this machine and that a newer row makes pointless; one that may have
 * been sent stays in its place. */
static gboolean
drop_unsent (EtDb *db, int64_t offer_id, GError **error)
{
  return et_copy_run (db,
                      "DELETE FROM outbox WHERE attempts = 0 AND " ABOUT_CART
                      " AND (:offer_id IS NULL OR offer_id = :offer_id)",
                      "offer_id", offer_id, error);
}

/* Queues the quantity that a cart line now has, 0 for none; @name is the offer's. */
gboolean
et_outbox_rows_add_cart_line (
    EtDb *db, int64_t offer_id, int64_t quantity, const char *name, GError **error)
{
  g_autofree char *body = g_strdup_printf (
      "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%" G_GINT64_FORMAT "}", offer_id, quantity);

  return drop_unsent (db, offer_id, error) &&
         add (db, "/api/cart/update/", body, N_ ("Change the cart"), name, offer_id, error);
}

/* Queues the emptying of the cart. */
gboolean
et_outbox_rows_add_cart_clear (EtDb *db, GError **error)
{
  return drop_unsent (db, ET_NULL_INT64, error) &&
         add (db, "/api/cart/clear/", "{}", N_ ("Empty the cart"), NULL, ET_NULL_INT64, error);
}

/* Queues what was printed, as /api/prints takes it. */
gboolean
et_outbox_rows_add_prints (EtDb *db, const char *body, GError **error)
{
  return add (db, PRINTS_PATH, body, N_ ("Record a print"), NULL, ET_NULL_INT64, error);
}

/* Notes an attempt of the row whose turn it is, before it is sent.
 * Returns: (transfer full): the row; NULL with ET_ERROR_NOT_FOUND when none waits. */
EtQueuedWrite *
et_outbox_rows_take_first (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE outbox SET attempts = attempts + 1 "
                                             "WHERE id = (SELECT min(id) FROM outbox) RETURNING *",
                                             error);

  return stmt != NULL ? et_db_stmt_read_one (stmt, et_queued_write_get_type (), error) : NULL;
}

/* Forgets a row that the server has answered. */
gboolean
et_outbox_rows_remove (EtDb *db, int64_t id, GError **error)
{
  et_store_announce ("outbox");
  return et_copy_delete (db, "outbox", id, error);
}

/* Moves a row that the server refused for good to where the person sees it. */
gboolean
et_outbox_rows_refuse (EtDb *db, EtQueuedWrite *write, const char *sentence, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "INSERT INTO refusals (title, subject, sentence, at) "
                                             "VALUES (:title, :subject, :sentence, :at)",
                                             error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_text (stmt, "title", write->title);
  et_db_stmt_bind_text (stmt, "subject", write->subject);
  et_db_stmt_bind_text (stmt, "sentence", sentence);
  et_db_stmt_bind_int64 (stmt, "at", et_time_now ());
  return et_db_stmt_run (stmt, NULL, error) && et_outbox_rows_remove (db, write->id, error);
}

/* Whether a write about this line of the cart, or about the whole cart, still waits. */
gboolean
et_outbox_rows_wait_for (EtDb *db, int64_t offer_id)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT 1 FROM outbox WHERE (offer_id IS NULL AND " ABOUT_CART ") OR offer_id = :offer_id",
      NULL);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  return et_db_stmt_step (stmt, &has_row, NULL) && has_row;
}

/* How many writes wait. */
gboolean
et_outbox_rows_count (EtDb *db, int64_t *ret_count, GError **error)
{
  return et_copy_get_number (db, "SELECT count(*) FROM outbox", 0, ret_count, error);
}
