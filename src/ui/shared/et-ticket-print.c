/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-ticket-print.h"

#include <glib/gi18n-lib.h>

#include "render/et-sheet.h"
#include "ui/shared/et-text.h"

#define ROLL_WIDTH_MM 90
#define A6_LONG_SIDE_MM 160

typedef struct
{
  GListModel *tickets; /* owned */
  EtSheet *sheet; /* owned, nullable until printing begins */
  gboolean wants_four;
} Print;

static void
free_print (gpointer data)
{
  Print *print = data;

  g_object_unref (print->tickets);
  g_clear_pointer (&print->sheet, et_sheet_free);
  g_free (print);
}

static Print *
get_print (GtkPrintOperation *operation)
{
  return g_object_get_data (G_OBJECT (operation), "et-print");
}

static EtSheetLayout
find_layout (GtkPageSetup *setup, gboolean wants_four)
{
  double width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_MM);
  double height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_MM);

  if (MIN (width, height) <= ROLL_WIDTH_MM)
    return ET_SHEET_ROLL;
  if (MAX (width, height) <= A6_LONG_SIDE_MM)
    return ET_SHEET_A6;
  return wants_four ? ET_SHEET_A4_FOUR : ET_SHEET_A4;
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  Print *print = get_print (operation);
  EtSheetLayout layout = find_layout (gtk_print_context_get_page_setup (context),
                                      print->wants_four);

  print->sheet = et_sheet_new (print->tickets, layout, et_text_get_language (), NULL);
  if (print->sheet == NULL)
    {
      gtk_print_operation_cancel (operation);
      return;
    }
  gtk_print_operation_set_n_pages (operation, et_sheet_get_n_pages (print->sheet));
}

/* A sheet is drawn at its true size; paper that is smaller gets it scaled down. */
static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  Print *print = get_print (operation);
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width;
  double height;
  double scale;

  et_sheet_get_page_size (print->sheet, page, &width, &height);
  scale = MIN (gtk_page_setup_get_paper_width (setup, GTK_UNIT_MM) / width,
               gtk_page_setup_get_paper_height (setup, GTK_UNIT_MM) / height);
  if (scale < 1)
    cairo_scale (cr, scale, scale);
  if (!et_sheet_draw_page (print->sheet, page, cr, NULL))
    gtk_print_operation_cancel (operation);
}

static GObject *
create_custom_widget_cb (GtkPrintOperation *operation, gpointer data)
{
  Print *print = get_print (operation);
  GtkWidget *four = gtk_check_button_new_with_mnemonic (_ ("_Four tickets on a page, to cut"));

  gtk_widget_set_margin_start (four, 12);
  gtk_widget_set_margin_top (four, 12);
  gtk_widget_set_sensitive (four, g_list_model_get_n_items (print->tickets) > 1);
  return G_OBJECT (four);
}

static void
apply_custom_widget_cb (GtkPrintOperation *operation, GtkWidget *four, gpointer data)
{
  get_print (operation)->wants_four = gtk_check_button_get_active (GTK_CHECK_BUTTON (four));
}

GtkPrintOperation *
et_ticket_print_new (GListModel *tickets)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Print *print = g_new0 (Print, 1);

  print->tickets = g_object_ref (tickets);
  g_object_set_data_full (G_OBJECT (operation), "et-print", print, free_print);
  gtk_print_operation_set_job_name (operation, _ ("Tickets"));
  gtk_print_operation_set_unit (operation, GTK_UNIT_MM);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_track_print_status (operation, TRUE);
  gtk_print_operation_set_custom_tab_label (operation, _ ("Tickets"));
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), NULL);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), NULL);
  g_signal_connect (operation, "create-custom-widget", G_CALLBACK (create_custom_widget_cb), NULL);
  g_signal_connect (operation, "custom-widget-apply", G_CALLBACK (apply_custom_widget_cb), NULL);
  return operation;
}
