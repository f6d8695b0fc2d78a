/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-account-desk.h"

#include <glib/gi18n-lib.h>

#include "client/et-office-desk.h"
#include "ui/admin/et-table-page.h"
#include "ui/shared/et-page.h"
#include "ui/shared/et-question.h"
#include "ui/shared/et-toast.h"

struct _EtAccountDesk
{
  AdwBin parent_instance;

  /* Template children */
  GtkWidget *issue;
  GtkWidget *remove;
  AdwActionRow *second_step;
  GtkWidget *code_row;
  GtkLabel *code;

  EtAccount *account; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtAccountDesk, et_account_desk, ADW_TYPE_BIN)

static EtContext *
get_context (EtAccountDesk *self)
{
  return et_page_get_context (ET_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (self), ET_TYPE_PAGE)));
}

static void
show_code (EtAccountDesk *self, const char *code)
{
  gtk_label_set_text (self->code, code != NULL ? code : "");
  gtk_widget_set_visible (self->code_row, code != NULL);
}

static void
tell (EtAccountDesk *self, const GError *error)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    et_toast_show_error (GTK_WIDGET (self), error);
}

/* A code is for the person in the pane: one that comes after the pane has changed is not shown. */
static void
issued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtAccountDesk) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = et_office_desk_issue_code_finish (ET_CONTEXT (source), result, &error);

  if (code == NULL)
    tell (self, error);
  else if (!gtk_widget_get_sensitive (self->issue))
    show_code (self, code);
  gtk_widget_set_sensitive (self->issue, TRUE);
}

static void
issue_cb (EtAccountDesk *self)
{
  show_code (self, NULL);
  gtk_widget_set_sensitive (self->issue, FALSE);
  et_office_desk_issue_code_async (get_context (self), self->account->id, NULL, issued_cb,
                                   g_object_ref (self));
}

static void
show_second_step (EtAccountDesk *self, gboolean is_set_up)
{
  adw_action_row_set_subtitle (
      self->second_step,
      is_set_up ? _ ("Set up. Take it away when the phone and the recovery codes are gone.")
                : _ ("Not set up"));
  gtk_widget_set_visible (self->remove, is_set_up);
}

/* Another account that came into the pane meanwhile still has its step. */
static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtAccountDesk) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_removed = et_office_desk_finish (ET_CONTEXT (source), result, &error);
  gboolean is_shown = !gtk_widget_get_sensitive (self->remove);

  gtk_widget_set_sensitive (self->remove, TRUE);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (!is_removed)
    {
      tell (self, error);
      return;
    }
  if (is_shown)
    show_second_step (self, FALSE);
  et_table_page_reload (
      ET_TABLE_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (self), ET_TYPE_TABLE_PAGE)));
  et_toast_show (GTK_WIDGET (self), _ ("The password alone signs in again"));
}

static void
remove_step (gpointer data)
{
  EtAccountDesk *self = data;

  gtk_widget_set_sensitive (self->remove, FALSE);
  et_office_desk_remove_second_step_async (get_context (self), self->account->id, NULL, removed_cb,
                                           g_object_ref (self));
}

static void
remove_cb (EtAccountDesk *self)
{
  et_question_ask (GTK_WIDGET (self), _ ("Take Away the Second Step?"),
                   _ ("The password alone will sign in to this account. Be sure that it is really "
                      "its owner who asks."),
                   _ ("_Take Away"), remove_step, self);
}

static void
copy_cb (EtAccountDesk *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->code));
  et_toast_show (GTK_WIDGET (self), _ ("Copied"));
}

static void
et_account_desk_finalize (GObject *object)
{
  g_clear_object (&ET_ACCOUNT_DESK (object)->account);

  G_OBJECT_CLASS (et_account_desk_parent_class)->finalize (object);
}

static void
et_account_desk_class_init (EtAccountDeskClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_account_desk_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-account-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, EtAccountDesk, issue);
  gtk_widget_class_bind_template_child (widget_class, EtAccountDesk, second_step);
  gtk_widget_class_bind_template_child (widget_class, EtAccountDesk, remove);
  gtk_widget_class_bind_template_child (widget_class, EtAccountDesk, code_row);
  gtk_widget_class_bind_template_child (widget_class, EtAccountDesk, code);
  gtk_widget_class_bind_template_callback (widget_class, issue_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
et_account_desk_init (EtAccountDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows what can be done for @account; what was there for another is gone. */
void
et_account_desk_show (EtAccountDesk *self, EtAccount *account)
{
  g_return_if_fail (ET_IS_ACCOUNT_DESK (self));

  show_second_step (self, account->has_second_step);
  if (self->account != NULL && self->account->id == account->id)
    return;
  g_set_object (&self->account, account);
  show_code (self, NULL);
  gtk_widget_set_sensitive (self->issue, TRUE);
  gtk_widget_set_sensitive (self->remove, TRUE);
}
