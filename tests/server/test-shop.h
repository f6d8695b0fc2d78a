/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/service/et-cart.h"
#include "server/service/et-checkout.h"
#include "server/service/et-services.h"
#include "server/service/et-session.h"

G_BEGIN_DECLS

/* A ticket office without HTTP: database, keys, services, two customers, a member of staff and an
 * event that is on now. One that is opened in a folder has only what it finds there. */
typedef struct
{
  char *folder; /* owned */
  char *url; /* owned */
  EtDb *db; /* owned */
  EtConfig *config; /* owned */
  EtServices services; /* its parts are owned */
  int64_t ada, bob; /* customers */
  int64_t sam; /* staff */
  int64_t event_id;
  int64_t solo; /* offers of the event: 50.00, quota 10 */
  int64_t duo; /* 85.00, unlimited, admits 2 */
} TestShop;

typedef void (*TestShopFunc) (TestShop *shop);

TestShop *test_shop_open (void);
void test_shop_close (TestShop *shop);
void test_shop_add (const char *path, TestShopFunc func);
TestShop *test_shop_open_in (const char *folder, const char *url);
void test_shop_leave (TestShop *shop);

/* A write: what is between begin and commit is one savepoint; rollback takes it back. */
void test_shop_begin (TestShop *shop);
void test_shop_seal (TestShop *shop);
void test_shop_commit (TestShop *shop);
void test_shop_rollback (TestShop *shop);
void test_shop_exec (TestShop *shop, const char *sql);
int64_t test_shop_get (TestShop *shop, const char *sql);

int64_t test_shop_add_account (TestShop *shop, const char *username, EtRole role);
void test_shop_set_passwords (TestShop *shop, const char *password);
void test_shop_add_session (TestShop *shop, int64_t account_id, EtNewSession *ret_session);
int64_t test_shop_add_event (TestShop *shop, int64_t starts_at, int64_t ends_at);
int64_t test_shop_add_offer (
    TestShop *shop, int64_t event_id, const char *type, int64_t price_cents, int64_t quota);

void test_shop_put (TestShop *shop, int64_t account_id, int64_t offer_id, int64_t quantity);
void test_shop_begin_checkout (TestShop *shop, int64_t account_id, EtCheckout *ret_checkout);
GArray *test_shop_finish_checkout (TestShop *shop, EtCheckout *checkout);
int64_t test_shop_buy (TestShop *shop, int64_t account_id, int64_t offer_id);
void test_shop_assert_places (TestShop *shop, int64_t sold, int64_t held);
void test_shop_assert_sound (TestShop *shop);

G_END_DECLS
