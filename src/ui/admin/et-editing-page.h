/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-editor.h"
#include "ui/admin/et-table-page.h"

G_BEGIN_DECLS

/* A table page whose pane is an editor: saves, removes, tells conflicts, and takes nothing away
 * that cannot be taken back. */
#define ET_TYPE_EDITING_PAGE (et_editing_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (EtEditingPage, et_editing_page, ET, EDITING_PAGE, EtTablePage)

struct _EtEditingPageClass
{
  EtTablePageClass parent_class;

  /* Returns: (transfer floating): the entries. */
  EtForm *(*new_form) (EtEditingPage *self);
  /* Returns: (transfer none): the name of a record, as it stands in sentences. */
  const char *(*get_name) (gpointer record);
  /* Returns: (transfer full): what an empty form begins with; NULL where none can be made. */
  gpointer (*new_record) (void);
  void (*save_async) (EtContext *context,
                      gpointer record,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data);
  gpointer (*save_finish) (EtContext *context, GAsyncResult *result, GError **error);

  /* Where records can be removed; NULL elsewhere. The label is translated; a record for which
   * there is none stays. What can be put back is: by saving what restore_record() returns, where
   * @record is what was removed, @now what the server keeps of it, NULL for nothing. For the rest
   * there is a question (msgid), which is asked before. */
  const char *(*get_remove_label) (gpointer record);
  void (*remove_async) (EtContext *context,
                        gpointer record,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  gboolean (*remove_finish) (EtContext *context,
                             GAsyncResult *result,
                             gboolean *ret_removed,
                             GError **error);
  gpointer (*restore_record) (gpointer record, gpointer now);
  const char *remove_question;
};

EtForm *et_editing_page_get_form (EtEditingPage *self);

G_END_DECLS
