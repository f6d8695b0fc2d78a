/* SPDX-License-Identifier: MIT */
#include "client/et-sync-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/et-blocking.h"

#define POLL_US 20000

struct _EtSyncLock
{
  int fd;
};

/* Who holds the lock, for people who wonder why another program does not sync. */
static void
sign (int fd)
{
  g_autofree char *text = g_strdup_printf ("%s (%d)\n", g_get_prgname (), (int) getpid ());

  if (ftruncate (fd, 0) == 0)
    (void) !pwrite (fd, text, strlen (text), 0); /* without a name it locks as well */
}

static void
set_busy (GError **error, int fd)
{
  char text[128] = "";

  (void) !pread (fd, text, sizeof text - 1, 0);
  et_error_set_sentence (error, ET_ERROR_IN_PROGRESS,
                         N_ ("Another program syncs this copy: {program}"));
  et_error_add_text (error, "program", g_strstrip (text));
}

static int
open_beside (const char *copy, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (copy);
  g_autofree char *path = g_build_filename (folder, "sync.lock", NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return fd;
}

/* flock() has no timeout, and a signal for one would be the whole program's. */
static gboolean
wait_for (int fd, int64_t until, GCancellable *cancellable, GError **error)
{
  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_get_monotonic_time () >= until)
        {
          set_busy (error, fd);
          return FALSE;
        }
      g_usleep (POLL_US);
    }
  return TRUE;
}

/* Takes the lock of the copy that @store has open, waiting at most @wait_ms for others. Blocks.
 * Sets ET_ERROR_IN_PROGRESS with the detail "program" when somebody else keeps it. */
EtSyncLock *
et_sync_lock_take (EtStore *store, guint wait_ms, GCancellable *cancellable, GError **error)
{
  int64_t until = g_get_monotonic_time () + (int64_t) wait_ms * 1000;

  ET_BLOCKS ();
  while (TRUE)
    {
      const char *copy = et_store_get_path (store);
      int fd = open_beside (copy, error);
      EtSyncLock *lock;

      if (fd < 0)
        return NULL;
      if (!wait_for (fd, until, cancellable, error))
        {
          close (fd);
          return NULL;
        }
      if (et_store_get_path (store) == copy)
        {
          sign (fd);
          lock = g_new (EtSyncLock, 1);
          lock->fd = fd;
          return lock;
        }
      close (fd); /* the account changed while this one waited */
    }
}

void
et_sync_lock_release (EtSyncLock *lock)
{
  close (lock->fd);
  g_free (lock);
}
