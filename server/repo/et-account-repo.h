/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "db/et-db.h"
#include "server/repo/et-page.h"

G_BEGIN_DECLS

#define ET_ACCOUNT_SECRET_SIZE 32

/* What signing in needs to know. */
typedef struct
{
  int64_t account_id; /* 0: there is no such account */
  char *hash; /* owned, nullable: nobody can sign in */
} EtCredentials;

void et_credentials_clear (EtCredentials *credentials);

/* A new account on its way into the database. */
typedef struct
{
  const char *username;
  const char *username_key; /* unique; the user name folded by et_fold() */
  const char *email; /* nullable */
  const char *display_name; /* nullable */
  const char *language; /* nullable */
  const char *password_hash;
  EtRole role;
  guint8 secret[ET_ACCOUNT_SECRET_SIZE];
  int64_t created_at;
} EtAccountRow;

/* Which accounts a list shows. */
typedef struct
{
  const char *text; /* borrowed, nullable: a part of a name or of the address */
  const char *role; /* borrowed, nullable */
} EtAccountQuery;

gboolean
et_account_repo_insert (EtDb *db, const EtAccountRow *row, int64_t *ret_id, GError **error);
EtAccount *et_account_repo_get (EtDb *db, int64_t account_id, GError **error);
gboolean et_account_repo_find_credentials (EtDb *db,
                                           const char *username_key,
                                           EtCredentials *ret_credentials,
                                           GError **error);
gboolean et_account_repo_has_name (EtDb *db,
                                   const char *username_key,
                                   gboolean *ret_is_taken,
                                   GError **error);
gboolean et_account_repo_save_profile (EtDb *db, EtAccount *account, GError **error);
gboolean et_account_repo_save_rights (EtDb *db, EtAccount *account, GError **error);
gboolean
et_account_repo_set_password (EtDb *db, int64_t account_id, const char *hash, GError **error);
gboolean et_account_repo_anonymise (EtDb *db, int64_t account_id, GError **error);
gboolean et_account_repo_count_administrators (EtDb *db, int64_t *ret_count, GError **error);

GPtrArray *
et_account_repo_list (EtDb *db, const EtAccountQuery *query, const EtPage *page, GError **error);
gboolean
et_account_repo_count (EtDb *db, const EtAccountQuery *query, int64_t *ret_count, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtCredentials, et_credentials_clear)

G_END_DECLS
