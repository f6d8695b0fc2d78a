/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Says until when the places of the cart are held, and how long that is, by the server's clock;
 * hidden while they are not. */
#define ET_TYPE_HOLD_LINE (et_hold_line_get_type ())
G_DECLARE_FINAL_TYPE (EtHoldLine, et_hold_line, ET, HOLD_LINE, AdwBin)

void et_hold_line_set_until (EtHoldLine *self, int64_t held_until);

G_END_DECLS
