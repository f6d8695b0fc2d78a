/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* What the server refused of the edits made offline, until the person has seen it. */
#define ET_TYPE_ATTENTION_PAGE (et_attention_page_get_type ())
G_DECLARE_FINAL_TYPE (EtAttentionPage, et_attention_page, ET, ATTENTION_PAGE, EtPage)

G_END_DECLS
