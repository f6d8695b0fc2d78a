/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *et_scan_layout_restore (const char *typed);

G_END_DECLS
