/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* Tickets on paper, on every layout. */
#define ET_TYPE_TICKET_PRINTOUT (et_ticket_printout_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketPrintout, et_ticket_printout, ET, TICKET_PRINTOUT, EtPrintout)

EtPrintout *et_ticket_printout_new (GListModel *tickets);

G_END_DECLS
