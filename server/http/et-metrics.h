/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"

G_BEGIN_DECLS

/* Counts what the server answers, for Prometheus. From any thread; each HTTP thread counts in a
 * shard of its own, so that they do not wait for each other's caches. */
typedef struct _EtMetrics EtMetrics;

EtMetrics *et_metrics_new (GPtrArray *routes, guint n_shards);
void et_metrics_free (EtMetrics *metrics);

void et_metrics_count_answer (
    EtMetrics *metrics, guint shard, const EtRoute *route, int status, int64_t took_us);
void et_metrics_count_refusal (EtMetrics *metrics, int status);
void et_metrics_count_event (EtMetrics *metrics, const char *name, gsize length);
void et_metrics_write (EtMetrics *metrics, GString *text);

/* Parts of the text format, for figures from elsewhere. */
void et_metrics_write_head (GString *text, const char *name, const char *type, const char *help);
void et_metrics_write_number (
    GString *text, const char *name, const char *type, const char *help, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtMetrics, et_metrics_free)

G_END_DECLS
