/* SPDX-License-Identifier: MIT */
#include "client/et-session.h"

#include "client/et-account-rows.h"
#include "client/et-call.h"
#include "client/et-session-state.h"

enum
{
  PROP_ACCOUNT = 1,
  PROP_IS_SIGNED_IN,
  PROP_TOKEN_IS_KEPT,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (EtSession, et_session, G_TYPE_OBJECT)

static gboolean
show_newest_cb (gpointer data)
{
  EtSession *self = data;
  EtSessionState before = self->shown;
  g_autoptr (EtAccount) old_account = before.account;

  g_mutex_lock (&self->lock);
  self->shown = self->newest;
  if (self->shown.account != NULL)
    g_object_ref (self->shown.account);
  g_mutex_unlock (&self->lock);

  if (before.account != self->shown.account)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
  if (before.is_signed_in != self->shown.is_signed_in)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SIGNED_IN]);
  if (before.token_is_kept != self->shown.token_is_kept)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN_IS_KEPT]);
  return G_SOURCE_REMOVE;
}

/* Sets what is known from now on; shown at once when the owner itself waits for it. */
void
et_session_publish (EtSession *self,
                    EtAccount *account,
                    gboolean is_signed_in,
                    gboolean token_is_kept)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->newest.account, account);
  self->newest.is_signed_in = is_signed_in;
  self->newest.token_is_kept = token_is_kept;
  g_mutex_unlock (&self->lock);

  if (g_thread_self () == self->owner)
    show_newest_cb (self);
  else
    et_call_later (self->context, show_newest_cb, g_object_ref (self), g_object_unref);
}

/* Returns: (transfer full) (nullable). From any thread. */
EtAccount *
et_session_dup_account (EtSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->newest.account != NULL ? g_object_ref (self->newest.account) : NULL;
}

/* What et_session_get_token_is_kept() will tell. From any thread. */
gboolean
et_session_keeps_token (EtSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->newest.token_is_kept;
}

/* Sync may bring a new name or role. */
static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSession) self = data;
  g_autoptr (EtAccount) account = et_store_run_finish (ET_STORE (source), result, NULL);

  if (account != NULL && self->shown.account != NULL && account->id == self->shown.account->id &&
      !et_record_equal (account, self->shown.account))
    et_session_publish (self, account, self->shown.is_signed_in, self->shown.token_is_kept);
}

static void
store_changed_cb (EtStore *store, const char *kind, EtSession *self)
{
  if (g_str_equal (kind, "account"))
    et_store_run_async (store, et_account_rows_find, NULL, NULL, g_object_unref, NULL, reloaded_cb,
                        g_object_ref (self));
}

static void
et_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EtSession *self = ET_SESSION (object);

  switch (id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->shown.account);
      break;
    case PROP_IS_SIGNED_IN:
      g_value_set_boolean (value, self->shown.is_signed_in);
      break;
    case PROP_TOKEN_IS_KEPT:
      g_value_set_boolean (value, self->shown.token_is_kept);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_session_finalize (GObject *object)
{
  EtSession *self = ET_SESSION (object);

  g_clear_object (&self->newest.account);
  g_clear_object (&self->shown.account);
  g_clear_object (&self->store);
  g_clear_object (&self->remote);
  g_main_context_unref (self->context);
  g_free (self->folder);
  g_free (self->token_file);
  g_free (self->given_token);
  g_cond_clear (&self->found);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (et_session_parent_class)->finalize (object);
}

static void
et_session_class_init (EtSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = et_session_get_property;
  object_class->finalize = et_session_finalize;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, et_account_get_type (),
                                                  flags);
  properties[PROP_IS_SIGNED_IN] = g_param_spec_boolean ("is-signed-in", NULL, NULL, FALSE, flags);
  properties[PROP_TOKEN_IS_KEPT] = g_param_spec_boolean ("token-is-kept", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
et_session_init (EtSession *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->found);
  self->context = g_main_context_ref_thread_default ();
  self->owner = g_thread_self ();
  self->newest.token_is_kept = self->shown.token_is_kept = TRUE;
}

/* @server_folder: of et_data_folder_of_server(). */
EtSession *
et_session_new (EtStore *store, EtRemote *remote, const char *server_folder)
{
  EtSession *self = g_object_new (ET_TYPE_SESSION, NULL);

  self->store = g_object_ref (store);
  self->remote = g_object_ref (remote);
  self->folder = g_strdup (server_folder);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  return self;
}

/* Returns: (nullable) (transfer none): whose copy is open; NULL for a guest. */
EtAccount *
et_session_get_account (EtSession *self)
{
  return self->shown.account;
}

/* FALSE for a guest, and for an account whose token is lost or refused. */
gboolean
et_session_is_signed_in (EtSession *self)
{
  return self->shown.is_signed_in;
}

/* FALSE when the token is lost at the end of the program. */
gboolean
et_session_get_token_is_kept (EtSession *self)
{
  return self->shown.token_is_kept;
}

/* Returns: the account's role, with or without a token; ET_ROLE_ANYONE for a guest. */
EtRole
et_session_get_role (EtSession *self)
{
  return self->shown.account != NULL ? et_account_get_role (self->shown.account) : ET_ROLE_ANYONE;
}

/* Keeps the token in a file of mode 0600 instead of the keyring, from the next sign-in on; the
 * path is remembered in the data folder. */
void
et_session_set_token_file (EtSession *self, const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  g_free (self->token_file);
  self->token_file = g_steal_pointer (&absolute);
}

/* Uses a token that the environment gave; it is not kept anywhere. */
void
et_session_set_token (EtSession *self, const char *token)
{
  g_free (self->given_token);
  self->given_token = g_strdup (token);
}
