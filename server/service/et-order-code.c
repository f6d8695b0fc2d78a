/* SPDX-License-Identifier: MIT */
#include "server/service/et-order-code.h"

#include <sodium.h>
#include <string.h>

#include "server/repo/et-sale-repo.h"

#define SHORTEST 5
#define LONGEST 12
#define TRIES_A_LENGTH 4

/* Of characters that are taken for one another at most one is here: 14 million codes of five. */
static const char alphabet[] = "23456789ACDEFGHJKMNPQRTVWXY";

/* Makes a code that no order has, such as K7PQ2. It is random, so that it tells nothing about
 * other orders, and grows by a character when short ones run out. The order must get it in the
 * same savepoint. Returns: (transfer full). */
char *
et_order_code_make (EtDb *db, GError **error)
{
  char code[LONGEST + 1];

  for (int length = SHORTEST; length <= LONGEST; length++)
    for (int i = 0; i < TRIES_A_LENGTH; i++)
      {
        gboolean is_taken;

        for (int j = 0; j < length; j++)
          code[j] = alphabet[randombytes_uniform (sizeof alphabet - 1)];
        code[length] = '\0';
        if (!et_sale_repo_has_code (db, code, &is_taken, error))
          return NULL;
        if (!is_taken)
          return g_strdup (code);
      }
  et_error_set (error, ET_ERROR_INTERNAL);
  return NULL;
}

/* Takes apart what may be an order's code, or a ticket's short number such as “k7pq2-3”.
 * @ret_serial: 0 when only the order is named. Returns FALSE for text that is neither. */
gboolean
et_order_code_split (const char *text, char **ret_code, int64_t *ret_serial)
{
  g_autofree char *upper = g_strstrip (g_ascii_strup (text, -1));
  gsize length = strspn (upper, alphabet);
  guint64 serial = 0;

  if (length < SHORTEST || length > LONGEST)
    return FALSE;
  if (upper[length] != '\0' &&
      (upper[length] != '-' ||
       !g_ascii_string_to_unsigned (upper + length + 1, 10, 1, G_MAXINT32, &serial, NULL)))
    return FALSE;

  *ret_code = g_strndup (upper, length);
  *ret_serial = (int64_t) serial;
  return TRUE;
}
