/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-client-address.h"

G_BEGIN_DECLS

/* Counts what each address has open. Safe from any thread. */
typedef struct _EtAddressCount EtAddressCount;

typedef enum
{
  ET_COUNTED,
  ET_TOO_MANY, /* of all together */
  ET_TOO_MANY_OF_ADDRESS
} EtCounted;

EtAddressCount *et_address_count_new (void);
void et_address_count_free (EtAddressCount *count);

EtCounted et_address_count_take (EtAddressCount *count,
                                 const EtAddressKey *key,
                                 guint max_all,
                                 guint max_each);
void et_address_count_release (EtAddressCount *count, const EtAddressKey *key);
guint et_address_count_get_all (EtAddressCount *count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtAddressCount, et_address_count_free)

G_END_DECLS
