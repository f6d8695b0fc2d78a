/* SPDX-License-Identifier: MIT */
#include "core/et-json-scan.h"

#include <stdint.h>
#include <string.h>

#include "core/et-error.h"

/* The largest whole number that every JSON reader keeps exactly, 2^53 - 1 (RFC 8259 section 6). */
#define MAX_EXACT_INTEGER INT64_C (9007199254740991)

/* The longest name of a member, in characters, that an error repeats. */
#define MAX_ECHO 64

const EtJsonLimits et_json_request_limits = { 16, 256 };
const EtJsonLimits et_json_answer_limits = { 16, 4000000 };

typedef struct
{
  const char *p;
  const char *end;
  const EtJsonLimits *limits; /* borrowed */
  guint depth;
  guint n_keys;
  EtErrorCode fault; /* what the scan ends with, unless it gets to the end */
  const char *twice; /* with ET_ERROR_DUPLICATE_MEMBER: the name, in the text */
  gsize twice_length;
} Scan;

static gboolean scan_value (Scan *scan);

static gboolean
fail (Scan *scan, EtErrorCode fault)
{
  scan->fault = fault;
  return FALSE;
}

static void
skip_blanks (Scan *scan)
{
  while (scan->p < scan->end &&
         (*scan->p == ' ' || *scan->p == '\t' || *scan->p == '\n' || *scan->p == '\r'))
    scan->p++;
}

static gboolean
take (Scan *scan, char c)
{
  if (scan->p >= scan->end || *scan->p != c)
    return FALSE;
  scan->p++;
  return TRUE;
}

static gboolean
take_word (Scan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->p) < length || memcmp (scan->p, word, length) != 0)
    return FALSE;
  scan->p += length;
  return TRUE;
}

/* Reads the four digits of \uXXXX. */
static gboolean
take_code_unit (Scan *scan, guint *ret_unit)
{
  guint unit = 0;

  if (scan->end - scan->p < 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*scan->p++);

      if (digit < 0)
        return FALSE;
      unit = unit * 16 + (guint) digit;
    }
  *ret_unit = unit;
  return TRUE;
}

/* A surrogate must be followed by its other half, and U+0000 would cut C strings short. */
static gboolean
scan_unicode_escape (Scan *scan)
{
  guint high, low;

  if (!take_code_unit (scan, &high) || high == 0)
    return FALSE;
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;
  return high <= 0xdbff && take_word (scan, "\\u") && take_code_unit (scan, &low) &&
         low >= 0xdc00 && low <= 0xdfff;
}

static gboolean
scan_string (Scan *scan)
{
  if (!take (scan, '"'))
    return FALSE;
  while (scan->p < scan->end)
    {
      guchar c = (guchar) *scan->p++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return FALSE;
      if (c != '\\')
        continue;
      if (scan->p >= scan->end)
        return FALSE;
      c = (guchar) *scan->p++;
      if (c == 'u' ? !scan_unicode_escape (scan) : c == '\0' || strchr ("\"\\/bfnrt", c) == NULL)
        return FALSE;
    }
  return FALSE;
}

static gsize
skip_digits (Scan *scan)
{
  const char *start = scan->p;

  while (scan->p < scan->end && g_ascii_isdigit (*scan->p))
    scan->p++;
  return (gsize) (scan->p - start);
}

/* Whole numbers stay within 2^53 - 1; a fraction is accepted (prices of the original's API) and
 * refused later where a whole number is due; exponents are never needed. */
static gboolean
scan_number (Scan *scan)
{
  const char *digits;
  gsize n_digits;
  int64_t value = 0;

  take (scan, '-');
  digits = scan->p;
  n_digits = skip_digits (scan);
  if (n_digits == 0 || (n_digits > 1 && *digits == '0'))
    return FALSE;
  if (n_digits > 16)
    return fail (scan, ET_ERROR_NUMBER_TOO_LARGE);
  for (gsize i = 0; i < n_digits; i++)
    value = value * 10 + (digits[i] - '0');
  if (value > MAX_EXACT_INTEGER)
    return fail (scan, ET_ERROR_NUMBER_TOO_LARGE);
  if (take (scan, '.'))
    {
      n_digits = skip_digits (scan);
      if (n_digits == 0 || n_digits > 16)
        return FALSE;
    }
  return scan->p >= scan->end || (*scan->p != 'e' && *scan->p != 'E');
}

