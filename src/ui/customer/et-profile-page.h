/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* One's own account: who one is, the password, one's data, and the way out. */
#define ET_TYPE_PROFILE_PAGE (et_profile_page_get_type ())
G_DECLARE_FINAL_TYPE (EtProfilePage, et_profile_page, ET, PROFILE_PAGE, EtPage)

G_END_DECLS
