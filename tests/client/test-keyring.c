/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "client-folder.h"
#include "client/et-keyring.h"
#include "client/et-session-file.h"

#define SERVER "https://tickets.example"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = client_folder_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  client_folder_remove (f->folder);
}

/* libsecret's own file, as inside a sandbox; chosen by the environment, see meson.build. */
static void
test_keeps_and_forgets (void)
{
  g_autofree char *folder = client_folder_new ();
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);
  g_autofree char *found = NULL;
  g_autofree char *others = NULL;
  g_autofree char *gone = NULL;

  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_assert_true (et_keyring_keep (SERVER, 7, "tk_abc-é"));
  found = et_keyring_find (SERVER, 7);
  others = et_keyring_find (SERVER, 8);
  et_keyring_forget (SERVER, 7);
  gone = et_keyring_find (SERVER, 7);
  g_assert_cmpstr (found, ==, "tk_abc-é");
  g_assert_null (others);
  g_assert_null (gone);
  client_folder_remove (g_steal_pointer (&folder));
}

/* No bus, no keyring: nothing is kept, and at once. */
static void
test_absent (void)
{
  int64_t start = g_get_monotonic_time ();
  g_autofree char *found = NULL;

  g_assert_false (et_keyring_keep (SERVER, 7, "tk_abc"));
  found = et_keyring_find (SERVER, 7);
  et_keyring_forget (SERVER, 7);
  g_assert_null (found);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
}

/* Calls disappear, as with a prompt that nobody sees. */
static GDBusMessage *
swallow_call (GDBusConnection *bus, GDBusMessage *message, gboolean is_incoming, gpointer data)
{
  if (!is_incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_object_unref (message);
  return NULL;
}

static void
test_hung (void)
{
  g_autoptr (GTestDBus) daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *found = NULL;
  int64_t start;

  g_test_dbus_up (daemon);
  bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (daemon),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, NULL);
  g_assert_nonnull (bus);
  g_dbus_connection_add_filter (bus, swallow_call, NULL, NULL);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (reply);

  start = g_get_monotonic_time ();
  found = et_keyring_find (SERVER, 7);
  g_assert_null (found);
  g_assert_cmpint (g_get_monotonic_time () - start, >, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  g_object_unref (g_steal_pointer (&bus));
  g_test_dbus_stop (daemon);
}

/* A service whose keyring nobody unlocks: what it is asked for it has not, and it takes nothing. */
static void
answer_locked (GDBusConnection *bus,
               const char *sender,
               const char *path,
               const char *interface,
               const char *method,
               GVariant *parameters,
               GDBusMethodInvocation *call,
               gpointer data)
{
  g_autofree char *print = g_variant_print (parameters, FALSE);

  if (g_str_equal (method, "OpenSession") && !g_str_has_prefix (print, "('plain'"))
    g_dbus_method_invocation_return_dbus_error (call, "org.freedesktop.DBus.Error.NotSupported",
                                                "In plain only");
  else if (g_str_equal (method, "OpenSession"))
    g_dbus_method_invocation_return_value (
        call, g_variant_new ("(vo)", g_variant_new_string (""), "/session"));
  else if (g_str_equal (method, "SearchItems"))
    g_dbus_method_invocation_return_value (
        call,
        g_variant_new ("(@ao@ao)", g_variant_new_objv (NULL, 0), g_variant_new_objv (NULL, 0)));
  else
    g_dbus_method_invocation_return_dbus_error (call, "org.freedesktop.Secret.Error.IsLocked",
                                                "The keyring is locked");
}

static const char locked_service[] =
    "<node><interface name='org.freedesktop.Secret.Service'>"
    "<method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
    "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
    "<method name='SearchItems'><arg type='a{ss}' direction='in'/>"
    "<arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
    "</interface></node>";

typedef struct
{
  char *address;
  GMainContext *context;
  gboolean is_ready; /* atomic */
} LockedKeyring;

static gpointer
serve_locked (gpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = answer_locked };
  LockedKeyring *keyring = data;
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (locked_service, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;

  g_main_context_push_thread_default (keyring->context);
  bus = g_dbus_connection_new_for_address_sync (keyring->address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, NULL);
  g_dbus_connection_register_object (bus, "/org/freedesktop/secrets", info->interfaces[0], &table,
                                     NULL, NULL, NULL);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_atomic_int_set (&keyring->is_ready, TRUE);
  while (TRUE)
    g_main_context_iteration (keyring->context, TRUE);
  return NULL;
}

static void
keep_in_a_locked_keyring (void)
{
  GTestDBus *daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  LockedKeyring keyring = { 0 };
  int64_t start;

  g_test_dbus_up (daemon);
  keyring.address = g_strdup (g_test_dbus_get_bus_address (daemon));
  keyring.context = g_main_context_new ();
  g_thread_unref (g_thread_new ("keyring", serve_locked, &keyring));
  while (!g_atomic_int_get (&keyring.is_ready))
    g_usleep (1000);

  start = g_get_monotonic_time ();
  g_assert_false (et_keyring_keep (SERVER, 7, "tk_abc"));
  g_assert_null (et_keyring_find (SERVER, 7));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
  exit (0); /* libsecret never lets go of the bus */
}

/* Told apart from one that hangs: nothing is kept, and at once. */
static void
test_locked (void)
{
  if (g_test_subprocess ())
    keep_in_a_locked_keyring ();
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
}

static void
test_token_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "token", NULL);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "older", -1, NULL));
  g_chmod (path, 0644);
  g_assert_true (et_token_file_write (path, "tk_abc", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (client_get_mode (path), ==, 0600);
  token = et_token_file_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "tk_abc");
}

