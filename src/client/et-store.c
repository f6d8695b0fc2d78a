/* SPDX-License-Identifier: MIT */
#include "client/et-store.h"

#include "client/et-call.h"
#include "client/et-worker.h"
#include "db/et-db.h"

struct _EtStore
{
  GObject parent_instance;

  GMainContext *context; /* owned; of the thread that made the store */
  EtWorker *worker; /* owned; its thread alone touches db */
  GFileMonitor *monitor; /* owned, nullable; the context's */
  const char *watched; /* interned, nullable; its path */

  GMutex lock;
  const char *path; /* interned; guarded by lock */
  EtCopyDamage damage; /* guarded by lock; the last */

  /* The worker's */
  EtDb *db; /* owned, nullable */
  GPtrArray *announced; /* owned, of interned kinds; of the job that runs */
  int64_t data_version; /* of the file when others were last asked about */
};

enum
{
  PROP_WAS_REBUILT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (EtStore, et_store, G_TYPE_OBJECT)

typedef struct
{
  EtStoreFunc func;
  gpointer data;
  GDestroyNotify free_data; /* nullable */
  GDestroyNotify free_result; /* nullable */
} Job;

typedef struct
{
  EtStore *store; /* owned */
  const char *kind; /* interned, nullable */
} Notice;

static void
free_notice (gpointer data)
{
  g_object_unref (((Notice *) data)->store);
  g_free (data);
}

static gboolean
deliver_notice_cb (gpointer data)
{
  Notice *notice = data;

  if (notice->kind != NULL)
    g_signal_emit (notice->store, changed_signal, 0, notice->kind);
  else
    g_object_notify_by_pspec (G_OBJECT (notice->store), properties[PROP_WAS_REBUILT]);
  return G_SOURCE_REMOVE;
}

/* @kind: of the signal; NULL notifies "was-rebuilt". */
static void
deliver (EtStore *self, const char *kind)
{
  Notice *notice = g_new (Notice, 1);

  *notice = (Notice){ g_object_ref (self), g_intern_string (kind) };
  et_call_later (self->context, deliver_notice_cb, notice, free_notice);
}

static void
deliver_all (EtStore *self)
{
  static const char *const kinds[] = { "account", "offer", "cart", "order", "ticket", "outbox" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    deliver (self, kinds[i]);
}

/* Tells everything anew when another connection has committed since the last look. */
static gpointer
look_for_others (gpointer owner, gpointer data, GError **error)
{
  EtStore *self = owner;
  g_autoptr (EtDbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  int64_t version;

  if (self->db == NULL)
    return self;
  stmt = et_db_prepare (self->db, "PRAGMA data_version", error);
  if (stmt == NULL || !et_db_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;
  version = et_db_stmt_get_int64 (stmt, 0);
  if (self->data_version != 0 && self->data_version != version)
    deliver_all (self);
  self->data_version = version;
  return self;
}

static gboolean
open_file (EtStore *self, GError **error)
{
  EtCopyDamage damage = { 0 };

  self->db = et_copy_file_open (et_store_get_path (self), &damage, error);
  self->data_version = 0;
  look_for_others (self, NULL, NULL);
  if (damage.was_rebuilt)
    {
      g_mutex_lock (&self->lock);
      self->damage = damage;
      g_mutex_unlock (&self->lock);
      deliver (self, NULL);
      deliver_all (self);
    }
  return self->db != NULL;
}

static gpointer
run_open (gpointer self, gpointer data, GError **error)
{
  return ((EtStore *) self)->db != NULL || open_file (self, error) ? self : NULL;
}

static gpointer
run_move (gpointer owner, gpointer data, GError **error)
{
  EtStore *self = owner;

  g_clear_pointer (&self->db, et_db_close);
  g_mutex_lock (&self->lock);
  self->path = g_intern_string (data);
  g_mutex_unlock (&self->lock);
  deliver_all (self);
  return open_file (self, error) ? self : NULL;
}

/* The last work of the store: closing writes to the file. */
static gpointer
run_close (gpointer self, gpointer data, GError **error)
{
  g_clear_pointer (&((EtStore *) self)->db, et_db_close);
  return self;
}

static gpointer
run_in_transaction (EtStore *self, Job *job, GError **error)
{
  gpointer result;

  g_ptr_array_set_size (self->announced, 0);
  if (!et_db_begin (self->db, error))
    return NULL;

  result = job->func (self->db, job->data, error);
  if (result != NULL && et_db_commit (self->db, error))
    {
      for (guint i = 0; i < self->announced->len; i++)
        deliver (self, g_ptr_array_index (self->announced, i));
      return result;
    }
  if (result != NULL && job->free_result != NULL)
    job->free_result (result);
  et_db_rollback (self->db);
  return NULL;
}

/* Damage that shows only now is treated as at opening, and the job has a second try. */
static gpointer
run_func (gpointer owner, gpointer data, GError **error)
{
  EtStore *self = owner;
  Job *job = data;
  g_autoptr (GError) damage = NULL;
  gpointer result;

  if (self->db == NULL && !open_file (self, error))
    return NULL;
  result = run_in_transaction (self, job, &damage);
  if (result != NULL)
    return result;
  if (!g_error_matches (damage, ET_ERROR, ET_ERROR_CORRUPT))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return NULL;
    }
  g_clear_pointer (&self->db, et_db_close);
  return open_file (self, error) ? run_in_transaction (self, job, error) : NULL;
}

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static void
file_changed_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, EtStore *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);

  et_worker_start (self->worker, look_for_others, NULL, NULL, NULL, task);
}

static void
stop_watching (EtStore *self)
{
  if (self->monitor == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
}

/* After a move the old file is no longer of interest. */
static void
changed_cb (EtStore *self)
{
  if (self->monitor != NULL && self->watched != et_store_get_path (self))
    et_store_watch (self);
}

static void
et_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, et_store_get_damage (ET_STORE (object), NULL));
}

