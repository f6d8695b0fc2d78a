/* SPDX-License-Identifier: MIT */
#include "server/http/et-framing.h"

#include <string.h>

#include "tests/server/http/test-http-server.h"

/* What follows each hostile request on its connection; it must never be answered. */
#define SMUGGLED "GET /api/read?q=smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"

#define N_MUTATIONS 50000

typedef struct
{
  const char *name;
  const char *request;
  int status;
  const char *code; /* of the one answer; the connection ends after a refusal */
} Case;

#define LINE "POST /api/read HTTP/1.1\r\n"
#define HOST "Host: localhost\r\n"
#define REFUSED 400, "bad_request"

static const Case refused[] = {
  { "chunked", LINE HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", REFUSED },
  { "chunked-and-length",
    LINE HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", REFUSED },
  { "transfer-identity", LINE HOST "Transfer-Encoding: identity\r\n\r\n", REFUSED },
  { "transfer-upper", LINE HOST "TRANSFER-ENCODING: xchunked\r\n\r\n", REFUSED },
  { "transfer-blank", LINE HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", REFUSED },
  { "transfer-tab", LINE HOST "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n", REFUSED },
  { "transfer-folded", LINE HOST "X: y\r\n Transfer-Encoding: chunked\r\n\r\n", REFUSED },
  { "no-host", "GET /health HTTP/1.1\r\n\r\n", REFUSED },
  { "no-host-1.0", "GET /health HTTP/1.0\r\n\r\n", REFUSED },
  { "two-hosts", "GET /health HTTP/1.1\r\n" HOST "Host: other\r\n\r\n", REFUSED },
  { "two-equal-hosts", "GET /health HTTP/1.1\r\n" HOST HOST "\r\n", REFUSED },
  { "empty-host", "GET /health HTTP/1.1\r\nHost:\r\n\r\n", REFUSED },
  { "host-with-slash", "GET /health HTTP/1.1\r\nHost: a/b\r\n\r\n", REFUSED },
  { "host-with-user", "GET /health HTTP/1.1\r\nHost: a@localhost\r\n\r\n", REFUSED },
  { "two-lengths", LINE HOST "Content-Length: 3\r\nContent-Length: 0\r\n\r\nabc", REFUSED },
  { "two-equal-lengths", LINE HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", REFUSED },
  { "length-list", LINE HOST "Content-Length: 0, 0\r\n\r\n", REFUSED },
  { "length-plus", LINE HOST "Content-Length: +3\r\n\r\nabc", REFUSED },
  { "length-minus", LINE HOST "Content-Length: -1\r\n\r\n", REFUSED },
  { "length-hex", LINE HOST "Content-Length: 0x3\r\n\r\nabc", REFUSED },
  { "length-empty", LINE HOST "Content-Length:\r\n\r\n", REFUSED },
  { "length-word", LINE HOST "Content-Length: three\r\n\r\n", REFUSED },
  { "length-huge", LINE HOST "Content-Length: 99999999999999999999\r\n\r\n", REFUSED },
  { "length-vertical-tab", LINE HOST "Content-Length: \v3\r\n\r\nabc", REFUSED },
  { "bare-line-feed", "GET /health HTTP/1.1\n" HOST "\r\n", REFUSED },
  { "bare-line-feed-in-field", "GET /health HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n", REFUSED },
  { "two-line-feeds", "GET /health HTTP/1.1\r\nHost: localhost\n\n", REFUSED },
  { "bare-return", "GET /health HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n", REFUSED },
  { "folded-field", "GET /health HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", REFUSED },
  { "field-without-colon", "GET /health HTTP/1.1\r\n" HOST "nonsense\r\n\r\n", REFUSED },
  { "field-without-name", "GET /health HTTP/1.1\r\n" HOST ": value\r\n\r\n", REFUSED },
  { "field-name-with-blank", "GET /health HTTP/1.1\r\n" HOST "X Y: z\r\n\r\n", REFUSED },
  { "field-not-utf8", "GET /health HTTP/1.1\r\n" HOST "X: \xff\xfe\r\n\r\n", REFUSED },
  { "field-with-escape", "GET /health HTTP/1.1\r\n" HOST "X: \033[31m\r\n\r\n", REFUSED },
  { "first-line-blank", " GET /health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "first-field-blank", "GET /health HTTP/1.1\r\n " HOST "\r\n", REFUSED },
  { "two-blanks", "GET  /health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "tab-for-blank", "GET\t/health\tHTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "blank-after-version", "GET /health HTTP/1.1 \r\n" HOST "\r\n", REFUSED },
  { "no-version", "GET /health\r\n" HOST "\r\n", REFUSED },
  { "version-2", "GET /health HTTP/2.0\r\n" HOST "\r\n", REFUSED },
  { "version-1.2", "GET /health HTTP/1.2\r\n" HOST "\r\n", REFUSED },
  { "version-lower", "GET /health http/1.1\r\n" HOST "\r\n", REFUSED },
  { "preface-of-http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", REFUSED },
  { "tls-hello", "\x16\x03\x01\x02\x01\x01\x03\x03\r\n\r\n", REFUSED },
  { "method-with-slash", "G/T /health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "method-too-long", "GETGETGETGETGETGETGETGET /health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "relative-target", "GET health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "star-for-get", "GET * HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "fragment", "GET /health#x HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "path-not-ascii", "GET /caf\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "path-escaped-nul", "GET /health%00 HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "path-escaped-line", "GET /health%0d%0aX:y HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "path-not-utf8", "GET /%ff HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "path-half-escape", "GET /health%2 HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "query-not-utf8", "GET /health?q=%c3%28 HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "other-authority", "GET http://other/health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "https-authority", "GET https://localhost/health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "other-scheme", "GET ftp://localhost/health HTTP/1.1\r\n" HOST "\r\n", REFUSED },
  { "expectation", LINE HOST "Expect: the-impossible\r\n\r\n", REFUSED },
  { "two-authorizations", LINE HOST "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
    REFUSED },
  { "two-cookies", LINE HOST "Cookie: a=1\r\nCookie: b=2\r\n\r\n", REFUSED },
  { "two-keys", LINE HOST "Idempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n", REFUSED },
  { "body-too-large", LINE HOST "Content-Length: 65537\r\n\r\n", 413, "too_large" },
  { "body-far-too-large", LINE HOST "Content-Length: 100000000\r\n\r\n", 413, "too_large" },
};

static void
test_refused (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autofree char *bytes = g_strconcat (test->request, SMUGGLED, NULL);
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *connection = NULL;

  et_test_socket_send (socket, bytes, -1);
  answer = et_test_socket_read_answer (socket, FALSE);
  connection = et_test_answer_get_field (answer, "Connection");
  et_test_answer_assert (answer, test->status, test->code);
  g_assert_cmpstr (connection, ==, "close");
  g_assert_true (et_test_socket_waits_for_end (socket, 5000));
}

static const Case accepted[] = {
  { "plain", "GET /health HTTP/1.1\r\n" HOST "\r\n", 200, NULL },
  { "empty-line-before", "\r\nGET /health HTTP/1.1\r\n" HOST "\r\n", 200, NULL },
  { "absolute-target", "GET http://localhost/health HTTP/1.1\r\n" HOST "\r\n", 200, NULL },
  { "absolute-root", "GET http://localhost HTTP/1.1\r\n" HOST "\r\n", 200, NULL },
  { "absolute-query", "GET http://localhost?q=1 HTTP/1.1\r\n" HOST "\r\n", 200, NULL },
  { "version-1.0", "GET /health HTTP/1.0\r\n" HOST "\r\n", 200, NULL },
  { "field-names-in-any-case", LINE "hOST: localhost\r\ncontent-LENGTH: 2\r\n\r\n{}", 200, NULL },
  { "blanks-around-values", "GET /health HTTP/1.1\r\nHost: \t localhost \t\r\n\r\n", 200, NULL },
  { "empty-value", "GET /health HTTP/1.1\r\n" HOST "X:\r\n\r\n", 200, NULL },
  { "utf8-value", "GET /health HTTP/1.1\r\n" HOST "X: caf\xc3\xa9\r\n\r\n", 200, NULL },
  { "body-to-get", "GET /api/read HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc", 200, NULL },
  { "upgrade-is-ignored",
    "GET /health HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 200, NULL },
  { "range-is-ignored", "GET /api/big HTTP/1.1\r\n" HOST "Range: bytes=0-,0-,0-,0-\r\n\r\n", 200,
    NULL },
};

static void
test_accepted (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_send (et_test_office_get_port (office), test->request, -1);

  et_test_answer_assert (answer, test->status, NULL);
}

static EtTestAnswer *
send_with_padding (guint port, guint n_fields, gsize field_length)
{
  g_autoptr (GString) text = g_string_new ("GET /health HTTP/1.1\r\n" HOST);
  g_autofree char *value = g_strnfill (field_length, 'x');

  for (guint i = 0; i < n_fields; i++)
    g_string_append_printf (text, "X-%u: %s\r\n", i, value);
  g_string_append (text, "\r\n");
  return et_test_http_send (port, text->str, (gssize) text->len);
}

static void
assert_padding (guint n_fields, gsize field_length, int status)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = send_with_padding (et_test_office_get_port (office), n_fields, field_length);

  et_test_answer_assert (answer, status, NULL);
}

static void
test_number_of_fields (void)
{
  assert_padding (ET_HEAD_MAX_FIELDS - 1, 1, 200);
  assert_padding (ET_HEAD_MAX_FIELDS, 1, 400);
  assert_padding (1000, 1, 400);
}

static void
test_length_of_head (void)
{
  assert_padding (1, ET_HEAD_MAX_BYTES - 100, 200);
  assert_padding (1, ET_HEAD_MAX_BYTES, 400);
  assert_padding (1, 100 * 1024, 400);
}

static void
test_head_that_never_ends (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *bytes = g_strnfill (200 * 1024, 'x');
  g_autoptr (EtTestAnswer) answer = et_test_http_send (et_test_office_get_port (office), bytes, -1);

  et_test_answer_assert (answer, 400, "bad_request");
}

static void
test_nul (void)
{
  static const char request[] = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n";
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_send (et_test_office_get_port (office), request, sizeof request - 1);

  et_test_answer_assert (answer, 400, "bad_request");
}

/* However a head is cut into pieces, it is understood the same, whatever its body is. */
static void
test_pieces (void)
{
  static const char text[] = "POST /x?y HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na\0c";
  gsize length = sizeof text - 1;
  gsize whole = length - 3;

  for (gsize cut = 0; cut <= length; cut++)
    {
      gsize scanned = 0, end = 0;
      EtFraming first = et_framing_find_end (text, cut, &scanned, &end);

      g_assert_cmpint (first, ==, cut < whole ? ET_FRAMING_INCOMPLETE : ET_FRAMING_COMPLETE);
      if (first == ET_FRAMING_INCOMPLETE)
        g_assert_cmpint (et_framing_find_end (text, length, &scanned, &end), ==,
                         ET_FRAMING_COMPLETE);
      g_assert_cmpuint (end, ==, whole);
    }
}

static void
test_head_members (void)
{
  const char *text = "PUT /a/b?c=d HTTP/1.1\r\nHost: example.org:81\r\nX-Test: one, two\r\n"
                     "Connection: keep-alive, Close\r\nContent-Length: 7\r\n\r\n";
  g_autoptr (EtHead) head = et_head_new (text, strlen (text));

  g_assert_nonnull (head);
  g_assert_cmpstr (head->method, ==, "PUT");
  g_assert_cmpstr (head->path, ==, "/a/b");
  g_assert_cmpstr (head->query, ==, "c=d");
  g_assert_cmpstr (head->host, ==, "example.org:81");
  g_assert_cmpuint (head->body_length, ==, 7);
  g_assert_true (head->wants_close);
  g_assert_cmpstr (et_head_get (head, "x-test"), ==, "one, two");
  g_assert_null (et_head_get (head, "x-tes"));
  g_assert_true (et_head_has_token (head, "X-Test", "TWO"));
  g_assert_false (et_head_has_token (head, "X-Test", "tw"));
}

/* Puts a few bytes of @text elsewhere, in the way of one who looks for holes. */
static void
mutate (GString *text)
{
  static const char *const pieces[] = { "\r\n", "\n",          "\r",      ":",   " ",
                                        "\t",   "\r\n\r\n",    "%00",     "%2f", "../",
                                        "Host", "\xff",        "chunked", ",",   "-1",
                                        "0x",   "99999999999", ";",       "#",   "?" };

  for (gint n = g_test_rand_int_range (1, 5); n > 0; n--)
    {
      gssize at = g_test_rand_int_range (0, (gint) text->len);
      gssize length = g_test_rand_int_range (1, 8);

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          text->str[at] = (char) g_test_rand_int_range (0, 256);
          break;
        case 1:
          g_string_erase (text, at, MIN (length, (gssize) text->len - at));
          g_string_append_c (text, 'x');
          break;
        case 2:
          g_string_insert_len (text, at, text->str, MIN (at, 30));
          break;
        default:
          g_string_insert (text, at,
                           pieces[g_test_rand_int_range (0, (gint) G_N_ELEMENTS (pieces))]);
        }
    }
}

/* Whatever comes, a head that is taken has one meaning. */
static void
assert_sound (const EtHead *head)
{
  guint n_hosts = 0, n_lengths = 0;

  for (guint i = 0; i < head->n_fields; i++)
    {
      g_assert_cmpint (g_ascii_strcasecmp (head->fields[i].name, "Transfer-Encoding"), !=, 0);
      n_hosts += g_ascii_strcasecmp (head->fields[i].name, "Host") == 0;
      n_lengths += g_ascii_strcasecmp (head->fields[i].name, "Content-Length") == 0;
      g_assert_true (g_utf8_validate (head->fields[i].value, -1, NULL));
      g_assert_null (strpbrk (head->fields[i].value, "\r\n"));
    }
  g_assert_cmpuint (n_hosts, ==, 1);
  g_assert_cmpuint (n_lengths, <=, 1);
  g_assert_true (g_str_is_ascii (head->path));
  g_assert_null (strpbrk (head->path, " \r\n{}"));
  g_assert_cmpuint (head->body_length, <=, 999999999);
}

static void
test_mutations (void)
{
  static const char *const seeds[] = {
    "POST /api/cart/add/ HTTP/1.1\r\nHost: localhost:8000\r\nContent-Length: 23\r\n"
    "Content-Type: application/json\r\nCookie: sessionid=x; csrftoken=y\r\n\r\n",
    "GET /api/orders/12/invoice.pdf?lang=fr&q=a%20b HTTP/1.1\r\nHost: [::1]:8000\r\n"
    "Authorization: Bearer tk_x\r\nAccept-Language: fr, en;q=0.5\r\nConnection: close\r\n\r\n",
    "GET http://localhost/health HTTP/1.0\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n",
  };
  guint n_taken = 0, n_refused = 0;

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autoptr (GString) text = g_string_new (seeds[i % G_N_ELEMENTS (seeds)]);
      gsize scanned = 0, end = 0;
      g_autoptr (EtHead) head = NULL;

      mutate (text);
      if (et_framing_find_end (text->str, text->len, &scanned, &end) != ET_FRAMING_COMPLETE)
        continue;
      head = et_head_new (text->str, end);
      if (head != NULL)
        assert_sound (head);
      n_taken += head != NULL;
      n_refused += head == NULL;
    }
  g_assert_cmpuint (n_taken, >, N_MUTATIONS / 100);
  g_assert_cmpuint (n_refused, >, N_MUTATIONS / 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *name = g_strconcat ("/http/framing/refused/", refused[i].name, NULL);

      g_test_add_data_func (name, &refused[i], test_refused);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autofree char *name = g_strconcat ("/http/framing/accepted/", accepted[i].name, NULL);

      g_test_add_data_func (name, &accepted[i], test_accepted);
    }
  g_test_add_func ("/http/framing/number-of-fields", test_number_of_fields);
  g_test_add_func ("/http/framing/length-of-head", test_length_of_head);
  g_test_add_func ("/http/framing/endless-head", test_head_that_never_ends);
  g_test_add_func ("/http/framing/nul", test_nul);
  g_test_add_func ("/http/framing/pieces", test_pieces);
  g_test_add_func ("/http/framing/mutations", test_mutations);
  g_test_add_func ("/http/framing/members", test_head_members);
  return g_test_run ();
}
