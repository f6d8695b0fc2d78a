/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "render/et-sheet.h"

G_BEGIN_DECLS

/* What the person chose last, for each printer of this computer: state, not preferences, so it
 * lies in a file of $XDG_STATE_HOME, etickets/printers.ini, and the preferences only say what a
 * printer begins with. */
#define ET_TYPE_PRINT_MEMORY (et_print_memory_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintMemory, et_print_memory, ET, PRINT_MEMORY, GObject)

void
et_print_memory_load_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
EtPrintMemory *et_print_memory_load_finish (GAsyncResult *result, GError **error);

const char *et_print_memory_get_last_printer (EtPrintMemory *self, const char *kind);
gboolean et_print_memory_get_layout (EtPrintMemory *self,
                                     const char *kind,
                                     const char *printer,
                                     EtSheetLayout *ret_layout);
void et_print_memory_keep (EtPrintMemory *self,
                           const char *kind,
                           const char *printer,
                           EtSheetLayout layout);

EtSheetLayout et_print_memory_get_preferred (const char *kind);

G_END_DECLS
