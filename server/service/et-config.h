/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-error.h"

G_BEGIN_DECLS

typedef enum
{
  ET_ENV_DEVELOPMENT,
  ET_ENV_STAGING,
  ET_ENV_PRODUCTION
} EtEnvironment;

/* The operator's settings, read from the environment and checked whole. Times in seconds unless
 * the name says otherwise. */
typedef struct
{
  char *database_url; /* owned; DATABASE_URL */
  char *database_file; /* owned, nullable; the file that database_url means on SQLite */
  char *redis_url; /* owned, nullable; REDIS_URL */
  char *listen; /* owned; ETICKETS_LISTEN */
  char *tls_listen; /* owned; ETICKETS_TLS_LISTEN */
  char *tls_certificate_file, *tls_key_file; /* owned, nullable; ETICKETS_TLS_CERT, _KEY */
  EtEnvironment env; /* ETICKETS_ENV */
  char *signing_key_file; /* owned; ETICKETS_SIGNING_KEY_FILE */
  char *language; /* owned; ETICKETS_LANGUAGE, a word of et_languages */
  char **allowed_hosts; /* owned; ETICKETS_ALLOWED_HOSTS */
  char **trusted_origins; /* owned; ETICKETS_TRUSTED_ORIGINS */
  char **trusted_proxies; /* owned; ETICKETS_TRUSTED_PROXIES */
  char **metrics_networks; /* owned; ETICKETS_METRICS_NETWORKS */
  int log_level; /* GLogLevelFlags, the least that is written; ETICKETS_LOG_LEVEL */
  char *admin_path; /* owned; ETICKETS_ADMIN_PATH */
  char *admin_username; /* owned, nullable; ETICKETS_ADMIN_USERNAME */
  char *admin_password_file; /* owned, nullable; ETICKETS_ADMIN_PASSWORD_FILE */
  gboolean require_second_factor; /* of administrators; ETICKETS_REQUIRE_2FA */
  gboolean migrate; /* ETICKETS_MIGRATE */
  int64_t hsts_seconds; /* ETICKETS_HSTS_SECONDS */
  char *seller_name; /* owned; ETICKETS_SELLER_NAME */
  char *seller_address; /* owned, lines parted by \n; ETICKETS_SELLER_ADDRESS */
  char *seller_tax_number; /* owned; ETICKETS_SELLER_TAX_NUMBER */
  int64_t max_quantity; /* tickets a cart line; ETICKETS_MAX_QUANTITY */
  int64_t max_tickets; /* tickets an order; ETICKETS_MAX_TICKETS */
  int64_t writes_per_commit; /* at most; ETICKETS_WRITES_PER_COMMIT */
  int64_t hold_minutes; /* 0: carts hold nothing; ETICKETS_HOLD_MINUTES */
  int64_t pending_minutes; /* until a checkout that was cut off expires; ETICKETS_PENDING_MINUTES */
  int64_t max_guests; /* living guest sessions of an address; ETICKETS_MAX_GUESTS */
  int64_t payment_timeout_ms; /* ETICKETS_PAYMENT_TIMEOUT_MS */
  int64_t max_connections, max_connections_per_address; /* open at once */
  int64_t max_live_per_address; /* of them WebSockets; ETICKETS_MAX_LIVE_PER_ADDRESS */
  int64_t requests_per_minute, signups_per_minute, logins_per_minute, verifications_per_minute;
} EtConfig;

EtConfig *et_config_new (char **environ_, gboolean needs_key, const char *language, GError **error);
void et_config_free (EtConfig *config);
char *et_config_describe (const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtConfig, et_config_free)

G_END_DECLS
