/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-editing-page.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-question.h"
#include "ui/shared/et-toast.h"

typedef struct
{
  EtEditor *editor; /* borrowed; the pane */
  EtForm *form; /* borrowed; in the editor */

  EtRecord *dropped_base; /* owned, nullable; of the edit that was left last */
  EtRecord *dropped_draft; /* owned, nullable */
  EtRecord *removed; /* owned, nullable; what was removed last */
} EtEditingPagePrivate;

/* A request under way; the editor may show another record when the answer comes. */
typedef struct
{
  EtEditingPage *page; /* owned */
  EtRecord *base; /* owned; what the editor began with */
  EtRecord *record; /* owned; what was sent */
} EtEditRequest;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EtEditingPage, et_editing_page, ET_TYPE_TABLE_PAGE)

static EtEditRequest *
new_request (EtEditingPage *self, gpointer base, gpointer record)
{
  EtEditRequest *request = g_new0 (EtEditRequest, 1);

  request->page = g_object_ref (self);
  request->base = g_object_ref (base);
  request->record = g_object_ref (record);
  return request;
}

static void
free_request (EtEditRequest *request)
{
  g_object_unref (request->page);
  g_object_unref (request->base);
  g_object_unref (request->record);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtEditRequest, free_request)

static EtContext *
get_context (EtEditingPage *self)
{
  return et_page_get_context (ET_PAGE (self));
}

static gboolean
is_gone (EtEditingPage *self)
{
  return g_cancellable_is_cancelled (et_page_get_cancellable (ET_PAGE (self)));
}

static gboolean
still_shows (EtEditRequest *request)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (request->page);

  return et_editor_get_base (priv->editor) == request->base;
}

static const char *
get_name (EtEditingPage *self, gpointer record)
{
  return ET_EDITING_PAGE_GET_CLASS (self)->get_name (record);
}

static void
show_failure (EtEditRequest *request, const GError *error)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (request->page);

  if (still_shows (request))
    et_editor_show_error (priv->editor, error);
  else
    et_toast_show_error (GTK_WIDGET (request->page), error);
}

/* The list came again after the server refused an edit that began from an older version. */
static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtEditRequest) request = data;
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (request->page);
  g_autoptr (GListModel) records = NULL;
  g_autoptr (EtRecord) theirs = NULL;
  g_autoptr (GError) error = NULL;

  records = et_office_list_finish (get_context (request->page), result, &error);
  if (is_gone (request->page))
    return;
  if (records == NULL)
    {
      show_failure (request, error);
      return;
    }

  et_table_page_show_records (ET_TABLE_PAGE (request->page), records);
  theirs = et_table_page_find (ET_TABLE_PAGE (request->page), et_record_get_id (request->base));
  if (theirs == NULL)
    et_error_set_sentence (&error, ET_ERROR_NOT_FOUND, N_ ("Somebody else removed this meanwhile"));
  if (theirs == NULL)
    show_failure (request, error);
  else if (still_shows (request))
    et_editor_show_conflict (priv->editor, theirs);
}

static void
load_conflict (EtEditRequest *request)
{
  et_office_list_async (get_context (request->page),
                        ET_TABLE_PAGE_GET_CLASS (request->page)->spec->list,
                        et_page_get_cancellable (ET_PAGE (request->page)), reloaded_cb, request);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtEditRequest) request = data;
  EtEditingPage *self = request->page;
  g_autoptr (EtRecord) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  kept = ET_EDITING_PAGE_GET_CLASS (self)->save_finish (get_context (self), result, &error);
  if (is_gone (self))
    return;
  if (g_error_matches (error, ET_ERROR, ET_ERROR_VERSION_CHANGED))
    {
      load_conflict (g_steal_pointer (&request));
      return;
    }
  if (kept == NULL)
    {
      show_failure (request, error);
      return;
    }

  et_table_page_put (ET_TABLE_PAGE (self), kept);
  if (still_shows (request))
    et_table_page_continue (ET_TABLE_PAGE (self), kept);
  text = g_strdup_printf (_ ("“%s” was saved"), get_name (self, kept));
  et_toast_show (GTK_WIDGET (self), text);
}

static void
save (EtEditingPage *self, gpointer base, gpointer record)
{
  ET_EDITING_PAGE_GET_CLASS (self)->save_async (get_context (self), record,
                                                et_page_get_cancellable (ET_PAGE (self)), saved_cb,
                                                new_request (self, base, record));
}

static void
save_cb (EtEditingPage *self, gpointer record)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);

  et_editor_set_busy (priv->editor, TRUE);
  save (self, et_editor_get_base (priv->editor), record);
}

static void
restore_removed_cb (EtEditingPage *self)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  g_autoptr (EtRecord) removed = g_steal_pointer (&priv->removed);
  g_autoptr (EtRecord) now = NULL;
  g_autoptr (EtRecord) record = NULL;

  if (removed == NULL)
    return;

  now = et_table_page_find (ET_TABLE_PAGE (self), et_record_get_id (removed));
  record = ET_EDITING_PAGE_GET_CLASS (self)->restore_record (removed, now);
  save (self, removed, record);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtEditRequest) request = data;
  EtEditingPage *self = request->page;
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  gboolean was_removed = TRUE;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!ET_EDITING_PAGE_GET_CLASS (self)->remove_finish (get_context (self), result, &was_removed,
                                                        &error))
    {
      if (!is_gone (self))
        show_failure (request, error);
      return;
    }
  if (is_gone (self))
    return;

  if (still_shows (request))
    et_table_page_close (ET_TABLE_PAGE (self));
  if (was_removed)
    et_table_page_drop (ET_TABLE_PAGE (self), et_record_get_id (request->record));
  et_table_page_reload (ET_TABLE_PAGE (self));
  text = g_strdup_printf (was_removed ? _ ("“%s” was deleted") : _ ("“%s” is no longer on sale"),
                          get_name (self, request->record));
  if (ET_EDITING_PAGE_GET_CLASS (self)->restore_record == NULL)
    {
      et_toast_show (GTK_WIDGET (self), text);
      return;
    }
  g_set_object (&priv->removed, request->record);
  et_toast_show_undo (GTK_WIDGET (self), text, G_CALLBACK (restore_removed_cb), self);
}

