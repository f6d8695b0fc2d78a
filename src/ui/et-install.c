/* SPDX-License-Identifier: MIT */
#include "ui/et-install.h"

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
