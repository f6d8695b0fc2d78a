/* SPDX-License-Identifier: MIT */
#include "server/http/et-address-count.h"

struct _EtAddressCount
{
  GMutex mutex;
  guint n_all; /* under mutex */
  GHashTable *by_address; /* under mutex: count by EtAddressKey */
};

EtAddressCount *
et_address_count_new (void)
{
  EtAddressCount *count = g_new0 (EtAddressCount, 1);

  g_mutex_init (&count->mutex);
  count->by_address = g_hash_table_new_full (et_address_key_hash, et_address_key_equal, g_free,
                                             NULL);
  return count;
}

void
et_address_count_free (EtAddressCount *count)
{
  g_hash_table_unref (count->by_address);
  g_mutex_clear (&count->mutex);
  g_free (count);
}

/* Counts one more of @key, unless there are @max_all or @max_each already; 0: no limit. */
EtCounted
et_address_count_take (EtAddressCount *count,
                       const EtAddressKey *key,
                       guint max_all,
                       guint max_each)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&count->mutex);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (count->by_address, key));

  if (max_all > 0 && count->n_all >= max_all)
    return ET_TOO_MANY;
  if (max_each > 0 && n >= max_each)
    return ET_TOO_MANY_OF_ADDRESS;

  count->n_all++;
  g_hash_table_insert (count->by_address, g_memdup2 (key, sizeof *key), GUINT_TO_POINTER (n + 1));
  return ET_COUNTED;
}

/* Counts one less. */
void
et_address_count_release (EtAddressCount *count, const EtAddressKey *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&count->mutex);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (count->by_address, key));

  g_return_if_fail (n > 0);

  count->n_all--;
  if (n == 1)
    g_hash_table_remove (count->by_address, key);
  else
    g_hash_table_insert (count->by_address, g_memdup2 (key, sizeof *key), GUINT_TO_POINTER (n - 1));
}

/* How many are open now. */
guint
et_address_count_get_all (EtAddressCount *count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&count->mutex);

  return count->n_all;
}
