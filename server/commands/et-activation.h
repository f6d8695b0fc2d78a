/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_activation_take (int *ret_http_fd, int *ret_https_fd);

G_END_DECLS
