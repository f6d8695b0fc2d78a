/* SPDX-License-Identifier: MIT */
#pragma once

#include "test-clients.h"
#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

#define TEST_HALL_OFFERS 100
#define TEST_HALL_PACK 8 /* connections of the one buyer, and of the staff */

/* A real server with offers, and with people who are signed in and connected. */
typedef struct
{
  EtTestServer *server; /* owned */
  EtTestServer *beside; /* owned, nullable: a second process on the same database */
  gboolean is_guarded;
  int64_t quota; /* of each offer */
  int64_t capacity; /* of each event; ET_NULL_INT64 for unlimited */
  int64_t max_per_account; /* of each offer; 0 for unlimited */
  gboolean has_holds; /* carts hold places */
  int64_t offers[TEST_HALL_OFFERS];
  int64_t others[TEST_HALL_OFFERS]; /* a second offer of the same event each */
  GPtrArray *buyers; /* owned, of TestClient */
  GPtrArray *pack; /* owned, of TestClient: connections of one more buyer */
  GPtrArray *gates; /* owned, of TestClient: connections of a member of staff */
  GPtrArray *desks; /* owned, of TestClient: connections of an administrator */
  GPtrArray *answers; /* owned, nullable: the last kept */
} TestHall;

TestHall *test_hall_open (
    gboolean is_guarded, guint n_buyers, int64_t quota, int64_t capacity, gboolean has_holds);
TestHall *test_hall_open_with_maximum (gboolean is_guarded, int64_t quota, int64_t max_per_account);
void test_hall_add_process (TestHall *hall);
void test_hall_close (TestHall *hall);

int64_t test_hall_count (TestHall *hall, const char *sql, int64_t id);
gboolean test_hall_has_sold (TestHall *hall, int64_t offer_id, int64_t n);

void test_hall_post (TestHall *hall, GPtrArray *clients, const char *path, const char *body);
void test_hall_put (TestHall *hall, GPtrArray *clients, int64_t offer_id, int quantity);
char *test_hall_buy (TestHall *hall, int64_t offer_id);
void test_hall_wait_for_look (TestHall *hall);
GPtrArray *test_hall_keep (TestHall *hall, GPtrArray *answers);

G_END_DECLS
