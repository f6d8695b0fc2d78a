/* SPDX-License-Identifier: MIT */
#include "server/service/et-refund.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-json-scan.h"
#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-refund-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-invoice-issue.h"
#include "server/service/et-places.h"
#include "server/service/et-refund-request.h"

#define MOST_AT_ONCE 100

static gboolean
refuse_ticket (int64_t ticket_id, EtErrorCode code, const char *sentence, GError **error)
{
  if (sentence != NULL)
    et_error_set_sentence (error, code, sentence);
  else
    et_error_set (error, code);
  et_error_add_int64 (error, "ticket_id", ticket_id);
  return FALSE;
}

static gboolean
is_wanted (const EtRefund *refund, const EtRefundableTicket *ticket)
{
  if (refund->ticket_ids == NULL)
    return !ticket->is_refunded;
  for (guint i = 0; i < refund->ticket_ids->len; i++)
    if (g_array_index (refund->ticket_ids, int64_t, i) == ticket->ticket_id)
      return TRUE;
  return FALSE;
}

/* Leaves those that are to be refunded. Sets ET_ERROR_TICKET_UNKNOWN or ET_ERROR_CONFLICT. */
static gboolean
choose_tickets (const EtRefund *refund, GArray *tickets, GError **error)
{
  for (guint i = tickets->len; i > 0; i--)
    if (!is_wanted (refund, &g_array_index (tickets, EtRefundableTicket, i - 1)))
      g_array_remove_index (tickets, i - 1);
  if (refund->ticket_ids != NULL && tickets->len != refund->ticket_ids->len)
    {
      et_error_set (error, ET_ERROR_TICKET_UNKNOWN);
      return FALSE;
    }
  if (tickets->len > 0)
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_CONFLICT,
                         N_ ("Nothing of this order is left to be refunded"));
  return FALSE;
}

/* @only_unused: counts the places that return to the sale, which those of used tickets do not. */
static int64_t
count_of_offer (GArray *tickets, int64_t offer_id, gboolean only_unused)
{
  int64_t n = 0;

  for (guint i = 0; i < tickets->len; i++)
    {
      const EtRefundableTicket *ticket = &g_array_index (tickets, EtRefundableTicket, i);

      n += ticket->offer_id == offer_id && !(only_unused && ticket->is_used) ? 1 : 0;
    }
  return n;
}

/* What the invoice says, for the tickets that are refunded. */
static gboolean
make_note (EtInvoice *note, const EtSale *sale, GArray *tickets)
{
  et_record_set_text (&note->credited_number, note->number);
  note->issued_at = et_time_now ();
  note->total_cents = 0;
  g_ptr_array_set_size (note->items, 0);
  for (guint i = 0; i < sale->lines->len; i++)
    {
      const EtSaleLine *line = &g_array_index (sale->lines, EtSaleLine, i);
      int64_t n = count_of_offer (tickets, line->offer_id, FALSE);

      if (n == 0)
        continue;
      g_ptr_array_add (note->items, et_invoice_new_line (line, n));
      note->total_cents += line->price_cents * n;
    }
  return TRUE;
}

/* The guard decides about each ticket; what it refuses is said as the row stands. */
static gboolean
refund_tickets (EtDb *db,
                const EtRefund *refund,
                GArray *tickets,
                int64_t note_id,
                int64_t owner_id,
                GError **error)
{
  for (guint i = 0; i < tickets->len; i++)
    {
      const EtRefundableTicket *ticket = &g_array_index (tickets, EtRefundableTicket, i);
      EtRefundClaim claim = { ticket->ticket_id, note_id, refund->is_forced };
      gboolean is_refunded;

      if (!et_guard_refund_ticket (db, &claim, &is_refunded, error))
        return FALSE;
      if (!is_refunded)
        return ticket->is_refunded
                   ? refuse_ticket (ticket->ticket_id, ET_ERROR_CONFLICT,
                                    N_ ("This ticket was refunded before"), error)
                   : refuse_ticket (ticket->ticket_id, ET_ERROR_ALREADY_USED, NULL, error);
      et_db_announce (db, "ticket", ticket->ticket_id, owner_id, FALSE);
    }
  return TRUE;
}

