/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "core/et-error.h"
#include "core/et-json-writer.h"
#include "core/et-role.h"

G_BEGIN_DECLS

/* One request on its way through its route's steps, and the answer that grows in it. It belongs
 * to one thread at a time. */
typedef struct _EtRequest EtRequest;

typedef struct _EtRoute EtRoute;

/* Who is calling, found out before the handler from a bearer token or a cookie. */
typedef struct
{
  EtRole role; /* ET_ROLE_ANYONE for a guest and for nobody */
  int64_t account_id; /* 0 for a guest and for nobody */
  int64_t session_id; /* 0 for nobody */
  gboolean by_cookie;
  gboolean must_enrol; /* may do nothing with the account before its second step is set up */
} EtCaller;

/* Reading. The et_request_read_ functions take a member of the JSON body (an empty body counts as
 * {}), check it, and set ET_ERROR_INVALID with the member's name; the _or forms take a default
 * when the member is missing. A null where a value is due is an error. */
const EtRoute *et_request_get_route (EtRequest *req);
const EtCaller *et_request_get_caller (EtRequest *req);
int64_t et_request_get_id (EtRequest *req); /* {id} of the path */
const char *et_request_get_method (EtRequest *req);
const char *et_request_get_path (EtRequest *req);
const char *et_request_get_header (EtRequest *req, const char *name);
gboolean et_request_accepts_gzip (EtRequest *req);
const char *et_request_get_query (EtRequest *req, const char *name);
const char *et_request_get_address (EtRequest *req); /* the client's, behind a trusted proxy too */
const char *et_request_get_language (EtRequest *req); /* a word of et_languages */
const char *et_request_get_cookie (EtRequest *req, const char *name);
GBytes *et_request_get_body (EtRequest *req);
JsonObject *et_request_get_json (EtRequest *req);
gboolean et_request_is_secure (EtRequest *req);

gboolean et_request_has (EtRequest *req, const char *member);
gboolean et_request_read_int64 (EtRequest *req,
                                const char *member,
                                int64_t min,
                                int64_t max,
                                int64_t *ret_value,
                                GError **error);
gboolean et_request_read_int64_or (EtRequest *req,
                                   const char *member,
                                   int64_t min,
                                   int64_t max,
                                   int64_t fallback,
                                   int64_t *ret_value,
                                   GError **error);
gboolean et_request_read_nullable_int64 (EtRequest *req,
                                         const char *member,
                                         int64_t min,
                                         int64_t max,
                                         int64_t *ret_value,
                                         GError **error);
gboolean
et_request_read_bool (EtRequest *req, const char *member, gboolean *ret_value, GError **error);
gboolean et_request_read_bool_or (
    EtRequest *req, const char *member, gboolean fallback, gboolean *ret_value, GError **error);
const char *et_request_keep_string (EtRequest *req, char *text);
/* Text is valid UTF-8, in NFC, without control characters but \n, of min to max characters; it
 * lives as long as @req. */
gboolean et_request_read_text (EtRequest *req,
                               const char *member,
                               gsize min,
                               gsize max,
                               const char **ret_value,
                               GError **error);
gboolean et_request_read_text_or (EtRequest *req,
                                  const char *member,
                                  gsize min,
                                  gsize max,
                                  const char *fallback,
                                  const char **ret_value,
                                  GError **error);
gboolean
et_request_read_time (EtRequest *req, const char *member, int64_t *ret_time_ms, GError **error);
gboolean et_request_read_nullable_time (EtRequest *req,
                                        const char *member,
                                        int64_t *ret_time_ms,
                                        GError **error);
gboolean et_request_refuse_unknown (EtRequest *req, const char *const *known, GError **error);
gboolean et_request_refuse_unknown_query (EtRequest *req, const char *const *known, GError **error);
gboolean et_request_query_int64 (EtRequest *req,
                                 const char *name,
                                 int64_t min,
                                 int64_t max,
                                 int64_t fallback,
                                 int64_t *ret_value,
                                 GError **error);

/* What the reader found, for the steps: one struct of the resource's own, zeroed, freed with the
 * request. A WRITE step can run twice (a batch is repeated after a deadlock): it may overwrite
 * this and the answer, nothing else. */
gpointer et_request_new_body_sized (EtRequest *req, gsize size, GDestroyNotify clear);
gpointer et_request_get_parsed (EtRequest *req);
#define et_request_new_parsed(req, Type, clear) \
  ((Type *) et_request_new_body_sized (req, sizeof (Type), (GDestroyNotify) (clear)))

/* What belongs to the whole server (configuration, caches, keys): set once by main. */
gpointer et_request_get_app (EtRequest *req);

/* Answering. The status is 200 unless set. */
void et_request_set_status (EtRequest *req, int status);
int et_request_get_status (EtRequest *req);
EtJsonWriter *et_request_begin_json (EtRequest *req); /* an object is open; begun anew each time */
void et_request_finish_json (EtRequest *req); /* closes it and makes it the answer */
/* Makes a whole text of its own the answer, say an array; @writer stays the caller's. */
void et_request_finish_json_array (EtRequest *req, EtJsonWriter *writer);
void et_request_answer_ok (EtRequest *req); /* {"ok":true} */
/* Makes the error's answer without undoing the step: a declined payment is also an effect. */
void et_request_answer_error (EtRequest *req, const GError *error);
void et_request_answer_bytes (EtRequest *req, const char *content_type, GBytes *body);
GBytes *et_request_get_answer (EtRequest *req, const char **ret_content_type);
void et_request_set_header (EtRequest *req, const char *name, const char *value);
void et_request_add_cookie (EtRequest *req, const char *set_cookie);
/* The figures of the program, for those who may read them: see et-metrics-answer.c. */
gboolean et_request_answer_metrics (EtRequest *req, GError **error);
/* Makes a WebSocket of the connection: see et-upgrade.c. For an INLINE step. */
gboolean et_request_upgrade (EtRequest *req, GError **error);
/* The remaining steps are left out; the answer stands. For a stored idempotent answer. */
void et_request_stop (EtRequest *req);
/* func (app, data) is called on the writer's thread once after the commit of this WRITE step,
 * never after a failure: the place to change what memory caches. */
void et_request_after_commit (EtRequest *req, GFunc func, gpointer data);
/* For the log; see et-request-event.c. */
void et_request_note_event (EtRequest *req, const char *format, ...) G_GNUC_PRINTF (2, 3);
void et_request_note_refusal (EtRequest *req, const GError *error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
