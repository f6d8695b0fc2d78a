/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-account-form.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-account-desk.h"
#include "ui/admin/et-account-text.h"
#include "ui/shared/et-text.h"

struct _EtAccountForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwActionRow *username;
  AdwActionRow *email;
  AdwActionRow *created;
  AdwComboRow *role;
  GtkSwitch *access;
  EtAccountDesk *desk;

  gboolean is_filling;
};

static void et_account_form_form_init (EtFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtAccountForm,
                               et_account_form,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ET_TYPE_FORM, et_account_form_form_init))

static void
edited_cb (EtAccountForm *self)
{
  if (!self->is_filling)
    et_form_edited (ET_FORM (self));
}

static void
et_account_form_fill (EtForm *form, gpointer record)
{
  EtAccountForm *self = ET_ACCOUNT_FORM (form);
  EtAccount *account = record;
  g_autofree char *created = et_text_date (account->created_at, NULL);
  gboolean has_email = account->email != NULL && *account->email != '\0';

  self->is_filling = TRUE;
  adw_action_row_set_subtitle (self->username, account->username);
  adw_action_row_set_subtitle (self->email, has_email ? account->email : "");
  gtk_widget_set_visible (GTK_WIDGET (self->email), has_email);
  adw_action_row_set_subtitle (self->created, created);
  for (guint i = 0; et_account_role_words[i] != NULL; i++)
    if (g_strcmp0 (et_account_role_words[i], account->role) == 0)
      adw_combo_row_set_selected (self->role, i);
  gtk_switch_set_active (self->access, !account->is_disabled);
  et_account_desk_show (self->desk, account);
  self->is_filling = FALSE;
}

static gpointer
et_account_form_read (EtForm *form, gpointer base, char **ret_problem)
{
  EtAccountForm *self = ET_ACCOUNT_FORM (form);
  EtAccount *account = et_record_copy (base);

  et_record_set_text (&account->role,
                      et_account_role_words[adw_combo_row_get_selected (self->role)]);
  account->is_disabled = !gtk_switch_get_active (self->access);
  *ret_problem = NULL;
  return account;
}

static void
et_account_form_class_init (EtAccountFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_ACCOUNT_DESK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-account-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtAccountForm, username);
  gtk_widget_class_bind_template_child (widget_class, EtAccountForm, email);
  gtk_widget_class_bind_template_child (widget_class, EtAccountForm, created);
  gtk_widget_class_bind_template_child (widget_class, EtAccountForm, role);
  gtk_widget_class_bind_template_child (widget_class, EtAccountForm, access);
  gtk_widget_class_bind_template_child (widget_class, EtAccountForm, desk);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
et_account_form_form_init (EtFormInterface *iface)
{
  iface->fields = et_account_field_texts;
  iface->fill = et_account_form_fill;
  iface->read = et_account_form_read;
}

static void
et_account_form_init (EtAccountForm *self)
{
  g_autoptr (GtkStringList) roles = gtk_string_list_new (NULL);

  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (EtRole role = ET_ROLE_CUSTOMER; role <= ET_ROLE_ADMIN; role++)
    gtk_string_list_append (roles, et_text_role (role));
  adw_combo_row_set_model (self->role, G_LIST_MODEL (roles));
  self->is_filling = FALSE;
}
