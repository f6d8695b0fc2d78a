/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_test_folder_remove (const char *path);

G_END_DECLS
