/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/http/et-request-private.h"

#define BUSY_RETRY_SECONDS 1

static void
write_detail (const char *name, EtDetailType type, const char *value, gpointer data)
{
  EtJsonWriter *writer = data;

  if (type == ET_DETAIL_INT64 || type == ET_DETAIL_MONEY)
    et_json_writer_raw (writer, name, value);
  else
    et_json_writer_text (writer, name, value);
}

/* Makes the body of an error's answer: a sentence in the reader's language, the stable word, and
 * the error's details. What is not an ET_ERROR shows nothing of itself.
 *
 * @request_id: (nullable): shown for an error of ours, so that it can be found in the log.
 *
 * Returns: (transfer full): JSON. */
GBytes *
et_error_answer_new (const GError *error,
                     const EtHttpHooks *hooks,
                     const char *language,
                     const char *request_id)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  EtErrorCode code = et_error_get_code (error);
  gboolean is_ours = error->domain != ET_ERROR || code == ET_ERROR_INTERNAL;
  const char *msgid = is_ours ? et_error_code_get_sentence (ET_ERROR_INTERNAL) : error->message;
  const char *translated = hooks->translate != NULL ? hooks->translate (hooks->app, language, msgid)
                                                    : msgid;
  g_autofree char *sentence = et_error_fill_sentence (error, translated, language);

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", FALSE);
  et_json_writer_text (writer, "error", sentence);
  et_json_writer_text (writer, "code", et_error_code_get_word (code));
  et_error_foreach_detail (error, write_detail, writer);
  if (is_ours && request_id != NULL)
    et_json_writer_text (writer, "request_id", request_id);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

static void
set_answer (EtRequest *req, const char *content_type, GBytes *body)
{
  g_clear_pointer (&req->answer, g_bytes_unref);
  req->answer = body;
  req->content_type = content_type;
}

static void
add_field (EtRequest *req, const char *name, const char *value)
{
  EtAnswerField field = { g_strdup (name), g_strdup (value) };

  g_array_append_val (req->fields, field);
}

static gboolean
is_field_value (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      return FALSE;
  return TRUE;
}

/* @status: an HTTP status from 200 to 599. */
void
et_request_set_status (EtRequest *req, int status)
{
  g_return_if_fail (status >= 200 && status <= 599);

  req->status = status;
}

/* The status as it would be sent now. */
int
et_request_get_status (EtRequest *req)
{
  return req->status;
}

/* Begins a JSON object as the answer; what was begun before is forgotten.
 * Returns: (transfer none): the writer, inside the object. */
EtJsonWriter *
et_request_begin_json (EtRequest *req)
{
  g_clear_pointer (&req->writer, et_json_writer_free);
  req->writer = et_json_writer_new ();
  et_json_writer_begin_object (req->writer, NULL);
  return req->writer;
}

/* Closes the object of et_request_begin_json() and makes it the answer. */
void
et_request_finish_json (EtRequest *req)
{
  g_return_if_fail (req->writer != NULL);

  et_json_writer_end_object (req->writer);
  set_answer (req, "application/json", et_json_writer_finish (req->writer));
  g_clear_pointer (&req->writer, et_json_writer_free);
}

/* Makes what @writer (transfer none) holds the answer; all its arrays must be closed. */
void
et_request_finish_json_array (EtRequest *req, EtJsonWriter *writer)
{
  set_answer (req, "application/json", et_json_writer_finish (writer));
}

/* Makes {"ok":true} the answer. */
void
et_request_answer_ok (EtRequest *req)
{
  et_json_writer_bool (et_request_begin_json (req), "ok", TRUE);
  et_request_finish_json (req);
}

/* A database that reads as damaged may only have been read badly: whoever asks may come again, and the
 * operator learns of it. Returns: (transfer full) (nullable): what is answered instead. */
static GError *
excuse_damage (EtRequest *req, const GError *error)
{
  GError *excuse = NULL;

  if (!g_error_matches (error, ET_ERROR, ET_ERROR_CORRUPT))
    return NULL;
  g_critical ("Request %s failed: %s", req->id, error->message);
  et_error_set (&excuse, ET_ERROR_UNAVAILABLE);
  return excuse;
}

