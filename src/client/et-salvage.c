/* SPDX-License-Identifier: MIT */
#include "client/et-salvage.h"

#include "client/et-checkout-rows.h"
#include "client/et-copy.h"
#include "client/et-outbox-rows.h"
#include "core/et-record.h"
#include "db/et-db-record.h"

/* A line of the cart: what a guest would lose with the file. */
typedef struct _EtKeptLine
{
  EtRecord parent_instance;

  int64_t offer_id;
  int64_t quantity;
  char *name; /* owned */
  int64_t price_cents;
} EtKeptLine;

ET_DECLARE_RECORD (EtKeptLine, et_kept_line, KEPT_LINE)

static const EtField fields[] = {
  ET_FIELD (EtKeptLine, offer_id, INT64, REQUIRED),
  ET_FIELD (EtKeptLine, quantity, INT64, REQUIRED),
  ET_FIELD (EtKeptLine, name, TEXT, REQUIRED),
  ET_FIELD (EtKeptLine, price_cents, INT64, REQUIRED),
  { NULL },
};

ET_DEFINE_RECORD (EtKeptLine, et_kept_line, fields)

/* Copies the rows of a table up to the first one that cannot be read. */
static gboolean
copy_rows (EtDb *db, EtDb *source, const char *table, GType type, guint *ret_n_rows)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", table);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (source, sql, NULL);
  gboolean has_row = stmt != NULL;

  *ret_n_rows = 0;
  while (has_row && et_db_stmt_step (stmt, &has_row, NULL))
    {
      g_autoptr (GObject) record = NULL;

      if (!has_row)
        return TRUE;
      record = et_db_stmt_get_record (stmt, type, NULL);
      if (record == NULL || !et_copy_put (db, table, record, NULL))
        return FALSE;
      (*ret_n_rows)++;
    }
  return FALSE;
}

static EtDb *
open_damaged (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", TRUE);
  g_autofree char *url = g_strconcat ("sqlite:///", escaped, NULL);

  return et_db_open (url, ET_DB_READ_ONLY, NULL);
}

/* Brings into the new file what the server does not have: edits that wait, the cart, and the key
 * of a checkout. @damaged: the path of the file that was set aside; it is only read. */
void
et_salvage_run (EtDb *db, const char *damaged, EtCopyDamage *damage)
{
  g_autoptr (EtDb) source = open_damaged (damaged);
  guint n;

  damage->has_lost_edits = TRUE;
  if (source == NULL || !et_db_begin (db, NULL))
    return;
  damage->has_lost_edits = !copy_rows (db, source, "outbox", et_queued_write_get_type (),
                                       &damage->n_edits);
  copy_rows (db, source, "cart_lines", et_kept_line_get_type (), &n);
  copy_rows (db, source, "checkouts", et_checkout_get_type (), &n);
  if (et_db_commit (db, NULL))
    return;
  et_db_rollback (db);
  damage->n_edits = 0;
  damage->has_lost_edits = TRUE;
}
