/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-http.h"

G_BEGIN_DECLS

/* A client of GET /api/sync/live/, frame by frame. All of it asserts. */
typedef struct _EtTestLive EtTestLive;

EtTestAnswer *et_test_live_ask (EtTestSocket *socket, const char *fields);
EtTestLive *et_test_live_new (guint port, const char *token);
EtTestLive *et_test_live_new_silent (guint port);
void et_test_live_free (EtTestLive *live);
void et_test_live_say (EtTestLive *live, const char *text);
void et_test_live_send (EtTestLive *live, guint8 first_byte, const char *payload, gsize length);
void et_test_live_send_raw (EtTestLive *live, const char *bytes, gsize length);
guint8 et_test_live_read (EtTestLive *live, char *ret_payload);
int64_t et_test_live_read_version (EtTestLive *live);
guint et_test_live_read_close (EtTestLive *live);
gboolean et_test_live_is_silent (EtTestLive *live, guint ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestLive, et_test_live_free)

G_END_DECLS
