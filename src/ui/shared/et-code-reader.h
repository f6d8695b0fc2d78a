/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The texts of the QR codes in a PNG picture or on the first pages of a PDF. Blocks. */
char **et_code_reader_read (const char *path, GError **error);

G_END_DECLS
