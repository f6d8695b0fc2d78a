/* SPDX-License-Identifier: MIT */
#include "ui/print/et-ticket-printout.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

struct _EtTicketPrintout
{
  EtPrintout parent_instance;

  GListStore *tickets; /* owned, of EtTicket */
  EtSheet *sheet; /* owned, nullable until it is laid out */
};

G_DEFINE_FINAL_TYPE (EtTicketPrintout, et_ticket_printout, ET_TYPE_PRINTOUT)

static gboolean
et_ticket_printout_lay_out (EtPrintout *printout,
                            EtSheetLayout layout,
                            GArray *copies,
                            GError **error)
{
  EtTicketPrintout *self = ET_TICKET_PRINTOUT (printout);
  EtSheet *sheet = et_sheet_new (G_LIST_MODEL (self->tickets), layout, et_text_get_language (),
                                 error);

  if (sheet == NULL)
    return FALSE;
  et_sheet_set_copies (sheet, copies);
  g_clear_pointer (&self->sheet, et_sheet_free);
  self->sheet = sheet;
  return TRUE;
}

static guint
et_ticket_printout_get_n_pages (EtPrintout *printout)
{
  return et_sheet_get_n_pages (ET_TICKET_PRINTOUT (printout)->sheet);
}

static void
et_ticket_printout_get_page_size (EtPrintout *printout,
                                  guint page,
                                  double *ret_width,
                                  double *ret_height)
{
  et_sheet_get_page_size (ET_TICKET_PRINTOUT (printout)->sheet, page, ret_width, ret_height);
}

static gboolean
et_ticket_printout_draw_page (EtPrintout *printout, guint page, cairo_t *cr, GError **error)
{
  return et_sheet_draw_page (ET_TICKET_PRINTOUT (printout)->sheet, page, cr, error);
}

static void
et_ticket_printout_finalize (GObject *object)
{
  EtTicketPrintout *self = ET_TICKET_PRINTOUT (object);

  g_clear_object (&self->tickets);
  g_clear_pointer (&self->sheet, et_sheet_free);

  G_OBJECT_CLASS (et_ticket_printout_parent_class)->finalize (object);
}

static void
et_ticket_printout_class_init (EtTicketPrintoutClass *klass)
{
  EtPrintoutClass *printout_class = ET_PRINTOUT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_ticket_printout_finalize;
  printout_class->layouts = ET_LAYOUT_MASK (ET_SHEET_A4) | ET_LAYOUT_MASK (ET_SHEET_A4_FOUR) |
                            ET_LAYOUT_MASK (ET_SHEET_A6) | ET_LAYOUT_MASK (ET_SHEET_ROLL);
  printout_class->lay_out = et_ticket_printout_lay_out;
  printout_class->get_n_pages = et_ticket_printout_get_n_pages;
  printout_class->get_page_size = et_ticket_printout_get_page_size;
  printout_class->draw_page = et_ticket_printout_draw_page;
}

static void
et_ticket_printout_init (EtTicketPrintout *self)
{
  self->tickets = g_list_store_new (et_ticket_get_type ());
}

/* @tickets: of EtTicket, at least one; copied, because the list of a page may change. */
EtPrintout *
et_ticket_printout_new (GListModel *tickets)
{
  EtTicketPrintout *self = g_object_new (ET_TYPE_TICKET_PRINTOUT, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (int64_t));
  EtPrintSubject subject = { "ticket", ids, known };
  guint n_tickets = g_list_model_get_n_items (tickets);
  g_autofree char *title = NULL;

  for (guint i = 0; i < n_tickets; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      g_list_store_append (self->tickets, ticket);
      g_array_append_val (ids, ticket->id);
      g_array_append_val (known, ticket->prints);
      if (n_tickets == 1)
        /* Translators: %s is the short number of a ticket, such as K7PQ2-3. */
        title = g_strdup_printf (_ ("Ticket %s"), ticket->short_number);
    }
  if (title == NULL)
    title = et_text_tickets (n_tickets);
  et_printout_set_subject (ET_PRINTOUT (self), &subject, title);
  return ET_PRINTOUT (self);
}
