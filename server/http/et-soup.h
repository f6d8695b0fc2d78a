/* SPDX-License-Identifier: MIT */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupServer *et_soup_new (int *ret_far_fd);

G_END_DECLS
