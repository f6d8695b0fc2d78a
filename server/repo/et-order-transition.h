/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which states an order goes through. */
gboolean et_order_transition_is_allowed (const char *from, const char *to);

G_END_DECLS
