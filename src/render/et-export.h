/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"
#include "core/et-ticket.h"
#include "render/et-sheet.h"

G_BEGIN_DECLS

/* Whole documents in memory; write them with et_export_save(). Dots per inch matter for PNG. */
GBytes *et_export_ticket_pdf (EtTicket *ticket, const char *language, GError **error);
GBytes *et_export_ticket_svg (EtTicket *ticket, const char *language, GError **error);
GBytes *et_export_ticket_png (EtTicket *ticket, const char *language, int dpi, GError **error);
GBytes *et_export_tickets_pdf (GListModel *tickets,
                               EtSheetLayout layout,
                               const char *language,
                               GError **error);
GBytes *et_export_invoice_pdf (EtInvoice *invoice, const char *language, GError **error);
GBytes *et_export_qr_png (const char *text, int pixels_per_module, GError **error);

/* Replaces @path whole or not at all; mode 0600. */
gboolean et_export_save (GBytes *document, const char *path, GError **error);

G_END_DECLS
