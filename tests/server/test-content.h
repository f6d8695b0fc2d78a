/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

/* All that a running server's database holds, as another program sees it. */
typedef struct _TestContent TestContent;

TestContent *test_content_new (EtTestServer *server);
void test_content_free (TestContent *content);
const char *test_content_sum (TestContent *content);

G_END_DECLS
