/* SPDX-License-Identifier: MIT */
#include "test-scan-races.h"

static int
get_status (GPtrArray *answers, guint i)
{
  return ((EtTestAnswer *) answers->pdata[i])->status;
}

/* A ticket is scanned at all gates, or with @nonce (nullable) at two gates again and again.
 * Returns: (transfer none): the answers. */
static GPtrArray *
scan_everywhere (TestHall *hall, guint round, const char *nonce)
{
  g_autofree char *key = test_hall_buy (hall, hall->offers[round % TEST_HALL_OFFERS]);
  g_autofree char *member = g_strdup_printf (nonce != NULL ? ",\"nonce\":\"%s\"" : "%s",
                                             nonce != NULL ? nonce : "");

  for (guint i = 0; i < hall->gates->len; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"ticket_key\":\"%s\",\"gate\":\"Gate %u\"%s}",
                                               key, nonce != NULL ? i % 2 : i, member);

      test_client_send (hall->gates->pdata[i], "POST", "/api/tickets/verify/", NULL, body);
    }
  return test_hall_keep (hall, test_clients_read (hall->gates, hall->gates->len));
}

/* Whether a refusal says when and where the ticket was admitted. */
static gboolean
tells_of (EtTestAnswer *refusal, EtTestAnswer *admission)
{
  JsonObject *said = et_test_answer_get_json (refusal);
  JsonObject *done = et_test_answer_get_json (admission);

  return g_strcmp0 (json_object_get_string_member (said, "first_used_at"),
                    json_object_get_string_member (done, "verified_at")) == 0 &&
         g_strcmp0 (json_object_get_string_member (said, "gate"),
                    json_object_get_string_member (done, "gate")) == 0;
}

gboolean
race_through_gates (TestHall *hall, guint round)
{
  GPtrArray *answers = scan_everywhere (hall, round, NULL);
  guint n = answers->len, first = 0;

  if (test_answers_count (answers, 200, NULL) != 1 ||
      test_answers_count (answers, 409, "already_used") != n - 1 ||
      test_hall_count (hall, "SELECT COUNT(*) - $ FROM tickets WHERE state = 'used'", round) != 1)
    return FALSE;

  while (get_status (answers, first) != 200)
    first++;
  for (guint i = 0; i < n; i++)
    if (i != first && !tells_of (answers->pdata[i], answers->pdata[first]))
      return FALSE;
  return TRUE;
}

/* The scan that admits is answered each time as the first time; the same nonce at the other gate
 * is another scan. */
gboolean
race_of_one_scan (TestHall *hall, guint round)
{
  GPtrArray *answers = scan_everywhere (hall, round, "scan");

  return test_answers_count (answers, 200, NULL) == answers->len / 2 &&
         test_answers_count (answers, 409, "already_used") == answers->len / 2 &&
         test_answers_are_the_same (answers, 200);
}
