/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one place that knows how the platform asks for a file. */
typedef void (*EtFileChosenFunc) (GtkWidget *from, GFile *file, gpointer data);

void et_file_chooser_save (GtkWidget *from,
                           const char *title,
                           const char *suggested_name,
                           EtFileChosenFunc func,
                           gpointer data,
                           GDestroyNotify free_data);
void et_file_chooser_save_in_folder (GtkWidget *from,
                                     const char *title,
                                     EtFileChosenFunc func,
                                     gpointer data,
                                     GDestroyNotify free_data);
void et_file_chooser_open (GtkWidget *from,
                           const char *title,
                           const char *name,
                           const char *const *types,
                           EtFileChosenFunc func,
                           gpointer data,
                           GDestroyNotify free_data);

G_END_DECLS
