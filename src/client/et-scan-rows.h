/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

G_BEGIN_DECLS

/* The nonce of a scan, the same until its answer came. Blocking. */
char *et_scan_rows_begin (EtStore *store, const char *scan, GError **error);
void et_scan_rows_end (EtStore *store, const char *scan);

G_END_DECLS
