/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-text.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

static char *
describe_delivery (EtPrintRun *run)
{
  EtPrintDelivery *delivery = et_print_run_get_delivery (run);
  const GError *refusal = et_print_delivery_get_refusal (delivery);
  const char *printer = et_print_run_get_printer_name (run);

  if (et_print_delivery_is_recalling (delivery))
    return g_strdup_printf (_ ("Asking “%s” to give the job back"), printer);
  if (refusal != NULL)
    return et_text_error (refusal);
  if (et_print_delivery_is_stalled (delivery))
    return g_strdup_printf (_ ("“%s” does not answer. The job stays in its queue and is printed "
                               "when the printer is back."),
                            printer);
  if (et_print_run_get_phase (run) == ET_PRINT_QUEUED)
    return g_strdup_printf (_ ("Waiting in the queue of “%s”"), printer);
  return g_strdup_printf (_ ("“%s” is printing"), printer);
}

static char *
describe_drawing (EtPrintRun *run)
{
  guint n_drawn, n_pages;

  et_print_run_get_pages (run, &n_drawn, &n_pages);
  /* Translators: pages drawn, and all pages. */
  return g_strdup_printf (_ ("Drawing page %u of %u"), MIN (n_drawn + 1, n_pages), n_pages);
}

/* Returns: (transfer full): what goes on, in words */
char *
et_print_text_describe (EtPrintRun *run)
{
  const char *printer = et_print_run_get_printer_name (run);

  switch (et_print_run_get_phase (run))
    {
    case ET_PRINT_DRAWING:
      return describe_drawing (run);
    case ET_PRINT_SENDING:
      return g_strdup_printf (_ ("Sending to “%s”"), printer);
    case ET_PRINT_QUEUED:
    case ET_PRINT_PRINTING:
      return describe_delivery (run);
    case ET_PRINT_DONE:
      return g_strdup_printf (_ ("Printed on “%s”"), printer);
    case ET_PRINT_CANCELLED:
      return g_strdup (_ ("Nothing was printed"));
    case ET_PRINT_RECALLED:
      return g_strdup_printf (_ ("“%s” gave the job back. Nothing was printed."), printer);
    case ET_PRINT_STOPPED:
      return g_strdup_printf (_ ("“%s” was stopped. Pages may have come out."), printer);
    case ET_PRINT_PREPARING:
    case ET_PRINT_FAILED:
    default:
      return g_strdup_printf (_ ("Looking for “%s”"), printer);
    }
}
