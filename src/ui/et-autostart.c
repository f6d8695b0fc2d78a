/* SPDX-License-Identifier: MIT */
#include "ui/et-autostart.h"

#include <glib/gi18n-lib.h>

#include "ui/et-install.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      request = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (request == NULL)
    g_debug ("Reminders come only while the program runs: %s", error->message);
}

/* Asks the desktop to start the program without a window when the session begins, or no longer. A
 * sandbox has to ask; elsewhere a file of /etc/xdg/autostart has it started. The desktop may ask the
 * person, and a refusal changes nothing else. */
void
et_autostart_ask (GApplication *application, gboolean wanted)
{
  static const char *const command[] = { "etickets", "--gapplication-service", NULL };
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  GVariantBuilder options;

  g_return_if_fail (G_IS_APPLICATION (application));

  if (bus == NULL || !et_install_is_sandboxed ())
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("To remind of tickets the day before")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (wanted));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, NULL);
}
