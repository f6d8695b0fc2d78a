/* SPDX-License-Identifier: MIT */
#include "test-matrix.h"

#define EVENT \
  "{\"name\":\"Judo\",\"sport\":\"judo\",\"venue\":\"Arena\"," \
  "\"starts_at\":\"2031-07-27T10:00:00Z\",\"ends_at\":\"2031-07-27T12:00:00Z\"}"
#define OFFER \
  "{\"event_id\":$event,\"name\":\"Solo\",\"offer_type\":\"solo\",\"price_cents\":100,\"quota\":" \
  "null}"
#define WHO "{\"username\":\"$name\",\"password\":\"" ET_TEST_PASSWORD "\"}"
#define PASSWORDS \
  "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"battery staple horse\"}"

/* clang-format off */
static const TestRequest requests[] = {
  { "GET", "/", ET_ROLE_ANYONE },
  { "GET", "/health", ET_ROLE_ANYONE },
  { "GET", "/ready", ET_ROLE_ANYONE },
  { "GET", "/metrics", ET_ROLE_ANYONE },
  { "GET", "/api/openapi.json", ET_ROLE_ANYONE },
  { "GET", "/api/keys", ET_ROLE_ANYONE },
  { "GET", "/api/offers", ET_ROLE_ANYONE },
  { "GET", "/api/sync", ET_ROLE_ANYONE },
  { "GET", "/api/sync/live", ET_ROLE_ANYONE, .status = 400, .takes_any_token = TRUE },
  { "GET", "/api/cart", ET_ROLE_ANYONE },
  { "POST", "/api/cart/add", ET_ROLE_ANYONE, .body = "{\"offer_id\":$offer}" },
  { "POST", "/api/cart/update", ET_ROLE_ANYONE, .body = "{\"offer_id\":$offer,\"qty\":2}" },
  { "POST", "/api/cart/clear", ET_ROLE_ANYONE },
  { "POST", "/api/cart/hold", ET_ROLE_CUSTOMER },
  { "POST", "/api/cart/checkout", ET_ROLE_CUSTOMER, .body = "{}" },
  { "POST", "/api/tickets/verify", ET_ROLE_CUSTOMER, .is_owned = TRUE, .body = "{\"ticket_key\":\"$key\"}" },
  { "POST", "/api/tickets/{id}/admit", ET_ROLE_STAFF, TEST_TICKET, TRUE, "{\"reason\":\"No phone\"}" },
  { "GET", "/api/tickets", ET_ROLE_CUSTOMER },
  { "GET", "/api/tickets/{id}", ET_ROLE_CUSTOMER, TEST_TICKET, TRUE },
  { "GET", "/api/tickets/{id}/qr.png", ET_ROLE_CUSTOMER, TEST_TICKET, TRUE },
  { "GET", "/api/tickets/{id}/ticket.pdf", ET_ROLE_CUSTOMER, TEST_TICKET, TRUE },
  { "GET", "/api/orders", ET_ROLE_CUSTOMER },
  { "GET", "/api/orders/{id}", ET_ROLE_CUSTOMER, TEST_ORDER, TRUE },
  { "GET", "/api/orders/{id}/invoice.pdf", ET_ROLE_CUSTOMER, TEST_ORDER, TRUE },
  { "GET", "/api/orders/{id}/credit-note.pdf", ET_ROLE_CUSTOMER, TEST_REFUNDED_ORDER, TRUE },
  { "POST", "/api/orders/{id}/refund-request", ET_ROLE_CUSTOMER, TEST_ORDER, TRUE, "{\"reason\":\"Ill\"}" },
  { "POST", "/api/prints", ET_ROLE_CUSTOMER, .is_owned = TRUE, .body = "{\"kind\":\"ticket\",\"ids\":[$ticket],\"copies\":[1]}" },
  { "POST", "/api/accounts/signup", ET_ROLE_ANYONE, .body = WHO, .status = 201, .takes_any_token = TRUE },
  { "POST", "/api/accounts/login", ET_ROLE_ANYONE, .body = "{\"username\":\"$owner\",\"password\":\"" ET_TEST_PASSWORD "\"}",
    .takes_any_token = TRUE },
  { "POST", "/api/accounts/logout", ET_ROLE_CUSTOMER },
  { "GET", "/api/accounts/me", ET_ROLE_CUSTOMER },
  { "PATCH", "/api/accounts/me", ET_ROLE_CUSTOMER, .body = "{\"display_name\":\"Zoe\"}" },
  { "DELETE", "/api/accounts/me", ET_ROLE_CUSTOMER, .body = "{\"password\":\"" ET_TEST_PASSWORD "\"}" },
  { "POST", "/api/accounts/password", ET_ROLE_CUSTOMER, .body = PASSWORDS },
  { "GET", "/api/accounts/me/second-factor", ET_ROLE_CUSTOMER },
  { "POST", "/api/accounts/me/second-factor", ET_ROLE_CUSTOMER, .body = "{\"password\":\"" ET_TEST_PASSWORD "\"}" },
  { "POST", "/api/accounts/me/second-factor/confirm", ET_ROLE_CUSTOMER, .body = "{\"code\":\"$totp\"}" },
  { "DELETE", "/api/accounts/me/second-factor", ET_ROLE_CUSTOMER, .body = "{\"password\":\"" ET_TEST_PASSWORD "\"}" },
  { "GET", "/api/accounts/me/sessions", ET_ROLE_CUSTOMER },
  { "DELETE", "/api/accounts/me/sessions/{id}", ET_ROLE_CUSTOMER, TEST_OWN_SESSION },
  { "POST", "/api/accounts/reset-password", ET_ROLE_ANYONE,
    .body = "{\"username\":\"$owner\",\"code\":\"$reset\",\"new_password\":\"battery staple horse\"}",
    .takes_any_token = TRUE },
  { "GET", "/api/accounts/export", ET_ROLE_CUSTOMER },
  { "GET", "/api/{admin}/offers", ET_ROLE_ADMIN },
  { "POST", "/api/{admin}/offers", ET_ROLE_ADMIN, .body = OFFER, .status = 201 },
  { "GET", "/api/{admin}/offers/{id}", ET_ROLE_ADMIN, TEST_OFFER },
  { "PUT", "/api/{admin}/offers/{id}", ET_ROLE_ADMIN, TEST_OFFER, .body = OFFER },
  { "DELETE", "/api/{admin}/offers/{id}", ET_ROLE_ADMIN, TEST_OFFER },
  { "GET", "/api/{admin}/events", ET_ROLE_ADMIN },
  { "POST", "/api/{admin}/events", ET_ROLE_ADMIN, .body = EVENT, .status = 201 },
  { "GET", "/api/{admin}/events/{id}", ET_ROLE_ADMIN, TEST_EVENT },
  { "PUT", "/api/{admin}/events/{id}", ET_ROLE_ADMIN, TEST_EVENT, .body = EVENT },
  { "DELETE", "/api/{admin}/events/{id}", ET_ROLE_ADMIN, TEST_EVENT },
  { "GET", "/api/{admin}/orders", ET_ROLE_ADMIN },
  { "GET", "/api/{admin}/tickets", ET_ROLE_ADMIN },
  { "POST", "/api/{admin}/orders/{id}/refund", ET_ROLE_ADMIN, TEST_ORDER, .body = "{\"reason\":\"Ill\"}" },
  { "POST", "/api/{admin}/orders/{id}/cancel", ET_ROLE_ADMIN, TEST_ORDER, .body = "{\"reason\":\"Ill\"}" },
  { "POST", "/api/{admin}/orders/{id}/refuse-refund", ET_ROLE_ADMIN, TEST_ASKED_ORDER, .body = "{\"answer\":\"Too late\"}" },
  { "POST", "/api/{admin}/tickets/{id}/revoke", ET_ROLE_ADMIN, TEST_TICKET, .body = "{\"reason\":\"Stolen\"}" },
  { "GET", "/api/{admin}/accounts", ET_ROLE_ADMIN },
  { "GET", "/api/{admin}/accounts/{id}", ET_ROLE_ADMIN, TEST_ACCOUNT },
  { "PATCH", "/api/{admin}/accounts/{id}", ET_ROLE_ADMIN, TEST_ACCOUNT, .body = "{\"role\":\"staff\"}" },
  { "DELETE", "/api/{admin}/accounts/{id}/second-factor", ET_ROLE_ADMIN, TEST_ACCOUNT },
  { "POST", "/api/{admin}/accounts/{id}/reset-code", ET_ROLE_ADMIN, TEST_ACCOUNT },
  { "GET", "/api/{admin}/stats", ET_ROLE_ADMIN },
};
/* clang-format on */

const TestRequest *
test_matrix_get_requests (gsize *ret_n)
{
  *ret_n = G_N_ELEMENTS (requests);
  return requests;
}

/* Returns: (nullable): how to call @route. */
const TestRequest *
test_matrix_find (const EtRoute *route)
{
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    if (g_str_equal (requests[i].method, route->method) &&
        g_str_equal (requests[i].path, route->path))
      return &requests[i];
  return NULL;
}
