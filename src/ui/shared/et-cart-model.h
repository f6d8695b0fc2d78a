/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* The cart as pages show it, kept like the copy's. Signals: "changed"; "failed" (GError), when an
 * edit or a reading did not work. While edits are being written, what is read meanwhile waits, so
 * that a number never jumps back under the finger. */
#define ET_TYPE_CART_MODEL (et_cart_model_get_type ())
G_DECLARE_FINAL_TYPE (EtCartModel, et_cart_model, ET, CART_MODEL, GObject)

EtCartModel *et_cart_model_new (EtContext *context);
EtCart *et_cart_model_get_cart (EtCartModel *self); /* nullable until it is read; borrowed */
int64_t et_cart_model_get_quantity (EtCartModel *self, int64_t offer_id);
int et_cart_model_get_max_quantity (EtCartModel *self);
void et_cart_model_set_quantity (EtCartModel *self, int64_t offer_id, int64_t quantity);
void et_cart_model_clear (EtCartModel *self);

G_END_DECLS
