/* SPDX-License-Identifier: MIT */
#include "core/et-translation.h"

static void
test_french (void)
{
  g_assert_cmpstr (et_translate ("fr", "The cart is empty"), ==, "Panier vide");
  g_assert_cmpstr (et_translate ("fr_FR.UTF-8", "The cart is empty"), ==, "Panier vide");
}

static void
test_german_and_spanish (void)
{
  g_assert_cmpstr (et_translate ("de", "The cart is empty"), ==, "Der Warenkorb ist leer");
  g_assert_cmpstr (et_translate ("es-AR", "The cart is empty"), ==, "El carrito está vacío");
}

static void
test_untranslated (void)
{
  g_assert_cmpstr (et_translate ("en", "The cart is empty"), ==, "The cart is empty");
  g_assert_cmpstr (et_translate (NULL, "The cart is empty"), ==, "The cart is empty");
  g_assert_cmpstr (et_translate ("fr", "No such sentence"), ==, "No such sentence");
  g_assert_cmpstr (et_translate ("fr", ""), ==, "");
}

static void
test_match (void)
{
  g_assert_cmpstr (et_language_match ("fr-CA", "en"), ==, "fr");
  g_assert_cmpstr (et_language_match ("FR", "en"), ==, "fr");
  g_assert_cmpstr (et_language_match ("en_GB.UTF-8", "fr"), ==, "en");
  g_assert_cmpstr (et_language_match ("fra", "en"), ==, "en");
  g_assert_cmpstr (et_language_match ("de_CH.UTF-8", "fr"), ==, "de");
  g_assert_cmpstr (et_language_match ("es", "fr"), ==, "es");
  g_assert_cmpstr (et_language_match ("it", "fr"), ==, "fr");
  g_assert_cmpstr (et_language_match (NULL, "fr"), ==, "fr");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/translation/french", test_french);
  g_test_add_func ("/core/translation/german-and-spanish", test_german_and_spanish);
  g_test_add_func ("/core/translation/untranslated", test_untranslated);
  g_test_add_func ("/core/translation/match", test_match);
  return g_test_run ();
}
