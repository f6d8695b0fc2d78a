/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "server/api/et-sync-api.h"
#include "server/http/et-request-private.h"
#include "server/service/et-sync.h"

/* In the place of the service: what is asked is read here, and not answered. */
gboolean
et_sync_write (EtDb *db,
               const EtServices *services,
               const EtSyncQuery *query,
               EtJsonWriter *writer,
               GError **error)
{
  g_assert_not_reached ();
}

static EtHead *
make_head (const guint8 *data, gsize size)
{
  g_autoptr (GString) text = g_string_new ("GET /api/sync/?");

  g_string_append_len (text, (const char *) data, (gssize) size);
  g_string_append (text, " HTTP/1.1\r\nHost: tickets.example\r\n\r\n");
  return et_head_new (text->str, text->len);
}

/* Whatever an address asks for is read as a query within its bounds, or refused with a reason. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const EtHttpHooks hooks = { 0 };
  const EtHttpConfig config = { .default_language = "en" };
  EtPeer peer = { 0 };
  EtHead *head = size <= 2048 ? make_head (data, size) : NULL;
  g_autoptr (GError) error = NULL;
  EtRequest *req;
  gboolean is_read;

  if (head == NULL)
    return 0;
  req = et_request_new (&config, &hooks, head, NULL, &peer);
  req->route = et_sync_api_routes;
  is_read = req->route->read (req, &error);
  g_assert_true (is_read == (error == NULL));
  if (is_read)
    {
      const EtSyncQuery *query = req->parsed;

      g_assert_cmpint (query->since, >=, 0);
      g_assert_cmpint (query->limit, >=, 1);
      g_assert_cmpint (query->limit, <=, ET_SYNC_MAX_LIMIT);
      g_assert_cmpint (query->at, >=, 0);
      g_assert_cmpint (query->after, >=, 0);
    }
  et_request_free (req);
  return 0;
}