/* Makes the answer, with its status, that @error has; the step counts as done. */
void
et_request_answer_error (EtRequest *req, const GError *failure)
{
  g_autoptr (GError) excuse = excuse_damage (req, failure);
  const GError *error = excuse != NULL ? excuse : failure;
  EtErrorCode code = et_error_get_code (error);
  int status = et_error_code_get_status (code);
  const char *retry_after = et_error_get_detail (error, "retry_after");

  if (status == 0)
    {
      code = ET_ERROR_INTERNAL;
      status = 500;
    }
  if (code == ET_ERROR_INTERNAL)
    g_warning ("Request %s failed: %s", req->id, error->message);

  req->status = status;
  set_answer (req, "application/json",
              et_error_answer_new (error, req->hooks, et_request_get_language (req), req->id));
  if (retry_after != NULL)
    add_field (req, "Retry-After", retry_after);
  else if (code == ET_ERROR_UNAVAILABLE || code == ET_ERROR_IN_PROGRESS)
    add_field (req, "Retry-After", G_STRINGIFY (BUSY_RETRY_SECONDS));
  if (status == 405)
    add_field (req, "Allow", et_error_get_detail (error, "allow"));
  if (status == 401)
    add_field (req, "WWW-Authenticate", "Bearer");
}

/* @body: (transfer none) (nullable): NULL for an answer without body. */
void
et_request_answer_bytes (EtRequest *req, const char *content_type, GBytes *body)
{
  set_answer (req, g_intern_string (content_type), body != NULL ? g_bytes_ref (body) : NULL);
}

/* Returns: (transfer none) (nullable): the body of the answer so far. */
GBytes *
et_request_get_answer (EtRequest *req, const char **ret_content_type)
{
  if (ret_content_type != NULL)
    *ret_content_type = req->content_type;
  return req->answer;
}

/* Sets a field of the answer's head, in place of one of that name. What frames the message is not
 * a handler's to set. */
void
et_request_set_header (EtRequest *req, const char *name, const char *value)
{
  g_return_if_fail (is_field_value (name) && is_field_value (value));
  g_return_if_fail (g_ascii_strcasecmp (name, "Content-Length") != 0);
  g_return_if_fail (g_ascii_strcasecmp (name, "Transfer-Encoding") != 0);
  g_return_if_fail (g_ascii_strcasecmp (name, "Connection") != 0);

  add_field (req, name, value);
}

/* @set_cookie: "name=value; Path=/; …" as RFC 6265, section 4.1, has it. */
void
et_request_add_cookie (EtRequest *req, const char *set_cookie)
{
  g_return_if_fail (is_field_value (set_cookie));

  add_field (req, "Set-Cookie", set_cookie);
}

/* The remaining steps are left out; the answer stands. */
void
et_request_stop (EtRequest *req)
{
  req->is_final = TRUE;
}

/* Has func (app, data) called once on the writer's thread after the commit of this step. */
void
et_request_after_commit (EtRequest *req, GFunc func, gpointer data)
{
  EtAfterCommit call = { func, data };

  g_array_append_val (req->after_commit, call);
}

/* Calls what the steps asked for, once. */
void
et_request_run_after_commit (EtRequest *req)
{
  for (guint i = 0; i < req->after_commit->len; i++)
    {
      const EtAfterCommit *call = &g_array_index (req->after_commit, EtAfterCommit, i);

      call->func (req->hooks->app, call->data);
    }
  g_array_set_size (req->after_commit, 0);
}

/* Remembers the answer as it is before a step, in case the step is run again. */
void
et_request_mark (EtRequest *req, EtAnswerMark *ret_mark)
{
  et_request_clear_mark (ret_mark);
  *ret_mark = (EtAnswerMark){
    .status = req->status,
    .body = req->answer != NULL ? g_bytes_ref (req->answer) : NULL,
    .content_type = req->content_type,
    .n_fields = req->fields->len,
    .n_after_commit = req->after_commit->len,
    .is_final = req->is_final,
  };
}

/* Brings the answer back to what it was at @mark. */
void
et_request_reset (EtRequest *req, const EtAnswerMark *mark)
{
  req->status = mark->status;
  set_answer (req, mark->content_type, mark->body != NULL ? g_bytes_ref (mark->body) : NULL);
  g_array_set_size (req->fields, mark->n_fields);
  g_array_set_size (req->after_commit, mark->n_after_commit);
  g_array_set_size (req->events, 0);
  req->is_final = mark->is_final;
}

/* Frees what a mark holds. */
void
et_request_clear_mark (EtAnswerMark *mark)
{
  g_clear_pointer (&mark->body, g_bytes_unref);
}
