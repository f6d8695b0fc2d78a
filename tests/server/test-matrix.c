/* SPDX-License-Identifier: MIT */
#include "test-matrix.h"

#include <liboath/oath.h>
#include <string.h>

#include "server/http/et-csrf.h"
#include "server/repo/et-refund-request-repo.h"
#include "server/service/et-password-reset.h"
#include "server/service/et-factor-seal.h"
#include "server/service/et-ticket-issue.h"
#include "server/service/et-refund.h"

static const EtRole roles[] = { ET_ROLE_ANYONE, ET_ROLE_CUSTOMER, ET_ROLE_CUSTOMER, ET_ROLE_STAFF,
                                ET_ROLE_ADMIN };

/* What a cell is about while it is being made. */
typedef struct
{
  int64_t owner, offer, event, ticket;
  int64_t spare_offer, spare_event; /* for administrators to do with as they like */
} Stock;

static int64_t
add_person (TestShop *shop, const char *name, EtRole role)
{
  static guint number;
  g_autofree char *username = g_strdup_printf ("%s%u", name, number++);

  return test_shop_add_account (shop, username, role);
}

static void
make_stock (TestShop *shop, TestCell *cell, Stock *stock)
{
  int64_t now = et_time_now ();

  stock->owner = add_person (shop, "owner", ET_ROLE_CUSTOMER);
  stock->event = test_shop_add_event (shop, now, now + ET_HOUR);
  stock->offer = test_shop_add_offer (shop, stock->event, "solo", 5000, ET_NULL_INT64);
  stock->ticket = test_shop_buy (shop, stock->owner, stock->offer);
  stock->spare_event = test_shop_add_event (shop, now, now + ET_HOUR);
  stock->spare_offer = test_shop_add_offer (shop, stock->spare_event, "duo", 8500, 10);
}

static void
refund (TestShop *shop, int64_t order_id)
{
  EtRefund whole = { .order_id = order_id, .reason = "Ill", .end_state = "refunded" };
  g_autoptr (GError) error = NULL;
  g_autoptr (EtInvoice) note = NULL;

  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &whole, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
ask_for_refund (TestShop *shop, int64_t order_id)
{
  gboolean is_open;

  test_shop_begin (shop);
  g_assert_true (et_refund_request_repo_open (shop->db, order_id, "Ill", &is_open, NULL));
  g_assert_true (is_open);
  test_shop_commit (shop);
}

static int64_t
get_subject (TestShop *shop, const Stock *stock, TestSubject subject)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT order_id FROM tickets WHERE id = %" G_GINT64_FORMAT, stock->ticket);

  switch (subject)
    {
    case TEST_REFUNDED_ORDER:
      refund (shop, test_shop_get (shop, sql));
      return test_shop_get (shop, sql);
    case TEST_ASKED_ORDER:
      ask_for_refund (shop, test_shop_get (shop, sql));
      return test_shop_get (shop, sql);
    case TEST_ORDER:
      return test_shop_get (shop, sql);
    case TEST_TICKET:
      return stock->ticket;
    case TEST_OFFER:
      return stock->spare_offer;
    case TEST_EVENT:
      return stock->spare_event;
    case TEST_ACCOUNT:
      return stock->owner;
    case TEST_OWN_SESSION:
    case TEST_NO_SUBJECT:
      return 0;
    }
  g_assert_not_reached ();
}

static void
replace_number (GString *text, const char *word, int64_t number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  g_string_replace (text, word, digits, 0);
}

/* Only where it is used: each account has one code. */
static void
fill_in_code (TestShop *shop, GString *body, const Stock *stock)
{
  g_auto (EtIssuedCode) issued = { 0 };

  if (strstr (body->str, "$reset") == NULL)
    return;
  test_shop_begin (shop);
  g_assert_true (et_password_reset_issue (shop->db, 0, stock->owner, &issued, NULL));
  test_shop_commit (shop);
  g_string_replace (body, "$reset", issued.code, 0);
}

