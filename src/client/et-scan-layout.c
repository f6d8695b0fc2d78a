/* SPDX-License-Identifier: MIT */
#include "client/et-scan-layout.h"

#include <string.h>

#include "core/et-ticket-key.h"

/* A hand scanner presses the keys of an American keyboard; where the computer has another layout,
 * other characters arrive. Each table gives what arrives and what was meant, for the characters of
 * a ticket key: A to Z, 0 to 9 and the colon (Shift and the key right of L). Characters that
 * arrive as they were meant are left out. */
typedef struct
{
  const char *typed; /* UTF-8, as many characters as meant has bytes */
  const char *meant;
} Layout;

static const Layout layouts[] = {
  { "", "" },
  /* French: AZERTY, digits on the unshifted keys of the top row */
  { "QAZW?M&é\"'(-è_çàqazw,m", "AQWZM:1234567890aqwzm:" },
  /* Belgian: AZERTY with other signs on 6 and 8 */
  { "QAZW?M&é\"'(§è!çàqazw,m", "AQWZM:1234567890aqwzm:" },
  /* German, Austrian, Swiss, Czech: QWERTZ */
  { "YZÖyzö", "ZY:zy:" },
  /* Spanish and Italian, Portuguese: only the colon differs */
  { "Ññ", "::" },
  { "Çç", "::" },
  { "Òò", "::" },
};

static void
append_meant (GString *text, const Layout *layout, gunichar c)
{
  const char *meant = layout->meant;

  for (const char *p = layout->typed; *p != '\0'; p = g_utf8_next_char (p), meant++)
    if (g_utf8_get_char (p) == c)
      {
        g_string_append_c (text, *meant);
        return;
      }
  g_string_append_unichar (text, c);
}

static char *
map_back (const Layout *layout, const char *typed)
{
  GString *text = g_string_new (NULL);

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    append_meant (text, layout, g_utf8_get_char (p));
  return g_string_free (text, FALSE);
}

static gboolean
is_whole (const char *text)
{
  EtTicketKey key;

  return strlen (text) <= ET_TICKET_KEY_MAX_LENGTH && et_ticket_key_parse (text, &key, NULL);
}

/* Finds the ticket key in what a scanner typed through whatever keyboard layout; its checksum
 * proves which one. Returns: (transfer full): the key, or the text as it came when no layout makes
 * it one. */
char *
et_scan_layout_restore (const char *typed)
{
  if (!g_utf8_validate (typed, -1, NULL))
    return g_utf8_make_valid (typed, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *text = map_back (&layouts[i], typed);

      if (is_whole (text))
        return g_steal_pointer (&text);
    }
  return g_strdup (typed);
}
