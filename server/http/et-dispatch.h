/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-thread.h"

G_BEGIN_DECLS

void et_dispatch_request (EtHttpThread *thread, SoupServerMessage *msg, EtConnection *connection);

G_END_DECLS
