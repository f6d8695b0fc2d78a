/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"
#include "core/et-order.h"
#include "core/et-ticket.h"

/* Records to draw. */
EtTicket *sample_ticket_new (void);
EtTicket *sample_long_ticket_new (void);
EtTicket *sample_foreign_ticket_new (void);
GListModel *sample_tickets_new (guint n_tickets);
EtInvoice *sample_invoice_new (guint n_lines);
EtInvoice *sample_long_invoice_new (void);
EtOrder *sample_order_new (void);
