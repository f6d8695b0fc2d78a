/* SPDX-License-Identifier: MIT */
#include "db/et-db-change.h"

#include "db/et-db-internal.h"

static void
free_change (gpointer data)
{
  EtChange *change = data;

  g_free (change->kind);
  g_free (change);
}

/* Returns: (transfer full): an empty list of EtChange. */
GPtrArray *
et_db_new_changes (void)
{
  return g_ptr_array_new_with_free_func (free_change);
}

/* Appends a change to those of the transaction; it disappears when its savepoint or the
 * transaction is rolled back. Whoever commits writes the list into the change feed. */
void
et_db_announce (EtDb *db, const char *kind, int64_t record_id, int64_t account_id, gboolean deleted)
{
  EtChange *change;

  g_return_if_fail (et_db_is_in_transaction (db));
  g_return_if_fail (kind != NULL);

  change = g_new (EtChange, 1);
  *change = (EtChange){ g_strdup (kind), record_id, account_id, deleted };
  g_ptr_array_add (db->changes, change);
}

/* Returns: (transfer none) (element-type EtChange): what the transaction has announced so far, in
 * order; valid until the transaction ends. */
GPtrArray *
et_db_get_changes (EtDb *db)
{
  return db->changes;
}
