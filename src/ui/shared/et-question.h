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

G_END_DECLS
