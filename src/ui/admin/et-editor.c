/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-editor.h"

#include <glib/gi18n-lib.h>

#include "core/et-record.h"
#include "ui/shared/et-text.h"

struct _EtEditor
{
  AdwBin parent_instance;

  /* Template children */
  AdwBin *slot;
  GtkWidget *conflict;
  GtkListBox *conflict_rows;
  GtkWidget *changes;
  GtkListBox *change_rows;
  GtkLabel *problem;
  GtkButton *remove;
  GtkButton *save;

  EtForm *form; /* borrowed */
  EtRecord *base; /* owned, nullable; what the server keeps as far as we know */
  EtRecord *theirs; /* owned, nullable; what it keeps instead, after a conflict */
  gboolean is_new;
  gboolean is_touched; /* a person has written since it was filled */
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (EtEditor, et_editor, ADW_TYPE_BIN)

enum
{
  SAVE,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_rows (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
add_row (GtkListBox *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (list, row);
}

static void
add_change (GtkListBox *list, const EtFieldChange *change)
{
  /* Translators: a member of a record, its old value and its new one. */
  g_autofree char *text = g_strdup_printf (_ ("%s: %s → %s"), _ (change->field->label),
                                           change->before, change->after);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36); /* lets what scrolls know its height */
  gtk_list_box_append (list, label);
  gtk_widget_set_focusable (gtk_widget_get_parent (label), FALSE);
}

static void
show_problem (EtEditor *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL && *text != '\0');
}

static void
show_changes (EtEditor *self, gpointer draft)
{
  g_autoptr (GPtrArray) changes = NULL;

  clear_rows (self->change_rows);
  if (draft == NULL || self->is_new || self->theirs != NULL)
    {
      gtk_widget_set_visible (self->changes, FALSE);
      return;
    }

  changes = et_field_change_list (et_form_get_fields (self->form), self->base, draft);
  for (guint i = 0; i < changes->len; i++)
    add_change (self->change_rows, g_ptr_array_index (changes, i));
  gtk_widget_set_visible (self->changes, changes->len > 0);
}

static void
update (EtEditor *self)
{
  g_autofree char *problem = NULL;
  g_autoptr (EtRecord) draft = NULL;
  gboolean is_dirty;

  if (self->base == NULL)
    return;

  draft = et_form_read (self->form, self->base, &problem);
  is_dirty = draft == NULL || !et_record_equal (draft, self->base);
  show_changes (self, draft);
  show_problem (self, self->is_touched ? problem : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), draft != NULL && (is_dirty || self->is_new) &&
                                                         !self->is_busy && self->theirs == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove), !self->is_busy);
}

static void
end_conflict (EtEditor *self)
{
  g_clear_object (&self->theirs);
  gtk_widget_set_visible (self->conflict, FALSE);
}

static void
start_with (EtEditor *self, gpointer record)
{
  end_conflict (self);
  g_set_object (&self->base, record);
  et_form_fill (self->form, record);
  self->is_touched = FALSE;
  update (self);
}

static void
edited_cb (EtEditor *self)
{
  self->is_touched = TRUE;
  update (self);
}

static void
save_cb (EtEditor *self)
{
  g_autoptr (EtRecord) draft = et_editor_read_draft (self);

  if (draft != NULL && gtk_widget_get_sensitive (GTK_WIDGET (self->save)))
    g_signal_emit (self, signals[SAVE], 0, draft);
}

static void
remove_cb (EtEditor *self)
{
  g_signal_emit (self, signals[REMOVE], 0, self->base);
}

static void
use_theirs_cb (EtEditor *self)
{
  g_autoptr (EtRecord) theirs = g_steal_pointer (&self->theirs);

  start_with (self, theirs);
}

/* What the other person changed stays, except where this form says otherwise. */
static void
keep_mine_cb (EtEditor *self)
{
  g_autoptr (EtRecord) theirs = g_steal_pointer (&self->theirs);
  g_autoptr (EtRecord) draft = et_editor_read_draft (self);
  g_autoptr (EtRecord) merged = NULL;

  if (draft == NULL)
    {
      self->theirs = g_steal_pointer (&theirs);
      return;
    }

  merged = et_record_merge (self->base, draft, theirs);
  start_with (self, theirs);
  et_editor_restore (self, merged);
  save_cb (self);
}

static void
et_editor_dispose (GObject *object)
{
  EtEditor *self = ET_EDITOR (object);

  g_clear_object (&self->base);
  g_clear_object (&self->theirs);

  G_OBJECT_CLASS (et_editor_parent_class)->dispose (object);
}

static void
add_signals (void)
{
  static const char *const names[] = { "save", "remove" };

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], ET_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, ET_TYPE_RECORD);
}

