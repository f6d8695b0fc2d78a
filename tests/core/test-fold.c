/* SPDX-License-Identifier: MIT */
#include "core/et-fold.h"

static void
assert_folds (const char *text, const char *expected)
{
  g_autofree char *folded = et_fold (text);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_case_and_accents (void)
{
  assert_folds ("Athlétisme", "athletisme");
  assert_folds ("ÉCŒURÉ", "ecoeure");
  assert_folds ("e\u0301te\u0301", "ete");
  assert_folds ("Straße", "strasse");
  assert_folds ("Łódź", "lodz");
}

static void
test_blanks_and_signs (void)
{
  assert_folds ("  Stade  de\tFrance ", "stade de france");
  assert_folds ("l’été", "l'ete");
  assert_folds ("４２", "42");
  assert_folds ("", "");
}

static void
test_bytes_that_are_no_text (void)
{
  assert_folds ("a\xff", "a\uFFFD");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/fold/case-and-accents", test_case_and_accents);
  g_test_add_func ("/core/fold/blanks-and-signs", test_blanks_and_signs);
  g_test_add_func ("/core/fold/not-text", test_bytes_that_are_no_text);
  return g_test_run ();
}
