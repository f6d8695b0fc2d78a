/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

/* Every call with every kind of bad value: the right refusal at once, and nothing changed. */
static TestOffice *office;
static int64_t ticket; /* Ada's */
static int64_t order;
static int64_t fingerprint;

typedef enum
{
  NOBODY,
  ADA,
  BOB,
  SAM,
  ROOT
} Who;

typedef struct
{
  const char *method;
  const char *path; /* {order}, {ticket}, {offer} and {event} stand for ids */
  Who who;
  const char *body; /* nullable; the same, with ' for " */
  int status;
  const char *code;
  const char *field; /* nullable; that the refusal names */
} BadCall;

#define EVENT \
  "'name':'E','sport':'judo','venue':'V','starts_at':'2031-01-01T10:00:00Z'," \
  "'ends_at':'2031-01-01T12:00:00Z'"
#define OFFER "'event_id':{event},'name':'O','offer_type':'solo','price_cents':100,'quota':5"

/* clang-format off */
static const BadCall calls[] = {
  { "POST", "/api/cart/add/", ADA, "{}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':null}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':'1'}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':1.5}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':true}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':[1]}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':0}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':-1}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':9007199254740991}", 404, "offer_unknown", NULL },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':9223372036854775808}", 400, "number_too_large", NULL },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':{offer},'qty':0}", 400, "invalid", "qty" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':{offer},'qty':-1}", 400, "invalid", "qty" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':{offer},'qty':21}", 400, "invalid", "qty" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':{offer},'qty':1000000}", 400, "invalid", "qty" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':{offer},'qty':null}", 400, "invalid", "qty" },
  { "POST", "/api/cart/add/", ADA, "{'offer_id':{offer},'qty':'2'}", 400, "invalid", "qty" },
  { "POST", "/api/cart/add/", NOBODY, "{'offer_id':4711}", 404, "offer_unknown", NULL },
  { "POST", "/api/cart/update/", ADA, "{'offer_id':{offer}}", 400, "invalid", "qty" },
  { "POST", "/api/cart/update/", ADA, "{'qty':1}", 400, "invalid", "offer_id" },
  { "POST", "/api/cart/update/", ADA, "{'offer_id':{offer},'qty':-1}", 400, "invalid", "qty" },
  { "POST", "/api/cart/update/", ADA, "{'offer_id':{offer},'qty':21}", 400, "invalid", "qty" },
  { "POST", "/api/cart/update/", ADA, "{'offer_id':{offer},'qty':1.0}", 400, "invalid", "qty" },
  { "POST", "/api/cart/update/", ADA, "{'offer_id':4711,'qty':1}", 404, "offer_unknown", NULL },

  { "POST", "/api/cart/checkout/", NOBODY, "{}", 401, "unauthenticated", NULL },
  { "POST", "/api/cart/checkout/", ADA, "{'card_number':null}", 400, "invalid", "card_number" },
  { "POST", "/api/cart/checkout/", ADA, "{'card_number':''}", 400, "invalid", "card_number" },
  { "POST", "/api/cart/checkout/", ADA, "{'card_number':4242424242424242}", 400, "invalid", "card_number" },
  { "POST", "/api/cart/checkout/", ADA, "{'card_number':'4242 4242 4242 4241'}", 400, "invalid", "card_number" },
  { "POST", "/api/cart/checkout/", ADA, "{'card_number':'4242'}", 400, "invalid", "card_number" },
  { "POST", "/api/cart/checkout/", ADA, "{'card_number':'42424242424242424242424242424242424242424'}", 400, "invalid", "card_number" },
  { "POST", "/api/cart/checkout/", ADA, "{'total_cents':-1}", 400, "invalid", "total_cents" },
  { "POST", "/api/cart/checkout/", ADA, "{'total_cents':'0'}", 400, "invalid", "total_cents" },
  { "POST", "/api/cart/checkout/", ADA, "{'total_cents':null}", 400, "invalid", "total_cents" },
  { "POST", "/api/cart/checkout/", ADA, "{}", 400, "cart_empty", NULL },

  { "POST", "/api/tickets/verify/", NOBODY, "{'ticket_key':'A:B'}", 401, "unauthenticated", NULL },
  { "POST", "/api/tickets/verify/", SAM, "{'ticket_key':null}", 400, "invalid", "ticket_key" },
  { "POST", "/api/tickets/verify/", SAM, "{'ticket_key':5}", 400, "invalid", "ticket_key" },
  { "POST", "/api/tickets/verify/", SAM, "{'ticket_key':['A']}", 400, "invalid", "ticket_key" },
  { "POST", "/api/tickets/verify/", SAM, "{'ticket_key':'   '}", 400, "ticket_key_missing", NULL },
  { "POST", "/api/tickets/verify/", SAM, "{'ticket_key':':'}", 400, "checksum", NULL },
  { "POST", "/api/tickets/verify/", SAM, "{'ticket_key':':E3B0C442'}", 404, "ticket_unknown", NULL },
  { "POST", "/api/tickets/{ticket}/admit/", SAM, "{}", 400, "invalid", "reason" },
  { "POST", "/api/tickets/{ticket}/admit/", SAM, "{'reason':''}", 400, "invalid", "reason" },
  { "POST", "/api/tickets/{ticket}/admit/", SAM, "{'reason':null}", 400, "invalid", "reason" },
  { "POST", "/api/tickets/{ticket}/admit/", SAM, "{'reason':'x','extra':1}", 400, "invalid", "extra" },
  { "POST", "/api/tickets/{ticket}/admit/", SAM, "{'reason':'x','gate':5}", 400, "invalid", "gate" },
  { "POST", "/api/tickets/{ticket}/admit/", ADA, "{'reason':'x'}", 403, "forbidden", NULL },
  { "POST", "/api/tickets/{ticket}/admit/", NOBODY, "{'reason':'x'}", 401, "unauthenticated", NULL },
  { "POST", "/api/tickets/4711/admit/", SAM, "{'reason':'x'}", 404, "ticket_unknown", NULL },

  { "GET", "/api/orders/4711/", ADA, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/0/", ADA, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/-1/", ADA, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/abc/", ADA, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/99999999999999999999/", ADA, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/{order}/", BOB, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/{order}/invoice.pdf", BOB, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/{order}/invoice.png", ADA, NULL, 404, "not_found", NULL },
  { "GET", "/api/orders/?page=0", ADA, NULL, 400, "invalid", "page" },
  { "GET", "/api/orders/?page=-1", ADA, NULL, 400, "invalid", "page" },
  { "GET", "/api/orders/?page=x", ADA, NULL, 400, "invalid", "page" },
  { "GET", "/api/orders/?page_size=201", ADA, NULL, 400, "invalid", "page_size" },
  { "GET", "/api/orders/?page=99999999999999999999", ADA, NULL, 400, "invalid", "page" },
  { "GET", "/api/tickets/{ticket}/", BOB, NULL, 404, "not_found", NULL },
  { "GET", "/api/tickets/{ticket}/qr.png", BOB, NULL, 404, "not_found", NULL },
  { "GET", "/api/tickets/{ticket}/ticket.pdf", NOBODY, NULL, 401, "unauthenticated", NULL },
  { "GET", "/api/sync/?since=-1", ADA, NULL, 400, "invalid", "since" },
  { "GET", "/api/sync/?since=x", ADA, NULL, 400, "invalid", "since" },
  { "GET", "/api/sync/?limit=0", ADA, NULL, 400, "invalid", "limit" },
  { "GET", "/api/sync/?limit=1001", ADA, NULL, 400, "invalid", "limit" },

  { "POST", "/api/admin/offers/", SAM, "{" OFFER "}", 403, "forbidden", NULL },
  { "POST", "/api/admin/offers/", ROOT, "{}", 400, "invalid", "event_id" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'sold':5}", 400, "invalid", "sold" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'version':5}", 400, "invalid", "version" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':4711,'name':'O','offer_type':'solo','price_cents':100,'quota':5}", 400, "invalid", "event_id" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':'1','name':'O','offer_type':'solo','price_cents':100,'quota':5}", 400, "invalid", "event_id" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'offer_type':'solo','price_cents':100,'quota':5}", 400, "invalid", "name" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'  ','offer_type':'solo','price_cents':100,'quota':5}", 400, "invalid", "name" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'a\\nb','offer_type':'solo','price_cents':100,'quota':5}", 400, "invalid", "name" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':7,'offer_type':'solo','price_cents':100,'quota':5}", 400, "invalid", "name" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'trio','price_cents':100,'quota':5}", 400, "invalid", "offer_type" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','price_cents':100,'quota':5}", 400, "invalid", "offer_type" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'solo','quota':5}", 400, "invalid", "price_cents" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'solo','price_cents':-1,'quota':5}", 400, "invalid", "price_cents" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'solo','price_cents':50.00,'quota':5}", 400, "invalid", "price_cents" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'solo','price_cents':9007199254740991,'quota':5}", 400, "invalid", "price_cents" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'solo','price_cents':100}", 400, "invalid", "quota" },
  { "POST", "/api/admin/offers/", ROOT, "{'event_id':{event},'name':'O','offer_type':'solo','price_cents':100,'quota':-1}", 400, "invalid", "quota" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'admits':0}", 400, "invalid", "admits" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'admits':101}", 400, "invalid", "admits" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'is_active':1}", 400, "invalid", "is_active" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'is_active':null}", 400, "invalid", "is_active" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'sale_starts':'noon'}", 400, "invalid", "sale_starts" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'sale_ends':5}", 400, "invalid", "sale_ends" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'sale_starts':'2031-01-01T10:00:00Z','sale_ends':'2031-01-01T10:00:00Z'}", 400, "invalid", "sale_ends" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'max_per_order':0}", 400, "invalid", "max_per_order" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'max_per_account':0}", 400, "invalid", "max_per_account" },
  { "POST", "/api/admin/offers/", ROOT, "{" OFFER ",'description':null}", 400, "invalid", "description" },
  { "PUT", "/api/admin/offers/{offer}/", ROOT, "{" OFFER "}", 428, "version_required", NULL },
  { "GET", "/api/admin/offers/4711/", ROOT, NULL, 404, "not_found", NULL },
  { "DELETE", "/api/admin/offers/4711/", ROOT, NULL, 404, "not_found", NULL },
  { "DELETE", "/api/admin/offers/{offer}/", ADA, NULL, 403, "forbidden", NULL },
  { "DELETE", "/api/admin/offers/{offer}/", NOBODY, NULL, 401, "unauthenticated", NULL },

  { "POST", "/api/admin/events/", ADA, "{" EVENT "}", 403, "forbidden", NULL },
  { "POST", "/api/admin/events/", ROOT, "{}", 400, "invalid", "name" },
  { "POST", "/api/admin/events/", ROOT, "{" EVENT ",'id':1}", 400, "invalid", "id" },
  { "POST", "/api/admin/events/", ROOT, "{" EVENT ",'capacity':-1}", 400, "invalid", "capacity" },
  { "POST", "/api/admin/events/", ROOT, "{" EVENT ",'capacity':'9'}", 400, "invalid", "capacity" },
  { "POST", "/api/admin/events/", ROOT, "{" EVENT ",'time_zone':'Mars/Olympus'}", 400, "invalid", "time_zone" },
  { "POST", "/api/admin/events/", ROOT, "{" EVENT ",'doors_at':'2031-01-01T11:00:00Z'}", 400, "invalid", "doors_at" },
  { "POST", "/api/admin/events/", ROOT, "{" EVENT ",'doors_at':'noon'}", 400, "invalid", "doors_at" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'Judo!','venue':'V','starts_at':'2031-01-01T10:00:00Z','ends_at':'2031-01-01T12:00:00Z'}", 400, "invalid", "sport" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'judo','venue':'','starts_at':'2031-01-01T10:00:00Z','ends_at':'2031-01-01T12:00:00Z'}", 400, "invalid", "venue" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'judo','venue':'V','starts_at':'2031-01-01T10:00:00Z','ends_at':'2031-01-01T09:00:00Z'}", 400, "invalid", "ends_at" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'judo','venue':'V','starts_at':'2031-13-01T10:00:00Z','ends_at':'2031-01-01T09:00:00Z'}", 400, "invalid", "starts_at" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'judo','venue':'V','starts_at':'1999-01-01T10:00:00Z','ends_at':'1999-01-01T12:00:00Z'}", 400, "invalid", "starts_at" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'judo','venue':'V','starts_at':'2106-01-01T10:00:00Z','ends_at':'2106-01-01T12:00:00Z'}", 400, "invalid", "starts_at" },
  { "POST", "/api/admin/events/", ROOT, "{'name':'E','sport':'judo','venue':'V','starts_at':1700000000,'ends_at':'2031-01-01T12:00:00Z'}", 400, "invalid", "starts_at" },
  { "PUT", "/api/admin/events/{event}/", ROOT, "{" EVENT "}", 428, "version_required", NULL },
  { "GET", "/api/admin/events/4711/", ROOT, NULL, 404, "not_found", NULL },
  { "DELETE", "/api/admin/events/4711/", ROOT, NULL, 404, "not_found", NULL },
  { "GET", "/api/admin/tickets/?event=x", ROOT, NULL, 400, "invalid", "event" },
  { "GET", "/api/admin/tickets/?state=lost", ROOT, NULL, 400, "invalid", "state" },
  { "POST", "/api/admin/tickets/{ticket}/revoke/", ROOT, "{}", 400, "invalid", "reason" },
  { "POST", "/api/admin/tickets/{ticket}/revoke/", ROOT, "{'reason':'x','why':1}", 400, "invalid", "why" },
  { "POST", "/api/admin/tickets/{ticket}/revoke/", SAM, "{'reason':'x'}", 403, "forbidden", NULL },
  { "POST", "/api/admin/tickets/4711/revoke/", ROOT, "{'reason':'x'}", 404, "not_found", NULL },
  { "GET", "/api/admin/stats/?days=367", ROOT, NULL, 400, "invalid", "days" },
};

