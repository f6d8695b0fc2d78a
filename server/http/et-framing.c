/* SPDX-License-Identifier: MIT */
#include "server/http/et-framing.h"

#include <string.h>

/* Fields that change how a request is understood, and so may stand only once. */
static const char *const single_fields[] = {
  "Host",
  "Content-Length",
  "Authorization",
  "Cookie",
  "Origin",
  "X-CSRFToken",
  "Content-Type",
  "Idempotency-Key",
  "Expect",
  "If-Match",
  "If-None-Match",
  "Upgrade",
  "Sec-WebSocket-Key",
  "Sec-WebSocket-Version",
  NULL,
};

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

/* RFC 9110, section 5.6.2. */
static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!is_token_char (text[i]))
      return FALSE;
  return length > 0;
}

static gboolean
is_host (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._:[]", *p) == NULL)
      return FALSE;
  return *text != '\0' && strlen (text) <= 255;
}

static int
decode_escape (const char *text)
{
  int high = g_ascii_xdigit_value (text[1]);
  int low = high < 0 ? -1 : g_ascii_xdigit_value (text[2]);

  return low < 0 ? -1 : high * 16 + low;
}

/* Whether the escapes of @text are whole and stand for UTF-8 without control characters. */
static gboolean
check_escapes (const char *text)
{
  g_autofree char *decoded = NULL;
  gsize length = 0;

  if (strchr (text, '%') == NULL)
    return TRUE;

  decoded = g_malloc (strlen (text) + 1);
  for (const char *p = text; *p != '\0'; p++)
    {
      int byte = *p == '%' ? decode_escape (p) : (guchar) *p;

      if (byte < 0x20 || byte == 0x7f)
        return FALSE;
      decoded[length++] = (char) byte;
      if (*p == '%')
        p += 2;
    }
  return g_utf8_validate_len (decoded, length, NULL);
}

/* Takes escapes of plain characters out of a path (RFC 3986, section 6.2.2.2); the others stay, so
 * that an escaped slash never becomes one. */
static void
unescape_plain (char *path)
{
  char *out = path;

  for (const char *p = path; *p != '\0'; p++)
    {
      int byte = *p == '%' ? decode_escape (p) : -1;

      if (byte > 0 && (g_ascii_isalnum (byte) || strchr ("-._~", byte) != NULL))
        {
          *out++ = (char) byte;
          p += 2;
        }
      else
        *out++ = *p;
    }
  *out = '\0';
}

