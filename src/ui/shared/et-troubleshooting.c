/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-troubleshooting.h"

#include <adwaita.h>
#include <libsoup/soup.h>
#include <sodium.h>

#include "core/et-time.h"
#include "ui/et-install.h"
#include "ui/shared/et-text.h"

static void
append (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%s: %s\n", name, value != NULL ? value : "none");
}

static void
append_time (GString *text, const char *name, int64_t time_ms)
{
  g_autofree char *iso = time_ms != ET_NULL_INT64 ? et_time_to_iso (time_ms) : NULL;

  append (text, name, iso);
}

static void
append_libraries (GString *text)
{
  g_string_append_printf (text, "GTK: %u.%u.%u\nlibadwaita: %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version ());
  g_string_append_printf (text, "GLib: %u.%u.%u\nlibsoup: %u.%u.%u\nlibsodium: %s\n",
                          glib_major_version, glib_minor_version, glib_micro_version,
                          soup_get_major_version (), soup_get_minor_version (),
                          soup_get_micro_version (), sodium_version_string ());
}

/* @window: (nullable). */
static void
append_desktop (GString *text, GtkWindow *window)
{
  GskRenderer *renderer = window != NULL ? gtk_native_get_renderer (GTK_NATIVE (window)) : NULL;

  append (text, "System", et_install_get_system ());
  append (text, "Desktop", g_getenv ("XDG_CURRENT_DESKTOP"));
  append (text, "Flatpak", et_install_is_sandboxed () ? "yes" : "no");
  append (text, "Display", G_OBJECT_TYPE_NAME (gdk_display_get_default ()));
  append (text, "Renderer", renderer != NULL ? G_OBJECT_TYPE_NAME (renderer) : NULL);
  append (text, "Scale",
          window != NULL && gtk_widget_get_scale_factor (GTK_WIDGET (window)) > 1 ? "2 or more"
                                                                                  : "1");
  append (text, "Language", et_text_get_language ());
}

static const char *
name_state (EtSyncState state)
{
  static const char *const names[] = {
    [ET_SYNC_OFFLINE] = "offline",     [ET_SYNC_IDLE] = "idle",
    [ET_SYNC_UPLOADING] = "uploading", [ET_SYNC_DOWNLOADING] = "downloading",
    [ET_SYNC_FAILED] = "failed",
  };

  return names[state];
}

/* Where it is, without the name and the password that an address may hold. */
static void
append_address (GString *text, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *address = NULL;

  if (uri != NULL)
    address = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY |
                                                G_URI_HIDE_FRAGMENT);
  append (text, "Server", address);
}

/* Under a home folder is the name of who owns it. */
static void
append_data_folder (GString *text, EtContext *context)
{
  const char *home = g_get_home_dir ();
  g_autofree char *folder = g_path_get_dirname (et_store_get_path (et_context_get_store (context)));

  if (g_str_has_prefix (folder, home) && folder[strlen (home)] == G_DIR_SEPARATOR)
    {
      g_autofree char *below = g_strconcat ("~", folder + strlen (home), NULL);

      append (text, "Data folder", below);
    }
  else
    append (text, "Data folder", folder);
}

static void
append_server (GString *text, EtContext *context)
{
  EtSync *sync = et_context_get_sync (context);
  EtSession *session = et_context_get_session (context);
  const GError *error = et_sync_get_error (sync);

  append_address (text, et_context_get_server_url (context));
  append (text, "Database", "SQLite");
  append_data_folder (text, context);
  append (text, "Signed in", et_session_is_signed_in (session) ? "yes" : "no");
  append (text, "Keyring", et_session_get_token_is_kept (session) ? "yes" : "no");
  append (text, "Sync", name_state (et_sync_get_state (sync)));
  append_time (text, "Last sync", et_sync_get_last_success (sync));
  append (text, "Last failure", error != NULL ? error->message : NULL);
}

/* What one needs to know to find out why the program does not work: versions, the desktop, and
 * how it stands with the server, in English; nothing that is secret, and nobody's name.
 * @window, @context: (nullable). Returns: (transfer full). */
char *
et_troubleshooting_write (GtkWindow *window, EtContext *context)
{
  GString *text = g_string_new (NULL);

  append (text, "eTickets", ET_VERSION);
  append_libraries (text);
  append_desktop (text, window);
  if (context != NULL)
    append_server (text, context);
  return g_string_free (text, FALSE);
}
