/* SPDX-License-Identifier: MIT */
#include "client/et-context.h"

#include "client/et-call.h"
#include "client/et-data-folder.h"
#include "client/et-session-state.h"

struct _EtContext
{
  GObject parent_instance;

  EtStore *store; /* owned */
  EtRemote *remote; /* owned */
  EtSession *session; /* owned */
  EtOutbox *outbox; /* owned */
  EtSync *sync; /* owned */
};

enum
{
  PROP_STORE = 1,
  PROP_REMOTE,
  PROP_SESSION,
  PROP_OUTBOX,
  PROP_SYNC,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (EtContext, et_context, G_TYPE_OBJECT)

static gpointer
open_copy (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return et_session_open_copy (ET_CONTEXT (source)->session, error) ? ET_DONE : NULL;
}

static gpointer
find_token (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return et_session_find_token (source, cancellable, error) ? ET_DONE : NULL;
}

static void
token_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (et_call_finish (source, result, &error) == NULL)
    g_debug ("The token was not found: %s", error->message);
}

/* A slow keyring keeps nobody from reading the copy. */
static void
copy_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtContext *self = ET_CONTEXT (source);
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (et_call_finish (self, result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  et_session_begin_looking (self->session);
  et_call_async (self->session, find_token, NULL, NULL, NULL, NULL, token_found_cb, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
copy_alone_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (et_call_finish (source, result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static GObject *
get_part (EtContext *self, guint id)
{
  switch (id)
    {
    case PROP_STORE:
      return G_OBJECT (self->store);
    case PROP_REMOTE:
      return G_OBJECT (self->remote);
    case PROP_SESSION:
      return G_OBJECT (self->session);
    case PROP_OUTBOX:
      return G_OBJECT (self->outbox);
    default:
      return G_OBJECT (self->sync);
    }
}

static void
et_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, get_part (ET_CONTEXT (object), id));
}

static void
et_context_finalize (GObject *object)
{
  EtContext *self = ET_CONTEXT (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->outbox);
  g_clear_object (&self->session);
  g_clear_object (&self->remote);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (et_context_parent_class)->finalize (object);
}

static void
install (GObjectClass *object_class, guint id, const char *name, GType type)
{
  properties[id] = g_param_spec_object (name, NULL, NULL, type,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, id, properties[id]);
}

static void
et_context_class_init (EtContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = et_context_get_property;
  object_class->finalize = et_context_finalize;

  install (object_class, PROP_STORE, "store", ET_TYPE_STORE);
  install (object_class, PROP_REMOTE, "remote", ET_TYPE_REMOTE);
  install (object_class, PROP_SESSION, "session", ET_TYPE_SESSION);
  install (object_class, PROP_OUTBOX, "outbox", ET_TYPE_OUTBOX);
  install (object_class, PROP_SYNC, "sync", ET_TYPE_SYNC);
}

static void
et_context_init (EtContext *self)
{
}

EtContext *
et_context_new (const char *server_url, const char *data_folder)
{
  g_autoptr (EtRemote) remote = et_remote_new (server_url, NULL);
  g_autofree char *folder = NULL;
  g_autofree char *guest = NULL;
  EtContext *self;

  if (remote == NULL)
    return NULL;
  folder = et_data_folder_of_server (data_folder, et_remote_get_url (remote));
  guest = et_data_folder_get_copy (folder, 0);
  self = g_object_new (ET_TYPE_CONTEXT, NULL);
  self->remote = g_steal_pointer (&remote);
  self->store = et_store_new (guest);
  self->session = et_session_new (self->store, self->remote, folder);
  self->outbox = et_outbox_new (self->session, self->store);
  self->sync = et_sync_new (self->session, self->store);
  return self;
}

/* Opens the copy and waits for the token, too. Blocks. Sets ET_ERROR_UNAVAILABLE when the copy
 * cannot be opened, ET_ERROR_FORBIDDEN when others can read the token file, and for a token from
 * the environment that is used for the first time what the remote sets. */
gboolean
et_context_open (EtContext *self, GCancellable *cancellable, GError **error)
{
  return et_session_open_copy (self->session, error) &&
         et_session_find_token (self->session, cancellable, error);
}

/* The token may be found a little later: then the session notifies. Sets ET_ERROR_UNAVAILABLE. */
void
et_context_open_async (EtContext *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  et_call_async (self, open_copy, NULL, NULL, NULL, cancellable, copy_opened_cb,
                 g_task_new (self, cancellable, callback, data));
}

/* Opens the copy alone, for reading: no token is looked for, so that no keyring asks for its
 * password. Finish with et_context_open_finish(). Sets ET_ERROR_UNAVAILABLE. */
void
et_context_open_copy_async (EtContext *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  et_call_async (self, open_copy, NULL, NULL, NULL, cancellable, copy_alone_opened_cb,
                 g_task_new (self, cancellable, callback, data));
}

gboolean
et_context_open_finish (EtContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

EtStore *
et_context_get_store (EtContext *self)
{
  return self->store;
}

EtRemote *
et_context_get_remote (EtContext *self)
{
  return self->remote;
}

EtSession *
et_context_get_session (EtContext *self)
{
  return self->session;
}

EtOutbox *
et_context_get_outbox (EtContext *self)
{
  return self->outbox;
}

EtSync *
et_context_get_sync (EtContext *self)
{
  return self->sync;
}

/* Returns: the server's address without a slash at its end. */
const char *
et_context_get_server_url (EtContext *self)
{
  return et_remote_get_url (self->remote);
}
