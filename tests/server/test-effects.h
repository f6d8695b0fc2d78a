/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

#define TEST_EFFECTS_MAX 40

/* How much a write has changed: its sums after it less those before it. */
typedef struct
{
  int64_t numbers[TEST_EFFECTS_MAX];
} TestEffects;

void test_effects_count (TestEffects *effects, EtTestServer *server, int sign);
gboolean test_effects_are_the_same (const TestEffects *expected, const TestEffects *effects);

G_END_DECLS