/* RFC 3986, section 3.3. In particular a path never holds the braces of our route tables. */
static gboolean
has_path_chars (const char *path)
{
  for (const char *p = path; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/-._~%!$&'()*+,;=:@", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
split_target (EtHead *head, char *target)
{
  char *query = strchr (target, '?');

  if (query != NULL)
    {
      *query++ = '\0';
      head->query = query;
    }
  if (query != NULL && strchr (query, '#') != NULL)
    return FALSE;
  if (!has_path_chars (target) || !check_escapes (target) ||
      (query != NULL && !check_escapes (query)))
    return FALSE;

  unescape_plain (target);
  head->path = *target != '\0' ? target : "/";
  return TRUE;
}

/* The four forms of RFC 9112, section 3.2. @ret_authority is set for the absolute form. */
static gboolean
read_target (EtHead *head, char *target, char **ret_authority)
{
  if (*target == '/')
    return split_target (head, target);

  head->path = target;
  if (g_str_equal (head->method, "CONNECT"))
    return is_host (target);
  if (g_str_equal (target, "*"))
    return g_str_equal (head->method, "OPTIONS");
  if (g_ascii_strncasecmp (target, "http://", 7) == 0)
    {
      /* The authority moves over the scheme, so that a NUL fits between it and the path. */
      char *authority = target + 7;
      gsize length = strcspn (authority, "/?#");

      memmove (target, authority, length);
      target[length] = '\0';
      *ret_authority = target;
      return split_target (head, authority + length);
    }
  return FALSE;
}

static gboolean
read_request_line (EtHead *head, char *line, char **ret_authority)
{
  char *target = strchr (line, ' ');
  char *version = target != NULL ? strchr (target + 1, ' ') : NULL;

  if (version == NULL)
    return FALSE;

  *target++ = '\0';
  *version++ = '\0';
  if (!is_token (line, strlen (line)) || strlen (line) > 20)
    return FALSE;
  for (const char *p = target; *p != '\0'; p++)
    if (*p <= 0x20 || *p >= 0x7f)
      return FALSE;

  head->method = line;
  head->is_http_1_0 = g_str_equal (version, "HTTP/1.0");
  return (head->is_http_1_0 || g_str_equal (version, "HTTP/1.1")) &&
         read_target (head, target, ret_authority);
}

static char *
strip_blanks (char *text)
{
  gsize length;

  text += strspn (text, " \t");
  length = strlen (text);
  while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
    length--;
  text[length] = '\0';
  return text;
}

static gboolean
read_field (EtHead *head, char *line)
{
  char *colon = strchr (line, ':');
  char *value;

  /* A blank before the colon, or a line that goes on the one before, is not a token either. */
  if (colon == NULL || !is_token (line, colon - line) || head->n_fields == ET_HEAD_MAX_FIELDS)
    return FALSE;

  *colon = '\0';
  value = strip_blanks (colon + 1);
  for (const char *p = value; *p != '\0'; p++)
    if (((guchar) *p < 0x20 && *p != '\t') || *p == 0x7f)
      return FALSE;
  if (!g_utf8_validate (value, -1, NULL))
    return FALSE;

  head->fields[head->n_fields++] = (EtHeadField){ line, value, colon - line };
  return TRUE;
}

static guint
count_field (const EtHead *head, const char *name)
{
  gsize length = strlen (name);
  guint n = 0;

  for (guint i = 0; i < head->n_fields; i++)
    if (head->fields[i].name_length == length &&
        g_ascii_strcasecmp (head->fields[i].name, name) == 0)
      n++;
  return n;
}

static gboolean
read_body_length (EtHead *head)
{
  const char *text = et_head_get (head, "Content-Length");

  if (text == NULL)
    return TRUE;

  head->body_length = g_ascii_strtoull (text, NULL, 10);
  return *text != '\0' && strlen (text) <= 9 && strspn (text, "0123456789") == strlen (text);
}

/* What the fields say about the message's frame. Every Transfer-Encoding is refused: our clients
 * send Content-Length, and so does a proxy that buffers. */
static gboolean
read_framing_fields (EtHead *head, const char *authority)
{
  const char *expect;

  for (gsize i = 0; single_fields[i] != NULL; i++)
    if (count_field (head, single_fields[i]) > 1)
      return FALSE;

  head->host = et_head_get (head, "Host");
  if (head->host == NULL || !is_host (head->host) ||
      (authority != NULL && g_ascii_strcasecmp (authority, head->host) != 0))
    return FALSE;
  if (et_head_get (head, "Transfer-Encoding") != NULL)
    return FALSE;

  expect = et_head_get (head, "Expect");
  if (expect != NULL && g_ascii_strcasecmp (expect, "100-continue") != 0)
    return FALSE;

  head->expects_continue = expect != NULL && !head->is_http_1_0;
  head->wants_close = head->is_http_1_0 || et_head_has_token (head, "Connection", "close");
  return read_body_length (head);
}

static gboolean
read_head (EtHead *head)
{
  char *line = head->text;
  char *authority = NULL;

  for (char *end = strstr (line, "\r\n"); end != NULL; end = strstr (line, "\r\n"))
    {
      gboolean is_first = line == head->text;

      *end = '\0';
      if (end == line)
        break;
      if (is_first ? !read_request_line (head, line, &authority) : !read_field (head, line))
        return FALSE;
      line = end + 2;
    }
  return read_framing_fields (head, authority);
}

/* Looks for the blank line that ends a head. @scanned keeps what was looked at, so that a head that
 * comes byte by byte is not read again and again; begin with 0. Refuses a line feed without its
 * carriage return, a NUL and a head that is too long as soon as they are seen.
 *
 * @ret_end: the head's length, the blank line included, when it is complete. */
EtFraming
et_framing_find_end (const char *bytes, gsize length, gsize *scanned, gsize *ret_end)
{
  gsize limit = MIN (length, ET_HEAD_MAX_BYTES);

  while (*scanned < limit)
    {
      const char *feed = memchr (bytes + *scanned, '\n', limit - *scanned);
      gsize at = feed != NULL ? (gsize) (feed - bytes) : limit;

      if (memchr (bytes + *scanned, '\0', at - *scanned) != NULL)
        return ET_FRAMING_REFUSED;
      *scanned = feed != NULL ? at + 1 : limit;
      if (feed == NULL)
        break;
      if (at == 0 || bytes[at - 1] != '\r')
        return ET_FRAMING_REFUSED;
      if (at >= 3 && bytes[at - 2] == '\n')
        {
          *ret_end = at + 1;
          return ET_FRAMING_COMPLETE;
        }
    }
  return length >= ET_HEAD_MAX_BYTES ? ET_FRAMING_REFUSED : ET_FRAMING_INCOMPLETE;
}

/* Reads a whole head, as et_framing_find_end() found it. Its body may be longer than
 * ET_BODY_MAX_BYTES: that is for the caller to refuse.
 *
 * Returns: (transfer full) (nullable): the head, or NULL when it must be refused. */
EtHead *
et_head_new (const char *bytes, gsize length)
{
  g_autoptr (EtHead) head = g_malloc (sizeof (EtHead) + length + 1);

  memset (head, 0, G_STRUCT_OFFSET (EtHead, fields));
  memcpy (head->text, bytes, length);
  head->text[length] = '\0';

  return read_head (head) ? g_steal_pointer (&head) : NULL;
}

/* Frees a head and all the strings it gave out. */
void
et_head_free (EtHead *head)
{
  g_free (head);
}

/* Returns: (nullable): the value of the last field of that name, in any case. */
const char *
et_head_get (const EtHead *head, const char *name)
{
  gsize length = strlen (name);

  for (guint i = head->n_fields; i > 0; i--)
    {
      const EtHeadField *field = &head->fields[i - 1];

      if (field->name_length == length && g_ascii_strcasecmp (field->name, name) == 0)
        return field->value;
    }
  return NULL;
}

/* Whether the comma-separated list in the fields called @name holds @token, in any case. */
gboolean
et_head_has_token (const EtHead *head, const char *name, const char *token)
{
  gsize length = strlen (token);

  for (guint i = 0; i < head->n_fields; i++)
    {
      const char *p = head->fields[i].value;

      if (g_ascii_strcasecmp (head->fields[i].name, name) != 0)
        continue;
      while (*p != '\0')
        {
          gsize part;

          p += strspn (p, " \t,");
          part = strcspn (p, " \t,");
          if (part == length && g_ascii_strncasecmp (p, token, length) == 0)
            return TRUE;
          p += part;
        }
    }
  return FALSE;
}
