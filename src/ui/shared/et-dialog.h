/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A window above another one, which goes with it. Calls that are under way may hold it longer than
 * either shows. */
#define ET_TYPE_DIALOG (et_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (EtDialog, et_dialog, ET, DIALOG, AdwWindow)

struct _EtDialogClass
{
  AdwWindowClass parent_class;
};

GCancellable *et_dialog_get_cancellable (EtDialog *self);

G_END_DECLS
