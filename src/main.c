/* SPDX-License-Identifier: MIT */
#include <locale.h>

#include <glib/gi18n-lib.h>

#include "ui/et-application.h"
#include "ui/et-install.h"

int
main (int argc, char *argv[])
{
  g_autofree char *locale_folder = et_install_find_locale_folder ();
  g_autoptr (EtApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = et_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
