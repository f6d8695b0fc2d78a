/* SPDX-License-Identifier: MIT */
#include "client-request-log.h"

/* One request as it came. */
typedef struct
{
  char *path; /* owned */
  char *key; /* owned, nullable */
  char *body; /* owned */
  SoupMessageHeaders *headers; /* owned */
} Seen;

struct _ClientRequestLog
{
  GMutex lock;
  GPtrArray *seen; /* owned, of Seen; guarded by lock */
};

static void
free_seen (gpointer data)
{
  Seen *seen = data;

  g_free (seen->path);
  g_free (seen->key);
  g_free (seen->body);
  soup_message_headers_unref (seen->headers);
  g_free (seen);
}

ClientRequestLog *
client_request_log_new (void)
{
  ClientRequestLog *log = g_new (ClientRequestLog, 1);

  g_mutex_init (&log->lock);
  log->seen = g_ptr_array_new_with_free_func (free_seen);
  return log;
}

void
client_request_log_free (ClientRequestLog *log)
{
  g_ptr_array_unref (log->seen);
  g_mutex_clear (&log->lock);
  g_free (log);
}

void
client_request_log_add (ClientRequestLog *log, SoupServerMessage *message, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  Seen *seen = g_new (Seen, 1);

  seen->path = g_strdup (path);
  seen->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  seen->body = g_strndup (body->data, (gsize) body->length);
  seen->headers = soup_message_headers_ref (headers);
  g_mutex_lock (&log->lock);
  g_ptr_array_add (log->seen, seen);
  g_mutex_unlock (&log->lock);
}

guint
client_request_log_count (ClientRequestLog *log, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);
  guint n = 0;

  for (guint i = 0; i < log->seen->len; i++)
    n += g_str_has_prefix (((Seen *) log->seen->pdata[i])->path, path);
  return n;
}

/* Different Idempotency-Keys at a path. */
guint
client_request_log_count_keys (ClientRequestLog *log, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < log->seen->len; i++)
    {
      Seen *seen = log->seen->pdata[i];

      if (g_str_has_prefix (seen->path, path) && seen->key != NULL)
        g_hash_table_add (keys, seen->key);
    }
  return g_hash_table_size (keys);
}

/* Returns: (transfer full) (nullable): the body of the last request at @path. */
char *
client_request_log_get_last_body (ClientRequestLog *log, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);

  for (guint i = log->seen->len; i > 0; i--)
    {
      Seen *seen = log->seen->pdata[i - 1];

      if (g_str_has_prefix (seen->path, path))
        return g_strdup (seen->body);
    }
  return NULL;
}

/* Returns: (transfer full) (nullable): a field of the last request. */
char *
client_request_log_get_last_field (ClientRequestLog *log, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);
  Seen *seen = log->seen->pdata[log->seen->len - 1];

  return g_strdup (soup_message_headers_get_one (seen->headers, name));
}
