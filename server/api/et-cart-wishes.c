/* SPDX-License-Identifier: MIT */
#include "server/api/et-cart-wishes.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse (GError **error)
{
  et_error_set_field (error, "cart",
                      N_ ("“{field}” must be a list of up to 100 {\"offer_id\", \"qty\"}"));
  return FALSE;
}

static gboolean
read_number (JsonObject *object, const char *member, int64_t *ret_value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *ret_value = json_node_get_int (node);
  return *ret_value > 0;
}

static gboolean
read_wish (JsonNode *node, EtCartWish *ret_wish)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL && json_object_get_size (object) == 2 &&
         read_number (object, "offer_id", &ret_wish->offer_id) &&
         read_number (object, "qty", &ret_wish->quantity);
}

/* Reads the member "cart", [{"offer_id":1,"qty":2}]; a missing one is empty. Sets
 * ET_ERROR_INVALID. */
gboolean
et_cart_wishes_read (EtRequest *req, EtCartWishes *ret_wishes, GError **error)
{
  JsonNode *node = json_object_get_member (et_request_get_json (req), "cart");
  JsonArray *array;

  ret_wishes->n = 0;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error);

  array = json_node_get_array (node);
  if (json_array_get_length (array) > ET_CART_WISHES_MAX)
    return refuse (error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_wish (json_array_get_element (array, i), &ret_wishes->wishes[ret_wishes->n++]))
      return refuse (error);
  return TRUE;
}
