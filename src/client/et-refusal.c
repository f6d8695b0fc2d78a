/* SPDX-License-Identifier: MIT */
#include "client/et-remote.h"

/* Whether the server refused the request itself, so that sending it again cannot help: a 4xx that
 * is not about the time, the sign-in or the way to the server. */
gboolean
et_remote_error_is_final (const GError *error)
{
  int status;

  if (error->domain != ET_ERROR)
    return FALSE;
  switch (error->code)
    {
    case ET_ERROR_UNAUTHENTICATED:
    case ET_ERROR_HTTPS_REQUIRED:
    case ET_ERROR_REQUEST_TIMEOUT:
    case ET_ERROR_IN_PROGRESS:
    case ET_ERROR_WRONG_HOST:
    case ET_ERROR_RATE_LIMITED:
      return FALSE;
    default:
      status = et_error_code_get_status (error->code);
      return status >= 400 && status < 500;
    }
}