static void
et_editor_class_init (EtEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_editor_dispose;
  add_signals ();

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, EtEditor, slot);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, conflict);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, conflict_rows);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, changes);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, change_rows);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, problem);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, remove);
  gtk_widget_class_bind_template_child (widget_class, EtEditor, save);
  gtk_widget_class_bind_template_callback (widget_class, keep_mine_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_theirs_cb);
}

static void
et_editor_init (EtEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* An editor around @form (transfer floating). */
GtkWidget *
et_editor_new (EtForm *form)
{
  EtEditor *self = g_object_new (ET_TYPE_EDITOR, NULL);

  self->form = form;
  adw_bin_set_child (self->slot, GTK_WIDGET (form));
  g_signal_connect_object (form, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* Begins with @record. @remove_label: (nullable): translated; NULL: it cannot be removed. */
void
et_editor_edit (EtEditor *self, gpointer record, gboolean is_new, const char *remove_label)
{
  g_return_if_fail (ET_IS_EDITOR (self));

  self->is_new = is_new;
  self->is_busy = FALSE;
  gtk_button_set_label (self->save, is_new ? _ ("_Create") : _ ("_Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->remove), remove_label != NULL);
  gtk_button_set_label (self->remove, remove_label != NULL ? remove_label : "");
  start_with (self, record);
}

/* Shows what the server keeps now, unless a person has begun to write. */
void
et_editor_refresh (EtEditor *self, gpointer record)
{
  g_return_if_fail (ET_IS_EDITOR (self));

  if (!self->is_busy && !et_editor_is_dirty (self) && !et_record_equal (self->base, record))
    start_with (self, record);
}

/* Whether a person wrote something that the server does not keep. */
gboolean
et_editor_is_dirty (EtEditor *self)
{
  g_autoptr (EtRecord) draft = NULL;

  g_return_val_if_fail (ET_IS_EDITOR (self), FALSE);

  if (self->base == NULL || !self->is_touched)
    return FALSE;
  draft = et_editor_read_draft (self);
  return draft == NULL || !et_record_equal (draft, self->base);
}

/* Returns: (nullable) (transfer none): what was begun with. */
gpointer
et_editor_get_base (EtEditor *self)
{
  g_return_val_if_fail (ET_IS_EDITOR (self), NULL);

  return self->base;
}

/* Returns: (nullable) (transfer full): what the form says; NULL while it is not valid. */
gpointer
et_editor_read_draft (EtEditor *self)
{
  g_autofree char *problem = NULL;

  g_return_val_if_fail (ET_IS_EDITOR (self), NULL);

  return self->base != NULL ? et_form_read (self->form, self->base, &problem) : NULL;
}

/* Writes @draft into the form again, above what was begun with. */
void
et_editor_restore (EtEditor *self, gpointer draft)
{
  g_return_if_fail (ET_IS_EDITOR (self));

  et_form_fill (self->form, draft);
  edited_cb (self);
}

/* While the server is asked, nothing can be sent a second time. */
void
et_editor_set_busy (EtEditor *self, gboolean is_busy)
{
  g_return_if_fail (ET_IS_EDITOR (self));

  self->is_busy = is_busy;
  update (self);
}

/* Says why the server did not keep it; what was written stays. */
void
et_editor_show_error (EtEditor *self, const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ET_IS_EDITOR (self));

  text = et_text_error (error);
  et_editor_set_busy (self, FALSE);
  show_problem (self, text);
}

/* Whether the server is being asked. */
gboolean
et_editor_is_busy (EtEditor *self)
{
  g_return_val_if_fail (ET_IS_EDITOR (self), FALSE);

  return self->is_busy;
}

/* Somebody else changed the record into @theirs: shows how, and lets the person choose. */
void
et_editor_show_conflict (EtEditor *self, gpointer theirs)
{
  g_autoptr (EtRecord) draft = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  g_return_if_fail (ET_IS_EDITOR (self));

  g_set_object (&self->theirs, theirs);
  draft = et_editor_read_draft (self);
  changes = et_field_change_list (et_form_get_fields (self->form), self->base, theirs);
  clear_rows (self->conflict_rows);
  for (guint i = 0; i < changes->len; i++)
    {
      EtFieldChange *change = g_ptr_array_index (changes, i);
      g_autofree char *mine = draft != NULL ? change->field->get_text (draft) : NULL;
      g_autofree char *text = NULL;

      if (mine != NULL && g_strcmp0 (mine, change->before) != 0)
        text = g_strdup_printf (_ ("Before: %s · Now: %s · Yours: %s"), change->before,
                                change->after, mine);
      else
        text = g_strdup_printf (_ ("Before: %s · Now: %s"), change->before, change->after);
      add_row (self->conflict_rows, _ (change->field->label), text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->conflict_rows), changes->len > 0);
  gtk_widget_set_visible (self->conflict, TRUE);
  et_editor_set_busy (self, FALSE);
  gtk_widget_grab_focus (self->conflict);
}
