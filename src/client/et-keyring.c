/* SPDX-License-Identifier: MIT */
#include "client/et-keyring.h"

#include <libsecret/secret.h>

#include "core/et-blocking.h"

/* How long a keyring may take, and how long a cancelled call may take to end. */
#define TIMEOUT_MS 5000
#define GRACE_MS 500

static const SecretSchema schema = {
  ET_APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "account", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* A call of libsecret on a main context of its own, so that it works with and without a main loop
 * and a prompt that nobody answers hangs nothing else. */
typedef struct
{
  gatomicrefcount n_refs;
  GMainContext *context; /* owned */
  GCancellable *cancellable; /* owned */
  GAsyncResult *result; /* owned, nullable */
  GHashTable *attributes; /* owned */
} Call;

static Call *
begin_call (const char *server, int64_t account_id)
{
  Call *call = g_new0 (Call, 1);

  ET_BLOCKS ();
  g_atomic_ref_count_init (&call->n_refs);
  call->context = g_main_context_new ();
  call->cancellable = g_cancellable_new ();
  call->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (call->attributes, (gpointer) "server", g_strdup (server));
  g_hash_table_insert (call->attributes, (gpointer) "account",
                       g_strdup_printf ("%" G_GINT64_FORMAT, account_id));
  g_main_context_push_thread_default (call->context);
  return call;
}

static void
unref_call (Call *call)
{
  if (!g_atomic_ref_count_dec (&call->n_refs))
    return;
  g_clear_object (&call->result);
  g_object_unref (call->cancellable);
  g_hash_table_unref (call->attributes);
  g_main_context_unref (call->context);
  g_free (call);
}

/* What libsecret's callback holds: a call that never comes back keeps its memory. */
static Call *
ref_call (Call *call)
{
  g_atomic_ref_count_inc (&call->n_refs);
  return call;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;

  call->result = g_object_ref (result);
  unref_call (call);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static gboolean
iterate_until (Call *call, int64_t until)
{
  while (call->result == NULL && g_get_monotonic_time () < until)
    {
      g_autoptr (GSource)
          wake = g_timeout_source_new ((guint) ((until - g_get_monotonic_time ()) / 1000) + 1);

      g_source_set_callback (wake, wake_cb, NULL, NULL);
      g_source_attach (wake, call->context);
      g_main_context_iteration (call->context, TRUE);
      g_source_destroy (wake);
    }
  return call->result != NULL;
}

/* Whether the call came back in time. */
static gboolean
wait_for (Call *call)
{
  int64_t now = g_get_monotonic_time ();

  if (iterate_until (call, now + TIMEOUT_MS * 1000))
    return TRUE;
  g_cancellable_cancel (call->cancellable);
  iterate_until (call, g_get_monotonic_time () + GRACE_MS * 1000);
  return FALSE;
}

/* An error's text can hold attributes, and is not logged. */
static void
end_call (Call *call, GError *failure)
{
  if (failure != NULL)
    g_debug ("The keyring did not answer: %s %d", g_quark_to_string (failure->domain),
             failure->code);
  g_clear_error (&failure);
  g_main_context_pop_thread_default (call->context);
  unref_call (call);
}

/* Keeps a token. Returns whether it is kept. */
gboolean
et_keyring_keep (const char *server, int64_t account_id, const char *token)
{
  g_autofree char *label = g_strdup_printf ("eTickets (%s)", server);
  Call *call = begin_call (server, account_id);
  GError *failure = NULL;
  gboolean is_kept;

  secret_password_storev (&schema, call->attributes, SECRET_COLLECTION_DEFAULT, label, token,
                          call->cancellable, done_cb, ref_call (call));
  is_kept = wait_for (call) && secret_password_store_finish (call->result, &failure);
  end_call (call, failure);
  return is_kept;
}

/* Returns: (transfer full) (nullable): the token that was kept. */
char *
et_keyring_find (const char *server, int64_t account_id)
{
  Call *call = begin_call (server, account_id);
  GError *failure = NULL;
  char *token = NULL;

  secret_password_lookupv (&schema, call->attributes, call->cancellable, done_cb, ref_call (call));
  if (wait_for (call))
    token = secret_password_lookup_finish (call->result, &failure);
  end_call (call, failure);
  return token;
}

void
et_keyring_forget (const char *server, int64_t account_id)
{
  Call *call = begin_call (server, account_id);
  GError *failure = NULL;

  secret_password_clearv (&schema, call->attributes, call->cancellable, done_cb, ref_call (call));
  if (wait_for (call))
    secret_password_clear_finish (call->result, &failure);
  end_call (call, failure);
}
