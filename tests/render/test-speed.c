/* SPDX-License-Identifier: MIT */
#include "render/et-export.h"
#include "sample.h"

/* Times are printed for people to compare with; nothing depends on them. */

static void
print_time (const char *what, guint times, int64_t started_us)
{
  g_test_message ("%s: %.2f ms", what,
                  (double) (g_get_monotonic_time () - started_us) / 1000 / times);
}

static void
test_one_ticket (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) first = et_export_ticket_pdf (ticket, "fr", NULL);
  int64_t started = g_get_monotonic_time ();

  for (int i = 0; i < 20; i++)
    {
      g_autoptr (GBytes) pdf = et_export_ticket_pdf (ticket, "fr", NULL);

      g_assert_true (g_bytes_equal (first, pdf));
    }
  print_time ("PDF of a ticket", 20, started);
  started = g_get_monotonic_time ();
  for (int i = 0; i < 5; i++)
    g_bytes_unref (et_export_ticket_png (ticket, "fr", 300, NULL));
  print_time ("PNG of a ticket at 300 dpi", 5, started);
  started = g_get_monotonic_time ();
  for (int i = 0; i < 100; i++)
    g_bytes_unref (et_export_qr_png (ticket->ticket_key, 8, NULL));
  print_time ("PNG of a QR code", 100, started);
}

static void
test_hundred_pages (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (100);
  int64_t started = g_get_monotonic_time ();
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, ET_SHEET_A6, "fr", NULL);

  print_time ("PDF of 100 A6 pages", 1, started);
  g_assert_nonnull (pdf);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speed/one-ticket", test_one_ticket);
  g_test_add_func ("/speed/hundred-pages", test_hundred_pages);
  return g_test_run ();
}
