/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/server/http/test-http-server.h"

#define CANARY "canary-9f3b"

typedef struct
{
  GMutex mutex;
  GString *text; /* owned: every field of every message */
  guint n_info, n_debug;
} Log;

static Log written;

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&written.mutex);

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && g_str_has_prefix (fields[i].value, "GLib"))
      return G_LOG_WRITER_HANDLED;
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].length < 0)
      g_string_append_printf (written.text, "%s=%s\n", fields[i].key,
                              (const char *) fields[i].value);
  written.n_info += (level & G_LOG_LEVEL_INFO) != 0;
  written.n_debug += (level & G_LOG_LEVEL_DEBUG) != 0;
  return G_LOG_WRITER_HANDLED;
}

static void
forget_log (void)
{
  g_mutex_lock (&written.mutex);
  g_string_truncate (written.text, 0);
  written.n_info = written.n_debug = 0;
  g_mutex_unlock (&written.mutex);
}

/* Stops the office, so that every line is there. */
static void
assert_lines (EtTestOffice *office, guint n_info, guint n_debug)
{
  et_http_server_stop (et_test_office_get_server (office), 2000);
  g_assert_cmpuint (written.n_info, ==, n_info);
  g_assert_cmpuint (written.n_debug, ==, n_debug);
}

static EtTestOffice *
office_with_log (GLogLevelFlags level)
{
  EtHttpConfig config;

  et_test_office_config (&config);
  config.log_level = level;
  forget_log ();
  return et_test_office_new (&config);
}

static void
call (EtTestOffice *office, const char *method, const char *path, const char *fields)
{
  g_autoptr (EtTestAnswer) answer = et_test_http_call (
      et_test_office_get_port (office), method, path, fields,
      g_str_equal (method, "POST") ? "{\"password\":\"" CANARY "\"}" : NULL);

  g_assert_cmpint (answer->status, >, 0);
}

static void
test_secrets_stay_out (void)
{
  g_autoptr (EtTestOffice) office = office_with_log (G_LOG_LEVEL_DEBUG);

  call (office, "GET", "/api/staff?q=" CANARY, "Authorization: Bearer " CANARY "\r\n");
  call (office, "GET", "/api/staff", "Cookie: sessionid=" CANARY "; csrftoken=" CANARY "\r\n");
  call (office, "GET", "/api/staff?token=" CANARY, NULL);
  call (office, "POST", "/api/write", "X-CSRFToken: " CANARY "\r\n");
  call (office, "POST", "/api/write", "Idempotency-Key: " CANARY "\r\n");
  call (office, "POST", "/api/accounts/login/", NULL);
  call (office, "POST", "/api/write", "Transfer-Encoding: " CANARY "\r\n");
  call (office, "GET", "/health", "User-Agent: " CANARY "\r\nReferer: http://" CANARY "/\r\n");
  et_http_server_stop (et_test_office_get_server (office), 2000);
  g_assert_null (strstr (written.text->str, CANARY));
  g_assert_nonnull (strstr (written.text->str, "HTTP_PATH=/api/staff\n"));
}

static void
test_line_has_its_fields (void)
{
  g_autoptr (EtTestOffice) office = office_with_log (G_LOG_LEVEL_INFO);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "GET",
                                                       "/api/staff", NULL, NULL);
  g_autofree char *id = et_test_answer_get_field (answer, "X-Request-Id");
  g_autofree char *field = g_strdup_printf ("REQUEST_ID=%s\n", id);

  assert_lines (office, 1, 0);
  g_assert_nonnull (strstr (written.text->str, field));
  g_assert_nonnull (strstr (written.text->str, "HTTP_METHOD=GET\n"));
  g_assert_nonnull (strstr (written.text->str, "HTTP_STATUS=401\n"));
  g_assert_nonnull (strstr (written.text->str, "DURATION_MS="));
  g_assert_nonnull (strstr (written.text->str, " from 127.0.0.1 "));
}

static void
test_levels (void)
{
  static const struct
  {
    GLogLevelFlags level;
    guint n_info, n_debug;
  } cases[] = {
    { G_LOG_LEVEL_DEBUG, 3, 2 },
    { G_LOG_LEVEL_INFO, 3, 0 },
    { G_LOG_LEVEL_MESSAGE, 0, 0 },
    { 0, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EtTestOffice) office = office_with_log (cases[i].level);

      call (office, "GET", "/health", NULL);
      call (office, "GET", "/api/read", NULL);
      call (office, "POST", "/api/write", NULL);
      call (office, "GET", "/nothing", NULL);
      call (office, "GET", "nonsense", NULL); /* refused before it is a request */
      assert_lines (office, cases[i].n_info, cases[i].n_debug);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  written.text = g_string_new (NULL);
  g_log_set_writer_func (write_log_cb, NULL, NULL);
  g_test_add_func ("/http/log/secrets", test_secrets_stay_out);
  g_test_add_func ("/http/log/fields", test_line_has_its_fields);
  g_test_add_func ("/http/log/levels", test_levels);
  return g_test_run ();
}