static void
fill_in (TestShop *shop, TestCell *cell, const Stock *stock)
{
  g_autoptr (GString) path = g_string_new (cell->route->path);
  g_autoptr (GString) body = g_string_new (cell->request->body);
  g_autofree char *name = g_strdup_printf ("new%" G_GINT64_FORMAT, stock->owner);
  g_autoptr (GError) error = NULL;
  int64_t owner;
  g_autoptr (EtTicket)
      ticket = et_ticket_issue_load (shop->db, &shop->services, stock->ticket, &owner, &error);

  g_assert_no_error (error);
  g_string_replace (path, "{admin}", "admin", 0);
  if (cell->request->subject != TEST_OWN_SESSION)
    replace_number (path, "{id}", get_subject (shop, stock, cell->request->subject));
  replace_number (body, "$offer", stock->offer);
  replace_number (body, "$event", stock->event);
  replace_number (body, "$ticket", ticket->id);
  g_string_replace (body, "$key", ticket->ticket_key, 0);
  g_string_replace (body, "$name", name, 0);
  fill_in_code (shop, body, stock);
  g_string_replace (body, "$owner", ticket->holder, 0);
  cell->owner_name = g_strdup (ticket->holder);
  cell->path = g_strdup (path->str);
  cell->body = cell->request->body != NULL ? g_strdup (body->str) : NULL;
}

static void
sign_in (TestShop *shop, TestCell *cell, const Stock *stock)
{
  static const char *const names[] = { "", "", "other", "staff", "admin" };
  g_autoptr (GError) error = NULL;
  int64_t account_id = stock->owner;

  if (cell->person == TEST_ANONYMOUS)
    {
      g_strlcpy (cell->session.token, "tk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
                 sizeof cell->session.token);
      if (cell->credential == TEST_COOKIE)
        et_session_begin_guest (shop->db, "127.0.0.1", 0, &cell->session, &error);
      g_assert_no_error (error);
      return;
    }
  if (cell->person != TEST_OWNER)
    account_id = add_person (shop, names[cell->person], roles[cell->person]);
  test_shop_add_session (shop, account_id, &cell->session);
  test_shop_put (shop, account_id, stock->offer, 1);
}

/* Whoever has no session asks for one that is not there. */
static void
fill_in_session (TestCell *cell)
{
  g_autoptr (GString) path = g_string_new (cell->path);

  replace_number (path, "{id}", cell->session.id != 0 ? cell->session.id : 1);
  g_free (cell->path);
  cell->path = g_strdup (path->str);
}

static const guint8 totp_secret[ET_TOTP_SECRET_SIZE];

/* Whoever is signed in has begun to set up the second step, with a secret of zeros. */
static void
begin_second_step (TestShop *shop, TestCell *cell)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT account_id FROM sessions WHERE account_id IS NOT NULL AND id = %" G_GINT64_FORMAT,
      cell->session.id);
  int64_t account_id = test_shop_get (shop, sql);
  EtStoredSecret stored;

  if (account_id == 0)
    return;
  g_assert_true (et_factor_seal (shop->services.signing_keys, account_id, totp_secret, &stored));
  test_shop_begin (shop);
  g_assert_true (et_second_factor_repo_begin (shop->db, account_id, &stored, NULL));
  test_shop_commit (shop);
}

/* Adds the people and records of one call to a shop. */
TestCell *
test_cell_new (TestShop *shop, const EtRoute *route, TestPerson person, TestCredential credential)
{
  TestCell *cell = g_new0 (TestCell, 1);
  Stock stock = { 0 };

  cell->route = route;
  cell->request = test_matrix_find (route);
  cell->person = person;
  cell->credential = credential;
  make_stock (shop, cell, &stock);
  fill_in (shop, cell, &stock);
  sign_in (shop, cell, &stock);
  if (cell->request->subject == TEST_OWN_SESSION)
    fill_in_session (cell);
  if (cell->body != NULL && strstr (cell->body, "$totp") != NULL)
    begin_second_step (shop, cell);
  return cell;
}

