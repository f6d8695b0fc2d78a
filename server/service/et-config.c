/* SPDX-License-Identifier: MIT */
#include "server/service/et-config.h"

#include <string.h>

#include "server/service/et-setting.h"
#include "server/service/et-signing-keys.h"

#define YEAR_SECONDS 31536000

#define OFFSET(member) G_STRUCT_OFFSET (EtConfig, member)

/* clang-format off */
static const EtSetting settings[] = {
  { "DATABASE_URL", NULL, "sqlite:///etickets.sqlite3", et_setting_read_database_url, OFFSET (database_url),
    "must be sqlite:///FILE for a relative path or sqlite:////FILE for an absolute one" },
  { "ETICKETS_LISTEN", NULL, "127.0.0.1:8000", et_setting_read_address, OFFSET (listen),
    "must be ADDRESS:PORT, such as 127.0.0.1:8000 or [::1]:8000" },
  { "ETICKETS_ENV", NULL, "development", et_setting_read_environment, OFFSET (env),
    "must be development, staging or production" },
  { "ETICKETS_SIGNING_KEY_FILE", NULL, NULL, et_setting_read_text, OFFSET (signing_key_file),
    "must name a file" },
  { "ETICKETS_LANGUAGE", NULL, "fr", et_setting_read_language, OFFSET (language),
    "must be fr or en" },
  { "ETICKETS_ALLOWED_HOSTS", NULL, "127.0.0.1,localhost,[::1]", et_setting_read_list, OFFSET (allowed_hosts),
    "must be host names parted by commas" },
  { "ETICKETS_TRUSTED_ORIGINS", NULL, "", et_setting_read_origins, OFFSET (trusted_origins),
    "must be origins such as https://tickets.example parted by commas" },
  { "ETICKETS_TRUSTED_PROXIES", NULL, "", et_setting_read_networks, OFFSET (trusted_proxies),
    "must be addresses or networks such as 10.0.0.0/8 parted by commas" },
  { "ETICKETS_LOG_LEVEL", "LOG_LEVEL", "info", et_setting_read_log_level, OFFSET (log_level),
    "must be debug, info, warning or error" },
  { "ETICKETS_ADMIN_PATH", NULL, "admin", et_setting_read_admin_path, OFFSET (admin_path),
    "must be a word of small letters, digits and hyphens that the API does not use elsewhere" },
  { "ETICKETS_MIGRATE", NULL, "0", et_setting_read_switch, OFFSET (migrate),
    "must be 0 or 1" },
  { "ETICKETS_HSTS_SECONDS", NULL, NULL, et_setting_read_number, OFFSET (hsts_seconds),
    "must be a number of seconds from 0 to ten years", 0, 10 * YEAR_SECONDS },
  { "ETICKETS_SELLER_NAME", NULL, "eTickets", et_setting_read_text, OFFSET (seller_name),
    "must be the name that invoices show" },
  { "ETICKETS_SELLER_ADDRESS", NULL, "1 place de la Démonstration\\n75000 Paris\\nFrance",
    et_setting_read_lines, OFFSET (seller_address), "must be an address, its lines parted by \\n" },
  { "ETICKETS_SELLER_TAX_NUMBER", NULL, "FR00000000000", et_setting_read_text, OFFSET (seller_tax_number),
    "must be the tax number that invoices show" },
  { "ETICKETS_MAX_QUANTITY", NULL, "20", et_setting_read_number, OFFSET (max_quantity),
    "must be a number of tickets from 1 to 1000", 1, 1000 },
  { "ETICKETS_MAX_TICKETS", NULL, "50", et_setting_read_number, OFFSET (max_tickets),
    "must be a number of tickets from 1 to 1000", 1, 1000 },
  { "ETICKETS_PAYMENT_TIMEOUT_MS", NULL, "5000", et_setting_read_number, OFFSET (payment_timeout_ms),
    "must be a number of milliseconds from 1 to 60000", 1, 60000 },
  { "ETICKETS_REQUESTS_PER_MINUTE", NULL, "1200", et_setting_read_number, OFFSET (requests_per_minute),
    "must be a number from 0, no limit, to 1000000", 0, 1000000 },
  { "ETICKETS_SIGNUPS_PER_MINUTE", NULL, "10", et_setting_read_number, OFFSET (signups_per_minute),
    "must be a number from 0, no limit, to 1000000", 0, 1000000 },
  { "ETICKETS_LOGINS_PER_MINUTE", NULL, "10", et_setting_read_number, OFFSET (logins_per_minute),
    "must be a number from 0, no limit, to 1000000", 0, 1000000 },
  { "ETICKETS_VERIFICATIONS_PER_MINUTE", NULL, "600", et_setting_read_number, OFFSET (verifications_per_minute),
    "must be a number from 0, no limit, to 1000000", 0, 1000000 },
};
/* clang-format on */

