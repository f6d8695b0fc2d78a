/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one place that knows how the platform asks a question that cannot be undone. */
typedef void (*EtQuestionFunc) (gpointer data);

void et_question_ask (GtkWidget *from,
                      const char *heading,
                      const char *body,
                      const char *action_label,
                      EtQuestionFunc func,
                      gpointer self);

typedef void (*EtOfferFunc) (gpointer self, gboolean is_accepted);

void et_question_offer (GtkWidget *from,
                        const char *heading,
                        const char *body,
                        const char *no_label,
                        const char *yes_label,
                        EtOfferFunc func,
                        gpointer self);

G_END_DECLS
