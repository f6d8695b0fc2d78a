/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-offer.h"
#include "core/et-role.h"
#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Values as words, in the language of the interface. Times are milliseconds UTC; @zone is an IANA
 * name, NULL for the local zone. What returns char * is (transfer full). */
const char *et_text_get_language (void);

char *et_text_money (int64_t cents);
char *et_text_count (int64_t count);
char *et_text_date (int64_t time_ms, const char *zone);
char *et_text_date_short (int64_t time_ms, const char *zone);
char *et_text_clock (int64_t time_ms, const char *zone);
char *et_text_day_and_clock (int64_t time_ms, const char *zone);
char *et_text_age (int64_t time_ms);
char *et_text_duration (int64_t ms);
char *et_text_admits (int64_t people);
char *et_text_tickets (int64_t tickets);
char *et_text_offer_kind (const char *offer_type, int64_t admits);
const char *et_text_role (EtRole role);
char *et_text_sale (EtOffer *offer, EtSalePhase phase);
char *et_text_error (const GError *error);

G_END_DECLS
