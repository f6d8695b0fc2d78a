/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "fuzz.h"
#include "server/http/et-framing.h"

/* The end of a head is found at the same place however the bytes come in. */
static EtFraming
find_end_bytewise (const char *bytes, gsize size, gsize *ret_end)
{
  EtFraming framing = ET_FRAMING_INCOMPLETE;
  gsize scanned = 0;

  for (gsize n = 1; n <= size && framing == ET_FRAMING_INCOMPLETE; n++)
    framing = et_framing_find_end (bytes, n, &scanned, ret_end);
  return framing;
}

static void
check_head (const EtHead *head)
{
  g_assert_cmpuint (head->n_fields, <=, ET_HEAD_MAX_FIELDS);
  for (guint i = 0; i < head->n_fields; i++)
    {
      g_assert_cmpuint (strlen (head->fields[i].name), ==, head->fields[i].name_length);
      g_assert_true (g_utf8_validate (head->fields[i].value, -1, NULL));
      g_assert_null (strpbrk (head->fields[i].value, "\r\n"));
      g_assert_nonnull (et_head_get (head, head->fields[i].name));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *bytes = g_memdup2 (data, size); /* no byte more, for the sanitizer to see */
  gsize scanned = 0, end = 0, other_end = 0;
  EtFraming framing = et_framing_find_end (bytes, size, &scanned, &end);
  g_autoptr (EtHead) head = NULL;

  if (size > 4096)
    return 0; /* bytewise takes the square of it */
  g_assert_cmpint (find_end_bytewise (bytes, size, &other_end), ==, framing);
  if (framing != ET_FRAMING_COMPLETE)
    return 0;
  g_assert_cmpuint (end, ==, other_end);
  g_assert_cmpuint (end, <=, size);
  head = et_head_new (bytes, end);
  if (head != NULL)
    check_head (head);
  return 0;
}
