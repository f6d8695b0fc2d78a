/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sodium.h>

#include "server/service/et-config.h"
#include "server/service/et-signing-keys.h"

static EtConfig *
read_config (const char *const *environment)
{
  g_autoptr (GError) error = NULL;
  EtConfig *config = et_config_new ((char **) environment, FALSE, "en", &error);

  g_assert_no_error (error);
  return config;
}

static void
assert_faults (const char *const *environment, gboolean needs_key, const char *faults)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_config_new ((char **) environment, needs_key, "en", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  g_assert_cmpstr (error->message, ==, faults);
}

static void
test_defaults (void)
{
  static const char *const nothing[] = { NULL };
  g_autoptr (EtConfig) config = read_config (nothing);

  g_assert_cmpstr (config->database_url, ==, "sqlite:///etickets.sqlite3");
  g_assert_cmpstr (config->database_file, ==, "etickets.sqlite3");
  g_assert_cmpstr (config->listen, ==, "127.0.0.1:8000");
  g_assert_cmpint (config->env, ==, ET_ENV_DEVELOPMENT);
  g_assert_cmpstr (config->signing_key_file, ==, "./signing-keys");
  g_assert_cmpstr (config->language, ==, "fr");
  g_assert_cmpstr (config->admin_path, ==, "admin");
  g_assert_true (g_strv_contains ((const char *const *) config->allowed_hosts, "localhost"));
  g_assert_cmpuint (g_strv_length (config->trusted_origins), ==, 0);
  g_assert_cmpuint (g_strv_length (config->trusted_proxies), ==, 0);
  g_assert_cmpint (config->log_level, ==, G_LOG_LEVEL_INFO);
  g_assert_false (config->migrate);
  g_assert_null (config->redis_url);
  g_assert_cmpint (config->hsts_seconds, ==, 0);
  g_assert_cmpint (config->max_quantity, ==, 20);
  g_assert_cmpint (config->max_tickets, ==, 50);
  g_assert_cmpint (config->writes_per_commit, ==, 256);
  g_assert_cmpint (config->hold_minutes, ==, 15);
  g_assert_cmpint (config->pending_minutes, ==, 30);
  g_assert_cmpint (config->max_guests, ==, 200);
  g_assert_cmpint (config->max_connections, ==, 8192);
  g_assert_cmpint (config->max_connections_per_address, ==, 256);
  g_assert_cmpint (config->requests_per_minute, ==, 1200);
  g_assert_cmpint (config->signups_per_minute, ==, 10);
  g_assert_cmpint (config->verifications_per_minute, ==, 600);
}

static const char *const all[] = {
  "DATABASE_URL=sqlite:////var/lib/etickets/db.sqlite3",
  "ETICKETS_LISTEN=[::1]:0",
  "ETICKETS_ENV=Staging",
  "ETICKETS_SIGNING_KEY_FILE=/etc/etickets/keys",
  "ETICKETS_LANGUAGE=en",
  "ETICKETS_ALLOWED_HOSTS= tickets.example , www.tickets.example,",
  "ETICKETS_TRUSTED_ORIGINS=https://tickets.example,http://localhost:3000",
  "ETICKETS_TRUSTED_PROXIES=10.0.0.0/8,::1",
  "ETICKETS_LOG_LEVEL=ERROR",
  "ETICKETS_ADMIN_PATH=back-office7",
  "ETICKETS_MIGRATE=1",
  "ETICKETS_HSTS_SECONDS=60",
  "ETICKETS_SELLER_NAME= Paris Billets ",
  "ETICKETS_SELLER_ADDRESS=1 rue A\\n75000 Paris",
  "ETICKETS_SELLER_TAX_NUMBER=FR123",
  "ETICKETS_MAX_QUANTITY=5",
  "ETICKETS_MAX_TICKETS=8",
  "ETICKETS_WRITES_PER_COMMIT=3",
  "ETICKETS_HOLD_MINUTES=7",
  "ETICKETS_PENDING_MINUTES=9",
  "ETICKETS_MAX_GUESTS=9",
  "ETICKETS_PAYMENT_TIMEOUT_MS=250",
  "ETICKETS_MAX_CONNECTIONS=10",
  "ETICKETS_MAX_CONNECTIONS_PER_ADDRESS=0",
  "ETICKETS_MAX_LIVE_PER_ADDRESS=7",
  "ETICKETS_REQUESTS_PER_MINUTE=0",
  "ETICKETS_SIGNUPS_PER_MINUTE=1",
  "ETICKETS_LOGINS_PER_MINUTE=2",
  "ETICKETS_VERIFICATIONS_PER_MINUTE=3",
  "REDIS_URL=redis://localhost/1",
  NULL,
};

