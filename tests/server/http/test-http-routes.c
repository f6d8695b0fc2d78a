/* SPDX-License-Identifier: MIT */
#include "tests/server/http/test-http-routes.h"

#include <string.h>

#include "tests/server/http/test-http-server.h"

#define BIG_BYTES (1024 * 1024)

typedef struct
{
  int64_t number, other, nullable;
  gboolean flag, other_flag;
  const char *text, *other_text;
  int64_t time_ms;
} Form;

static gboolean
show_hello (EtRequest *req, EtDb *db, GError **error)
{
  et_json_writer_text (et_request_begin_json (req), "hello", et_request_get_language (req));
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
show_page (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (GBytes) page = g_bytes_new_static ("<p>Hello", 8);

  et_request_set_header (req, "Content-Security-Policy", "default-src 'none'; style-src 'self'");
  et_request_set_header (req, "Cache-Control", "public, max-age=60");
  et_request_answer_bytes (req, "text/html; charset=utf-8", page);
  return TRUE;
}

/* Tells the whole request back. */
static gboolean
show_request (EtRequest *req, EtDb *db, GError **error)
{
  EtJsonWriter *writer = et_request_begin_json (req);
  const EtCaller *caller = et_request_get_caller (req);
  GBytes *body = et_request_get_body (req);

  et_json_writer_text (writer, "method", et_request_get_method (req));
  et_json_writer_text (writer, "path", et_request_get_path (req));
  et_json_writer_int64 (writer, "id", et_request_get_id (req));
  et_json_writer_text (writer, "q", et_request_get_query (req, "q"));
  et_json_writer_text (writer, "address", et_request_get_address (req));
  et_json_writer_text (writer, "cookie", et_request_get_cookie (req, "flavour"));
  et_json_writer_text (writer, "header", et_request_get_header (req, "x-test"));
  et_json_writer_bool (writer, "secure", et_request_is_secure (req));
  et_json_writer_text (writer, "role", et_role_to_word (caller->role));
  et_json_writer_int64 (writer, "account", caller->account_id);
  et_json_writer_bool (writer, "by_cookie", caller->by_cookie);
  et_json_writer_int64 (writer, "body", body != NULL ? (int64_t) g_bytes_get_size (body) : 0);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_form (EtRequest *req, GError **error)
{
  static const char *const known[] = { "number", "other",      "nullable", "flag", "other_flag",
                                       "text",   "other_text", "time",     NULL };
  Form *form = et_request_new_parsed (req, Form, NULL);

  return et_request_refuse_unknown (req, known, error) &&
         et_request_read_int64 (req, "number", 1, 10, &form->number, error) &&
         et_request_read_int64_or (req, "other", 0, G_MAXINT64, 7, &form->other, error) &&
         et_request_read_nullable_int64 (req, "nullable", 1, 5, &form->nullable, error) &&
         et_request_read_bool (req, "flag", &form->flag, error) &&
         et_request_read_bool_or (req, "other_flag", TRUE, &form->other_flag, error) &&
         et_request_read_text (req, "text", 1, 5, &form->text, error) &&
         et_request_read_text_or (req, "other_text", 2, 5, "none", &form->other_text, error) &&
         et_request_read_time (req, "time", &form->time_ms, error);
}

static gboolean
show_form (EtRequest *req, EtDb *db, GError **error)
{
  const Form *form = et_request_get_parsed (req);
  EtJsonWriter *writer = et_request_begin_json (req);

  et_json_writer_int64 (writer, "number", form->number);
  et_json_writer_int64 (writer, "other", form->other);
  if (form->nullable == G_MININT64)
    et_json_writer_null (writer, "nullable");
  else
    et_json_writer_int64 (writer, "nullable", form->nullable);
  et_json_writer_bool (writer, "flag", form->flag);
  et_json_writer_bool (writer, "other_flag", form->other_flag);
  et_json_writer_text (writer, "text", form->text);
  et_json_writer_text (writer, "other_text", form->other_text);
  et_json_writer_time (writer, "time", form->time_ms);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_limit (EtRequest *req, GError **error)
{
  int64_t *limit = et_request_new_parsed (req, int64_t, NULL);

  return et_request_query_int64 (req, "limit", 1, 100, 20, limit, error);
}

static gboolean
show_limit (EtRequest *req, EtDb *db, GError **error)
{
  et_json_writer_int64 (et_request_begin_json (req), "limit",
                        *(int64_t *) et_request_get_parsed (req));
  et_request_finish_json (req);
  return TRUE;
}

static void
count_commit_cb (gpointer app, gpointer data)
{
  g_atomic_int_inc (&((EtTestState *) app)->n_commits);
}

static gboolean
write_effect (EtRequest *req, EtDb *db, GError **error)
{
  EtTestState *state = et_request_get_app (req);

  g_atomic_int_inc (&state->n_effects);
  et_request_set_header (req, "X-Effect", "1");
  et_request_add_cookie (req, "sessionid=new; Path=/");
  et_request_after_commit (req, count_commit_cb, NULL);
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
write_failure (EtRequest *req, EtDb *db, GError **error)
{
  write_effect (req, db, NULL);
  et_request_set_status (req, 201);
  et_error_set (error, ET_ERROR_SOLD_OUT);
  et_error_add_int64 (error, "available", 3);
  et_error_add_text (error, "offer", "Solo");
  return FALSE;
}

static gboolean
fail_internally (EtRequest *req, EtDb *db, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "secret of the database");
  return FALSE;
}

static gboolean
answer_declined (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (GError) declined = NULL;

  et_error_set (&declined, ET_ERROR_PAYMENT_DECLINED);
  et_request_answer_error (req, declined);
  return TRUE;
}

static gboolean
begin_chain (EtRequest *req, EtDb *db, GError **error)
{
  g_string_append ((*(GString **) et_request_get_parsed (req)), "begin ");
  et_request_set_header (req, "X-Begin", "1");
  return TRUE;
}

static gboolean
pay_in_chain (EtRequest *req, EtDb *db, GError **error)
{
  GString *trace = *(GString **) et_request_get_parsed (req);

  g_string_append (trace, "pay ");
  if (!et_request_has (req, "fails"))
    return TRUE;
  et_error_set (error, ET_ERROR_PAYMENT_TIMEOUT);
  return FALSE;
}

static gboolean
finish_chain (EtRequest *req, EtDb *db, GError **error)
{
  GString *trace = *(GString **) et_request_get_parsed (req);

  g_string_append (trace, "finish");
  et_json_writer_text (et_request_begin_json (req), "trace", trace->str);
  et_request_finish_json (req);
  return TRUE;
}

static void
clear_trace (gpointer data)
{
  g_string_free (*(GString **) data, TRUE);
}

static gboolean
read_chain (EtRequest *req, GError **error)
{
  GString **trace = et_request_new_body_sized (req, sizeof (GString *), clear_trace);

  *trace = g_string_new (NULL);
  return TRUE;
}

static gboolean
stop_early (EtRequest *req, EtDb *db, GError **error)
{
  et_request_answer_ok (req);
  et_request_stop (req);
  return TRUE;
}

static gboolean
show_big (EtRequest *req, EtDb *db, GError **error)
{
  g_autofree char *text = g_malloc (BIG_BYTES);
  g_autoptr (GBytes) bytes = NULL;

  memset (text, 'x', BIG_BYTES);
  bytes = g_bytes_new (text, BIG_BYTES);
  et_request_answer_bytes (req, "application/octet-stream", bytes);
  return TRUE;
}

static gboolean
hold_up (EtRequest *req, EtDb *db, GError **error)
{
  EtTestState *state = et_request_get_app (req);

  g_atomic_int_compare_and_exchange (&state->holds_up, 1, 2);
  while (g_atomic_int_get (&state->holds_up) != 0)
    g_usleep (500);
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
show_array (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_array (writer, NULL);
  et_json_writer_int64 (writer, NULL, 1);
  et_json_writer_int64 (writer, NULL, 2);
  et_json_writer_end_array (writer);
  et_request_finish_json_array (req, writer);
  return TRUE;
}

static gboolean
show_unchanged (EtRequest *req, EtDb *db, GError **error)
{
  et_request_set_status (req, 304);
  et_request_set_header (req, "ETag", "\"7\"");
  return TRUE;
}

/* One answer is kept, under the key "again". */
gboolean
et_test_recall (gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error)
{
  const char *key = et_request_get_header (req, "Idempotency-Key");

  if (g_str_equal (key, "other-body"))
    {
      et_error_set (error, ET_ERROR_KEY_REUSED);
      return FALSE;
    }
  *ret_answered = g_str_equal (key, "again");
  if (*ret_answered)
    {
      et_json_writer_bool (et_request_begin_json (req), "recalled", TRUE);
      et_request_finish_json (req);
    }
  return TRUE;
}

gboolean
et_test_remember (gpointer app, EtDb *db, EtRequest *req, GError **error)
{
  const char *content_type;
  GBytes *answer = et_request_get_answer (req, &content_type);
  g_autofree char *text = g_strdup_printf ("%d %s %" G_GSIZE_FORMAT, et_request_get_status (req),
                                           content_type, g_bytes_get_size (answer));

  et_request_set_header (req, "X-Remembered", text);
  return TRUE;
}

static gboolean
listen_live (EtRequest *req, EtDb *db, GError **error)
{
  return et_request_upgrade (req, error);
}

/* clang-format off */
const EtRoute et_test_routes[] = {
  { "GET", "/", ET_ROLE_ANYONE, ET_INLINE, NULL, show_page, "A page" },
  { "GET", "/health/", ET_ROLE_ANYONE, ET_INLINE, NULL, show_hello, "At once" },
  { "GET", "/api/read", ET_ROLE_ANYONE, ET_READ, NULL, show_request, "By a worker" },
  { "POST", "/api/read", ET_ROLE_ANYONE, ET_READ, NULL, show_request, "With a body" },
  { "DELETE", "/api/read/{id}", ET_ROLE_ANYONE, ET_READ, NULL, show_request, "With a number" },
  { "GET", "/api/read/{id}/", ET_ROLE_ANYONE, ET_READ, NULL, show_request, "With a number" },
  { "GET", "/api/read/{id}/page.pdf", ET_ROLE_ANYONE, ET_DRAW, NULL, show_request, "A file" },
  { "POST", "/api/form", ET_ROLE_ANYONE, ET_READ, read_form, show_form, "Every reader" },
  { "GET", "/api/limit", ET_ROLE_ANYONE, ET_READ, read_limit, show_limit, "From the address" },
  { "POST", "/api/write", ET_ROLE_ANYONE, ET_WRITE, NULL, write_effect, "By the writer" },
  { "POST", "/api/write/fail", ET_ROLE_ANYONE, ET_WRITE, NULL, write_failure, "In vain" },
  { "POST", "/api/decline", ET_ROLE_ANYONE, ET_WRITE, NULL, answer_declined, "An error with effect" },
  { "GET", "/api/internal", ET_ROLE_ANYONE, ET_READ, NULL, fail_internally, "A fault of ours" },
  { "POST", "/api/chain", ET_ROLE_ANYONE, ET_WRITE, read_chain, begin_chain, "Three steps",
    { { ET_PAY, pay_in_chain }, { ET_WRITE, finish_chain } } },
  { "POST", "/api/inline-after", ET_ROLE_ANYONE, ET_WRITE, read_chain, begin_chain, "Back home",
    { { ET_INLINE, finish_chain } } },
  { "POST", "/api/stop", ET_ROLE_ANYONE, ET_WRITE, NULL, stop_early, "The first step is the last",
    { { ET_PAY, fail_internally } } },
  { "GET", "/api/customer", ET_ROLE_CUSTOMER, ET_INLINE, NULL, show_request, "Signed in" },
  { "POST", "/api/customer", ET_ROLE_CUSTOMER, ET_WRITE, NULL, write_effect, "Signed in" },
  { "GET", "/api/staff", ET_ROLE_STAFF, ET_INLINE, NULL, show_request, "Staff" },
  { "GET", "/api/{admin}/things", ET_ROLE_ADMIN, ET_INLINE, NULL, show_request, "Administrators" },
  { "POST", "/api/tickets/verify/", ET_ROLE_CUSTOMER, ET_READ, NULL, show_request, "Counted",
    .limit = ET_LIMIT_VERIFICATIONS },
  { "POST", "/api/accounts/login/", ET_ROLE_ANYONE, ET_READ, NULL, show_request, "Counted",
    .limit = ET_LIMIT_LOGINS },
  { "POST", "/api/accounts/signup/", ET_ROLE_ANYONE, ET_READ, NULL, show_request, "Counted",
    .limit = ET_LIMIT_SIGNUPS },
  { "GET", "/api/big", ET_ROLE_ANYONE, ET_INLINE, NULL, show_big, "A megabyte" },
  { "GET", "/api/hold-up", ET_ROLE_ANYONE, ET_INLINE, NULL, hold_up, "Against the rules" },
  { "GET", "/api/sync/live", ET_ROLE_ANYONE, ET_INLINE, NULL, listen_live, "A WebSocket" },
  { "GET", "/api/array", ET_ROLE_ANYONE, ET_INLINE, NULL, show_array, "Two numbers" },
  { "GET", "/api/unchanged", ET_ROLE_ANYONE, ET_INLINE, NULL, show_unchanged, "Not modified" },
  { NULL },
};
/* clang-format on */
