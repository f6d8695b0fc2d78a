/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"
#include "test-shop.h"
#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

/* Who calls. The owner is a customer whose order, ticket or account the request is about. */
typedef enum
{
  TEST_ANONYMOUS,
  TEST_OWNER,
  TEST_OTHER,
  TEST_STAFF,
  TEST_ADMIN
} TestPerson;

/* By what. With TEST_NOTHING somebody is anonymous; with a bearer or a cookie he is so, too, when
 * the token is nobody's or the cookie a guest's. */
typedef enum
{
  TEST_NOTHING,
  TEST_BEARER,
  TEST_COOKIE
} TestCredential;

/* What the number in a path stands for. */
typedef enum
{
  TEST_NO_SUBJECT,
  TEST_ORDER,
  TEST_REFUNDED_ORDER,
  TEST_ASKED_ORDER, /* of which somebody asked for a refund */
  TEST_TICKET,
  TEST_OFFER,
  TEST_EVENT,
  TEST_ACCOUNT,
  TEST_OWN_SESSION /* of whoever calls */
} TestSubject;

/* Who may call a route, and how to call it so that it succeeds for those who may. In a body, $offer, $event, $ticket, $key, $name, $owner,
 * $totp and $reset stand for an offer on sale, an event, the owner's ticket and its key, a new name, the
 * owner's name and a code to reset his password. */
typedef struct
{
  const char *method;
  const char *path;
  EtRole role; /* the least */
  TestSubject subject;
  gboolean is_owned; /* for its owner, staff and administrators; nobody else learns of it */
  const char *body; /* nullable */
  int status; /* 0: 200 */
  gboolean takes_any_token; /* also one that is over */
} TestRequest;

/* One call of a route, by people and about records of its own. */
typedef struct
{
  const EtRoute *route;
  const TestRequest *request;
  TestPerson person;
  TestCredential credential;
  EtNewSession session;
  char *owner_name; /* owned */
  char *path; /* owned */
  char *body; /* owned, nullable */
} TestCell;

/* What of the credentials goes along. */
typedef enum
{
  TEST_WITH_CSRF,
  TEST_WITHOUT_CSRF,
  TEST_WITH_FOREIGN_CSRF,
  TEST_FROM_FOREIGN_PAGE
} TestOrigin;

const TestRequest *test_matrix_get_requests (gsize *ret_n);
const TestRequest *test_matrix_find (const EtRoute *route);

TestCell *
test_cell_new (TestShop *shop, const EtRoute *route, TestPerson person, TestCredential credential);
void test_cell_free (TestCell *cell);
int test_cell_get_expected (TestCell *cell);
gboolean test_cell_is_refused_by_role (TestCell *cell);
EtTestAnswer *test_cell_call (TestCell *cell, EtTestServer *server, TestOrigin origin);
char *test_cell_describe (TestCell *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCell, test_cell_free)

G_END_DECLS
