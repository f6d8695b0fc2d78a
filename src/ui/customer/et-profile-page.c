/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-profile-page.h"

#include <glib/gi18n-lib.h>

#include "client/et-profile.h"
#include "core/et-language.h"
#include "core/et-translation.h"
#include "ui/customer/et-address-row.h"
#include "ui/customer/et-second-step-row.h"
#include "ui/customer/et-sessions-row.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-password-form.h"
#include "ui/shared/et-question.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtProfilePage
{
  EtPage parent_instance;

  /* Template children */
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *username;
  GtkLabel *keyring;
  GtkEditable *display_name;
  GtkEditable *email;
  EtAddressRow *address;
  AdwComboRow *language;
  AdwExpanderRow *password;
  EtPasswordForm *password_form;
  EtSecondStepRow *second_step;
  EtSessionsRow *sessions;
  GtkEditable *delete_password;

  GFile *export_file; /* owned, nullable: where to save what is being fetched */
  gboolean is_showing; /* the account is being shown, nobody edits */
};

G_DEFINE_FINAL_TYPE (EtProfilePage, et_profile_page, ET_TYPE_PAGE)

static EtContext *
get_context (EtProfilePage *self)
{
  return et_page_get_context (ET_PAGE (self));
}

/* Each by its own name, in the order of et_languages. */
static void
list_languages (EtProfilePage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; et_languages[i] != NULL; i++)
    gtk_string_list_append (names, et_language_get (et_languages[i])->name);
  adw_combo_row_set_model (self->language, G_LIST_MODEL (names));
}

static guint
find_language (const char *language)
{
  for (guint i = 0; et_languages[i] != NULL; i++)
    if (g_strcmp0 (et_languages[i], language) == 0)
      return i;
  return 0;
}

static void
set_text (GtkEditable *editable, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text != NULL ? text : "") != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
show_account (EtProfilePage *self)
{
  EtAccount *account = et_session_get_account (et_context_get_session (get_context (self)));
  g_autofree char *username = NULL;

  if (account == NULL)
    return;

  username = g_strdup_printf ("%s · %s", account->username,
                              et_text_role (et_account_get_role (account)));
  gtk_widget_set_visible (
      GTK_WIDGET (self->keyring),
      !et_session_get_token_is_kept (et_context_get_session (get_context (self))));
  self->is_showing = TRUE;
  adw_avatar_set_text (self->avatar, et_account_get_shown_name (account));
  gtk_label_set_text (self->name, et_account_get_shown_name (account));
  gtk_label_set_text (self->username, username);
  set_text (self->display_name, account->display_name);
  set_text (self->email, account->email);
  et_address_row_show (self->address, account);
  adw_combo_row_set_selected (
      self->language,
      find_language (account->language != NULL ? account->language : et_text_get_language ()));
  self->is_showing = FALSE;
}

/* What was not saved is put back to what is true. */
static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtProfilePage) self = data;
  g_autoptr (GError) error = NULL;

  if (et_profile_save_finish (ET_CONTEXT (source), result, &error))
    et_toast_show (GTK_WIDGET (self), _ ("Saved"));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    et_toast_show_error (GTK_WIDGET (self), error);
  show_account (self);
}

static void
save (EtProfilePage *self, const char *const *members)
{
  et_profile_save_async (get_context (self), members, et_page_get_cancellable (ET_PAGE (self)),
                         saved_cb, g_object_ref (self));
}

static void
save_one (EtProfilePage *self, const char *member, const char *text)
{
  const char *const members[] = { member, text, NULL };

  save (self, members);
}

static void
save_display_name_cb (EtProfilePage *self)
{
  save_one (self, "display_name", gtk_editable_get_text (self->display_name));
}

static void
save_email_cb (EtProfilePage *self)
{
  save_one (self, "email", gtk_editable_get_text (self->email));
}

static void
save_address_cb (EtProfilePage *self, char **members)
{
  save (self, (const char *const *) members);
}

static void
language_selected_cb (EtProfilePage *self)
{
  if (!self->is_showing)
    save_one (self, "language", et_languages[adw_combo_row_get_selected (self->language)]);
}

