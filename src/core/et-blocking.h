/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread that draws must not wait for files, a database, a keyring or the network. It says so
 * once; functions that may block look. */
void et_blocking_forbid (void);
void et_blocking_assert_allowed (const char *function);

/* Stands first in a function that may block. */
#define ET_BLOCKS() et_blocking_assert_allowed (G_STRFUNC)

G_END_DECLS
