/* SPDX-License-Identifier: MIT */
#include "server/api/et-order-api.h"

#include "core/et-translation.h"
#include "server/api/et-attachment.h"
#include "server/api/et-listing.h"
#include "server/api/et-owned-order.h"
#include "server/repo/et-account-repo.h"
#include "server/repo/et-order-repo.h"
#include "server/repo/et-refund-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-answer.h"
#include "server/service/et-document.h"
#include "server/service/et-invoice-issue.h"
#include "server/service/et-refund.h"

static gboolean read_page (EtRequest *req, GError **error);
static gboolean list_orders (EtRequest *req, EtDb *db, GError **error);
static gboolean show_order (EtRequest *req, EtDb *db, GError **error);
static gboolean draw_invoice (EtRequest *req, EtDb *db, GError **error);
static gboolean read_nth (EtRequest *req, GError **error);
static gboolean draw_credit_note (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { ET_LISTING_FILTERS, NULL };
static const char *const nth_filters[] = { "n", NULL };

/* clang-format off */
const EtRoute et_order_api_routes[] = {
  { "GET", "/api/orders", ET_ROLE_CUSTOMER, ET_READ, read_page, list_orders,
    "One's own orders, the newest first", .filters = filters },
  { "GET", "/api/orders/{id}", ET_ROLE_CUSTOMER, ET_READ, NULL, show_order,
    "An order with its lines and tickets, for its owner and for staff" },
  { "GET", "/api/orders/{id}/invoice.pdf", ET_ROLE_CUSTOMER, ET_DRAW, NULL, draw_invoice,
    "The invoice of an order" },
  { "GET", "/api/orders/{id}/credit-note.pdf", ET_ROLE_CUSTOMER, ET_DRAW, read_nth,
    draw_credit_note, "A credit note of an order, its first or by ?n= another", .filters = nth_filters },
  { NULL },
};
/* clang-format on */

static gboolean
read_page (EtRequest *req, GError **error)
{
  return et_listing_read_page (req, et_request_new_parsed (req, EtPage, NULL), error);
}

static gboolean
list_orders (EtRequest *req, EtDb *db, GError **error)
{
  const EtPage *page = et_request_get_parsed (req);
  EtOrderQuery query = { .account_id = et_request_get_caller (req)->account_id };
  g_autoptr (GPtrArray) orders = et_order_repo_list (db, &query, page, error);
  int64_t count;

  if (orders == NULL || !et_order_repo_count (db, &query, &count, error))
    return FALSE;
  et_listing_answer (req, page, count, orders);
  return TRUE;
}

/* "n" is what ?n= of their PDF asks for. */
static void
write_notes (GArray *notes, EtJsonWriter *writer)
{
  et_json_writer_begin_array (writer, "credit_notes");
  for (guint i = 0; i < notes->len; i++)
    {
      const EtCreditNoteRow *note = &g_array_index (notes, EtCreditNoteRow, i);

      et_json_writer_begin_object (writer, NULL);
      et_json_writer_int64 (writer, "n", i + 1);
      et_json_writer_text (writer, "number", note->number);
      et_json_writer_time (writer, "issued_at", note->issued_at);
      et_json_writer_int64 (writer, "total_cents", note->total_cents);
      et_json_writer_money (writer, "total", note->total_cents);
      et_json_writer_time (writer, "returned_at", note->returned_at);
      et_json_writer_end_object (writer);
    }
  et_json_writer_end_array (writer);
}

static gboolean
show_order (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtOrder) order = et_owned_order_find (req, db, error);
  g_autoptr (GArray) tickets = NULL;
  g_autoptr (GArray) notes = NULL;
  EtJsonWriter *writer;

  if (order == NULL)
    return FALSE;
  tickets = et_ticket_repo_list_ids_of_order (db, order->id, error);
  notes = tickets != NULL ? et_refund_repo_list_notes (db, order->id, error) : NULL;
  if (notes == NULL)
    return FALSE;

  writer = et_request_begin_json (req);
  et_record_write_json_members (order, writer);
  et_answer_ids (tickets, "tickets", writer);
  write_notes (notes, writer);
  et_request_finish_json (req);
  return TRUE;
}

/* Returns: (transfer none): the language that the buyer of @order chose for such papers; the reader's
 * when there is no choice, or no buyer any more. */
static const char *
choose_language (EtRequest *req, EtDb *db, EtOrder *order)
{
  g_autoptr (EtAccount) buyer = et_account_repo_get (db, order->account_id, NULL);

  return et_language_match (buyer != NULL ? buyer->language : NULL, et_request_get_language (req));
}

static gboolean
draw_invoice (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtOrder) order = et_owned_order_find (req, db, error);
  g_autoptr (EtInvoice) invoice = NULL;
  g_autoptr (GBytes) pdf = NULL;

  if (order == NULL)
    return FALSE;
  invoice = et_invoice_load (db, order->id, error);
  if (invoice == NULL)
    return FALSE;
  pdf = et_document_draw_invoice (invoice, choose_language (req, db, order), error);
  if (pdf == NULL)
    return FALSE;
  et_attachment_answer (req, pdf, "application/pdf", "invoice", invoice->number, "pdf");
  return TRUE;
}

#define MOST_NOTES 1000

static gboolean
read_nth (EtRequest *req, GError **error)
{
  int64_t *nth = et_request_new_body_sized (req, sizeof *nth, NULL);

  return et_request_query_int64 (req, "n", 1, MOST_NOTES, 1, nth, error);
}

static gboolean
draw_credit_note (EtRequest *req, EtDb *db, GError **error)
{
  const int64_t *nth = et_request_get_parsed (req);
  g_autoptr (EtOrder) order = et_owned_order_find (req, db, error);
  g_autoptr (EtInvoice) note = NULL;
  g_autoptr (GBytes) pdf = NULL;

  if (order == NULL)
    return FALSE;
  note = et_refund_load_note (db, order->id, *nth, error);
  if (note == NULL)
    return FALSE;
  pdf = et_document_draw_invoice (note, choose_language (req, db, order), error);
  if (pdf == NULL)
    return FALSE;
  et_attachment_answer (req, pdf, "application/pdf", "credit-note", note->number, "pdf");
  return TRUE;
}
