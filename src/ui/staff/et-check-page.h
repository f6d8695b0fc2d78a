/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* The entrance: one entry that a hand scanner types into, and a verdict that fills the page. */
#define ET_TYPE_CHECK_PAGE (et_check_page_get_type ())
G_DECLARE_FINAL_TYPE (EtCheckPage, et_check_page, ET, CHECK_PAGE, EtPage)

G_END_DECLS
