/* SPDX-License-Identifier: MIT */
#include "server/api/et-key-api.h"

#include <sodium.h>

#include "server/service/et-services.h"

static gboolean list_keys (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_key_api_routes[] = {
  { "GET", "/api/keys", ET_ROLE_ANYONE, ET_INLINE, NULL, list_keys,
    "The public keys that prove tickets" },
  { NULL },
};
/* clang-format on */

static void
write_key (EtJsonWriter *writer, EtSigningKeys *keys, guint index)
{
  guint8 key_id, public_key[ET_SIGNING_PUBLIC_SIZE];
  char text[sodium_base64_ENCODED_LEN (ET_SIGNING_PUBLIC_SIZE, sodium_base64_VARIANT_ORIGINAL)];

  et_signing_keys_get_public (keys, index, &key_id, public_key);
  et_json_writer_begin_object (writer, NULL);
  et_json_writer_int64 (writer, "key_id", key_id);
  et_json_writer_text (writer, "algorithm", "ed25519");
  et_json_writer_text (writer, "public_key",
                       sodium_bin2base64 (text, sizeof text, public_key, sizeof public_key,
                                          sodium_base64_VARIANT_ORIGINAL));
  et_json_writer_end_object (writer);
}

static gboolean
list_keys (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  EtJsonWriter *writer = et_request_begin_json (req);

  et_json_writer_begin_array (writer, "keys");
  for (guint i = 0; i < et_signing_keys_get_n (services->signing_keys); i++)
    write_key (writer, services->signing_keys, i);
  et_json_writer_end_array (writer);
  et_request_finish_json (req);
  return TRUE;
}
