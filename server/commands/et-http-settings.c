/* SPDX-License-Identifier: MIT */
#include "server/commands/et-http-settings.h"

/* Fills in what the operator's settings say about HTTP; the strings stay those of @config. */
void
et_http_settings_read (const EtConfig *config, EtHttpConfig *ret_http)
{
  et_http_config_init (ret_http);
  ret_http->listen = config->listen;
  ret_http->tls_listen = config->tls_certificate_file != NULL ? config->tls_listen : NULL;
  ret_http->tls_certificate_file = config->tls_certificate_file;
  ret_http->tls_key_file = config->tls_key_file;
  ret_http->allowed_hosts = (const char *const *) config->allowed_hosts;
  ret_http->trusted_origins = (const char *const *) config->trusted_origins;
  ret_http->trusted_proxies = (const char *const *) config->trusted_proxies;
  ret_http->metrics_networks = (const char *const *) config->metrics_networks;
  ret_http->admin_path = config->admin_path;
  ret_http->default_language = config->language;
  ret_http->log_level = config->log_level;
  ret_http->is_production = config->env == ET_ENV_PRODUCTION;
  ret_http->hsts_seconds = config->hsts_seconds;
  ret_http->max_connections = config->max_connections;
  ret_http->max_connections_per_address = config->max_connections_per_address;
  ret_http->max_live_per_address = config->max_live_per_address;
  ret_http->requests_per_minute = config->requests_per_minute;
  ret_http->signups_per_minute = config->signups_per_minute;
  ret_http->logins_per_minute = config->logins_per_minute;
  ret_http->verifications_per_minute = config->verifications_per_minute;
}
