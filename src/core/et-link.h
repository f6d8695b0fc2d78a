/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Addresses of what the application shows, as saved documents, calendar entries and the desktop's
 * search carry them: etickets:ticket/K7PQ2-3 and etickets:offer/12. They hold no secret and open
 * only what the copy of the person who follows them knows. */
#define ET_LINK_SCHEME "etickets"

typedef struct
{
  char *short_number; /* owned, nullable: of a ticket */
  int64_t offer_id; /* when there is no short number */
} EtLink;

char *et_link_to_ticket (const char *short_number);
char *et_link_to_offer (int64_t offer_id);
gboolean et_link_parse (const char *uri, EtLink *ret_link, GError **error);
void et_link_clear (EtLink *link);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtLink, et_link_clear)

G_END_DECLS