/* Calls that read a body, for the faults that every body can have. */
static const struct
{
  const char *method;
  const char *path;
  Who who;
} writes[] = {
  { "POST", "/api/cart/add/", ADA },
  { "POST", "/api/cart/update/", ADA },
  { "POST", "/api/cart/clear/", ADA },
  { "POST", "/api/cart/checkout/", ADA },
  { "POST", "/api/tickets/verify/", SAM },
  { "POST", "/api/tickets/{ticket}/admit/", SAM },
  { "POST", "/api/admin/offers/", ROOT },
  { "PUT", "/api/admin/offers/{offer}/", ROOT },
  { "POST", "/api/admin/events/", ROOT },
  { "PUT", "/api/admin/events/{event}/", ROOT },
  { "POST", "/api/admin/tickets/{ticket}/revoke/", ROOT },
};

static const struct
{
  const char *body;
  const char *code;
} malformed[] = {
  { "{", "malformed_json" },
  { "{'a':1}{'b':2}", "malformed_json" },
  { "[]", "not_an_object" },
  { "5", "not_an_object" },
  { "'text'", "not_an_object" },
  { "null", "not_an_object" },
  { "{'a':1,'a':2}", "duplicate_member" },
  { "{'a':01}", "malformed_json" },
  { "{a:1}", "malformed_json" },
  { "{'a':1,}", "malformed_json" },
  { "{'a':'\\u0000'}", "malformed_json" },
  { "{'a':9007199254740993}", "number_too_large" },
  { "// {}", "malformed_json" },
  { "{'a':[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}", "malformed_json" },
};

