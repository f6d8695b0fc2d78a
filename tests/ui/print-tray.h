/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

/* What came out of the virtual printers of tests/support/cupsrun. */
typedef struct
{
  guint n_pages;
  double width, height; /* of the first page, millimetres */
  GPtrArray *codes; /* owned, of char *: on all pages, in order of the pages */
  char *text; /* owned, nullable: selectable text of the first page, of PDF only */
} PrintedDocument;

EtStore *print_tray_open_store (const char *path);
guint print_tray_count (const char *queue);
PrintedDocument *print_tray_take (const char *queue, guint n_documents);
void print_tray_run (const char *command);
void printed_document_free (PrintedDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrintedDocument, printed_document_free)