void
test_cell_free (TestCell *cell)
{
  g_free (cell->owner_name);
  g_free (cell->path);
  g_free (cell->body);
  g_free (cell);
}

gboolean
test_cell_is_refused_by_role (TestCell *cell)
{
  return roles[cell->person] < cell->request->role;
}

/* A token that is nobody's is refused wherever somebody looks at it. */
static gboolean
has_wrong_token (TestCell *cell)
{
  return cell->person == TEST_ANONYMOUS && cell->credential == TEST_BEARER &&
         !cell->request->takes_any_token &&
         (cell->request->role != ET_ROLE_ANYONE || cell->route->place != ET_INLINE);
}

/* Returns: the status that follows from role and ownership alone. */
int
test_cell_get_expected (TestCell *cell)
{
  if (has_wrong_token (cell))
    return 401;
  if (test_cell_is_refused_by_role (cell))
    return cell->person == TEST_ANONYMOUS ? 401 : 403;
  if (cell->request->is_owned && cell->person == TEST_OTHER)
    return 404;
  return cell->request->status != 0 ? cell->request->status : 200;
}

static void
add_cookies (GString *fields, TestCell *cell, TestOrigin origin)
{
  g_autofree char *csrf = et_csrf_token_derive (cell->session.cookie);
  g_autofree char *foreign = et_csrf_token_derive (
      "tk_0000000000000000000000000000000000000000000");

  g_string_append_printf (fields, "Cookie: sessionid=%s; csrftoken=%s\r\n", cell->session.cookie,
                          origin == TEST_WITH_FOREIGN_CSRF ? foreign : csrf);
  if (origin == TEST_WITH_CSRF || origin == TEST_FROM_FOREIGN_PAGE)
    g_string_append_printf (fields, "X-CSRFToken: %s\r\n", csrf);
  if (origin == TEST_WITH_FOREIGN_CSRF)
    g_string_append_printf (fields, "X-CSRFToken: %s\r\n", foreign);
}

/* Returns: (transfer full) (nullable): the body, with a code of the moment. */
static char *
make_body (TestCell *cell)
{
  g_autoptr (GString) body = g_string_new (cell->body);
  char code[7];

  g_assert_cmpint (oath_totp_generate ((const char *) totp_secret, sizeof totp_secret,
                                       et_time_now () / ET_SECOND, 30, 0, 6, code),
                   ==, OATH_OK);
  g_string_replace (body, "$totp", code, 0);
  return cell->body != NULL ? g_strdup (body->str) : NULL;
}

/* Returns: (transfer full): what the server answers. */
EtTestAnswer *
test_cell_call (TestCell *cell, EtTestServer *server, TestOrigin origin)
{
  g_autoptr (GString) fields = g_string_new (NULL);
  g_autofree char *body = make_body (cell);

  if (g_str_equal (cell->route->method, "PUT"))
    g_string_append (fields, "If-Match: \"1\"\r\n");
  if (cell->credential == TEST_BEARER)
    g_string_append_printf (fields, "Authorization: Bearer %s\r\n", cell->session.token);
  if (cell->credential == TEST_COOKIE)
    add_cookies (fields, cell, origin);
  if (origin == TEST_FROM_FOREIGN_PAGE)
    g_string_append (fields, "Origin: https://elsewhere.example\r\n");
  return et_test_server_call_with (server, cell->route->method, cell->path, fields->str, body);
}

/* Returns: (transfer full): for the test's log. */
char *
test_cell_describe (TestCell *cell)
{
  static const char *const persons[] = { "anonymous", "owner", "other customer", "staff",
                                         "administrator" };
  static const char *const credentials[] = { "nothing", "bearer", "cookie" };

  return g_strdup_printf ("%s %s by %s with %s", cell->route->method, cell->path,
                          persons[cell->person], credentials[cell->credential]);
}
