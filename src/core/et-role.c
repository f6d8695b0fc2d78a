/* SPDX-License-Identifier: MIT */
#include "core/et-role.h"

static const char *const words[] = { "anyone", "customer", "staff", "admin" };

/* Returns: the word of the API and of the database. */
const char *
et_role_to_word (EtRole role)
{
  g_return_val_if_fail (role < G_N_ELEMENTS (words), NULL);

  return words[role];
}

/* Reads the role of an account; "anyone" is none. Returns FALSE, leaving @ret_role alone, for a
 * word that is not a role. */
gboolean
et_role_from_word (const char *word, EtRole *ret_role)
{
  for (EtRole role = ET_ROLE_CUSTOMER; role < G_N_ELEMENTS (words); role++)
    if (g_strcmp0 (word, words[role]) == 0)
      {
        *ret_role = role;
        return TRUE;
      }
  return FALSE;
}
