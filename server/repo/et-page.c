/* SPDX-License-Identifier: MIT */
#include "server/repo/et-page.h"

/* Binds :limit and :offset. */
void
et_page_bind (const EtPage *page, EtDbStmt *stmt)
{
  et_db_stmt_bind_int64 (stmt, "limit", page->size);
  et_db_stmt_bind_int64 (stmt, "offset", (page->number - 1) * page->size);
}
