/* SPDX-License-Identifier: MIT */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The requests that came to a gateway, from any thread. Paths are compared by how they begin. */
typedef struct _ClientRequestLog ClientRequestLog;

ClientRequestLog *client_request_log_new (void);
void client_request_log_free (ClientRequestLog *log);
void client_request_log_add (ClientRequestLog *log, SoupServerMessage *message, const char *path);

guint client_request_log_count (ClientRequestLog *log, const char *path);
guint client_request_log_count_keys (ClientRequestLog *log, const char *path);
char *client_request_log_get_last_body (ClientRequestLog *log, const char *path);
char *client_request_log_get_last_field (ClientRequestLog *log, const char *name);

G_END_DECLS
