/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* A temporary data folder, and records as a server would send them. */
char *client_folder_new (void);
void client_folder_remove (char *folder);
guint client_get_mode (const char *path);
char *client_folder_get_copy (const char *folder);
EtStore *client_folder_open_store (const char *folder);

EtOffer *client_new_offer (int64_t id, const char *name, int64_t price_cents);
void client_put_offer (EtStore *store, EtOffer *offer);
void client_put_account (EtStore *store, int64_t id, const char *username);

/* Runs the default main context until @is_true or fails the test after ten seconds. */
#define client_wait_for(condition) \
  G_STMT_START \
  { \
    int64_t until_ = g_get_monotonic_time () + 10 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, until_); \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (1000); \
      } \
  } \
  G_STMT_END

G_END_DECLS
