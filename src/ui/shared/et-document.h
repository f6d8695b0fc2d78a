/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Documents made by this program and written where the person says, away from the UI thread. */

/* Makes the document, on another thread. Returns: (transfer full): NULL with @error. */
typedef GBytes *(*EtDocumentFunc) (gpointer data, GError **error);

void et_document_save_made (
    GtkWidget *from, GFile *file, EtDocumentFunc make, gpointer data, GDestroyNotify free_data);
void et_document_save (GtkWidget *from, GFile *file, GBytes *document);
void et_document_open (GtkWidget *from, const char *name, GBytes *document);

G_END_DECLS