static void
password_changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtProfilePage) self = data;
  g_autoptr (GError) error = NULL;

  et_profile_change_password_finish (ET_CONTEXT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  et_password_form_end (self->password_form, error);
  if (error != NULL)
    return;

  adw_expander_row_set_expanded (self->password, FALSE);
  et_toast_show (GTK_WIDGET (self), _ ("Password changed"));
}

static void
change_password_cb (EtProfilePage *self, const char *old_password, const char *new_password)
{
  et_profile_change_password_async (get_context (self), old_password, new_password,
                                    et_page_get_cancellable (ET_PAGE (self)), password_changed_cb,
                                    g_object_ref (self));
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtProfilePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) export = et_profile_export_finish (ET_CONTEXT (source), result, &error);

  if (export != NULL)
    et_document_save (GTK_WIDGET (self), self->export_file, export);
  else
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
export_file_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  EtProfilePage *self = ET_PROFILE_PAGE (from);

  g_set_object (&self->export_file, file);
  et_profile_export_async (get_context (self), et_page_get_cancellable (ET_PAGE (self)),
                           exported_cb, g_object_ref (self));
}

static void
export_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_file_chooser_save (widget, _ ("Export My Data"), "etickets.json", export_file_chosen_cb, NULL,
                        NULL);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (et_profile_delete_finish (ET_CONTEXT (source), result, &error))
    et_toast_show (GTK_WIDGET (window), _ ("Your account was deleted"));
  else
    et_toast_show_error (GTK_WIDGET (window), error);
}

static void delete (gpointer data)
{
  EtProfilePage *self = data;

  et_profile_delete_async (get_context (self), gtk_editable_get_text (self->delete_password), NULL,
                           deleted_cb, g_object_ref (gtk_widget_get_root (GTK_WIDGET (self))));
}

static void
delete_password_typed_cb (EtProfilePage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "profile.delete",
                                 *gtk_editable_get_text (self->delete_password) != '\0');
}

static void
delete_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_question_ask (
      widget, _ ("Delete Your Account?"),
      _ ("Your name, e-mail and tickets are removed for good. Orders stay in the books "
         "without your name."),
      _ ("_Delete Account"), delete, widget);
}

static void
et_profile_page_constructed (GObject *object)
{
  EtProfilePage *self = ET_PROFILE_PAGE (object);

  G_OBJECT_CLASS (et_profile_page_parent_class)->constructed (object);

  et_second_step_row_set_context (self->second_step, get_context (self));
  et_sessions_row_set_context (self->sessions, get_context (self));
  g_signal_connect_object (et_context_get_session (get_context (self)), "notify::account",
                           G_CALLBACK (show_account), self, G_CONNECT_SWAPPED);
  show_account (self);
}

static void
et_profile_page_finalize (GObject *object)
{
  EtProfilePage *self = ET_PROFILE_PAGE (object);

  g_clear_object (&self->export_file);

  G_OBJECT_CLASS (et_profile_page_parent_class)->finalize (object);
}

static void
et_profile_page_class_init (EtProfilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_profile_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_profile_page_finalize;

  g_type_ensure (ET_TYPE_ADDRESS_ROW);
  g_type_ensure (ET_TYPE_PASSWORD_FORM);
  g_type_ensure (ET_TYPE_SECOND_STEP_ROW);
  g_type_ensure (ET_TYPE_SESSIONS_ROW);
  gtk_widget_class_install_action (widget_class, "profile.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "profile.delete", NULL, delete_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-profile-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, avatar);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, name);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, username);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, keyring);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, display_name);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, email);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, address);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, language);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, password);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, password_form);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, second_step);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, sessions);
  gtk_widget_class_bind_template_child (widget_class, EtProfilePage, delete_password);
  gtk_widget_class_bind_template_callback (widget_class, save_address_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_display_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_email_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_password_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_password_typed_cb);
}

static void
et_profile_page_init (EtProfilePage *self)
{
  self->is_showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  list_languages (self);
  delete_password_typed_cb (self);
}
