/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_print_path_make_async (GAsyncReadyCallback callback, gpointer data);
char *et_print_path_make_finish (GAsyncResult *result, GError **error);
void et_print_path_remove_async (const char *path, GAsyncReadyCallback callback, gpointer data);

G_END_DECLS
