/* SPDX-License-Identifier: MIT */
#include "server/service/et-document.h"

#include "core/et-error.h"
#include "render/et-export.h"

#define QR_PIXELS_PER_MODULE 12 /* about 50 mm at 300 dpi */

/* The signing key of an old ticket may have left the key file. */
static gboolean
require_key (EtTicket *ticket, GError **error)
{
  if (ticket->ticket_key == NULL)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return ticket->ticket_key != NULL;
}

/* Returns: (transfer full): a PDF of one A6 page. */
GBytes *
et_document_draw_ticket (EtTicket *ticket, const char *language, GError **error)
{
  return require_key (ticket, error) ? et_export_ticket_pdf (ticket, language, error) : NULL;
}

/* Returns: (transfer full): a PNG of the ticket's code with its quiet zone. */
GBytes *
et_document_draw_qr (EtTicket *ticket, GError **error)
{
  return require_key (ticket, error)
             ? et_export_qr_png (ticket->ticket_key, QR_PIXELS_PER_MODULE, error)
             : NULL;
}

/* Returns: (transfer full): a PDF. */
GBytes *
et_document_draw_invoice (EtInvoice *invoice, const char *language, GError **error)
{
  return et_export_invoice_pdf (invoice, language, error);
}
