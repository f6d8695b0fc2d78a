/* SPDX-License-Identifier: MIT */
#include "server/service/et-invoice-issue.h"

#include <string.h>

#include "core/et-json-scan.h"
#include "core/et-money.h"
#include "server/repo/et-counter-repo.h"
#include "server/repo/et-refund-repo.h"

#define CREDIT_PREFIX "A" /* avoir */

/* Invoices are counted by the year in UTC. */
static int64_t
year_of (int64_t time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);

  return g_date_time_get_year (time);
}

/* Returns: (transfer full): a line of an invoice for @quantity tickets as they were sold. */
EtInvoiceLine *
et_invoice_new_line (const EtSaleLine *sold, int64_t quantity)
{
  EtInvoiceLine *line = et_invoice_line_new ();

  et_record_set_text (&line->name, sold->name);
  line->price_cents = sold->price_cents;
  line->quantity = quantity;
  line->tax_permille = sold->tax_permille;
  line->line_total_cents = sold->price_cents * quantity;
  return line;
}

static EtInvoice *
new_invoice (const EtConfig *config,
             const EtPendingOrder *order,
             const EtBuyer *buyer,
             GArray *lines)
{
  EtInvoice *invoice = et_invoice_new ();

  invoice->order_id = order->order_id;
  invoice->total_cents = order->total_cents;
  et_record_set_text (&invoice->currency, ET_CURRENCY);
  et_record_set_text (&invoice->seller_name, config->seller_name);
  et_record_set_text (&invoice->seller_address, config->seller_address);
  et_record_set_text (&invoice->seller_tax_number, config->seller_tax_number);
  et_record_set_text (&invoice->buyer_name, buyer->name);
  et_record_set_text (&invoice->buyer_address, buyer->address);
  et_record_set_text (&invoice->buyer_email, buyer->email);
  for (guint i = 0; i < lines->len; i++)
    {
      const EtSaleLine *line = &g_array_index (lines, EtSaleLine, i);

      g_ptr_array_add (invoice->items, et_invoice_new_line (line, line->quantity));
    }
  return invoice;
}

static char *
serialise (EtInvoice *invoice)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  gsize length;
  const char *text;

  et_record_write_json (invoice, NULL, writer);
  json = et_json_writer_finish (writer);
  text = g_bytes_get_data (json, &length);
  return g_strndup (text, length);
}

/* Takes the next number of the year. An invoice that fails gives its number back with its
 * savepoint, so that there is never a gap. */
static gboolean
take_number (EtDb *db, const char *series, EtInvoiceRow *row, char **ret_number, GError **error)
{
  g_autofree char *counter = g_strdup_printf ("%s-%" G_GINT64_FORMAT, series, row->year);

  if (!et_counter_repo_raise (db, counter, 1, &row->serial, error))
    return FALSE;
  *ret_number = g_strdup_printf ("%" G_GINT64_FORMAT "-%06" G_GINT64_FORMAT, row->year,
                                 row->serial);
  return TRUE;
}

/* Writes the invoice of an order that is paid: the document that stays as it is for ever.
 * @lines: of EtSaleLine. */
gboolean
et_invoice_issue (EtDb *db,
                  const EtConfig *config,
                  const EtPendingOrder *order,
                  const char *order_code,
                  const EtBuyer *buyer,
                  GArray *lines,
                  int64_t now,
                  GError **error)
{
  g_autoptr (EtInvoice) invoice = new_invoice (config, order, buyer, lines);
  g_autofree char *document = NULL;
  EtInvoiceRow row = { .year = year_of (now), .order_id = order->order_id, .issued_at = now };

  if (!take_number (db, "invoice", &row, &invoice->number, error))
    return FALSE;

  invoice->issued_at = now;
  et_record_set_text (&invoice->order_code, order_code);
  document = serialise (invoice);
  row.number = invoice->number;
  row.document = document;
  return et_invoice_repo_insert (db, &row, error);
}

/* Gives a credit note its number, of a series of its own, and keeps it for ever. */
gboolean
et_invoice_issue_credit (EtDb *db, EtInvoice *note, int64_t *ret_id, GError **error)
{
  EtInvoiceRow row = { .year = year_of (note->issued_at),
                       .order_id = note->order_id,
                       .issued_at = note->issued_at };
  g_autofree char *number = NULL;
  g_autofree char *document = NULL;

  if (!take_number (db, "credit-note", &row, &number, error))
    return FALSE;

  g_free (note->number);
  note->number = g_strconcat (CREDIT_PREFIX, number, NULL);
  document = serialise (note);
  row.number = note->number;
  row.document = document;
  return et_refund_repo_insert_note (db, &row, note->total_cents, ret_id, error);
}

/* Returns: (transfer full): the invoice, or credit note, of a document that was kept. */
EtInvoice *
et_invoice_parse (const char *document, GError **error)
{
  g_autoptr (JsonObject)
      object = et_json_parse_object (document, strlen (document), &et_json_answer_limits, error);

  if (object == NULL)
    return NULL;
  return et_record_from_json (et_invoice_get_type (), object, ET_JSON_LENIENT, error);
}

/* Returns: (transfer full): the invoice of an order; NULL with ET_ERROR_NOT_FOUND. */
EtInvoice *
et_invoice_load (EtDb *db, int64_t order_id, GError **error)
{
  g_autofree char *document = et_invoice_repo_find_document (db, order_id, error);

  return document != NULL ? et_invoice_parse (document, error) : NULL;
}
