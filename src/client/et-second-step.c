/* SPDX-License-Identifier: MIT */
#include "client/et-second-step.h"

#include "client/et-call.h"
#include "client/et-json.h"

#define PATH "/api/accounts/me/second-factor/"

static gpointer
show (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "GET", PATH, NULL,
                                                  NULL, cancellable, error);
  g_autofree EtSecondStep *step = g_new0 (EtSecondStep, 1);

  if (answer == NULL || !et_json_read_bool (answer, "enabled", &step->is_enabled, error) ||
      !et_json_read_bool (answer, "due", &step->is_due, error) ||
      !et_json_read_int64 (answer, "recovery_codes", &step->n_recovery_codes, error))
    return NULL;
  return g_steal_pointer (&step);
}

static gpointer
begin (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "POST", PATH,
                                                  args, NULL, cancellable, error);
  EtSecondStepSecret *begun;
  const char *secret, *uri;

  if (answer == NULL || !et_json_read_text (answer, "secret", &secret, error) ||
      !et_json_read_text (answer, "uri", &uri, error))
    return NULL;
  begun = g_new0 (EtSecondStepSecret, 1);
  begun->secret = g_strdup (secret);
  begun->uri = g_strdup (uri);
  return begun;
}

static gpointer
confirm (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "POST",
                                                  PATH "confirm/", args, NULL, cancellable, error);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  JsonArray *array;

  if (answer == NULL || !et_json_read_array (answer, "recovery_codes", &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *code = json_node_get_string (json_array_get_element (array, i));

      if (code == NULL)
        {
          et_error_set (error, ET_ERROR_BAD_ANSWER);
          return NULL;
        }
      g_strv_builder_add (codes, code);
    }
  return g_strv_builder_end (codes);
}

static gpointer
remove_step (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "DELETE", PATH,
                                                  args, NULL, cancellable, error);

  return answer != NULL ? ET_DONE : NULL;
}

void
et_second_step_secret_free (EtSecondStepSecret *secret)
{
  g_free (secret->secret);
  g_free (secret->uri);
  g_free (secret);
}

/* Whether signing in takes a second step now. */
void
et_second_step_show_async (EtContext *context,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  et_call_async (context, show, NULL, NULL, g_free, cancellable, callback, data);
}

gboolean
et_second_step_show_finish (EtContext *context,
                            GAsyncResult *result,
                            EtSecondStep *ret_step,
                            GError **error)
{
  g_autofree EtSecondStep *step = et_call_finish (context, result, error);

  if (step == NULL)
    return FALSE;
  *ret_step = *step;
  return TRUE;
}

/* Nothing changes before et_second_step_confirm_async(). Sets ET_ERROR_WRONG_CREDENTIALS. */
void
et_second_step_begin_async (EtContext *context,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  const char *pairs[] = { "password", password, NULL };

  et_call_async (context, begin, et_json_write_texts (pairs), (GDestroyNotify) g_bytes_unref,
                 (GDestroyNotify) et_second_step_secret_free, cancellable, callback, data);
}

EtSecondStepSecret *
et_second_step_begin_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

/* Puts it into force. Sets ET_ERROR_WRONG_CODE. */
void
et_second_step_confirm_async (EtContext *context,
                              const char *code,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  const char *pairs[] = { "code", code, NULL };

  et_call_async (context, confirm, et_json_write_texts (pairs), (GDestroyNotify) g_bytes_unref,
                 (GDestroyNotify) g_strfreev, cancellable, callback, data);
}

/* Returns: (transfer full): the recovery codes, which the server tells this once. */
GStrv
et_second_step_confirm_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

/* Sets ET_ERROR_WRONG_CREDENTIALS or ET_ERROR_WRONG_CODE. */
void
et_second_step_remove_async (EtContext *context,
                             const char *password,
                             const char *code,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  const char *pairs[] = { "password", password, "code", code, NULL };

  et_call_async (context, remove_step, et_json_write_texts (pairs), (GDestroyNotify) g_bytes_unref,
                 NULL, cancellable, callback, data);
}

gboolean
et_second_step_remove_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}