static void
test_every_setting (void)
{
  g_autoptr (EtConfig) config = read_config (all);

  g_assert_cmpstr (config->database_file, ==, "/var/lib/etickets/db.sqlite3");
  g_assert_cmpstr (config->listen, ==, "[::1]:0");
  g_assert_cmpint (config->env, ==, ET_ENV_STAGING);
  g_assert_cmpstr (config->signing_key_file, ==, "/etc/etickets/keys");
  g_assert_cmpstr (config->language, ==, "en");
  g_assert_cmpuint (g_strv_length (config->allowed_hosts), ==, 2);
  g_assert_cmpstr (config->allowed_hosts[0], ==, "tickets.example");
  g_assert_cmpstr (config->trusted_origins[1], ==, "http://localhost:3000");
  g_assert_cmpstr (config->trusted_proxies[1], ==, "::1");
  g_assert_cmpint (config->log_level, ==, G_LOG_LEVEL_CRITICAL);
  g_assert_cmpstr (config->admin_path, ==, "back-office7");
  g_assert_true (config->migrate);
  g_assert_cmpint (config->hsts_seconds, ==, 60);
  g_assert_cmpstr (config->seller_name, ==, "Paris Billets");
  g_assert_cmpstr (config->seller_address, ==, "1 rue A\n75000 Paris");
  g_assert_cmpstr (config->seller_tax_number, ==, "FR123");
  g_assert_cmpint (config->max_quantity, ==, 5);
  g_assert_cmpint (config->max_tickets, ==, 8);
  g_assert_cmpint (config->writes_per_commit, ==, 3);
  g_assert_cmpint (config->hold_minutes, ==, 7);
  g_assert_cmpint (config->pending_minutes, ==, 9);
  g_assert_cmpint (config->max_guests, ==, 9);
  g_assert_cmpint (config->payment_timeout_ms, ==, 250);
  g_assert_cmpint (config->max_connections, ==, 10);
  g_assert_cmpint (config->max_connections_per_address, ==, 0);
  g_assert_cmpint (config->requests_per_minute, ==, 0);
  g_assert_cmpint (config->signups_per_minute, ==, 1);
  g_assert_cmpint (config->logins_per_minute, ==, 2);
  g_assert_cmpint (config->verifications_per_minute, ==, 3);
  g_assert_cmpstr (config->redis_url, ==, "redis://localhost/1");
}

