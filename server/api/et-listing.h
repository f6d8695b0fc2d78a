/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"
#include "server/repo/et-page.h"

G_BEGIN_DECLS

/* The filters of a route whose answer comes in pages. */
#define ET_LISTING_FILTERS "page", "page_size"

/* Lists come in pages: ?page=1&page_size=50, answered by
 * {"count","next","previous","results"}. */
gboolean et_listing_read_page (EtRequest *req, EtPage *ret_page, GError **error);
EtJsonWriter *et_listing_begin (EtRequest *req, const EtPage *page, int64_t count);
void et_listing_finish (EtRequest *req, EtJsonWriter *writer);
void et_listing_answer (EtRequest *req, const EtPage *page, int64_t count, GPtrArray *records);

G_END_DECLS
