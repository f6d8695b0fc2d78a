/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "ui/et-window.h"

G_BEGIN_DECLS

void et_network_question_watch (EtWindow *window);

G_END_DECLS
