/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-http.h"

G_BEGIN_DECLS

/* A client that speaks TLS, and certificates for servers. All of it asserts. */

char *et_test_certificate_make (const char *folder, const char *name, const char *holder);

GTlsConnection *et_test_tls_connect (guint port);
void et_test_tls_send (GTlsConnection *connection, const char *text);
EtTestAnswer *et_test_tls_read (GTlsConnection *connection);
EtTestAnswer *et_test_tls_get (GTlsConnection *connection, const char *path);
gboolean et_test_tls_waits_for_end (GTlsConnection *connection);
char *et_test_tls_get_holder (GTlsConnection *connection);
gboolean et_test_tls_speaks (guint port, const char *version);

G_END_DECLS