/* Paths and a method that none of them has. */
static const struct
{
  const char *method;
  const char *path;
} misses[] = {
  { "POST", "/api/offers/" }, { "DELETE", "/api/offers/" }, { "POST", "/api/cart/" },
  { "GET", "/api/cart/add/" }, { "GET", "/api/cart/update/" }, { "DELETE", "/api/cart/clear/" },
  { "GET", "/api/cart/checkout/" }, { "GET", "/api/tickets/verify/" }, { "POST", "/api/orders/" },
  { "PUT", "/api/orders/{order}/" }, { "DELETE", "/api/tickets/{ticket}/" },
  { "POST", "/api/tickets/{ticket}/qr.png" }, { "GET", "/api/tickets/{ticket}/admit/" },
  { "POST", "/api/sync/" }, { "PATCH", "/api/admin/offers/{offer}/" },
  { "DELETE", "/api/admin/events/" }, { "POST", "/api/admin/stats/" },
};
/* clang-format on */

static const char *
token_of (Who who)
{
  const char *const tokens[] = { NULL, office->ada, office->bob, office->sam, office->root };

  return tokens[who];
}

static char *
fill_in (const char *format)
{
  const struct
  {
    const char *name;
    int64_t id;
  } ids[] = { { "{order}", order },
              { "{ticket}", ticket },
              { "{offer}", office->solo },
              { "{event}", office->event } };
  g_autoptr (GString) text = g_string_new (format);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, ids[i].id);

      g_string_replace (text, ids[i].name, number, 0);
    }
  g_string_replace (text, "'", "\"", 0);
  return g_strdup (text->str);
}

