/* SPDX-License-Identifier: MIT */
#include "ui/et-counters.h"

#include "client/et-server-clock.h"

struct _EtCounters
{
  GObject parent_instance;

  EtContext *context; /* owned */
  GCancellable *cancellable; /* owned */
  guint numbers[4]; /* by property */
};

G_DEFINE_FINAL_TYPE (EtCounters, et_counters, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CART,
  PROP_TICKETS,
  PROP_ATTENTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_number (EtCounters *self, guint property_id, guint number)
{
  if (self->numbers[property_id] == number)
    return;

  self->numbers[property_id] = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property_id]);
}

/* A number that cannot be read keeps its last value: the page behind it tells the error. */
static void
cart_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCounters) self = data;
  g_autoptr (EtCart) cart = et_cart_store_load_finish (ET_STORE (source), result, NULL);

  if (cart != NULL)
    set_number (self, PROP_CART, et_cart_count_tickets (cart));
}

static void
tickets_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCounters) self = data;
  int64_t count;

  if (et_wallet_store_count_usable_finish (ET_STORE (source), result, &count, NULL))
    set_number (self, PROP_TICKETS, (guint) count);
}

static void
refusals_changed_cb (EtCounters *self)
{
  GListModel *refusals = et_outbox_get_refusals (et_context_get_outbox (self->context));

  set_number (self, PROP_ATTENTION, g_list_model_get_n_items (refusals));
}

static void
store_changed_cb (EtCounters *self, const char *kind, EtStore *store)
{
  if (g_strcmp0 (kind, "cart") == 0)
    et_cart_store_load_async (store, self->cancellable, cart_loaded_cb, g_object_ref (self));
  else if (g_strcmp0 (kind, "ticket") == 0)
    et_wallet_store_count_usable_async (store, et_server_clock_now (), self->cancellable,
                                        tickets_counted_cb, g_object_ref (self));
}

static void
et_counters_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtCounters *self = ET_COUNTERS (object);

  if (property_id > PROP_0 && property_id < N_PROPS)
    g_value_set_uint (value, self->numbers[property_id]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
et_counters_dispose (GObject *object)
{
  EtCounters *self = ET_COUNTERS (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (et_counters_parent_class)->dispose (object);
}

static void
et_counters_finalize (GObject *object)
{
  EtCounters *self = ET_COUNTERS (object);

  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (et_counters_parent_class)->finalize (object);
}

static void
et_counters_class_init (EtCountersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_PROPS] = {
    [PROP_CART] = "cart",
    [PROP_TICKETS] = "tickets",
    [PROP_ATTENTION] = "attention",
  };

  object_class->get_property = et_counters_get_property;
  object_class->dispose = et_counters_dispose;
  object_class->finalize = et_counters_finalize;

  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_uint (names[i], NULL, NULL, 0, G_MAXUINT, 0,
                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
et_counters_init (EtCounters *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Returns: (transfer full): counters of @context, all 0 until they are started. */
EtCounters *
et_counters_new (EtContext *context)
{
  EtCounters *self = g_object_new (ET_TYPE_COUNTERS, NULL);

  self->context = g_object_ref (context);
  return self;
}

/* Counts now and whenever the copy changes; the context must be open. */
void
et_counters_start (EtCounters *self)
{
  EtStore *store;

  g_return_if_fail (ET_IS_COUNTERS (self));

  store = et_context_get_store (self->context);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (et_outbox_get_refusals (et_context_get_outbox (self->context)),
                           "items-changed", G_CALLBACK (refusals_changed_cb), self,
                           G_CONNECT_SWAPPED);
  store_changed_cb (self, "cart", store);
  store_changed_cb (self, "ticket", store);
  refusals_changed_cb (self);
}