static void
et_store_finalize (GObject *object)
{
  EtStore *self = ET_STORE (object);

  stop_watching (self);
  et_worker_free (self->worker, run_close);
  g_ptr_array_unref (self->announced);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (et_store_parent_class)->finalize (object);
}

static void
et_store_class_init (EtStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = et_store_get_property;
  object_class->finalize = et_store_finalize;

  properties[PROP_WAS_REBUILT] = g_param_spec_boolean ("was-rebuilt", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  changed_signal = g_signal_new ("changed", ET_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
et_store_init (EtStore *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->worker = et_worker_new (self);
  self->announced = g_ptr_array_new ();
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
}

/* @path: of the SQLite file; nothing is opened yet. */
EtStore *
et_store_new (const char *path)
{
  EtStore *self = g_object_new (ET_TYPE_STORE, NULL);

  self->path = g_intern_string (path);
  return self;
}

/* Opens the file, made when there is none. Blocks. Sets ET_ERROR_UNAVAILABLE. */
gboolean
et_store_open (EtStore *self, GError **error)
{
  return et_worker_run (self->worker, run_open, NULL, error) != NULL;
}

/* Closes the file and opens another: the copy of another account. Jobs queued before see the old
 * one, later jobs the new one, and everything counts as changed. Blocks. */
gboolean
et_store_move (EtStore *self, const char *path, GError **error)
{
  return et_worker_run (self->worker, run_move, (gpointer) path, error) != NULL;
}

/* Runs @func on the store's thread, and reports on the caller's main context. @free_data and
 * @free_result may be NULL. */
void
et_store_run_async (EtStore *self,
                    EtStoreFunc func,
                    gpointer data,
                    GDestroyNotify free_data,
                    GDestroyNotify free_result,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer callback_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, callback_data);
  Job *job = g_new (Job, 1);

  *job = (Job){ func, data, free_data, free_result };
  et_worker_start (self->worker, run_func, job, free_job, free_result, task);
}

/* Returns: (nullable): what the function returned; NULL with its error, with ET_ERROR_UNAVAILABLE
 * when the copy cannot be written, or with G_IO_ERROR_CANCELLED. */
gpointer
et_store_run_finish (EtStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Runs @func on the store's thread and waits for it. */
gpointer
et_store_run (
    EtStore *self, EtStoreFunc func, gpointer data, GDestroyNotify free_result, GError **error)
{
  return et_worker_run (self->worker, run_func, &(Job){ func, data, NULL, free_result }, error);
}

/* To be called by a job: "changed" of @kind is emitted if and when its transaction commits. */
void
et_store_announce (const char *kind)
{
  EtStore *self = et_worker_get_running ();
  const char *interned = g_intern_string (kind);

  g_return_if_fail (self != NULL);
  if (!g_ptr_array_find (self->announced, interned, NULL))
    g_ptr_array_add (self->announced, (gpointer) interned);
}

/* Emits "changed" of @kind on the store's main context. From any thread. */
void
et_store_emit_changed (EtStore *self, const char *kind)
{
  deliver (self, kind);
}

/* From now on "changed" is emitted, for every kind, also when another program has written to the
 * file. To be called on the thread that made the store. */
void
et_store_watch (EtStore *self)
{
  g_autoptr (GFile) file = NULL;

  stop_watching (self);
  self->watched = et_store_get_path (self);
  file = g_file_new_for_path (self->watched);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
}

/* Whether a damaged file was set aside since the store was made. @ret_damage: (out) (optional). */
gboolean
et_store_get_damage (EtStore *self, EtCopyDamage *ret_damage)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (ret_damage != NULL)
    *ret_damage = self->damage;
  return self->damage.was_rebuilt;
}

/* Returns: the path of the file that is open or will be; valid for ever. */
const char *
et_store_get_path (EtStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->path;
}
