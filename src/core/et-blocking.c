/* SPDX-License-Identifier: MIT */
#include "core/et-blocking.h"

static GPrivate is_forbidden;

/* From now on this thread may not block. */
void
et_blocking_forbid (void)
{
  g_private_set (&is_forbidden, GINT_TO_POINTER (TRUE));
}

/* Tells of a mistake in the program with a critical message, which ends every test; a person's
 * window goes on, a little later. Costs a look at memory of the thread. */
void
et_blocking_assert_allowed (const char *function)
{
  if (G_UNLIKELY (g_private_get (&is_forbidden) != NULL))
    g_critical ("%s: blocks a thread that must not wait", function);
}