/* Keeps the name as it stands between its quotes: two spellings of one name, one of them with
 * escapes, count as one because a name with an escape is refused. */
static gboolean
scan_name (Scan *scan, GHashTable *names)
{
  const char *start = scan->p;
  char *name;

  if (++scan->n_keys > scan->limits->max_keys || !scan_string (scan))
    return FALSE;
  if (memchr (start, '\\', (gsize) (scan->p - start)) != NULL)
    return FALSE;
  name = g_strndup (start + 1, (gsize) (scan->p - start) - 2);
  if (g_hash_table_add (names, name))
    return TRUE;
  scan->twice = start + 1;
  scan->twice_length = (gsize) (scan->p - start) - 2;
  return fail (scan, ET_ERROR_DUPLICATE_MEMBER);
}

static gboolean
scan_object (Scan *scan)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  skip_blanks (scan);
  if (take (scan, '}'))
    return TRUE;
  do
    {
      skip_blanks (scan);
      if (!scan_name (scan, names))
        return FALSE;
      skip_blanks (scan);
      if (!take (scan, ':') || !scan_value (scan))
        return FALSE;
      skip_blanks (scan);
    }
  while (take (scan, ','));
  return take (scan, '}');
}

static gboolean
scan_array (Scan *scan)
{
  skip_blanks (scan);
  if (take (scan, ']'))
    return TRUE;
  do
    {
      if (!scan_value (scan))
        return FALSE;
      skip_blanks (scan);
    }
  while (take (scan, ','));
  return take (scan, ']');
}

static gboolean
scan_nested (Scan *scan, gboolean (*scan_inside) (Scan *))
{
  gboolean is_good;

  scan->p++;
  if (++scan->depth > scan->limits->max_depth)
    return FALSE;
  is_good = scan_inside (scan);
  scan->depth--;
  return is_good;
}

static gboolean
scan_value (Scan *scan)
{
  skip_blanks (scan);
  if (scan->p >= scan->end)
    return FALSE;
  switch (*scan->p)
    {
    case '{':
      return scan_nested (scan, scan_object);
    case '[':
      return scan_nested (scan, scan_array);
    case '"':
      return scan_string (scan);
    case 't':
      return take_word (scan, "true");
    case 'f':
      return take_word (scan, "false");
    case 'n':
      return take_word (scan, "null");
    default:
      return scan_number (scan);
    }
}

static void
report (const Scan *scan, GError **error)
{
  et_error_set (error, scan->fault);
  if (scan->twice != NULL)
    {
      g_autofree char *name = g_strndup (scan->twice, scan->twice_length);
      g_autofree char *shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_ECHO));

      et_error_add_text (error, "field", shown);
    }
}

/* Checks that @text is one JSON value as RFC 8259 writes it, in valid UTF-8, and within what
 * json-glib reads without harm: bounded depth and keys, no name twice, no exponent, whole numbers
 * within ±(2^53 - 1), no U+0000. Sets ET_ERROR_NUMBER_TOO_LARGE, ET_ERROR_DUPLICATE_MEMBER with
 * its name, or ET_ERROR_MALFORMED_JSON. */
gboolean
et_json_scan (const char *text, gsize length, const EtJsonLimits *limits, GError **error)
{
  Scan scan = {
    .p = text, .end = text + length, .limits = limits, .fault = ET_ERROR_MALFORMED_JSON
  };

  if (length > 0 && g_utf8_validate_len (text, length, NULL) && scan_value (&scan))
    {
      skip_blanks (&scan);
      if (scan.p == scan.end)
        return TRUE;
    }
  report (&scan, error);
  return FALSE;
}

/* Scans and then reads. Returns: (transfer full): the root; NULL with the errors of
 * et_json_scan(). */
JsonNode *
et_json_parse (const char *text, gsize length, const EtJsonLimits *limits, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;

  if (!et_json_scan (text, length, limits, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      et_error_set (error, ET_ERROR_MALFORMED_JSON);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

/* Like et_json_parse() for a text whose root is an object; another sets ET_ERROR_NOT_AN_OBJECT.
 * Returns: (transfer full). */
JsonObject *
et_json_parse_object (const char *text, gsize length, const EtJsonLimits *limits, GError **error)
{
  g_autoptr (JsonNode) root = et_json_parse (text, length, limits, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      et_error_set (error, ET_ERROR_NOT_AN_OBJECT);
      return NULL;
    }
  return json_node_dup_object (root);
}