static EtTestAnswer *
call (const char *method, const char *path_format, Who who, const char *body_format)
{
  g_autofree char *path = fill_in (path_format);
  g_autofree char *body = body_format != NULL ? fill_in (body_format) : NULL;

  return et_test_server_call (office->server, method, path, token_of (who), body);
}

static void
test_bad_call (gconstpointer data)
{
  const BadCall *bad = data;
  g_autoptr (EtTestAnswer) answer = call (bad->method, bad->path, bad->who, bad->body);

  et_test_answer_assert (answer, bad->status, bad->code);
  if (bad->field != NULL)
    test_office_assert_text (et_test_answer_get_json (answer), "field", bad->field);
}

static void
test_malformed_body (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);

  for (gsize j = 0; j < G_N_ELEMENTS (malformed); j++)
    {
      g_autoptr (EtTestAnswer)
          answer = call (writes[i].method, writes[i].path, writes[i].who, malformed[j].body);

      et_test_answer_assert (answer, 400, malformed[j].code);
    }
}

static void
test_body_that_is_too_large (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *blanks = g_strnfill (64 * 1024 - 1, ' ');
  g_autofree char *body = g_strconcat ("{", blanks, "}", NULL);
  g_autoptr (EtTestAnswer) answer = call (writes[i].method, writes[i].path, writes[i].who, body);

  g_assert_cmpuint (strlen (body), ==, 64 * 1024 + 1);
  et_test_answer_assert (answer, 413, "too_large");
}

