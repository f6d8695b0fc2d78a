/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-wallet-entry.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/shared/et-text.h"

G_DEFINE_FINAL_TYPE (EtWalletEntry, et_wallet_entry, G_TYPE_OBJECT)

static void
et_wallet_entry_finalize (GObject *object)
{
  EtWalletEntry *self = ET_WALLET_ENTRY (object);

  g_free (self->heading);
  g_clear_object (&self->ticket);

  G_OBJECT_CLASS (et_wallet_entry_parent_class)->finalize (object);
}

static void
et_wallet_entry_class_init (EtWalletEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_wallet_entry_finalize;
}

static void
et_wallet_entry_init (EtWalletEntry *self)
{
}

/* @heading: (transfer full). */
static void
add_heading (GPtrArray *entries, EtWalletKind kind, char *heading, gboolean is_open)
{
  EtWalletEntry *entry = g_object_new (ET_TYPE_WALLET_ENTRY, NULL);

  entry->kind = kind;
  entry->heading = heading;
  entry->is_open = is_open;
  g_ptr_array_add (entries, entry);
}

/* A ticket after a heading is the first below it; until another comes it is the last, too. */
static void
add_ticket (GPtrArray *entries, EtTicket *ticket, gboolean is_past)
{
  EtWalletEntry *before = g_ptr_array_index (entries, entries->len - 1);
  EtWalletEntry *entry = g_object_new (ET_TYPE_WALLET_ENTRY, NULL);

  entry->kind = ET_WALLET_TICKET;
  entry->ticket = g_object_ref (ticket);
  entry->is_past = is_past;
  entry->is_first = before->kind != ET_WALLET_TICKET;
  entry->is_last = TRUE;
  before->is_last = FALSE;
  g_ptr_array_add (entries, entry);
}

/* Whether a heading comes between two tickets that are to be used. Tickets of one event are many,
 * and comparing days is slow. */
static gboolean
begins_a_day (EtTicket *before, EtTicket *ticket)
{
  return before == NULL ||
         (before->starts_at != ticket->starts_at &&
          !et_time_is_same_day (before->starts_at, ticket->starts_at, ticket->time_zone));
}

static guint
add_upcoming (GPtrArray *entries, GListModel *tickets, int64_t now)
{
  EtTicket *before = NULL; /* borrowed from the model */
  guint n_past = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      if (ticket->valid_until < now)
        {
          n_past++;
          continue;
        }
      if (begins_a_day (before, ticket))
        add_heading (entries, ET_WALLET_DAY, et_text_date (ticket->starts_at, ticket->time_zone),
                     FALSE);
      add_ticket (entries, ticket, FALSE);
      before = ticket;
    }
  return n_past;
}

/* Newest first. */
static void
add_past (GPtrArray *entries, GListModel *tickets, int64_t now)
{
  for (guint i = g_list_model_get_n_items (tickets); i > 0; i--)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i - 1);

      if (ticket->valid_until < now)
        add_ticket (entries, ticket, TRUE);
    }
}

/* Whether two entries look alike. */
gboolean
et_wallet_entry_equal (gconstpointer a, gconstpointer b)
{
  const EtWalletEntry *one = a;
  const EtWalletEntry *other = b;

  return one->kind == other->kind && one->is_past == other->is_past &&
         one->is_first == other->is_first && one->is_last == other->is_last &&
         one->is_open == other->is_open && g_strcmp0 (one->heading, other->heading) == 0 &&
         (one->ticket == other->ticket || (one->ticket != NULL && other->ticket != NULL &&
                                           et_record_equal (one->ticket, other->ticket)));
}

/* Lays tickets out, which come by the start of their event: what is to come under its days, then
 * what is past. @now: milliseconds since 1970, UTC. Returns: (transfer full): of EtWalletEntry. */
GListStore *
et_wallet_entries_make (GListModel *tickets, int64_t now, gboolean shows_past)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *list = g_list_store_new (ET_TYPE_WALLET_ENTRY);
  guint n_past = add_upcoming (entries, tickets, now);

  if (n_past > 0)
    add_heading (entries, ET_WALLET_PAST, g_strdup_printf (_ ("Past (%u)"), n_past), shows_past);
  if (shows_past)
    add_past (entries, tickets, now);
  g_list_store_splice (list, 0, 0, entries->pdata, entries->len);
  return list;
}
