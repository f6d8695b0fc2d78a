/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/admin/et-form.h"

G_BEGIN_DECLS

/* A form with what it would change below it, and the buttons that save and remove.
 * Signals: "save" (record): a person wants the server to keep it; "remove" (record as it was). */
#define ET_TYPE_EDITOR (et_editor_get_type ())
G_DECLARE_FINAL_TYPE (EtEditor, et_editor, ET, EDITOR, AdwBin)

GtkWidget *et_editor_new (EtForm *form);
void et_editor_edit (EtEditor *self, gpointer record, gboolean is_new, const char *remove_label);
void et_editor_refresh (EtEditor *self, gpointer record);
gboolean et_editor_is_dirty (EtEditor *self);
gboolean et_editor_is_busy (EtEditor *self);
gpointer et_editor_get_base (EtEditor *self);
gpointer et_editor_read_draft (EtEditor *self);
void et_editor_restore (EtEditor *self, gpointer draft);
void et_editor_set_busy (EtEditor *self, gboolean is_busy);
void et_editor_show_error (EtEditor *self, const GError *error);
void et_editor_show_conflict (EtEditor *self, gpointer theirs);

G_END_DECLS
