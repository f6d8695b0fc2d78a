/* SPDX-License-Identifier: MIT */
#include "core/et-json-scan.h"
#include "fuzz.h"

/* What the scanner lets through, JSON-GLib reads; what it refuses, nobody is given. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  gboolean is_good = et_json_scan (text, size, &et_json_request_limits, &error);
  g_autoptr (JsonNode) node = et_json_parse (text, size, &et_json_request_limits, NULL);

  g_assert_true (is_good == (error == NULL));
  g_assert_true (is_good == (node != NULL));
  return 0;
}
