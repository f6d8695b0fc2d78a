/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-ticket-choice.h"

struct _EtTicketChoice
{
  GObject parent_instance;

  GHashTable *ids; /* owned, a set of int64_t */
  gboolean is_open;
};

G_DEFINE_FINAL_TYPE (EtTicketChoice, et_ticket_choice, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
et_ticket_choice_finalize (GObject *object)
{
  g_hash_table_unref (ET_TICKET_CHOICE (object)->ids);

  G_OBJECT_CLASS (et_ticket_choice_parent_class)->finalize (object);
}

static void
et_ticket_choice_class_init (EtTicketChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_ticket_choice_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
et_ticket_choice_init (EtTicketChoice *self)
{
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
take (EtTicketChoice *self, EtTicket *ticket)
{
  if (et_ticket_choice_can_take (ticket))
    g_hash_table_add (self->ids, g_memdup2 (&ticket->id, sizeof ticket->id));
}

/* Returns: (transfer full): closed, of no ticket. */
EtTicketChoice *
et_ticket_choice_new (void)
{
  return g_object_new (ET_TYPE_TICKET_CHOICE, NULL);
}

/* Begins with none, or ends the choice. */
void
et_ticket_choice_set_is_open (EtTicketChoice *self, gboolean is_open)
{
  g_return_if_fail (ET_IS_TICKET_CHOICE (self));

  self->is_open = is_open;
  g_hash_table_remove_all (self->ids);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whether tickets are being picked just now. */
gboolean
et_ticket_choice_is_open (EtTicketChoice *self)
{
  g_return_val_if_fail (ET_IS_TICKET_CHOICE (self), FALSE);

  return self->is_open;
}

/* Of an imported ticket nobody told the holder and the price, which documents show, and a void one
 * would look valid on them. */
gboolean
et_ticket_choice_can_take (EtTicket *ticket)
{
  return ticket->order_id != 0 && !et_ticket_is_void (ticket);
}

/* Picks a ticket, or puts it back. */
void
et_ticket_choice_toggle (EtTicketChoice *self, EtTicket *ticket)
{
  g_return_if_fail (ET_IS_TICKET_CHOICE (self));

  if (!g_hash_table_remove (self->ids, &ticket->id))
    take (self, ticket);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Picks each of @tickets, a list of EtTicket. */
void
et_ticket_choice_take_all (EtTicketChoice *self, GListModel *tickets)
{
  g_return_if_fail (ET_IS_TICKET_CHOICE (self));

  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      take (self, ticket);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
et_ticket_choice_has (EtTicketChoice *self, EtTicket *ticket)
{
  g_return_val_if_fail (ET_IS_TICKET_CHOICE (self), FALSE);

  return g_hash_table_contains (self->ids, &ticket->id);
}

/* Returns: (transfer full): those of @tickets that are picked, in their order. */
GListModel *
et_ticket_choice_list (EtTicketChoice *self, GListModel *tickets)
{
  g_autoptr (GPtrArray) picked = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *list = g_list_store_new (et_ticket_get_type ());

  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      EtTicket *ticket = g_list_model_get_item (tickets, i);

      if (et_ticket_choice_has (self, ticket))
        g_ptr_array_add (picked, ticket);
      else
        g_object_unref (ticket);
    }
  g_list_store_splice (list, 0, 0, picked->pdata, picked->len);
  return G_LIST_MODEL (list);
}
