/* SPDX-License-Identifier: MIT */
#include "server/service/et-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-invoice.h"
#include "core/et-json-scan.h"
#include "core/et-translation.h"

#define MOST_INVOICES 100

static int64_t
add_up (EtInvoice *invoice)
{
  int64_t total = 0;

  for (guint i = 0; i < invoice->items->len; i++)
    total += ET_INVOICE_LINE (g_ptr_array_index (invoice->items, i))->line_total_cents;
  return total;
}

static gboolean
is_as_issued (const EtInvoiceCheck *check)
{
  g_autoptr (JsonObject) object = et_json_parse_object (check->document, strlen (check->document),
                                                        &et_json_answer_limits, NULL);
  g_autoptr (EtInvoice) invoice = NULL;

  if (object == NULL)
    return FALSE;
  invoice = et_record_from_json (et_invoice_get_type (), object, ET_JSON_LENIENT, NULL);
  return invoice != NULL && g_strcmp0 (invoice->number, check->number) == 0 &&
         invoice->order_id == check->order_id && invoice->total_cents == check->total_cents &&
         add_up (invoice) == invoice->total_cents;
}

static gboolean
check_invoice (const EtInvoiceCheck *check, gpointer data)
{
  GArray *faults = data;
  EtFault fault = {
    N_ ("Order {id}: its invoice or a credit note does not say what was sold or refunded"),
    check->order_id
  };

  if (!is_as_issued (check))
    g_array_append_val (faults, fault);
  return faults->len < MOST_INVOICES;
}

/* Recomputes from the rows everything that other rows claim; changes nothing.
 * Returns: (transfer full): an array of EtFault, empty when all is well. */
GArray *
et_check_run (EtDb *db, GError **error)
{
  g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (EtFault));

  if (!et_check_repo_foreach_invoice (db, check_invoice, faults, error) ||
      !et_check_repo_find_faults (db, faults, error))
    return NULL;
  return g_steal_pointer (&faults);
}

/* Returns: (transfer full): the fault in a sentence for people; @language is a word of et_languages. */
char *
et_fault_describe (const EtFault *fault, const char *language)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, fault->id);
  g_autoptr (GString) sentence = g_string_new (et_translate (language, fault->sentence));

  g_string_replace (sentence, "{id}", id, 1);
  return g_strdup (sentence->str);
}
