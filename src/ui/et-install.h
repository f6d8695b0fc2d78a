/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the program finds its files: installed, or in the tree it was built in; and what it is
 * installed on. */
void et_install_look (void);
gboolean et_install_is_sandboxed (void);
const char *et_install_get_system (void);
char *et_install_find_locale_folder (void);
GSettings *et_install_open_settings (void);

G_END_DECLS
