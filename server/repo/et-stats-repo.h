/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* Sales within a period: times are milliseconds UTC, the end left out. */
typedef struct
{
  int64_t from;
  int64_t until;
} EtPeriod;

/* What happened within a step of time that begins at a whole multiple of its length. */
typedef struct
{
  int64_t at;
  int64_t n_orders; /* 0 for admissions */
  int64_t n_tickets; /* sold, or admitted */
  int64_t n_people; /* admitted; 0 for sales */
  int64_t cents; /* 0 for admissions */
} EtStatsStep;

/* What an offer brought in. */
typedef struct
{
  int64_t offer_id;
  char *name; /* owned */
  char *event_name; /* owned */
  int64_t quota; /* ET_NULL_INT64 for unlimited */
  int64_t sold; /* ever */
  int64_t n_tickets; /* within the period */
  int64_t cents;
} EtStatsOffer;

GArray *
et_stats_repo_list_sales (EtDb *db, const EtPeriod *period, int64_t step_ms, GError **error);
GArray *
et_stats_repo_list_admissions (EtDb *db, const EtPeriod *period, int64_t step_ms, GError **error);
GArray *et_stats_repo_list_offers (EtDb *db, const EtPeriod *period, GError **error);

G_END_DECLS
