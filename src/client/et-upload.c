/* SPDX-License-Identifier: MIT */
#include "client/et-upload.h"

#include "client/et-call.h"
#include "client/et-outbox-rows.h"
#include "client/et-print-rows.h"
#include "core/et-time.h"

#define PRINT_TIME (2 * ET_HOUR) /* a print takes less, or its program ended */

typedef struct
{
  EtQueuedWrite *write; /* borrowed */
  const char *sentence; /* borrowed; NULL when the server carried it out */
} Outcome;

static gpointer
take_first (EtDb *db, gpointer data, GError **error)
{
  return et_print_rows_tell_left (db, et_time_now () - PRINT_TIME, error)
             ? et_outbox_rows_take_first (db, error)
             : NULL;
}

static gpointer
note_outcome (EtDb *db, gpointer data, GError **error)
{
  Outcome *outcome = data;
  gboolean is_noted = outcome->sentence == NULL
                          ? et_outbox_rows_remove (db, outcome->write->id, error)
                          : et_outbox_rows_refuse (db, outcome->write, outcome->sentence, error);

  return is_noted ? ET_DONE : NULL;
}

static gboolean
send_write (EtRemote *remote, EtQueuedWrite *write, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (write->body, strlen (write->body));
  g_autoptr (JsonNode) answer = et_remote_send (remote, write->method, write->path, body,
                                                write->request_key, NULL, NULL, cancellable, error);

  return answer != NULL;
}

/* Sends one write and notes what came of it. A refusal for good is an outcome; anything else
 * leaves the row where it is, to be sent again with the same key. */
static gboolean
carry_out (EtStore *store,
           EtRemote *remote,
           EtQueuedWrite *write,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *sentence = NULL;
  Outcome outcome = { write, NULL };

  if (!send_write (remote, write, cancellable, &failure))
    {
      if (!et_remote_error_is_final (failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      sentence = et_error_fill_sentence (failure, failure->message,
                                         et_remote_get_language (remote));
      outcome.sentence = sentence;
    }
  return et_store_run (store, note_outcome, &outcome, NULL, error) != NULL;
}

/* Sends what waits in the outbox, in order, until nothing does. The caller holds the sync lock.
 * @ret_sent: (out) (optional): whether the server answered any write, also when it fails later. */
gboolean
et_upload_run (
    EtStore *store, EtRemote *remote, gboolean *ret_sent, GCancellable *cancellable, GError **error)
{
  while (TRUE)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (EtQueuedWrite)
          write = et_store_run (store, take_first, NULL, g_object_unref, &failure);

      if (write == NULL && g_error_matches (failure, ET_ERROR, ET_ERROR_NOT_FOUND))
        return TRUE;
      if (write == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!carry_out (store, remote, write, cancellable, error))
        return FALSE;
      if (ret_sent != NULL)
        *ret_sent = TRUE;
    }
}
