/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The date filters of the offers page, in the order they are offered. */
typedef enum
{
  ET_DATE_RANGE_ANY,
  ET_DATE_RANGE_TODAY,
  ET_DATE_RANGE_THIS_WEEK,
  ET_DATE_RANGE_THIS_WEEKEND,
  ET_DATE_RANGE_THIRTY_DAYS,
  ET_DATE_RANGE_N
} EtDateRange;

const char *et_date_range_get_name (EtDateRange range);
void
et_date_range_resolve (EtDateRange range, GDateTime *now, int64_t *ret_from, int64_t *ret_until);

G_END_DECLS