static gboolean
return_places (EtDb *db, const EtSale *sale, GArray *tickets, GError **error)
{
  for (guint i = 0; i < sale->lines->len; i++)
    {
      EtSaleLine *line = &g_array_index (sale->lines, EtSaleLine, i);

      line->quantity = count_of_offer (tickets, line->offer_id, TRUE);
    }
  return et_places_return_sold (db, sale, error);
}

static gboolean
note_refund (
    EtDb *db, const EtRefund *refund, const EtInvoice *note, int64_t owner_id, GError **error)
{
  g_autofree char *detail = g_strdup_printf ("%s: %s", note->number, refund->reason);
  gboolean is_ended;

  et_db_announce (db, "order", refund->order_id, owner_id, FALSE);
  return et_guard_end_order (db, refund->order_id, refund->end_state, &is_ended, error) &&
         et_refund_request_grant (db, refund->order_id, error) &&
         et_audit_write (db, refund->actor_id,
                         g_str_equal (refund->end_state, "cancelled") ? "cancel_order"
                                                                      : "refund_order",
                         "order", refund->order_id, detail, error);
}

/* Refunds tickets of a paid order: they are revoked, their places return to the sale, a credit note
 * is issued, and the money is given back soon. Sets ET_ERROR_NOT_FOUND, ET_ERROR_TICKET_UNKNOWN,
 * ET_ERROR_ALREADY_USED or ET_ERROR_CONFLICT. Returns: (transfer full): the credit note. */
EtInvoice *
et_refund_carry_out (EtDb *db, const EtRefund *refund, GError **error)
{
  g_autoptr (EtInvoice) note = et_invoice_load (db, refund->order_id, error);
  g_autoptr (GArray) tickets = NULL;
  g_auto (EtSale) sale = { 0 };
  int64_t note_id;

  if (note == NULL || !et_sale_repo_load (db, refund->order_id, &sale, error))
    return NULL;
  tickets = et_refund_repo_list_tickets (db, refund->order_id, error);
  if (tickets == NULL || !choose_tickets (refund, tickets, error) ||
      !make_note (note, &sale, tickets) || !et_invoice_issue_credit (db, note, &note_id, error) ||
      !refund_tickets (db, refund, tickets, note_id, sale.order.account_id, error) ||
      !return_places (db, &sale, tickets, error) ||
      !note_refund (db, refund, note, sale.order.account_id, error))
    return NULL;
  return g_steal_pointer (&note);
}

/* @nth: from 1. Returns: (transfer full): a credit note of an order; NULL with ET_ERROR_NOT_FOUND. */
EtInvoice *
et_refund_load_note (EtDb *db, int64_t order_id, int64_t nth, GError **error)
{
  g_autofree char *document = et_refund_repo_find_document (db, order_id, nth, error);

  return document != NULL ? et_invoice_parse (document, error) : NULL;
}

static gboolean
note_return (EtDb *db, gpointer refund, GError **error)
{
  return et_refund_repo_set_returned (db, ((EtDueRefund *) refund)->credit_note_id, et_time_now (),
                                      error);
}

/* Returns: FALSE when nothing can be written; a refusal of the provider is left in @ret_refusal, the
 * first one only. */
static gboolean
return_one (EtWriter *writer,
            EtPaymentProvider *provider,
            EtDueRefund *due,
            GError **ret_refusal,
            GError **error)
{
  if (due->cents > 0 &&
      !et_payment_refund (provider, due->order_id, due->attempt, due->credit_note_id, due->cents,
                          *ret_refusal == NULL ? ret_refusal : NULL))
    return TRUE;
  return et_writer_run (writer, note_return, due, error);
}

/* Gives back what is due; a refund that the provider does not carry out now keeps no other one from
 * it, and is asked for again the next time. Blocks. Sets the error of the first that was refused. */
gboolean
et_refund_return_money (EtDb *reader, EtWriter *writer, EtPaymentProvider *provider, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  int64_t after = 0;

  for (;;)
    {
      g_autoptr (GArray) due = et_refund_repo_list_due (reader, after, MOST_AT_ONCE, error);

      if (due == NULL)
        return FALSE;
      for (guint i = 0; i < due->len; i++)
        {
          EtDueRefund *refund = &g_array_index (due, EtDueRefund, i);

          if (!return_one (writer, provider, refund, &refusal, error))
            return FALSE;
          after = refund->credit_note_id;
        }
      if (due->len < MOST_AT_ONCE)
        break;
    }
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
