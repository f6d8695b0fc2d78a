/* SPDX-License-Identifier: MIT */
#include "server/api/et-health-api.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "core/et-translation.h"
#include "server/service/et-services.h"

static gboolean show_health (EtRequest *req, EtDb *db, GError **error);
static gboolean show_readiness (EtRequest *req, EtDb *db, GError **error);
static gboolean show_metrics (EtRequest *req, EtDb *db, GError **error);
static gboolean show_front_page (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_health_api_routes[] = {
  { "GET", "/", ET_ROLE_ANYONE, ET_INLINE, NULL, show_front_page, "What this server is" },
  { "GET", "/health", ET_ROLE_ANYONE, ET_INLINE, NULL, show_health, "Whether the server answers" },
  { "GET", "/ready", ET_ROLE_ANYONE, ET_INLINE, NULL, show_readiness,
    "Whether database, disk and queue are fit for requests" },
  { "GET", "/metrics", ET_ROLE_ANYONE, ET_INLINE, NULL, show_metrics, "Figures for Prometheus" },
  { NULL },
};
/* clang-format on */

static const char front_page[] = "<!DOCTYPE html>\n"
                                 "<html lang=\"%s\">\n"
                                 "<head><meta charset=\"utf-8\"><title>eTickets</title></head>\n"
                                 "<body>\n"
                                 "<h1>eTickets</h1>\n"
                                 "<p>%s</p>\n"
                                 "<p>%s</p>\n"
                                 "<p><code>%s</code></p>\n"
                                 "</body>\n"
                                 "</html>\n";

static gboolean
show_health (EtRequest *req, EtDb *db, GError **error)
{
  EtJsonWriter *writer = et_request_begin_json (req);

  et_json_writer_text (writer, "status", "ok");
  et_json_writer_time (writer, "time", et_time_now ());
  et_request_finish_json (req);
  return TRUE;
}

/* Asks nobody: whoever looks every second has left word. */
static gboolean
show_readiness (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  EtJsonWriter *writer;
  EtReady ready;

  et_readiness_get (services->readiness, &ready);
  if (!et_ready_check (&ready, error))
    return FALSE;
  writer = et_request_begin_json (req);
  et_json_writer_text (writer, "status", "ready");
  et_json_writer_text (writer, "database", "ok");
  et_json_writer_text (writer, "disk", "ok");
  et_json_writer_text (writer, "queue", "ok");
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
show_metrics (EtRequest *req, EtDb *db, GError **error)
{
  return et_request_answer_metrics (req, error);
}

static gboolean
show_front_page (EtRequest *req, EtDb *db, GError **error)
{
  const char *language = et_request_get_language (req);
  const char *host = et_request_get_header (req, "Host");
  g_autofree char *address = g_markup_escape_text (host != NULL ? host : "", -1);
  char *page = g_strdup_printf (
      front_page, language,
      et_translate (language, N_ ("This is an eTickets server. It sells and checks tickets for the "
                                  "eTickets application.")),
      et_translate (language,
                    N_ ("Open the application eTickets and enter this server's address in "
                        "it:")),
      address);
  g_autoptr (GBytes) body = g_bytes_new_take (page, strlen (page));

  et_request_answer_bytes (req, "text/html; charset=utf-8", body);
  return TRUE;
}