static void
test_database_paths (void)
{
  static const char *const paths[][2] = {
    { "DATABASE_URL=sqlite:///db.sqlite3", "db.sqlite3" },
    { "DATABASE_URL=sqlite:///state/db.sqlite3", "state/db.sqlite3" },
    { "DATABASE_URL=sqlite:////srv/db.sqlite3", "/srv/db.sqlite3" },
    { "DATABASE_URL=sqlite:////srv/with%20blank", "/srv/with blank" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const char *const environment[] = { paths[i][0], NULL };
      g_autoptr (EtConfig) config = read_config (environment);

      g_assert_cmpstr (config->database_file, ==, paths[i][1]);
    }
}

static void
test_log_level_has_two_names (void)
{
  static const char *const old_name[] = { "LOG_LEVEL=DEBUG", NULL };
  static const char *const both[] = { "LOG_LEVEL=DEBUG", "ETICKETS_LOG_LEVEL=warning", NULL };
  g_autoptr (EtConfig) with_old = read_config (old_name);
  g_autoptr (EtConfig) with_both = read_config (both);

  g_assert_cmpint (with_old->log_level, ==, G_LOG_LEVEL_DEBUG);
  g_assert_cmpint (with_both->log_level, ==, G_LOG_LEVEL_WARNING);
}

static void
test_hosts (void)
{
  static const char *const environment[] = {
    "ETICKETS_ALLOWED_HOSTS=*,.example.org,a-b.example,my_host,127.0.0.1,[::1]", NULL
  };
  g_autoptr (EtConfig) config = read_config (environment);

  g_assert_cmpuint (g_strv_length (config->allowed_hosts), ==, 6);
}

static void
test_empty_counts_as_unset (void)
{
  static const char *const environment[] = { "ETICKETS_LISTEN=", "ETICKETS_LANGUAGE=", NULL };
  g_autoptr (EtConfig) config = read_config (environment);

  g_assert_cmpstr (config->listen, ==, "127.0.0.1:8000");
  g_assert_cmpstr (config->language, ==, "fr");
}

/* Each line alone is wrong. */
static const char *const wrong[] = {
  "DATABASE_URL=db.sqlite3",
  "DATABASE_URL=sqlite://",
  "DATABASE_URL=sqlite:///",
  "DATABASE_URL=sqlite://:memory:",
  "DATABASE_URL=sqlite:///db.sqlite3?mode=ro",
  "DATABASE_URL=sqlite:///bad%zz",
  "DATABASE_URL=sqlite:////srv/",
  "DATABASE_URL=oracle://x",
  "ETICKETS_LISTEN=8000",
  "ETICKETS_LISTEN=localhost:8000",
  "ETICKETS_LISTEN=127.0.0.1:65536",
  "ETICKETS_LISTEN=127.0.0.1:-1",
  "ETICKETS_LISTEN=127.0.0.1:",
  "ETICKETS_LISTEN=::1:8000",
  "ETICKETS_LISTEN=[127.0.0.1]:8000",
  "ETICKETS_LISTEN=[]:8000",
  "ETICKETS_ENV=prod",
  "ETICKETS_LANGUAGE=it",
  "ETICKETS_ALLOWED_HOSTS=a b",
  "ETICKETS_ALLOWED_HOSTS=tickets.example:443",
  "ETICKETS_ALLOWED_HOSTS=https://tickets.example",
  "ETICKETS_ALLOWED_HOSTS=good.example,[::1",
  "ETICKETS_ALLOWED_HOSTS=[]",
  "ETICKETS_ALLOWED_HOSTS=::1",
  "ETICKETS_ALLOWED_HOSTS=*.example",
  "ETICKETS_MAX_CONNECTIONS=0",
  "ETICKETS_MAX_CONNECTIONS_PER_ADDRESS=-1",
  "ETICKETS_MAX_LIVE_PER_ADDRESS=many",
  "ETICKETS_TRUSTED_ORIGINS=tickets.example",
  "ETICKETS_TRUSTED_ORIGINS=https://tickets.example/path",
  "ETICKETS_TRUSTED_ORIGINS=ftp://tickets.example",
  "ETICKETS_TRUSTED_PROXIES=10.0.0.0/40",
  "ETICKETS_TRUSTED_PROXIES=proxy",
  "ETICKETS_LOG_LEVEL=loud",
  "ETICKETS_ADMIN_PATH=Admin",
  "ETICKETS_ADMIN_PATH=a/b",
  "ETICKETS_ADMIN_PATH=cart",
  "ETICKETS_MIGRATE=perhaps",
  "ETICKETS_HSTS_SECONDS=-1",
  "ETICKETS_HSTS_SECONDS=year",
  "ETICKETS_MAX_QUANTITY=0",
  "ETICKETS_MAX_TICKETS=1001",
  "ETICKETS_PAYMENT_TIMEOUT_MS=0",
  "ETICKETS_REQUESTS_PER_MINUTE=1e3",
  "REDIS_URL=localhost:6379",
  "REDIS_URL=rediss://redis.example",
  "REDIS_URL=redis://",
  "REDIS_URL=redis://redis.example/first",
  "REDIS_URL=redis://redis.example/-1",
  "REDIS_URL=unix://",
  "REDIS_URL=unix:///run/redis.sock?database=1",
  "ETICKETS_SELLER_NAME=\xff",
  "ETICKETS_SIGNING_KEY_FILE=  ",
};

static void
test_bad_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *const environment[] = { wrong[i], NULL };
      g_autofree char *name = g_strndup (wrong[i], strcspn (wrong[i], "="));
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", name);
      g_assert_null (et_config_new ((char **) environment, FALSE, "en", &error));
      g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
      g_assert_true (g_str_has_prefix (error->message, name));
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_all_faults_at_once (void)
{
  static const char *const environment[] = { "ETICKETS_LISTEN=here", "ETICKETS_MIGRATE=maybe",
                                             "ETICKETS_LANGUAGE=it", NULL };

  assert_faults (environment, FALSE,
                 "ETICKETS_LISTEN must be ADDRESS:PORT, such as 127.0.0.1:8000 or [::1]:8000.\n"
                 "ETICKETS_LANGUAGE must be en, fr, de or es.\n"
                 "ETICKETS_MIGRATE must be 0 or 1.");
}

static void
test_production_wants_more (void)
{
  static const char *const bare[] = { "ETICKETS_ENV=production", NULL };
  static const char *const open[] = { "ETICKETS_ENV=production",
                                      "DATABASE_URL=sqlite:////srv/db.sqlite3",
                                      "ETICKETS_ALLOWED_HOSTS=*", NULL };
  static const char *const good[] = { "ETICKETS_ENV=production",
                                      "DATABASE_URL=sqlite:////srv/db.sqlite3",
                                      "ETICKETS_ALLOWED_HOSTS=tickets.example", NULL };
  g_autoptr (EtConfig) config = NULL;

  assert_faults (bare, FALSE,
                 "DATABASE_URL must be set in production.\n"
                 "ETICKETS_ALLOWED_HOSTS must be set in production.");
  assert_faults (open, FALSE, "ETICKETS_ALLOWED_HOSTS must name the hosts in production, not *.");
  config = read_config (good);
  g_assert_cmpint (config->hsts_seconds, ==, 31536000);
}

static void
test_key_file_outside_development (void)
{
  g_autofree char *folder = g_dir_make_tmp ("etickets-config-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "keys", NULL);
  g_autofree char *variable = g_strconcat ("ETICKETS_SIGNING_KEY_FILE=", path, NULL);
  const char *const staging[] = { "ETICKETS_ENV=staging", variable, NULL };
  const char *const development[] = { variable, NULL };
  g_autofree char *fault = g_strdup_printf (
      "The signing key file %s cannot be opened: No such file or directory", path);
  g_autoptr (EtConfig) without = NULL;
  g_autoptr (EtConfig) with = NULL;
  g_autoptr (EtConfig) in_development = NULL;
  guint8 key_id;

  assert_faults (staging, TRUE, fault);
  in_development = et_config_new ((char **) development, TRUE, "en", NULL);
  g_assert_nonnull (in_development);
  without = read_config (staging);

  et_signing_keys_add (path, 0, &key_id, NULL);
  with = et_config_new ((char **) staging, TRUE, "en", NULL);
  g_assert_nonnull (with);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_credential_is_found (void)
{
  g_autofree char *folder = g_dir_make_tmp ("etickets-config-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "etickets-signing-keys", NULL);
  g_autofree char *variable = g_strconcat ("CREDENTIALS_DIRECTORY=", folder, NULL);
  const char *const environment[] = { variable, NULL };
  g_autoptr (EtConfig) config = NULL;
  guint8 key_id;

  et_signing_keys_add (path, 0, &key_id, NULL);
  config = read_config (environment);
  g_assert_cmpstr (config->signing_key_file, ==, path);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_description_names_everything (void)
{
  g_autofree char *text = et_config_describe ("en");

  g_assert_nonnull (strstr (text, "  DATABASE_URL must be "));
  g_assert_nonnull (strstr (text, "  ETICKETS_VERIFICATIONS_PER_MINUTE must be "));
}

/* The example names every setting, with the value that it has anyway. */
static void
test_example_is_complete (void)
{
  g_autofree char *text = et_config_describe ("en");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *example = NULL;

  g_assert_true (g_file_get_contents (ET_ENV_EXAMPLE, &example, NULL, NULL));
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i] + 2, " ", 2);
      const char *value = strrchr (lines[i], '(');
      g_autofree char *fallback = value != NULL ? g_strndup (value + 1, strlen (value) - 2)
                                                : g_strdup ("");
      g_autofree char *line = g_strdup_printf ("\n#%s=%s\n", words[0], fallback);

      g_test_message ("%s", line);
      g_assert_nonnull (strstr (example, line));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/config/defaults", test_defaults);
  g_test_add_func ("/config/every-setting", test_every_setting);
  g_test_add_func ("/config/database-paths", test_database_paths);
  g_test_add_func ("/config/log-level", test_log_level_has_two_names);
  g_test_add_func ("/config/hosts", test_hosts);
  g_test_add_func ("/config/empty", test_empty_counts_as_unset);
  g_test_add_func ("/config/bad-values", test_bad_values);
  g_test_add_func ("/config/all-faults", test_all_faults_at_once);
  g_test_add_func ("/config/production", test_production_wants_more);
  g_test_add_func ("/config/key-file", test_key_file_outside_development);
  g_test_add_func ("/config/credential", test_credential_is_found);
  g_test_add_func ("/config/description", test_description_names_everything);
  g_test_add_func ("/config/example", test_example_is_complete);
  return g_test_run ();
}
