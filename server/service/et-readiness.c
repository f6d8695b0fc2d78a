/* SPDX-License-Identifier: MIT */
#include "server/service/et-readiness.h"

#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

/* Less than this, in bytes, and a burst of orders fills the disk. */
#define LEAST_ROOM (64 * 1024 * 1024)

/* Whoever looks once a second, and has not for so long, waits for the database. */
#define PATIENCE (10 * G_USEC_PER_SEC)

struct _EtReadiness
{
  char *folder; /* owned */
  guint max_queue;
  GMutex lock; /* guards the following */
  EtReady ready;
  int64_t noted_at; /* monotonic; 0: never */
};

static gboolean
has_room (const char *folder)
{
  struct statvfs disk;

  return statvfs (folder, &disk) == 0 && (guint64) disk.f_bavail * disk.f_frsize >= LEAST_ROOM;
}

/* @folder: on the disk that is written to. @max_queue: of the writer; three quarters are too many. */
EtReadiness *
et_readiness_new (const char *folder, guint max_queue)
{
  EtReadiness *readiness = g_new0 (EtReadiness, 1);

  readiness->folder = g_strdup (folder);
  readiness->max_queue = max_queue;
  g_mutex_init (&readiness->lock);
  return readiness;
}

void
et_readiness_free (EtReadiness *readiness)
{
  g_mutex_clear (&readiness->lock);
  g_free (readiness->folder);
  g_free (readiness);
}

/* To be called once a second. @database_answered: just now; @queue_length: writes that wait. */
void
et_readiness_note (EtReadiness *readiness, gboolean database_answered, guint queue_length)
{
  EtReady ready = {
    .has_database = database_answered,
    .has_room = has_room (readiness->folder),
    .has_time = queue_length < readiness->max_queue / 4 * 3,
  };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&readiness->lock);

  readiness->ready = ready;
  readiness->noted_at = g_get_monotonic_time ();
}

void
et_readiness_get (EtReadiness *readiness, EtReady *ret_ready)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&readiness->lock);

  *ret_ready = readiness->ready;
  if (readiness->noted_at == 0 || g_get_monotonic_time () - readiness->noted_at > PATIENCE)
    ret_ready->has_database = FALSE;
}

/* Sets ET_ERROR_UNAVAILABLE with the first of what is amiss, and in details how each part is. */
gboolean
et_ready_check (const EtReady *ready, GError **error)
{
  if (ready->has_database && ready->has_room && ready->has_time)
    return TRUE;

  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                         !ready->has_database ? N_ ("The database does not answer")
                         : !ready->has_room   ? N_ ("The disk is almost full")
                                              : N_ ("Too many writes wait"));
  et_error_add_text (error, "database", ready->has_database ? "ok" : "silent");
  et_error_add_text (error, "disk", ready->has_room ? "ok" : "full");
  et_error_add_text (error, "queue", ready->has_time ? "ok" : "full");
  return FALSE;
}
