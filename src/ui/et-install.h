/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the program finds its files: installed, or in the tree it was built in. */
char *et_install_find_locale_folder (void);
GSettings *et_install_open_settings (void);

G_END_DECLS
