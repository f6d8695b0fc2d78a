/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* How a page is made: subclass EtPage (parent="EtPage" in the template), give it a title, put one
 * child inside (usually an EtStatusStack), and add a row to et-page-registry.c or push it from
 * another page. In the template a child of type "start" or "end" goes to that side of the header
 * bar, one of type "title" takes the place of the title.
 *
 * Properties: "context" (EtContext, construct-only), "title", "can-go-back" and "is-folded"
 * (set by the window). */
#define ET_TYPE_PAGE (et_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (EtPage, et_page, ET, PAGE, AdwBin)

struct _EtPageClass
{
  AdwBinClass parent_class;

  /* The page has become the visible one: take the focus where a person would begin. */
  void (*shown) (EtPage *self);
  /* A person wants to look for something: by default, the search entry takes the focus. */
  void (*search) (EtPage *self);
};

EtContext *et_page_get_context (EtPage *self);
void et_page_set_title (EtPage *self, const char *title);
void et_page_set_can_go_back (EtPage *self, gboolean can_go_back);
void et_page_shown (EtPage *self);

/* The page's search entry, borrowed: takes what is typed anywhere while the page shows. */
void et_page_set_search (EtPage *self, GtkSearchEntry *entry);
void et_page_search (EtPage *self);
void et_page_search_for (EtPage *self, const char *words);

/* Cancelled when the page goes away: give it to every asynchronous call of the page. */
GCancellable *et_page_get_cancellable (EtPage *self);

G_END_DECLS
