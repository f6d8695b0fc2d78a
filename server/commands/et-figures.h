/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/commands/et-executors.h"
#include "server/db/et-writer.h"

G_BEGIN_DECLS

/* What the figures of the program are taken from; borrowed, NULL until it is there. */
typedef struct
{
  EtHttpServer *http;
  EtExecutors *executors;
  EtWriter *writer;
  gint n_batches; /* atomic */
} EtFigures;

void et_figures_write (const EtFigures *figures, GString *text);

G_END_DECLS
