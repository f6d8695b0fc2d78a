/* SPDX-License-Identifier: MIT */
#include "server/service/et-answer.h"

#include "core/et-money.h"

/* The original called an offer's price price_eur. */
void
et_answer_offer_members (EtOffer *offer, EtJsonWriter *writer)
{
  et_record_write_json_members (offer, writer);
  et_json_writer_money (writer, "price_eur", offer->price_cents);
}

void
et_answer_offer (EtOffer *offer, const char *name, EtJsonWriter *writer)
{
  et_json_writer_begin_object (writer, name);
  et_answer_offer_members (offer, writer);
  et_json_writer_end_object (writer);
}

/* @order_id: the number of the order that the cart becomes, 0 when it has none yet. */
void
et_answer_cart_members (EtCart *cart, int64_t order_id, EtJsonWriter *writer)
{
  et_record_write_json_members (cart, writer);
  et_json_writer_text (writer, "currency", ET_CURRENCY);
  if (order_id != 0)
    et_json_writer_int64 (writer, "order_id", order_id);
  else
    et_json_writer_null (writer, "order_id");
}

/* @ids: of int64_t. */
void
et_answer_ids (GArray *ids, const char *name, EtJsonWriter *writer)
{
  et_json_writer_begin_array (writer, name);
  for (guint i = 0; i < ids->len; i++)
    et_json_writer_int64 (writer, NULL, g_array_index (ids, int64_t, i));
  et_json_writer_end_array (writer);
}

/* @ticket_ids: of int64_t. */
void
et_answer_checkout_members (int64_t order_id, GArray *ticket_ids, EtJsonWriter *writer)
{
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_int64 (writer, "order_id", order_id);
  et_answer_ids (ticket_ids, "tickets", writer);
}

/* @is_removed: FALSE when a record that was sold was only taken off sale. */
void
et_answer_removed (gboolean is_removed, EtJsonWriter *writer)
{
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_bool (writer, "removed", is_removed);
}