static void
remove_record (EtEditingPage *self, gpointer record)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);

  et_editor_set_busy (priv->editor, TRUE);
  ET_EDITING_PAGE_GET_CLASS (self)->remove_async (get_context (self), record,
                                                  et_page_get_cancellable (ET_PAGE (self)),
                                                  removed_cb, new_request (self, record, record));
}

static void
confirmed_cb (gpointer data)
{
  EtEditingPage *self = data;
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  g_autoptr (EtRecord) record = g_steal_pointer (&priv->removed);

  if (record != NULL && !is_gone (self))
    remove_record (self, record);
}

static void
remove_cb (EtEditingPage *self, gpointer record)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  EtEditingPageClass *klass = ET_EDITING_PAGE_GET_CLASS (self);
  g_autofree char *heading = NULL;

  if (klass->remove_question == NULL)
    {
      remove_record (self, record);
      return;
    }

  g_set_object (&priv->removed, record);
  heading = g_strdup_printf (_ ("Delete “%s”?"), get_name (self, record));
  et_question_ask (GTK_WIDGET (self), heading, _ (klass->remove_question),
                   klass->get_remove_label (record), confirmed_cb, self);
}

static void
restore_dropped_cb (EtEditingPage *self)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  g_autoptr (EtRecord) base = g_steal_pointer (&priv->dropped_base);
  g_autoptr (EtRecord) draft = g_steal_pointer (&priv->dropped_draft);

  if (base == NULL || draft == NULL)
    return;

  et_table_page_open (ET_TABLE_PAGE (self), et_record_get_id (base) != 0 ? base : NULL);
  et_editor_restore (priv->editor, draft);
}

static char *
et_editing_page_show_record (EtTablePage *page, gpointer record)
{
  EtEditingPage *self = ET_EDITING_PAGE (page);
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  EtEditingPageClass *klass = ET_EDITING_PAGE_GET_CLASS (self);
  g_autoptr (EtRecord) new_record = record == NULL ? klass->new_record () : NULL;

  et_editor_edit (
      priv->editor, record != NULL ? record : new_record, record == NULL,
      record != NULL && klass->get_remove_label != NULL ? klass->get_remove_label (record) : NULL);
  return g_strdup (record != NULL ? klass->get_name (record)
                                  : _ (ET_TABLE_PAGE_GET_CLASS (self)->spec->new_label));
}

static void
et_editing_page_refresh_record (EtTablePage *page, gpointer record)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (ET_EDITING_PAGE (page));

  et_editor_refresh (priv->editor, record);
}

/* Nobody is asked whether to leave: what was written can be taken up again. */
static void
et_editing_page_leave_record (EtTablePage *page)
{
  EtEditingPage *self = ET_EDITING_PAGE (page);
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);
  g_autoptr (EtRecord) draft = NULL;
  g_autofree char *text = NULL;

  if (!et_editor_is_dirty (priv->editor) || et_editor_is_busy (priv->editor))
    return;

  draft = et_editor_read_draft (priv->editor);
  g_set_object (&priv->dropped_base, et_editor_get_base (priv->editor));
  g_set_object (&priv->dropped_draft, draft);
  if (draft == NULL)
    {
      et_toast_show (GTK_WIDGET (self), _ ("What you had written was not saved"));
      return;
    }
  text = g_strdup_printf (_ ("Changes to “%s” were not saved"), get_name (self, draft));
  et_toast_show_undo (GTK_WIDGET (self), text, G_CALLBACK (restore_dropped_cb), self);
}

static GtkWidget *
et_editing_page_new_pane (EtTablePage *page)
{
  EtEditingPage *self = ET_EDITING_PAGE (page);
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);

  priv->form = ET_EDITING_PAGE_GET_CLASS (self)->new_form (self);
  priv->editor = ET_EDITOR (et_editor_new (priv->form));
  g_signal_connect_object (priv->editor, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->editor, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (priv->editor);
}

static void
et_editing_page_dispose (GObject *object)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (ET_EDITING_PAGE (object));

  g_clear_object (&priv->dropped_base);
  g_clear_object (&priv->dropped_draft);
  g_clear_object (&priv->removed);

  G_OBJECT_CLASS (et_editing_page_parent_class)->dispose (object);
}

static void
et_editing_page_class_init (EtEditingPageClass *klass)
{
  EtTablePageClass *table_class = ET_TABLE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_editing_page_dispose;
  table_class->new_pane = et_editing_page_new_pane;
  table_class->show_record = et_editing_page_show_record;
  table_class->refresh_record = et_editing_page_refresh_record;
  table_class->leave_record = et_editing_page_leave_record;
}

static void
et_editing_page_init (EtEditingPage *self)
{
}

/* Returns: (transfer none): what new_form() made. */
EtForm *
et_editing_page_get_form (EtEditingPage *self)
{
  EtEditingPagePrivate *priv = et_editing_page_get_instance_private (self);

  g_return_val_if_fail (ET_IS_EDITING_PAGE (self), NULL);

  return priv->form;
}
