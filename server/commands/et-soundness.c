/* SPDX-License-Identifier: MIT */
#include "server/commands/et-soundness.h"

#include <malloc.h>

#include "db/et-db.h"

struct _EtSoundness
{
  char *database_url; /* owned */
  EtDamageFunc func;
  gpointer data; /* borrowed */
  GSource *report; /* owned; attached when the check has ended */
  GMainContext *context; /* owned */
  GThread *thread; /* owned */

  GMutex lock;
  gboolean is_cancelled; /* guarded by lock */
  EtDb *db; /* guarded by lock; owned by the thread, there while it reads */
  GError *error; /* owned, nullable; the thread's until it reports */
};

static gboolean
report_cb (gpointer data)
{
  EtSoundness *soundness = data;

  soundness->func (soundness->data, soundness->error);
  return G_SOURCE_REMOVE;
}

/* Returns: FALSE when nobody wants to know any more. */
static gboolean
set_db (EtSoundness *soundness, EtDb *db)
{
  gboolean goes_on;

  g_mutex_lock (&soundness->lock);
  goes_on = !soundness->is_cancelled;
  soundness->db = db;
  g_mutex_unlock (&soundness->lock);
  return goes_on;
}

static gpointer
check (gpointer data)
{
  EtSoundness *soundness = data;
  EtDb *db = et_db_open (soundness->database_url, ET_DB_READ_ONLY, &soundness->error);

  if (db != NULL)
    {
      et_db_allow_long_reads (db);
      if (set_db (soundness, db))
        et_db_check (db, &soundness->error);
      set_db (soundness, NULL);
      et_db_close (db);
      malloc_trim (0); /* the pages that were read are not needed again */
    }
  if (g_error_matches (soundness->error, ET_ERROR, ET_ERROR_CORRUPT))
    g_source_attach (soundness->report, soundness->context);
  return NULL;
}

/* Reads all of a database on a thread of its own; what cannot be read now, such as for want of
 * memory, shows where it is used. */
EtSoundness *
et_soundness_new (const char *database_url, EtDamageFunc func, gpointer data)
{
  EtSoundness *soundness = g_new0 (EtSoundness, 1);

  soundness->database_url = g_strdup (database_url);
  soundness->func = func;
  soundness->data = data;
  soundness->context = g_main_context_ref_thread_default ();
  soundness->report = g_idle_source_new ();
  g_source_set_callback (soundness->report, report_cb, soundness, NULL);
  g_mutex_init (&soundness->lock);
  soundness->thread = g_thread_new ("soundness", check, soundness);
  return soundness;
}

/* Ends the check, too. */
void
et_soundness_free (EtSoundness *soundness)
{
  g_mutex_lock (&soundness->lock);
  soundness->is_cancelled = TRUE;
  if (soundness->db != NULL)
    et_db_interrupt_check (soundness->db);
  g_mutex_unlock (&soundness->lock);
  g_thread_join (soundness->thread);
  g_source_destroy (soundness->report);
  g_source_unref (soundness->report);
  g_main_context_unref (soundness->context);
  g_mutex_clear (&soundness->lock);
  g_clear_error (&soundness->error);
  g_free (soundness->database_url);
  g_free (soundness);
}
