/* SPDX-License-Identifier: MIT */
#include "et-scenario.h"

#include <string.h>

static void
write_request (
    GString *out, const char *start, const char *token, const char *more, const char *body)
{
  g_string_printf (out, "%s HTTP/1.1\r\nHost: 127.0.0.1\r\n", start);
  if (token != NULL)
    g_string_append_printf (out, "Authorization: Bearer %s\r\n", token);
  if (more != NULL)
    g_string_append_printf (out, "%s\r\n", more);
  if (body != NULL)
    g_string_append_printf (out, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                            strlen (body));
  g_string_append_printf (out, "\r\n%s", body != NULL ? body : "");
}

static void
write_health (GString *out, guint step, const EtTarget *target, const char *line)
{
  write_request (out, "GET /health/", NULL, NULL, NULL);
}

static void
write_offers (GString *out, guint step, const EtTarget *target, const char *line)
{
  write_request (out, "GET /api/offers/", NULL, NULL, NULL);
}

static void
write_known_offers (GString *out, guint step, const EtTarget *target, const char *line)
{
  g_autofree char *known = g_strdup_printf ("If-None-Match: %s", target->etag);

  write_request (out, "GET /api/offers/", NULL, known, NULL);
}

static void
write_checkout (GString *out, guint step, const EtTarget *target, const char *line)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *header = g_strconcat ("Idempotency-Key: ", key, NULL);

  write_request (out, "POST /api/cart/checkout/", line, header, "{}");
}

static void
write_purchase (GString *out, guint step, const EtTarget *target, const char *line)
{
  g_autofree char *wish = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":1}",
                                           target->offer_id);

  if (step == 0)
    write_request (out, "POST /api/cart/add/", line, NULL, wish);
  else
    write_checkout (out, step, target, line);
}

static void
write_verify (GString *out, guint step, const EtTarget *target, const char *line)
{
  g_autofree char *body = g_strdup_printf ("{\"ticket_key\":\"%s\"}", line);

  write_request (out, "POST /api/tickets/verify/", target->gate, NULL, body);
}

static const EtScenario scenarios[] = {
  { "health", 1, write_health, 200, FALSE },
  { "offers", 1, write_offers, 200, FALSE },
  { "offers-known", 1, write_known_offers, 304, FALSE },
  { "purchase", 2, write_purchase, 200, FALSE },
  { "checkout", 1, write_checkout, 200, TRUE },
  { "verify", 1, write_verify, 200, TRUE },
};

const EtScenario *
et_scenario_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_str_equal (scenarios[i].name, name))
      return &scenarios[i];
  g_error ("There is no scenario “%s”", name);
}

/* Puts the request of a step into @out, in the place of what is there. @line: of the client. */
void
et_scenario_write (
    const EtScenario *scenario, GString *out, guint step, const EtTarget *target, const char *line)
{
  scenario->write (out, step, target, line);
}
