/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket-key.h"

G_BEGIN_DECLS

/* The keys of the signing key file, in locked memory: the newest signs, all prove. Safe from any
 * thread. */
typedef struct _EtSigningKeys EtSigningKeys;

gboolean et_signing_keys_check_file (const char *path, GError **error);
EtSigningKeys *et_signing_keys_load (const char *path, GError **error);
gboolean et_signing_keys_reload (EtSigningKeys *keys, GError **error);
gboolean et_signing_keys_refresh (EtSigningKeys *keys);
gboolean et_signing_keys_add (const char *path, guint8 highest, guint8 *ret_key_id, GError **error);
void et_signing_keys_free (EtSigningKeys *keys);

#define ET_DERIVED_KEY_SIZE 32
gboolean et_signing_keys_derive (EtSigningKeys *keys,
                                 guint8 key_id,
                                 const char *purpose,
                                 guint8 ret_key[ET_DERIVED_KEY_SIZE]);
guint8 et_signing_keys_get_newest (EtSigningKeys *keys);
/* @claims->key_id chooses the key. Returns: (nullable): NULL when the key is not in the file. */
char *et_signing_keys_issue (EtSigningKeys *keys, const EtTicketClaims *claims);
/* FALSE for an unknown key id as for a wrong signature. */
gboolean et_signing_keys_prove (EtSigningKeys *keys, const EtTicketKey *key);
guint et_signing_keys_get_n (EtSigningKeys *keys);
void et_signing_keys_get_public (EtSigningKeys *keys,
                                 guint index,
                                 guint8 *ret_key_id,
                                 guint8 ret_public[ET_SIGNING_PUBLIC_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSigningKeys, et_signing_keys_free)

G_END_DECLS
