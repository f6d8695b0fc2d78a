/* SPDX-License-Identifier: MIT */
#include <cairo-pdf.h>
#include <stdio.h>

#include "render/et-export.h"
#include "render/et-ticket-drawing.h"
#include "tests/render/sample.h"

/* Prints as JSON what tickets cost to draw: one, and a sheet of many as PDF with the most memory
 * that the process ever had. Usage: et-sheet TICKETS */

#define ROUNDS 100

static double
measure_ticket_ms (EtTicket *ticket)
{
  cairo_surface_t *pdf = cairo_pdf_surface_create (NULL, 420, 298);
  cairo_t *cr = cairo_create (pdf);
  int64_t started = g_get_monotonic_time ();

  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr (EtTicketDrawing)
          drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, "fr", NULL);

      et_ticket_drawing_draw (drawing, cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (pdf);
  return (double) (g_get_monotonic_time () - started) / 1000 / ROUNDS;
}

static double
read_peak_mib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmHWM:");
  return line != NULL ? g_ascii_strtod (line + strlen ("VmHWM:"), NULL) / 1024 : 0;
}

int
main (int argc, char *argv[])
{
  guint n_tickets = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 500;
  g_autoptr (GListModel) tickets = sample_tickets_new (n_tickets);
  g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, 0);
  g_autoptr (GError) error = NULL;
  int64_t started = g_get_monotonic_time ();
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, ET_SHEET_A4_FOUR, "fr", &error);
  double sheet_ms = (double) (g_get_monotonic_time () - started) / 1000;

  if (pdf == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  printf ("{\"sheet_ms\": %.0f, \"peak_mib\": %.1f, \"size_kib\": %zu, ", sheet_ms,
          read_peak_mib (), g_bytes_get_size (pdf) / 1024);
  printf ("\"ticket_ms\": %.2f}\n", measure_ticket_ms (ticket));
  return 0;
}
