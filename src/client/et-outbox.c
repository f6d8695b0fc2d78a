/* SPDX-License-Identifier: MIT */
#include "client/et-outbox.h"

#include "client/et-call.h"
#include "client/et-checkout.h"
#include "client/et-copy.h"

static const EtField fields[] = {
  ET_FIELD (EtRefusal, id, INT64, REQUIRED),     ET_FIELD (EtRefusal, title, TEXT, REQUIRED),
  ET_FIELD (EtRefusal, subject, TEXT, NULLABLE), ET_FIELD (EtRefusal, sentence, TEXT, REQUIRED),
  ET_FIELD (EtRefusal, at, TIME, REQUIRED),      { NULL },
};

ET_DEFINE_RECORD (EtRefusal, et_refusal, fields)

struct _EtOutbox
{
  GObject parent_instance;

  EtSession *session; /* owned */
  EtStore *store; /* owned */
  GListStore *refusals; /* owned */
  GCancellable *reload; /* owned; of the newest reload */
};

G_DEFINE_FINAL_TYPE (EtOutbox, et_outbox, G_TYPE_OBJECT)

static gpointer
list_refusals (EtDb *db, gpointer data, GError **error)
{
  return et_copy_list (db, et_refusal_get_type (), "SELECT * FROM refusals ORDER BY id", error);
}

static gpointer
delete_refusal (EtDb *db, gpointer data, GError **error)
{
  et_store_announce ("outbox");
  return et_copy_delete (db, "refusals", *(int64_t *) data, error) ? ET_DONE : NULL;
}

static gpointer
dismiss (gpointer source, gpointer id, GCancellable *cancellable, GError **error)
{
  return et_store_run (ET_OUTBOX (source)->store, delete_refusal, id, NULL, error);
}

typedef struct
{
  char *card; /* owned, nullable */
  int64_t attempt;
} Payment;

static gpointer
check_out (gpointer source, gpointer data, GCancellable *cancellable, GError **error)
{
  Payment *payment = data;

  return et_checkout_run (ET_OUTBOX (source)->session, payment->card, payment->attempt, cancellable,
                          error);
}

static void
free_payment (gpointer data)
{
  Payment *payment = data;

  g_free (payment->card);
  g_free (payment);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOutbox) self = data;
  g_autoptr (GListModel) newest = et_store_run_finish (ET_STORE (source), result, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  if (newest == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (newest); i++)
    g_ptr_array_add (records, g_list_model_get_item (newest, i));
  g_list_store_splice (self->refusals, 0, g_list_model_get_n_items (G_LIST_MODEL (self->refusals)),
                       records->pdata, records->len);
}

static void
reload (EtOutbox *self)
{
  g_cancellable_cancel (self->reload);
  g_clear_object (&self->reload);
  self->reload = g_cancellable_new ();
  et_store_run_async (self->store, list_refusals, NULL, NULL, g_object_unref, self->reload,
                      reloaded_cb, g_object_ref (self));
}

static void
store_changed_cb (EtStore *store, const char *kind, EtOutbox *self)
{
  if (g_str_equal (kind, "outbox"))
    reload (self);
}

static void
et_outbox_finalize (GObject *object)
{
  EtOutbox *self = ET_OUTBOX (object);

  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_object (&self->refusals);
  g_clear_object (&self->reload);

  G_OBJECT_CLASS (et_outbox_parent_class)->finalize (object);
}

static void
et_outbox_class_init (EtOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_outbox_finalize;
}

static void
et_outbox_init (EtOutbox *self)
{
  self->refusals = g_list_store_new (et_refusal_get_type ());
}

EtOutbox *
et_outbox_new (EtSession *session, EtStore *store)
{
  EtOutbox *self = g_object_new (ET_TYPE_OUTBOX, NULL);

  self->session = g_object_ref (session);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  return self;
}

/* Blocking: see the asynchronous form. */
gboolean
et_outbox_check_out (EtOutbox *self,
                     const char *card,
                     int64_t *ret_order_id,
                     GArray **ret_tickets,
                     GCancellable *cancellable,
                     GError **error)
{
  EtPurchase *purchase = et_checkout_run (self->session, card, 0, cancellable, error);

  if (purchase == NULL)
    return FALSE;
  *ret_order_id = purchase->order_id;
  if (ret_tickets != NULL)
    *ret_tickets = g_array_ref (purchase->tickets);
  et_purchase_free (purchase);
  return TRUE;
}

/* Sets the errors of et_checkout_run(): after one that is not a refusal it is not known whether
 * the cart was bought, and the next checkout finds it out. */
void
et_outbox_check_out_async (EtOutbox *self,
                           const char *card,
                           int64_t attempt,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  Payment *payment = g_new (Payment, 1);

  *payment = (Payment){ g_strdup (card), attempt };
  et_call_async (self, check_out, payment, free_payment, (GDestroyNotify) et_purchase_free,
                 cancellable, callback, data);
}

/* Returns: the number of the order whose payment was asked for without an answer; 0 when it is
 * known that nothing was bought. */
int64_t
et_outbox_get_attempt (const GError *error)
{
  const char *order_id = et_error_get_detail (error, "order_id");

  return order_id != NULL ? g_ascii_strtoll (order_id, NULL, 10) : 0;
}

gboolean
et_outbox_check_out_finish (EtOutbox *self,
                            GAsyncResult *result,
                            int64_t *ret_order_id,
                            GArray **ret_tickets,
                            GError **error)
{
  EtPurchase *purchase = et_call_finish (self, result, error);

  if (purchase == NULL)
    return FALSE;
  *ret_order_id = purchase->order_id;
  if (ret_tickets != NULL)
    *ret_tickets = g_array_ref (purchase->tickets);
  et_purchase_free (purchase);
  return TRUE;
}

/* Returns: (transfer none): what the server refused, oldest first; filled when the store is open
 * and a main loop runs. */
GListModel *
et_outbox_get_refusals (EtOutbox *self)
{
  return G_LIST_MODEL (self->refusals);
}

/* Returns: (transfer full): the same, read now. Blocks. */
GListModel *
et_outbox_list_refusals (EtOutbox *self, GError **error)
{
  return et_store_run (self->store, list_refusals, NULL, g_object_unref, error);
}

/* Forgets a refusal that the person has read. */
void
et_outbox_dismiss_async (EtOutbox *self,
                         int64_t refusal_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  et_call_async (self, dismiss, g_memdup2 (&refusal_id, sizeof refusal_id), g_free, NULL,
                 cancellable, callback, data);
}

gboolean
et_outbox_dismiss_finish (EtOutbox *self, GAsyncResult *result, GError **error)
{
  return et_call_finish (self, result, error) != NULL;
}
