/* SPDX-License-Identifier: MIT */
#include "core/et-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-error.h"

#define TICKET ET_LINK_SCHEME ":ticket/"
#define OFFER ET_LINK_SCHEME ":offer/"
#define MAX_SHORT_NUMBER 32 /* characters */

/* Capital letters, digits and the hyphen before the serial: nothing that an address escapes. */
static gboolean
is_short_number (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_SHORT_NUMBER &&
         strspn (text, G_CSET_A_2_Z G_CSET_DIGITS "-") == length;
}

/* Returns: (transfer full) (nullable): the address of a ticket, NULL for a number that is none. */
char *
et_link_to_ticket (const char *short_number)
{
  if (short_number == NULL || !is_short_number (short_number))
    return NULL;
  return g_strconcat (TICKET, short_number, NULL);
}

/* Returns: (transfer full): the address of an offer. */
char *
et_link_to_offer (int64_t offer_id)
{
  return g_strdup_printf (OFFER "%" G_GINT64_FORMAT, offer_id);
}

/* What follows @prefix, whose case does not matter; some programs write "etickets:///ticket/". */
static const char *
skip (const char *uri, const char *prefix)
{
  gsize scheme = strlen (ET_LINK_SCHEME ":");

  if (g_ascii_strncasecmp (uri, prefix, scheme) != 0)
    return NULL;
  uri += scheme;
  uri += strspn (uri, "/");
  prefix += scheme;
  return g_str_has_prefix (uri, prefix) ? uri + strlen (prefix) : NULL;
}

/* Reads an address that came from outside. Sets ET_ERROR_INVALID. */
gboolean
et_link_parse (const char *uri, EtLink *ret_link, GError **error)
{
  const char *ticket = skip (uri, TICKET);
  const char *offer = skip (uri, OFFER);
  guint64 offer_id;

  if (ticket != NULL && is_short_number (ticket))
    {
      *ret_link = (EtLink){ g_strdup (ticket), 0 };
      return TRUE;
    }
  if (offer != NULL && g_ascii_string_to_unsigned (offer, 10, 1, G_MAXINT64, &offer_id, NULL))
    {
      *ret_link = (EtLink){ NULL, (int64_t) offer_id };
      return TRUE;
    }
  et_error_set_sentence (error, ET_ERROR_INVALID, N_ ("This is not an address of eTickets"));
  return FALSE;
}

void
et_link_clear (EtLink *link)
{
  g_clear_pointer (&link->short_number, g_free);
}
