/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"

G_BEGIN_DECLS

/* One write on its way through the writer. */
typedef struct
{
  EtWriteFunc func;
  gpointer data; /* borrowed */
  guint weight;
  EtWriteDone done; /* nullable */
  GError *error; /* owned, nullable; why it failed alone */
  guint deaths; /* attempts of its batch that ended in it */
} EtWrite;

/* What comes before and after the writes of each batch. */
typedef struct
{
  EtBatchBegin begin; /* nullable */
  EtBatchSeal seal; /* nullable */
  gpointer seal_data; /* borrowed */
  guint n_careful; /* so many batches give each write a savepoint */
} EtBatchFrame;

void et_write_free (gpointer write);
gboolean et_write_batch_commit (EtDb *db, GPtrArray *batch, EtBatchFrame *frame, GError **error);

G_END_DECLS
