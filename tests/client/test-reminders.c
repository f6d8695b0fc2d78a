/* SPDX-License-Identifier: MIT */
#include "client-folder.h"
#include "client-ticket.h"
#include "client/et-reminder-store.h"
#include "core/et-time.h"

#define NOW INT64_C (1785607200000) /* 2026-08-01T18:00:00Z */

typedef struct
{
  char *folder;
  EtStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = client_folder_new ();
  f->store = client_folder_open_store (f->folder);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->store);
  client_folder_remove (f->folder);
}

static void
assert_reminded (Fixture *f, int64_t now, guint n_tickets, int64_t next)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtReminders) reminders = et_reminder_store_take (f->store, now, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (reminders->tickets), ==, n_tickets);
  g_assert_cmpint (reminders->next, ==, next);
}

static void
test_a_day_before_is_the_time (Fixture *f, gconstpointer data)
{
  client_ticket_add (f->store, 1, "Natation", NOW + ET_DAY);
  assert_reminded (f, NOW - 1, 0, NOW);
  assert_reminded (f, NOW, 1, ET_NULL_INT64);
}

static void
test_later_is_better_than_never (Fixture *f, gconstpointer data)
{
  client_ticket_add (f->store, 1, "Natation", NOW + ET_HOUR);
  assert_reminded (f, NOW, 1, ET_NULL_INT64);
}

static void
test_nobody_is_reminded_of_the_past (Fixture *f, gconstpointer data)
{
  client_ticket_add (f->store, 1, "Natation", NOW);
  assert_reminded (f, NOW, 0, ET_NULL_INT64);
}

static void
test_once_is_enough_also_after_a_restart (Fixture *f, gconstpointer data)
{
  client_ticket_add (f->store, 1, "Natation", NOW + ET_HOUR);
  assert_reminded (f, NOW, 1, ET_NULL_INT64);
  g_object_unref (f->store);
  f->store = client_folder_open_store (f->folder);
  assert_reminded (f, NOW + ET_MINUTE, 0, ET_NULL_INT64);
}

static void
test_an_event_that_moves_is_told_again (Fixture *f, gconstpointer data)
{
  client_ticket_add (f->store, 1, "Natation", NOW + ET_HOUR);
  assert_reminded (f, NOW, 1, ET_NULL_INT64);
  client_ticket_add (f->store, 1, "Natation", NOW + 3 * ET_DAY);
  assert_reminded (f, NOW, 0, NOW + 2 * ET_DAY);
  assert_reminded (f, NOW + 2 * ET_DAY, 1, ET_NULL_INT64);
}

static void
test_only_valid_tickets_count (Fixture *f, gconstpointer data)
{
  g_autoptr (EtTicket) used = client_ticket_new (1, "Natation", NOW + ET_HOUR);
  g_autoptr (EtTicket) revoked = client_ticket_new (2, "Natation", NOW + 2 * ET_DAY);

  et_record_set_text (&used->state, "used");
  et_record_set_text (&revoked->state, "revoked");
  client_ticket_put (f->store, used);
  client_ticket_put (f->store, revoked);
  assert_reminded (f, NOW, 0, ET_NULL_INT64);
}

static void
assert_awaited (Fixture *f, int64_t now, gboolean are_awaited, gboolean were_awaited)
{
  g_autoptr (EtReminders) reminders = et_reminder_store_take (f->store, now, NULL);

  g_assert_cmpint (reminders->are_awaited, ==, are_awaited);
  g_assert_cmpint (reminders->were_awaited, ==, were_awaited);
}

/* So that the desktop starts the program with the session only as long as there is a reason. */
static void
test_the_last_reminder_is_the_end (Fixture *f, gconstpointer data)
{
  assert_awaited (f, NOW, FALSE, FALSE);
  client_ticket_add (f->store, 1, "Natation", NOW + 2 * ET_DAY);
  assert_awaited (f, NOW, TRUE, FALSE);
  g_object_unref (f->store);
  f->store = client_folder_open_store (f->folder);
  assert_awaited (f, NOW + ET_DAY, TRUE, FALSE);
  assert_awaited (f, NOW + 2 * ET_DAY, FALSE, TRUE);
  assert_awaited (f, NOW + 2 * ET_DAY, FALSE, FALSE);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/reminders/day-before", test_a_day_before_is_the_time);
  ADD ("/reminders/late", test_later_is_better_than_never);
  ADD ("/reminders/past", test_nobody_is_reminded_of_the_past);
  ADD ("/reminders/once", test_once_is_enough_also_after_a_restart);
  ADD ("/reminders/moved", test_an_event_that_moves_is_told_again);
  ADD ("/reminders/awaited", test_the_last_reminder_is_the_end);
  ADD ("/reminders/state", test_only_valid_tickets_count);
  return g_test_run ();
}
