/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-connection.h"

G_BEGIN_DECLS

/* The two sides of an EtConnection, for libsoup; what they do is in et-connection.c. */
GInputStream *et_connection_input_new (EtConnection *connection);
GOutputStream *et_connection_output_new (EtConnection *connection);

/* From et-connection.c, for the streams alone. */
int et_connection_get_fd (EtConnection *self);
gboolean et_connection_has_input (EtConnection *self);
void et_connection_await_input (EtConnection *self);
gssize et_connection_read (EtConnection *self, char *buffer, gsize size, GError **error);
gssize et_connection_write (EtConnection *self, const char *bytes, gsize length, GError **error);

G_END_DECLS
