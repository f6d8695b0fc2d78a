/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-gate-log.h"

#include "core/et-time.h"

struct _EtGateLog
{
  GObject parent_instance;

  GPtrArray *scans; /* owned, of EtScan, newest first */
  int64_t people;
  int64_t tickets;
  int64_t since;
};

static void et_gate_log_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtGateLog,
                               et_gate_log,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      et_gate_log_list_model_init))

static GType
et_gate_log_get_item_type (GListModel *model)
{
  return ET_TYPE_SCAN;
}

static guint
et_gate_log_get_n_items (GListModel *model)
{
  return ET_GATE_LOG (model)->scans->len;
}

static gpointer
et_gate_log_get_item (GListModel *model, guint position)
{
  EtGateLog *self = ET_GATE_LOG (model);

  return position < self->scans->len ? g_object_ref (g_ptr_array_index (self->scans, position))
                                     : NULL;
}

static void
et_gate_log_finalize (GObject *object)
{
  g_ptr_array_unref (ET_GATE_LOG (object)->scans);

  G_OBJECT_CLASS (et_gate_log_parent_class)->finalize (object);
}

static void
et_gate_log_class_init (EtGateLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_gate_log_finalize;
}

static void
et_gate_log_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = et_gate_log_get_item_type;
  iface->get_n_items = et_gate_log_get_n_items;
  iface->get_item = et_gate_log_get_item;
}

static void
et_gate_log_init (EtGateLog *self)
{
  self->scans = g_ptr_array_new_with_free_func (g_object_unref);
  self->since = et_time_now ();
}

/* An empty log that begins now. */
EtGateLog *
et_gate_log_new (void)
{
  return g_object_new (ET_TYPE_GATE_LOG, NULL);
}

/* Puts @scan first, forgets the eleventh and counts who was admitted. */
void
et_gate_log_add (EtGateLog *self, EtScan *scan)
{
  g_return_if_fail (ET_IS_GATE_LOG (self));
  g_return_if_fail (ET_IS_SCAN (scan));

  if (et_scan_has_admitted (scan))
    {
      self->tickets++;
      self->people += et_scan_get_verdict (scan)->admits;
    }
  g_ptr_array_insert (self->scans, 0, g_object_ref (scan));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  if (self->scans->len > ET_GATE_LOG_LENGTH)
    {
      g_ptr_array_set_size (self->scans, ET_GATE_LOG_LENGTH);
      g_list_model_items_changed (G_LIST_MODEL (self), ET_GATE_LOG_LENGTH, 1, 0);
    }
}

/* Returns: how many people were admitted. */
int64_t
et_gate_log_get_people (EtGateLog *self)
{
  g_return_val_if_fail (ET_IS_GATE_LOG (self), 0);

  return self->people;
}

/* Returns: how many tickets were admitted. */
int64_t
et_gate_log_get_tickets (EtGateLog *self)
{
  g_return_val_if_fail (ET_IS_GATE_LOG (self), 0);

  return self->tickets;
}

/* Returns: when the log was begun, in milliseconds since 1970 UTC. */
int64_t
et_gate_log_get_since (EtGateLog *self)
{
  g_return_val_if_fail (ET_IS_GATE_LOG (self), 0);

  return self->since;
}
