/* SPDX-License-Identifier: MIT */
#include "client/et-office-desk.h"

#include "client/et-call.h"
#include "client/et-json.h"
#include "core/et-ticket.h"

typedef struct
{
  const char *method;
  char *path; /* owned */
  GBytes *body; /* owned, nullable */
} Deed;

static void
free_deed (gpointer data)
{
  Deed *deed = data;

  g_free (deed->path);
  g_clear_pointer (&deed->body, g_bytes_unref);
  g_free (deed);
}

static gpointer
carry_out (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Deed *deed = args;
  g_autofree char *key = et_remote_new_key ();

  return et_remote_call (et_context_get_remote (source), deed->method, deed->path, deed->body, key,
                         cancellable, error);
}

static gpointer
list_tickets (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Deed *deed = args;
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "GET", deed->path,
                                                  NULL, NULL, cancellable, error);
  JsonArray *results;

  return answer != NULL && et_json_read_array (answer, "results", &results, error)
             ? et_json_read_list (et_ticket_get_type (), results, error)
             : NULL;
}

static Deed *
new_deed (EtContext *context,
          const char *method,
          const char *kind,
          int64_t id,
          const char *rest,
          GBytes *body)
{
  g_autofree char *path = et_office_make_path (context, kind, id);
  Deed *deed = g_new0 (Deed, 1);

  deed->method = method;
  deed->path = g_strconcat (path, rest, NULL);
  deed->body = body;
  return deed;
}

static void
begin (EtContext *context,
       Deed *deed,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer data)
{
  et_call_async (context, carry_out, deed, free_deed, (GDestroyNotify) json_object_unref,
                 cancellable, callback, data);
}

static GBytes *
write_refund (int64_t ticket_id, const char *reason, gboolean is_forced)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "reason", reason);
  et_json_writer_bool (writer, "force", is_forced);
  if (ticket_id != 0)
    {
      et_json_writer_begin_array (writer, "tickets");
      et_json_writer_int64 (writer, NULL, ticket_id);
      et_json_writer_end_array (writer);
    }
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

void
et_office_desk_list_tickets_async (EtContext *context,
                                   const char *order_code,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  g_autofree char *query = g_strconcat ("?page_size=200&q=", order_code, NULL);

  et_call_async (context, list_tickets, new_deed (context, "GET", "tickets", 0, query, NULL),
                 free_deed, g_object_unref, cancellable, callback, data);
}

/* Returns: (transfer full) (element-type EtTicket). */
GListModel *
et_office_desk_list_tickets_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

/* Sets ET_ERROR_ALREADY_USED without @is_forced, ET_ERROR_CONFLICT when nothing is left. */
void
et_office_desk_refund_async (EtContext *context,
                             int64_t order_id,
                             int64_t ticket_id,
                             const char *reason,
                             gboolean is_forced,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  begin (context,
         new_deed (context, "POST", "orders", order_id, "refund/",
                   write_refund (ticket_id, reason, is_forced)),
         cancellable, callback, data);
}

/* Sets what et_office_desk_refund_async() does. */
void
et_office_desk_cancel_async (EtContext *context,
                             int64_t order_id,
                             const char *reason,
                             gboolean is_forced,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  begin (context,
         new_deed (context, "POST", "orders", order_id, "cancel/",
                   write_refund (0, reason, is_forced)),
         cancellable, callback, data);
}

/* Sets ET_ERROR_CONFLICT when nobody asks for one. */
void
et_office_desk_refuse_refund_async (EtContext *context,
                                    int64_t order_id,
                                    const char *answer,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  const char *pairs[] = { "answer", answer, NULL };

  begin (
      context,
      new_deed (context, "POST", "orders", order_id, "refuse-refund/", et_json_write_texts (pairs)),
      cancellable, callback, data);
}

/* Sets ET_ERROR_ALREADY_USED or ET_ERROR_REVOKED. */
void
et_office_desk_revoke_async (EtContext *context,
                             int64_t ticket_id,
                             const char *reason,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  const char *pairs[] = { "reason", reason, NULL };

  begin (context,
         new_deed (context, "POST", "tickets", ticket_id, "revoke/", et_json_write_texts (pairs)),
         cancellable, callback, data);
}

/* For somebody who lost the phone and the recovery codes. */
void
et_office_desk_remove_second_step_async (EtContext *context,
                                         int64_t account_id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data)
{
  begin (context, new_deed (context, "DELETE", "accounts", account_id, "second-factor/", NULL),
         cancellable, callback, data);
}

gboolean
et_office_desk_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) answer = et_call_finish (context, result, error);

  return answer != NULL;
}

/* A code that sets a new password, good once and for a quarter of an hour. */
void
et_office_desk_issue_code_async (EtContext *context,
                                 int64_t account_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  begin (context, new_deed (context, "POST", "accounts", account_id, "reset-code/", NULL),
         cancellable, callback, data);
}

/* Returns: (transfer full): the code, which the server tells this once. */
char *
et_office_desk_issue_code_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) answer = et_call_finish (context, result, error);
  const char *code;

  return answer != NULL && et_json_read_text (answer, "code", &code, error) ? g_strdup (code)
                                                                            : NULL;
}
