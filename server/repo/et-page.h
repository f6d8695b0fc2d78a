/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* A page of a list; the first has number 1. */
typedef struct
{
  int64_t number;
  int64_t size; /* rows */
} EtPage;

void et_page_bind (const EtPage *page, EtDbStmt *stmt);

G_END_DECLS