static void
test_token_file_that_others_can_read (Fixture *f, gconstpointer data)
{
  static const guint modes[] = { 0640, 0604, 0644, 0660, 0666, 0610 };
  g_autofree char *path = g_build_filename (f->folder, "token", NULL);

  g_assert_true (et_token_file_write (path, "tk_abc", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_chmod (path, (int) modes[i]);
      g_assert_null (et_token_file_read (path, &error));
      g_assert_error (error, ET_ERROR, ET_ERROR_FORBIDDEN);
    }
}

static void
test_no_token_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "token", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (et_token_file_read (path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (et_token_file_write (path, "", NULL));
  g_assert_null (et_token_file_read (path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_FOUND);
}

static void
test_session_is_remembered (Fixture *f, gconstpointer data)
{
  g_autofree char *ini = g_build_filename (f->folder, "session.ini", NULL);
  g_autoptr (EtSessionFile) nobody = et_session_file_load (f->folder);
  g_autoptr (EtSessionFile) somebody = NULL;
  g_autoptr (EtSessionFile) gone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (nobody->account_id, ==, 0);
  g_assert_true (et_session_file_save (f->folder, 7, "/home/zoe/token", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (client_get_mode (ini), ==, 0600);
  somebody = et_session_file_load (f->folder);
  g_assert_cmpint (somebody->account_id, ==, 7);
  g_assert_cmpstr (somebody->token_file, ==, "/home/zoe/token");

  g_assert_true (et_session_file_save (f->folder, 0, NULL, NULL));
  gone = et_session_file_load (f->folder);
  g_assert_cmpint (gone->account_id, ==, 0);
  g_assert_null (gone->token_file);
}

static void
test_owner_of_a_token (Fixture *f, gconstpointer data)
{
  g_autofree char *ini = g_build_filename (f->folder, "session.ini", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (et_session_file_find_owner (f->folder, "tk_secret"), ==, 0);
  g_assert_true (et_session_file_note_owner (f->folder, "tk_secret", 7, NULL));
  g_assert_cmpint (et_session_file_find_owner (f->folder, "tk_secret"), ==, 7);
  g_assert_cmpint (et_session_file_find_owner (f->folder, "tk_other"), ==, 0);
  g_assert_true (g_file_get_contents (ini, &text, NULL, NULL));
  g_assert_null (strstr (text, "tk_secret"));
}

static void
test_garbled_session_file_is_nobodys (Fixture *f, gconstpointer data)
{
  g_autofree char *ini = g_build_filename (f->folder, "session.ini", NULL);
  g_autoptr (EtSessionFile) file = NULL;

  g_assert_true (g_file_set_contents (ini, "\xff[sess\naccount=yes", -1, NULL));
  file = et_session_file_load (f->folder);
  g_assert_cmpint (file->account_id, ==, 0);
}

/* The test runs once with libsecret's file and once without any keyring. */
int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/client/token/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("file", test_token_file);
  ADD ("file-that-others-can-read", test_token_file_that_others_can_read);
  ADD ("no-file", test_no_token_file);
  ADD ("session-is-remembered", test_session_is_remembered);
  ADD ("owner", test_owner_of_a_token);
  ADD ("garbled-session-file", test_garbled_session_file_is_nobodys);
#undef ADD
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    g_test_add_func ("/client/keyring/keeps-and-forgets", test_keeps_and_forgets);
  else
    {
      g_test_add_func ("/client/keyring/absent", test_absent);
      g_test_add_func ("/client/keyring/locked", test_locked);
      g_test_add_func ("/client/keyring/hung", test_hung);
    }
  return g_test_run ();
}
