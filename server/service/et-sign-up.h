/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-role.h"
#include "db/et-db.h"

G_BEGIN_DECLS

#define ET_USERNAME_MIN 3
#define ET_USERNAME_MAX 64
#define ET_EMAIL_MAX 254
#define ET_DISPLAY_NAME_MAX 100

/* An account that somebody asks for. */
typedef struct
{
  const char *username;
  const char *password;
  const char *email; /* nullable */
  const char *display_name; /* nullable */
  const char *language; /* nullable */
  EtRole role;
  const char *setup_code; /* nullable; makes the first administrator */
} EtSignUp;

gboolean et_sign_up_check_email (const char *email, GError **error);
gboolean et_sign_up_check (const EtSignUp *wish, GError **error);
gboolean et_sign_up_check_setup_code (EtDb *db, const EtSignUp *wish, GError **error);
gboolean et_sign_up_check_name_is_free (EtDb *db, const EtSignUp *wish, GError **error);
gboolean et_sign_up_hash_password (const EtSignUp *wish, char **ret_hash, GError **error);
gboolean et_sign_up_create (
    EtDb *db, const EtSignUp *wish, const char *hash, int64_t *ret_account_id, GError **error);

G_END_DECLS
