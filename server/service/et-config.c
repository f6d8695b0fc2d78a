/* SPDX-License-Identifier: MIT */
#include "server/service/et-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-translation.h"
#include "server/service/et-setting.h"
#include "server/service/et-signing-keys.h"

#define YEAR_SECONDS 31536000

#define OFFSET(member) G_STRUCT_OFFSET (EtConfig, member)

/* clang-format off */
static const EtSetting settings[] = {
  { "DATABASE_URL", NULL, "sqlite:///etickets.sqlite3", et_setting_read_database_url, OFFSET (database_url),
    N_ ("must be sqlite:///FILE for a relative path or sqlite:////FILE for an absolute one, or "
        "postgresql:// or mariadb://USER:PASSWORD@HOST:PORT/DATABASE") },
  { "REDIS_URL", NULL, NULL, et_setting_read_redis_url, OFFSET (redis_url),
    N_ ("must be redis://[USER:PASSWORD@]HOST:PORT/NUMBER or unix:///SOCKET?db=NUMBER; rediss://, with TLS, "
        "is not spoken: put a tunnel between") },
  { "ETICKETS_LISTEN", NULL, "127.0.0.1:8000", et_setting_read_address, OFFSET (listen),
    N_ ("must be ADDRESS:PORT, such as 127.0.0.1:8000 or [::1]:8000") },
  { "ETICKETS_TLS_LISTEN", NULL, "127.0.0.1:8443", et_setting_read_address, OFFSET (tls_listen),
    N_ ("must be ADDRESS:PORT, such as 127.0.0.1:8000 or [::1]:8000") },
  { "ETICKETS_TLS_CERT", NULL, NULL, et_setting_read_text, OFFSET (tls_certificate_file),
    N_ ("must name a PEM file with a certificate and its chain") },
  { "ETICKETS_TLS_KEY", NULL, NULL, et_setting_read_text, OFFSET (tls_key_file),
    N_ ("must name a PEM file with the key of the certificate") },
  { "ETICKETS_ENV", NULL, "development", et_setting_read_environment, OFFSET (env),
    N_ ("must be development, staging or production") },
  { "ETICKETS_SIGNING_KEY_FILE", NULL, NULL, et_setting_read_text, OFFSET (signing_key_file),
    N_ ("must name a file") },
  { "ETICKETS_LANGUAGE", NULL, "fr", et_setting_read_language, OFFSET (language),
    N_ ("must be en, fr, de or es") },
  { "ETICKETS_ALLOWED_HOSTS", NULL, "127.0.0.1,localhost,[::1]", et_setting_read_hosts, OFFSET (allowed_hosts),
    N_ ("must be host names without ports, parted by commas") },
  { "ETICKETS_TRUSTED_ORIGINS", NULL, "", et_setting_read_origins, OFFSET (trusted_origins),
    N_ ("must be origins such as https://tickets.example parted by commas") },
  { "ETICKETS_TRUSTED_PROXIES", NULL, "", et_setting_read_networks, OFFSET (trusted_proxies),
    N_ ("must be addresses or networks such as 10.0.0.0/8 parted by commas") },
  { "ETICKETS_METRICS_NETWORKS", NULL, "127.0.0.1,::1", et_setting_read_networks, OFFSET (metrics_networks),
    N_ ("must be addresses or networks such as 10.0.0.0/8 parted by commas") },
  { "ETICKETS_LOG_LEVEL", "LOG_LEVEL", "info", et_setting_read_log_level, OFFSET (log_level),
    N_ ("must be debug, info, warning or error") },
  { "ETICKETS_ADMIN_PATH", NULL, "admin", et_setting_read_admin_path, OFFSET (admin_path),
    N_ ("must be a word of small letters, digits and hyphens that the API does not use elsewhere") },
  { "ETICKETS_ADMIN_USERNAME", NULL, NULL, et_setting_read_text, OFFSET (admin_username),
    N_ ("must be the name of the first administrator") },
  { "ETICKETS_ADMIN_PASSWORD_FILE", NULL, NULL, et_setting_read_text, OFFSET (admin_password_file),
    N_ ("must name a file with the password of the first administrator") },
  { "ETICKETS_REQUIRE_2FA", NULL, "0", et_setting_read_switch, OFFSET (require_second_factor),
    N_ ("must be 0 or 1") },
  { "ETICKETS_MIGRATE", NULL, "0", et_setting_read_switch, OFFSET (migrate),
    N_ ("must be 0 or 1") },
  { "ETICKETS_HSTS_SECONDS", NULL, NULL, et_setting_read_number, OFFSET (hsts_seconds),
    N_ ("must be a number of seconds from 0 to ten years"), 0, 10 * YEAR_SECONDS },
  { "ETICKETS_SELLER_NAME", NULL, "eTickets", et_setting_read_text, OFFSET (seller_name),
    N_ ("must be the name that invoices show") },
  { "ETICKETS_SELLER_ADDRESS", NULL, "1 place de la Démonstration\\n75000 Paris\\nFrance",
    et_setting_read_lines, OFFSET (seller_address),
    N_ ("must be an address, its lines parted by \\n") },
  { "ETICKETS_SELLER_TAX_NUMBER", NULL, "FR00000000000", et_setting_read_text, OFFSET (seller_tax_number),
    N_ ("must be the tax number that invoices show") },
  { "ETICKETS_MAX_QUANTITY", NULL, "20", et_setting_read_number, OFFSET (max_quantity),
    N_ ("must be a number of tickets from 1 to 1000"), 1, 1000 },
  { "ETICKETS_MAX_TICKETS", NULL, "50", et_setting_read_number, OFFSET (max_tickets),
    N_ ("must be a number of tickets from 1 to 1000"), 1, 1000 },
  { "ETICKETS_HOLD_MINUTES", NULL, "15", et_setting_read_number, OFFSET (hold_minutes),
    N_ ("must be a number of minutes from 0, carts hold no places, to 1440"), 0, 1440 },
  { "ETICKETS_PENDING_MINUTES", NULL, "30", et_setting_read_number, OFFSET (pending_minutes),
    N_ ("must be a number of minutes from 1 to 1440") , 1, 1440 },
  { "ETICKETS_WRITES_PER_COMMIT", NULL, "256", et_setting_read_number, OFFSET (writes_per_commit),
    N_ ("must be a number of writes from 1 to 1000"), 1, 1000 },
  { "ETICKETS_MAX_GUESTS", NULL, "200", et_setting_read_number, OFFSET (max_guests),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
  { "ETICKETS_PAYMENT_TIMEOUT_MS", NULL, "5000", et_setting_read_number, OFFSET (payment_timeout_ms),
    N_ ("must be a number of milliseconds from 1 to 60000"), 1, 60000 },
  { "ETICKETS_MAX_CONNECTIONS", NULL, "8192", et_setting_read_number, OFFSET (max_connections),
    N_ ("must be a number of connections from 1 to 1000000"), 1, 1000000 },
  { "ETICKETS_MAX_CONNECTIONS_PER_ADDRESS", NULL, "256", et_setting_read_number, OFFSET (max_connections_per_address),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
  { "ETICKETS_MAX_LIVE_PER_ADDRESS", NULL, "256", et_setting_read_number, OFFSET (max_live_per_address),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
  { "ETICKETS_REQUESTS_PER_MINUTE", NULL, "1200", et_setting_read_number, OFFSET (requests_per_minute),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
  { "ETICKETS_SIGNUPS_PER_MINUTE", NULL, "10", et_setting_read_number, OFFSET (signups_per_minute),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
  { "ETICKETS_LOGINS_PER_MINUTE", NULL, "10", et_setting_read_number, OFFSET (logins_per_minute),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
  { "ETICKETS_VERIFICATIONS_PER_MINUTE", NULL, "600", et_setting_read_number, OFFSET (verifications_per_minute),
    N_ ("must be a number from 0, no limit, to 1000000"), 0, 1000000 },
};
/* clang-format on */

/* The settings while they are being read. */
typedef struct
{
  EtConfig *config;
  char **environ_;
  const char *language; /* of the faults */
  GString *faults; /* a line each */
} Reading;

static void
add_line (Reading *reading, const char *line)
{
  if (reading->faults->len > 0)
    g_string_append_c (reading->faults, '\n');
  g_string_append (reading->faults, line);
}

static void
add_fault (Reading *reading, const char *name, const char *msgid)
{
  g_autofree char *line = g_strdup_printf ("%s %s.", name, et_translate (reading->language, msgid));

  add_line (reading, line);
}

/* An empty variable counts as one that is not set. */
static const char *
value_of (Reading *reading, const char *name)
{
  const char *value = name != NULL ? g_environ_getenv (reading->environ_, name) : NULL;

  return value != NULL && *value != '\0' ? value : NULL;
}

static void
read_setting (Reading *reading, const EtSetting *setting)
{
  const char *value = value_of (reading, setting->name);
  gpointer member = G_STRUCT_MEMBER_P (reading->config, setting->offset);

  if (value == NULL)
    value = value_of (reading, setting->alias);
  if (value == NULL)
    value = setting->fallback;
  if (value != NULL && !setting->read (setting, value, member))
    add_fault (reading, setting->name, setting->rule);
}

/* A key file that systemd hands over wins over the one beside the database, or where the program
 * was started when that is no file. */
static char *
choose_key_file (Reading *reading)
{
  const char *credentials = value_of (reading, "CREDENTIALS_DIRECTORY");
  const char *file = reading->config->database_file;
  g_autofree char *folder = g_path_get_dirname (file != NULL ? file : "signing-keys");
  g_autofree char *credential = NULL;

  if (credentials != NULL)
    {
      credential = g_build_filename (credentials, "etickets-signing-keys", NULL);
      if (g_file_test (credential, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&credential);
    }
  return g_build_filename (folder, "signing-keys", NULL);
}

static void
derive_settings (Reading *reading)
{
  EtConfig *config = reading->config;

  if (config->database_url == NULL)
    return;
  if (g_str_has_prefix (config->database_url, ET_SQLITE_PREFIX))
    config->database_file = g_uri_unescape_string (config->database_url + strlen (ET_SQLITE_PREFIX),
                                                   NULL);
  if (config->signing_key_file == NULL)
    config->signing_key_file = choose_key_file (reading);
  if (value_of (reading, "ETICKETS_HSTS_SECONDS") == NULL && config->env == ET_ENV_PRODUCTION)
    config->hsts_seconds = YEAR_SECONDS;
}

/* The first start in development makes the file, but not its folder. A folder that the database
 * lacks too is said of the database. */
static void
check_key_folder (Reading *reading)
{
  g_autofree char *folder = g_path_get_dirname (reading->config->signing_key_file);

  if (value_of (reading, "ETICKETS_SIGNING_KEY_FILE") != NULL &&
      !g_file_test (folder, G_FILE_TEST_IS_DIR))
    add_fault (reading, "ETICKETS_SIGNING_KEY_FILE",
               N_ ("must name a file in a folder that exists"));
}

static void
check_key_file (Reading *reading)
{
  EtConfig *config = reading->config;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (config->signing_key_file == NULL)
    return;
  if (config->env == ET_ENV_DEVELOPMENT &&
      !g_file_test (config->signing_key_file, G_FILE_TEST_EXISTS))
    {
      check_key_folder (reading);
      return;
    }
  if (et_signing_keys_check_file (config->signing_key_file, &error))
    return;

  sentence = et_error_fill_sentence (error, et_translate (reading->language, error->message),
                                     reading->language);
  add_line (reading, sentence);
}

static void
check_administrator (Reading *reading)
{
  const EtConfig *config = reading->config;

  if (config->admin_username != NULL && config->admin_password_file == NULL)
    add_fault (reading, "ETICKETS_ADMIN_PASSWORD_FILE",
               N_ ("must be set where ETICKETS_ADMIN_USERNAME is"));
}

static void
check_tls (Reading *reading)
{
  const EtConfig *config = reading->config;

  if ((config->tls_certificate_file == NULL) != (config->tls_key_file == NULL))
    add_fault (reading, config->tls_key_file == NULL ? "ETICKETS_TLS_KEY" : "ETICKETS_TLS_CERT",
               N_ ("must be set together with the other one of certificate and key"));
}

static void
check_production (Reading *reading)
{
  static const char *const due[] = { "DATABASE_URL", "ETICKETS_ALLOWED_HOSTS" };
  const char *const *hosts = (const char *const *) reading->config->allowed_hosts;

  for (gsize i = 0; i < G_N_ELEMENTS (due); i++)
    if (value_of (reading, due[i]) == NULL)
      add_fault (reading, due[i], N_ ("must be set in production"));
  if (hosts != NULL && g_strv_contains (hosts, "*"))
    add_fault (reading, "ETICKETS_ALLOWED_HOSTS", N_ ("must name the hosts in production, not *"));
}

/* Reads the settings and checks them whole. Sets ET_ERROR_CONFIGURATION with all faults, a line
 * each.
 * @environ_: "NAME=value" strings, as g_get_environ() has them.
 * @needs_key: whether the signing key file must be there outside development.
 * @language: of the faults. */
EtConfig *
et_config_new (char **environ_, gboolean needs_key, const char *language, GError **error)
{
  g_autoptr (EtConfig) config = g_new0 (EtConfig, 1);
  g_autoptr (GString) faults = g_string_new (NULL);
  Reading reading = { config, environ_, language, faults };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    read_setting (&reading, &settings[i]);
  derive_settings (&reading);
  check_administrator (&reading);
  check_tls (&reading);
  if (needs_key)
    check_key_file (&reading);
  if (config->env == ET_ENV_PRODUCTION)
    check_production (&reading);
  if (faults->len > 0)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION, faults->str);
      return NULL;
    }
  return g_steal_pointer (&config);
}

void
et_config_free (EtConfig *config)
{
  g_free (config->database_url);
  g_free (config->database_file);
  g_free (config->redis_url);
  g_free (config->listen);
  g_free (config->tls_listen);
  g_free (config->tls_certificate_file);
  g_free (config->tls_key_file);
  g_free (config->signing_key_file);
  g_free (config->language);
  g_strfreev (config->allowed_hosts);
  g_strfreev (config->trusted_origins);
  g_strfreev (config->trusted_proxies);
  g_strfreev (config->metrics_networks);
  g_free (config->admin_path);
  g_free (config->admin_username);
  g_free (config->admin_password_file);
  g_free (config->seller_name);
  g_free (config->seller_address);
  g_free (config->seller_tax_number);
  g_free (config);
}

/* Returns: (transfer full): each variable with its rule and default, a line each. */
char *
et_config_describe (const char *language)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_string_append_printf (text, "  %s %s", settings[i].name,
                              et_translate (language, settings[i].rule));
      if (settings[i].fallback != NULL && *settings[i].fallback != '\0')
        g_string_append_printf (text, " (%s)", settings[i].fallback);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
