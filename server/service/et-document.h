/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"
#include "core/et-ticket.h"

G_BEGIN_DECLS

/* What is drawn for a reader of @language, a word of et_languages. */
GBytes *et_document_draw_ticket (EtTicket *ticket, const char *language, GError **error);
GBytes *et_document_draw_qr (EtTicket *ticket, GError **error);
GBytes *et_document_draw_invoice (EtInvoice *invoice, const char *language, GError **error);

G_END_DECLS
