/* SPDX-License-Identifier: MIT */
#include "core/et-blocking.h"

static gpointer
forbid_and_block (gpointer data)
{
  et_blocking_forbid ();
  ET_BLOCKS ();
  return NULL;
}

static gpointer
block (gpointer data)
{
  ET_BLOCKS ();
  return NULL;
}

static void
test_a_forbidden_thread_is_told (void)
{
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL,
                         "forbid_and_block: blocks a thread that must not wait");
  g_thread_join (g_thread_new ("drawing", forbid_and_block, NULL));
  g_test_assert_expected_messages ();
}

static void
test_other_threads_may_block (void)
{
  g_thread_join (g_thread_new ("working", block, NULL));
  block (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/blocking/forbidden", test_a_forbidden_thread_is_told);
  g_test_add_func ("/core/blocking/others", test_other_threads_may_block);
  return g_test_run ();
}
