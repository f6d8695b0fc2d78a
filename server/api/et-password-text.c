/* SPDX-License-Identifier: MIT */
#include "server/api/et-password-text.h"

/* Longer than any password may be, so that a wrong one is answered as wrong; short enough to hash. */
#define MAX_CHARACTERS 1024

/* Reads a member that holds a password, as it was typed or as it shall be. */
gboolean
et_password_text_read (EtRequest *req, const char *member, const char **ret_text, GError **error)
{
  return et_request_read_text (req, member, 1, MAX_CHARACTERS, ret_text, error);
}
