/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* For "column LIKE :pattern ESCAPE '!'": MariaDB reads a backslash in a text as its own escape. */
char *et_like_containing (const char *text);

G_END_DECLS
