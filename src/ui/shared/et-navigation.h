/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* The right side of the window: root pages, of which one shows, and above it the pages that were
 * opened from it. Properties: "visible-page" (EtPage, read-only), "is-folded" (handed on to all
 * pages). */
#define ET_TYPE_NAVIGATION (et_navigation_get_type ())
G_DECLARE_FINAL_TYPE (EtNavigation, et_navigation, ET, NAVIGATION, AdwBin)

gboolean et_navigation_has_root (EtNavigation *self, const char *id);
void et_navigation_add_root (EtNavigation *self, const char *id, EtPage *page);
void et_navigation_show_root (EtNavigation *self, const char *id);
void et_navigation_clear (EtNavigation *self);
void et_navigation_push (GtkWidget *from, EtPage *page);
gboolean et_navigation_pop (EtNavigation *self);
EtPage *et_navigation_get_visible_page (EtNavigation *self);

G_END_DECLS
