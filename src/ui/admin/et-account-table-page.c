/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-account-table-page.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-account-form.h"
#include "ui/admin/et-account-text.h"

struct _EtAccountTablePage
{
  EtEditingPage parent_instance;
};

G_DEFINE_FINAL_TYPE (EtAccountTablePage, et_account_table_page, ET_TYPE_EDITING_PAGE)

static const EtTableSpec spec = {
  .list = ET_OFFICE_ACCOUNTS,
  .name = N_ ("Accounts"),
  .empty_icon_name = "et-accounts-symbolic",
  .empty_title = N_ ("No Accounts Yet"),
  .empty_description = N_ ("People make theirs when they sign up."),
  .columns = et_account_columns,
  .choices = et_account_choices,
};

static EtForm *
new_form (EtEditingPage *page)
{
  return g_object_new (ET_TYPE_ACCOUNT_FORM, NULL);
}

static const char *
get_name (gpointer record)
{
  return et_account_get_shown_name (record);
}

static void
save_async (EtContext *context,
            gpointer record,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  EtAccount *account = record;

  et_office_change_account_async (context, account->id, et_account_get_role (account),
                                  account->is_disabled, cancellable, callback, data);
}

static gpointer
save_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_office_change_account_finish (context, result, error);
}

static void
et_account_table_page_class_init (EtAccountTablePageClass *klass)
{
  EtEditingPageClass *editing_class = ET_EDITING_PAGE_CLASS (klass);

  ET_TABLE_PAGE_CLASS (klass)->spec = &spec;
  editing_class->new_form = new_form;
  editing_class->get_name = get_name;
  editing_class->save_async = save_async;
  editing_class->save_finish = save_finish;
}

static void
et_account_table_page_init (EtAccountTablePage *self)
{
}
