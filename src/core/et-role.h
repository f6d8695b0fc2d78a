/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Ordered: each role may do what the ones before it may. */
typedef enum
{
  ET_ROLE_ANYONE,
  ET_ROLE_CUSTOMER,
  ET_ROLE_STAFF,
  ET_ROLE_ADMIN
} EtRole;

const char *et_role_to_word (EtRole role);
gboolean et_role_from_word (const char *word, EtRole *ret_role);

G_END_DECLS
