/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* Says at the top of a page why the copy is not up to date, how old it is, and the one thing to do
 * about it. Hidden while all is well. */
#define ET_TYPE_COPY_BANNER (et_copy_banner_get_type ())
G_DECLARE_FINAL_TYPE (EtCopyBanner, et_copy_banner, ET, COPY_BANNER, AdwBin)

void et_copy_banner_set_context (EtCopyBanner *self, EtContext *context);

G_END_DECLS
