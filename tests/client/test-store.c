/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "client-folder.h"
#include "client/et-call.h"
#include "client/et-copy.h"

typedef struct
{
  char *folder;
  EtStore *store;
  GPtrArray *kinds; /* of "changed" */
} Fixture;

static void
changed_cb (EtStore *store, const char *kind, Fixture *f)
{
  g_ptr_array_add (f->kinds, (gpointer) g_intern_string (kind));
}

static gboolean
has_kind (Fixture *f, const char *kind)
{
  return g_ptr_array_find (f->kinds, g_intern_string (kind), NULL);
}

static void
open_store (Fixture *f)
{
  f->store = client_folder_open_store (f->folder);
  g_signal_connect (f->store, "changed", G_CALLBACK (changed_cb), f);
}

/* Notices that are on their way keep a store alive. */
static void
close_store (Fixture *f)
{
  g_signal_handlers_disconnect_by_data (f->store, f);
  g_object_unref (f->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = client_folder_new ();
  f->kinds = g_ptr_array_new ();
  open_store (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_store (f);
  g_ptr_array_unref (f->kinds);
  client_folder_remove (f->folder);
}

static gpointer
set_answer (EtDb *db, gpointer data, GError **error)
{
  et_store_announce ("offer");
  return et_copy_set_setting (db, "answer", *(int64_t *) data, error) ? ET_DONE : NULL;
}

static gpointer
get_answer (EtDb *db, gpointer data, GError **error)
{
  *(int64_t *) data = et_copy_get_setting (db, "answer", -1);
  return ET_DONE;
}

static gpointer
set_and_fail (EtDb *db, gpointer data, GError **error)
{
  set_answer (db, data, error);
  et_error_set (error, ET_ERROR_INVALID);
  return NULL;
}

static int64_t
read_answer (EtStore *store)
{
  g_autoptr (GError) error = NULL;
  int64_t answer = 0;

  et_store_run (store, get_answer, &answer, NULL, &error);
  g_assert_no_error (error);
  return answer;
}

static void
test_keeps_what_was_committed (Fixture *f, gconstpointer data)
{
  int64_t answer = 42;

  g_assert_nonnull (et_store_run (f->store, set_answer, &answer, NULL, NULL));
  close_store (f);
  open_store (f);
  g_assert_cmpint (read_answer (f->store), ==, 42);
}

static void
test_failed_job_leaves_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t answer = 42;

  g_assert_null (et_store_run (f->store, set_and_fail, &answer, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
  g_assert_cmpint (read_answer (f->store), ==, -1);
}

static void
test_changes_are_told_after_the_commit (Fixture *f, gconstpointer data)
{
  int64_t answer = 42;

  et_store_run (f->store, set_answer, &answer, NULL, NULL);
  client_wait_for (f->kinds->len > 0);
  g_assert_cmpuint (f->kinds->len, ==, 1);
  g_assert_true (has_kind (f, "offer"));
}

static void
test_failed_job_tells_nothing (Fixture *f, gconstpointer data)
{
  int64_t answer = 42;

  et_store_run (f->store, set_and_fail, &answer, NULL, NULL);
  et_store_emit_changed (f->store, "last");
  client_wait_for (has_kind (f, "last"));
  g_assert_cmpuint (f->kinds->len, ==, 1);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_runs_in_the_background (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int64_t answer = 7;

  et_store_run_async (f->store, set_answer, g_memdup2 (&answer, sizeof answer), g_free, NULL, NULL,
                      keep_result_cb, &result);
  g_assert_null (result);
  client_wait_for (result != NULL);
  g_assert_nonnull (et_store_run_finish (f->store, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_answer (f->store), ==, 7);
}

static void
test_cancelled_job_does_not_run (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  int64_t answer = 7;

  g_cancellable_cancel (cancellable);
  et_store_run_async (f->store, set_answer, g_memdup2 (&answer, sizeof answer), g_free, NULL,
                      cancellable, keep_result_cb, &result);
  client_wait_for (result != NULL);
  g_assert_null (et_store_run_finish (f->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (read_answer (f->store), ==, -1);
}

static void
test_file_is_private (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (et_store_get_path (f->store));

  g_assert_cmpuint (client_get_mode (et_store_get_path (f->store)), ==, 0600);
  g_assert_cmpuint (client_get_mode (folder), ==, 0700);
}

static void
test_wide_open_file_becomes_private (Fixture *f, gconstpointer data)
{
  g_chmod (et_store_get_path (f->store), 0644);
  close_store (f);
  open_store (f);
  g_assert_cmpuint (client_get_mode (et_store_get_path (f->store)), ==, 0600);
}

static guint
count_set_aside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "copy.db.damaged-") && !g_str_has_suffix (name, "-journal");
  return n;
}

static void
test_damaged_file_is_set_aside (Fixture *f, gconstpointer data)
{
  const char *garbage = data;
  g_autofree char *path = g_strdup (et_store_get_path (f->store));

  close_store (f);
  g_assert_true (g_file_set_contents (path, garbage, (gssize) strlen (garbage), NULL));
  open_store (f);
  g_assert_true (et_store_get_damage (f->store, NULL));
  g_assert_cmpint (read_answer (f->store), ==, -1);
  g_assert_cmpuint (count_set_aside (path), ==, 1);
}

static void
test_sound_file_is_not_rebuilt (Fixture *f, gconstpointer data)
{
  g_assert_false (et_store_get_damage (f->store, NULL));
  g_assert_cmpuint (count_set_aside (et_store_get_path (f->store)), ==, 0);
}

/* Damage while the file is open: the job gets the new file, the interface is told. */
static void
test_damage_while_open (Fixture *f, gconstpointer data)
{
  g_autofree char *garbage = g_strnfill (65536, '\x5a');
  int64_t answer = 42;
  FILE *file = g_fopen (et_store_get_path (f->store), "r+");

  et_store_run (f->store, set_answer, &answer, NULL, NULL);
  g_assert_cmpuint (fwrite (garbage, 1, 65536, file), ==, 65536);
  fclose (file);
  g_assert_nonnull (et_store_run (f->store, set_answer, &answer, NULL, NULL));
  g_assert_cmpint (read_answer (f->store), ==, 42);
  g_assert_true (et_store_get_damage (f->store, NULL));
  client_wait_for (has_kind (f, "ticket"));
}

static void
test_move_opens_another_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "server", "account-7", "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  int64_t answer = 42;

  et_store_run (f->store, set_answer, &answer, NULL, NULL);
  g_assert_true (et_store_move (f->store, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (et_store_get_path (f->store), ==, path);
  g_assert_cmpint (read_answer (f->store), ==, -1);
  client_wait_for (has_kind (f, "ticket"));
}

static void
test_other_program_is_noticed (Fixture *f, gconstpointer data)
{
  g_autoptr (EtStore) other = client_folder_open_store (f->folder);
  int64_t answer = 42;

  et_store_watch (f->store);
  read_answer (f->store);
  et_store_run (f->store, set_answer, &answer, NULL, NULL);
  client_wait_for (has_kind (f, "offer"));
  for (int64_t until = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (has_kind (f, "ticket")); /* its own writes are not others' */

  et_store_run (other, set_answer, &answer, NULL, NULL);
  client_wait_for (has_kind (f, "ticket"));
}

static void
test_unwritable_folder_is_an_error (void)
{
  g_autoptr (EtStore) store = et_store_new ("/proc/none/copy.db");
  g_autoptr (GError) error = NULL;

  g_assert_false (et_store_open (store, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/client/store/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("keeps-what-was-committed", test_keeps_what_was_committed);
  ADD ("failed-job-leaves-nothing", test_failed_job_leaves_nothing);
  ADD ("changes-are-told-after-the-commit", test_changes_are_told_after_the_commit);
  ADD ("failed-job-tells-nothing", test_failed_job_tells_nothing);
  ADD ("runs-in-the-background", test_runs_in_the_background);
  ADD ("cancelled-job-does-not-run", test_cancelled_job_does_not_run);
  ADD ("file-is-private", test_file_is_private);
  ADD ("wide-open-file-becomes-private", test_wide_open_file_becomes_private);
  ADD ("sound-file-is-not-rebuilt", test_sound_file_is_not_rebuilt);
  ADD ("damage-while-open", test_damage_while_open);
  ADD ("move-opens-another-file", test_move_opens_another_file);
  ADD ("other-program-is-noticed", test_other_program_is_noticed);
#undef ADD
  g_test_add ("/client/store/text-instead-of-a-database", Fixture, "this is not a database at all",
              set_up, test_damaged_file_is_set_aside, tear_down);
  g_test_add ("/client/store/cut-database", Fixture, "SQLite format 3", set_up,
              test_damaged_file_is_set_aside, tear_down);
  g_test_add_func ("/client/store/unwritable-folder", test_unwritable_folder_is_an_error);
  return g_test_run ();
}
