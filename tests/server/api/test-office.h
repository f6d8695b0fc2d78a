/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

/* A server with an event that is on now, a few offers, and one person of each kind. */
typedef struct
{
  EtTestServer *server; /* owned */
  char *ada, *bob, *sam, *root; /* owned; tokens of two customers, staff, an administrator */
  int64_t event;
  int64_t solo; /* 50.00, quota 500 */
  int64_t duo; /* 85.00, unlimited, admits 2 */
  int64_t last; /* 10.00, quota 1 */
  int64_t gone; /* 20.00, not on sale */
} TestOffice;

TestOffice *test_office_open (void);
TestOffice *test_office_open_without_holds (void);
void test_office_close (TestOffice *office);

EtTestAnswer *test_office_call (TestOffice *office,
                                const char *method,
                                const char *path,
                                const char *token,
                                const char *format,
                                ...) G_GNUC_PRINTF (5, 6);
JsonObject *test_office_get (TestOffice *office, const char *path, const char *token);
int64_t test_office_add_event (TestOffice *office, int64_t starts_in, int64_t ends_in);
int64_t test_office_add_offer (TestOffice *office, const char *members);
int64_t test_office_buy (TestOffice *office, const char *token, int64_t offer_id, int64_t quantity);
char *test_office_get_key (TestOffice *office, const char *token, int64_t ticket_id);

/* What an answer says. */
void test_office_assert_text (JsonObject *object, const char *member, const char *expected);
void test_office_assert_int (JsonObject *object, const char *member, int64_t expected);

G_END_DECLS
