/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

/* Asks for a reason before something is done. Texts are already translated. */
typedef struct
{
  const char *title;
  const char *advice;
  const char *entry; /* what is to be written */
  const char *action; /* on the button */
  gboolean has_force; /* whether used tickets may be meant, too */
  gboolean is_destructive;
} EtReasonTexts;

/* Signal "given" (reason, is_forced). */
#define ET_TYPE_REASON_WINDOW (et_reason_window_get_type ())
G_DECLARE_FINAL_TYPE (EtReasonWindow, et_reason_window, ET, REASON_WINDOW, EtDialog)

EtReasonWindow *et_reason_window_new (GtkWidget *from, const EtReasonTexts *texts);

G_END_DECLS
