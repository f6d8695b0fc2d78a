/* SPDX-License-Identifier: MIT */
#include "ui/et-install.h"

#include "core/et-blocking.h"

/* What et_install_look() saw, once for the process. */
static struct
{
  gsize is_known;
  gboolean is_sandboxed;
  char *system; /* owned, nullable */
} machine;

/* Looks at the machine, which takes files; the other functions look, too, when nobody did. */
void
et_install_look (void)
{
  if (!g_once_init_enter (&machine.is_known))
    return;
  ET_BLOCKS ();
  machine.is_sandboxed = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  machine.system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_once_init_leave (&machine.is_known, TRUE);
}

/* Returns: whether the program runs in a Flatpak's sandbox. */
gboolean
et_install_is_sandboxed (void)
{
  et_install_look ();
  return machine.is_sandboxed;
}

/* Returns: (transfer none) (nullable): the name and the version of the operating system. */
const char *
et_install_get_system (void)
{
  et_install_look ();
  return machine.system;
}

static gboolean
runs_in_build_tree (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, ET_BUILD_ROOT G_DIR_SEPARATOR_S);
}

/* Returns: (transfer full): the folder of the translations: ETICKETS_LOCALE_DIR, or that of the
 * build tree when the program runs in it, or the installed one. */
char *
et_install_find_locale_folder (void)
{
  const char *wanted = g_getenv ("ETICKETS_LOCALE_DIR");

  if (wanted != NULL)
    return g_strdup (wanted);
  if (runs_in_build_tree ())
    return g_build_filename (ET_BUILD_ROOT, "po", NULL);
  return g_strdup (ET_LOCALE_DIR);
}

/* Returns: (transfer full) (nullable): the preferences, or NULL when their schema is not
 * installed: then the program runs with the defaults and keeps none. */
GSettings *
et_install_open_settings (void)
{
  g_autoptr (GSettingsSchemaSource) built = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  if (runs_in_build_tree ())
    built = g_settings_schema_source_new_from_directory (ET_BUILD_ROOT "/data", source, FALSE,
                                                         NULL);
  if (built != NULL)
    source = built;
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, ET_APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
