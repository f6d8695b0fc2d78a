/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-cart-model.h"

struct _EtCartModel
{
  GObject parent_instance;

  EtStore *store; /* owned */
  GCancellable *cancellable; /* owned; readings only: an edit is never given up */
  EtCart *cart; /* owned, nullable */
  guint n_writes; /* under way */
  GHashTable *written; /* owned; offer number to the quantity that is being written */
};

G_DEFINE_FINAL_TYPE (EtCartModel, et_cart_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fail (EtCartModel *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCartModel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtCart) cart = et_cart_store_load_finish (ET_STORE (source), result, &error);

  if (cart == NULL)
    {
      fail (self, error);
      return;
    }
  if (self->n_writes > 0)
    return;

  g_hash_table_remove_all (self->written);
  g_set_object (&self->cart, cart);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
load (EtCartModel *self)
{
  if (self->n_writes == 0)
    et_cart_store_load_async (self->store, self->cancellable, loaded_cb, g_object_ref (self));
}

/* Reads the cart again after the last edit under way: also after one that failed, so that the
 * page shows what is true. */
static void
end_write (EtCartModel *self, const GError *error)
{
  self->n_writes--;
  if (error != NULL)
    fail (self, error);
  load (self);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCartModel) self = data;
  g_autoptr (GError) error = NULL;

  et_cart_store_set_finish (ET_STORE (source), result, &error);
  end_write (self, error);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCartModel) self = data;
  g_autoptr (GError) error = NULL;

  et_cart_store_clear_finish (ET_STORE (source), result, &error);
  end_write (self, error);
}

static void
store_changed_cb (EtCartModel *self, const char *kind)
{
  if (g_strcmp0 (kind, "cart") == 0)
    load (self);
}

static void
et_cart_model_dispose (GObject *object)
{
  EtCartModel *self = ET_CART_MODEL (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (et_cart_model_parent_class)->dispose (object);
}

static void
et_cart_model_finalize (GObject *object)
{
  EtCartModel *self = ET_CART_MODEL (object);

  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->cart);
  g_hash_table_unref (self->written);

  G_OBJECT_CLASS (et_cart_model_parent_class)->finalize (object);
}

static void
et_cart_model_class_init (EtCartModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = et_cart_model_dispose;
  object_class->finalize = et_cart_model_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
et_cart_model_init (EtCartModel *self)
{
  self->cancellable = g_cancellable_new ();
  self->written = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* Returns: (transfer full): the cart of an open context. */
EtCartModel *
et_cart_model_new (EtContext *context)
{
  EtCartModel *self = g_object_new (ET_TYPE_CART_MODEL, NULL);

  self->store = g_object_ref (et_context_get_store (context));
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return self;
}

/* Returns: (nullable) (transfer none): the cart as it was read last. */
EtCart *
et_cart_model_get_cart (EtCartModel *self)
{
  g_return_val_if_fail (ET_IS_CART_MODEL (self), NULL);

  return self->cart;
}

/* Returns: how many tickets of one offer the cart may hold. */
int
et_cart_model_get_max_quantity (EtCartModel *self)
{
  g_return_val_if_fail (ET_IS_CART_MODEL (self), ET_CART_MAX_QUANTITY);

  return self->cart != NULL ? (int) self->cart->max_quantity : ET_CART_MAX_QUANTITY;
}

/* Returns: how many tickets of an offer are in the cart, edits under way included. */
int64_t
et_cart_model_get_quantity (EtCartModel *self, int64_t offer_id)
{
  int64_t *written;

  g_return_val_if_fail (ET_IS_CART_MODEL (self), 0);

  written = g_hash_table_lookup (self->written, &offer_id);
  if (written != NULL)
    return *written;
  for (guint i = 0; self->cart != NULL && i < self->cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (self->cart->items, i);

      if (line->offer_id == offer_id)
        return line->quantity;
    }
  return 0;
}

/* Puts that many tickets of an offer into the cart; 0 removes the line. */
void
et_cart_model_set_quantity (EtCartModel *self, int64_t offer_id, int64_t quantity)
{
  g_return_if_fail (ET_IS_CART_MODEL (self));

  self->n_writes++;
  g_hash_table_replace (self->written, g_memdup2 (&offer_id, sizeof offer_id),
                        g_memdup2 (&quantity, sizeof quantity));
  et_cart_store_set_async (self->store, offer_id, quantity, NULL, set_cb, g_object_ref (self));
}

/* Empties the cart. */
void
et_cart_model_clear (EtCartModel *self)
{
  g_return_if_fail (ET_IS_CART_MODEL (self));

  self->n_writes++;
  et_cart_store_clear_async (self->store, NULL, cleared_cb, g_object_ref (self));
}