static void
test_wrong_method (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EtTestAnswer) answer = call (misses[i].method, misses[i].path, ROOT, NULL);
  g_autofree char *allow = et_test_answer_get_field (answer, "Allow");

  et_test_answer_assert (answer, 405, "method_not_allowed");
  g_assert_nonnull (allow);
  g_assert_null (strstr (allow, misses[i].method));
}

/* One number that any row more or less changes. */
static int64_t
take_fingerprint (void)
{
  return et_test_server_count (
      office->server,
      "SELECT (SELECT COUNT(*) FROM orders) + 10 * (SELECT COUNT(*) FROM order_lines) "
      "+ 100 * (SELECT COUNT(*) FROM tickets) + 1000 * (SELECT SUM(version) FROM offers) "
      "+ 10000 * (SELECT SUM(version) FROM events) + 100000 * (SELECT COUNT(*) FROM audit) "
      "+ 1000000 * (SELECT COUNT(*) FROM changes) + 10000000 * (SELECT COUNT(*) FROM sessions)");
}

static void
test_nothing_has_changed (void)
{
  g_assert_cmpint (take_fingerprint (), ==, fingerprint);
}

static void
add_for_each (const char *name, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/bad/%s/%02d", name, (int) i + 1);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), func);
    }
}

static void
add_calls (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/bad/value/%03d", (int) i + 1);

      g_test_add_data_func (path, &calls[i], test_bad_call);
    }
}

static void
open_office (void)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) object = NULL;

  office = test_office_open ();
  ticket = test_office_buy (office, office->ada, office->duo, 1);
  path = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/", ticket);
  object = test_office_get (office, path, office->ada);
  order = json_object_get_int_member (object, "order_id");
  fingerprint = take_fingerprint ();
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  open_office ();
  add_calls ();
  add_for_each ("malformed", G_N_ELEMENTS (writes), test_malformed_body);
  add_for_each ("too-large", G_N_ELEMENTS (writes), test_body_that_is_too_large);
  add_for_each ("method", G_N_ELEMENTS (misses), test_wrong_method);
  g_test_add_func ("/api/bad/afterwards/nothing-changed", test_nothing_has_changed);
  result = g_test_run ();
  test_office_close (office);
  return result;
}