G_GNUC_PRINTF (2, 3)
static void
add_fault (GString *faults, const char *format, ...)
{
  va_list arguments;

  if (faults->len > 0)
    g_string_append_c (faults, '\n');
  va_start (arguments, format);
  g_string_append_vprintf (faults, format, arguments);
  va_end (arguments);
}

/* An empty variable counts as one that is not set. */
static const char *
value_of (char **environ_, const char *name)
{
  const char *value = name != NULL ? g_environ_getenv (environ_, name) : NULL;

  return value != NULL && *value != '\0' ? value : NULL;
}

static void
read_setting (EtConfig *config, const EtSetting *setting, char **environ_, GString *faults)
{
  const char *value = value_of (environ_, setting->name);

  if (value == NULL)
    value = value_of (environ_, setting->alias);
  if (value == NULL)
    value = setting->fallback;
  if (value != NULL && !setting->read (setting, value, G_STRUCT_MEMBER_P (config, setting->offset)))
    add_fault (faults, "%s %s.", setting->name, setting->rule);
}

/* A key file that systemd hands over wins over the one beside the database. */
static char *
choose_key_file (EtConfig *config, char **environ_)
{
  const char *credentials = value_of (environ_, "CREDENTIALS_DIRECTORY");
  g_autofree char *folder = g_path_get_dirname (config->database_file);
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
derive_settings (EtConfig *config, char **environ_, GString *faults)
{
  if (config->database_url != NULL)
    config->database_file = g_uri_unescape_string (config->database_url + strlen (ET_SQLITE_PREFIX),
                                                   NULL);
  if (config->database_url != NULL && config->database_file == NULL)
    add_fault (faults, "DATABASE_URL has a %% that is not followed by two hexadecimal digits.");
  if (config->signing_key_file == NULL && config->database_file != NULL)
    config->signing_key_file = choose_key_file (config, environ_);
  if (value_of (environ_, "ETICKETS_HSTS_SECONDS") == NULL && config->env == ET_ENV_PRODUCTION)
    config->hsts_seconds = YEAR_SECONDS;
}

static void
check_key_file (EtConfig *config, GString *faults)
{
  g_autoptr (GError) error = NULL;

  if (config->signing_key_file == NULL)
    return;
  if (g_file_test (config->signing_key_file, G_FILE_TEST_EXISTS))
    {
      if (!et_signing_keys_check_file (config->signing_key_file, &error))
        add_fault (faults, "%s", error->message);
    }
  else if (config->env != ET_ENV_DEVELOPMENT)
    add_fault (faults,
               "ETICKETS_SIGNING_KEY_FILE: there is no file %s. "
               "“etickets-server generate-key” makes one.",
               config->signing_key_file);
}

static void
check_production (EtConfig *config, char **environ_, GString *faults)
{
  static const char *const due[] = { "DATABASE_URL", "ETICKETS_ALLOWED_HOSTS" };

  for (gsize i = 0; i < G_N_ELEMENTS (due); i++)
    if (value_of (environ_, due[i]) == NULL)
      add_fault (faults, "%s must be set in production.", due[i]);
  if (config->allowed_hosts != NULL &&
      g_strv_contains ((const char *const *) config->allowed_hosts, "*"))
    add_fault (faults, "ETICKETS_ALLOWED_HOSTS must name the hosts in production, not *.");
}

/* Reads the settings and checks them whole. Sets ET_ERROR_CONFIGURATION with all faults, a line
 * each.
 * @environ_: "NAME=value" strings, as g_get_environ() has them.
 * @needs_key: whether the signing key file must be there outside development. */
EtConfig *
et_config_new (char **environ_, gboolean needs_key, GError **error)
{
  g_autoptr (EtConfig) config = g_new0 (EtConfig, 1);
  g_autoptr (GString) faults = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    read_setting (config, &settings[i], environ_, faults);
  derive_settings (config, environ_, faults);
  if (needs_key)
    check_key_file (config, faults);
  if (config->env == ET_ENV_PRODUCTION)
    check_production (config, environ_, faults);
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
  g_free (config->listen);
  g_free (config->signing_key_file);
  g_free (config->language);
  g_strfreev (config->allowed_hosts);
  g_strfreev (config->trusted_origins);
  g_strfreev (config->trusted_proxies);
  g_free (config->admin_path);
  g_free (config->seller_name);
  g_free (config->seller_address);
  g_free (config->seller_tax_number);
  g_free (config);
}

/* Returns: (transfer full): each variable with its rule and default, a line each. */
char *
et_config_describe (void)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_string_append_printf (text, "  %s %s", settings[i].name, settings[i].rule);
      if (settings[i].fallback != NULL && *settings[i].fallback != '\0')
        g_string_append_printf (text, " (%s)", settings[i].fallback);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
