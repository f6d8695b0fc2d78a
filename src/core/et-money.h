/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Money is int64_t cents everywhere; the only currency so far is the euro. */
#define ET_CURRENCY "EUR"

char *et_money_to_decimal (int64_t cents);
char *et_money_to_input (int64_t cents, const char *language);
gboolean et_money_from_decimal (const char *text, int64_t *ret_cents);
char *et_money_format (int64_t cents, const char *language);
gboolean et_money_multiply (int64_t cents, int64_t quantity, int64_t *ret_cents);

G_END_DECLS
