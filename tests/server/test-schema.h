/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a database is made of, and what a server of the foundation left in it. */
char *test_schema_describe (const char *url);
char *test_schema_list_columns (const char *url);

void test_schema_make_foundation (const char *url);
GPtrArray *test_schema_read_foundation (const char *url);

G_END_DECLS
