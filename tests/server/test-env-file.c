/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "server/service/et-env-file.h"

/* Applies an env file with @text to an environment that has OUTSIDE=1.
 * Returns: the value of @name, or the error's message. */
static char *
apply (const char *text, const char *name)
{
  static const char *const outside[] = { "OUTSIDE=1", NULL };
  g_autofree char *path = NULL;
  g_auto (GStrv) environ_ = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("etickets-env-XXXXXX", &path, NULL);

  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, NULL);
  environ_ = et_env_file_apply (path, (char **) outside, "en", &error);
  g_unlink (path);
  if (environ_ != NULL)
    return g_strdup (g_environ_getenv (environ_, name));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  return g_strdup (error->message + strlen (path));
}

static void
test_env_file_values (void)
{
  static const struct
  {
    const char *text, *value;
  } cases[] = {
    { "A=plain", "plain" },
    { "A=  blanks around  ", "blanks around" },
    { "A=", "" },
    { "A=x#y", "x#y" },
    { "A=x # comment", "x" },
    { "A=#", "#" },
    { "# comment\n\n  A=second line\r\n", "second line" },
    { "export A=exported", "exported" },
    { "A='single # \"quoted\" $B'", "single # \"quoted\" $B" },
    { "A=\"double \\\"quoted\\\" \\\\ \\n end\" # comment", "double \"quoted\" \\ \n end" },
    { "A=1\nA=2", "2" },
    { "A=a=b", "a=b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = apply (cases[i].text, "A");

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_env_file_does_not_win (void)
{
  g_autofree char *value = apply ("OUTSIDE=2", "OUTSIDE");

  g_assert_cmpstr (value, ==, "1");
}

static void
test_env_file_faults (void)
{
  g_autofree char *faults = apply (
      "GOOD=1\nno assignment\n1A=x\nA B=x\n=x\nA='open\nA=\"open\nA='x'y\n", "A");

  g_assert_cmpint (g_str_has_prefix (faults, ":2: This is not NAME=value.\n"), ==, TRUE);
  for (guint line = 2; line <= 8; line++)
    {
      g_autofree char *number = g_strdup_printf (":%u: ", line);

      g_assert_nonnull (strstr (faults, number));
    }
  g_assert_null (strstr (faults, ":9: "));
}

static void
test_env_file_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_env_file_apply ("/nonexistent/env", NULL, "en", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/env-file/values", test_env_file_values);
  g_test_add_func ("/env-file/environment-wins", test_env_file_does_not_win);
  g_test_add_func ("/env-file/faults", test_env_file_faults);
  g_test_add_func ("/env-file/missing", test_env_file_missing);
  return g_test_run ();
}
