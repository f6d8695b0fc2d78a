/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *et_print_path_make (GError **error);

G_END_DECLS
