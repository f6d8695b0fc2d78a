/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>

#include "core/et-error.h"
#include "render/et-export.h"

typedef struct
{
  char *folder; /* owned */
  char *path; /* owned */
  GBytes *document;
} Saving;

static void
set_up_saving (Saving *saving, gconstpointer data)
{
  saving->folder = g_dir_make_tmp ("etickets-save-XXXXXX", NULL);
  saving->path = g_build_filename (saving->folder, "ticket.pdf", NULL);
  saving->document = g_bytes_new_static ("new", 3);
}

static void
tear_down_saving (Saving *saving, gconstpointer data)
{
  g_unlink (saving->path);
  g_rmdir (saving->path);
  g_assert_cmpint (g_rmdir (saving->folder), ==, 0); /* nothing half written was left in it */
  g_free (saving->folder);
  g_free (saving->path);
  g_bytes_unref (saving->document);
}

static void
assert_saved (Saving *saving)
{
  g_autofree char *contents = NULL;
  GStatBuf status;

  g_assert_true (g_file_get_contents (saving->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "new");
  g_assert_cmpint (g_stat (saving->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_save_makes_a_private_file (Saving *saving, gconstpointer data)
{
  g_assert_true (et_export_save (saving->document, saving->path, NULL));
  assert_saved (saving);
}

static void
test_save_replaces (Saving *saving, gconstpointer data)
{
  g_assert_true (g_file_set_contents (saving->path, "a longer old one", -1, NULL));
  g_assert_cmpint (g_chmod (saving->path, 0644), ==, 0);
  g_assert_true (et_export_save (saving->document, saving->path, NULL));
  assert_saved (saving);
}

/* Who reads the old file while it is replaced reads it to its end. */
static void
test_save_leaves_an_open_file_alone (Saving *saving, gconstpointer data)
{
  char old[4] = "";
  FILE *reader;

  g_assert_true (g_file_set_contents (saving->path, "old", -1, NULL));
  reader = g_fopen (saving->path, "r");
  g_assert_true (et_export_save (saving->document, saving->path, NULL));
  g_assert_cmpuint (fread (old, 1, 3, reader), ==, 3);
  g_assert_cmpstr (old, ==, "old");
  fclose (reader);
}

static void
test_save_into_a_missing_folder_is_refused (Saving *saving, gconstpointer data)
{
  g_autofree char *path = g_build_filename (saving->folder, "missing", "ticket.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (et_export_save (saving->document, path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_cmpstr (et_error_get_detail (error, "path"), ==, path);
  g_assert_nonnull (et_error_get_detail (error, "reason"));
}

/* A folder that nothing may be written into, even by root: it is in /proc. */
static void
test_save_into_a_closed_folder_is_refused (Saving *saving, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_export_save (saving->document, "/proc/self/ticket.pdf", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

static void
test_save_over_a_folder_is_refused (Saving *saving, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (saving->path, 0700), ==, 0);
  g_assert_false (et_export_save (saving->document, saving->path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_true (g_file_test (saving->path, G_FILE_TEST_IS_DIR));
}

static void
add_saving (const char *path, void (*func) (Saving *, gconstpointer))
{
  g_test_add (path, Saving, NULL, set_up_saving, func, tear_down_saving);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_saving ("/save/makes-a-private-file", test_save_makes_a_private_file);
  add_saving ("/save/replaces", test_save_replaces);
  add_saving ("/save/leaves-an-open-file-alone", test_save_leaves_an_open_file_alone);
  add_saving ("/save/into-a-missing-folder-is-refused", test_save_into_a_missing_folder_is_refused);
  add_saving ("/save/into-a-closed-folder-is-refused", test_save_into_a_closed_folder_is_refused);
  add_saving ("/save/over-a-folder-is-refused", test_save_over_a_folder_is_refused);
  return g_test_run ();
}
