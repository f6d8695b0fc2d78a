/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-offer-table-page.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-offer-form.h"
#include "ui/admin/et-offer-text.h"

struct _EtOfferTablePage
{
  EtEditingPage parent_instance;
};

G_DEFINE_FINAL_TYPE (EtOfferTablePage, et_offer_table_page, ET_TYPE_EDITING_PAGE)

static const EtTableSpec spec = {
  .list = ET_OFFICE_OFFERS,
  .name = N_ ("Offers"),
  .new_label = N_ ("New Offer"),
  .empty_icon_name = "et-catalogue-symbolic",
  .empty_title = N_ ("No Offers Yet"),
  .empty_description = N_ ("An offer is a kind of ticket for an event, with its price."),
  .columns = et_offer_columns,
  .choices = et_offer_choices,
};

static EtForm *
new_form (EtEditingPage *page)
{
  return g_object_new (ET_TYPE_OFFER_FORM, NULL);
}

static const char *
get_name (gpointer record)
{
  return ((EtOffer *) record)->name;
}

static gpointer
new_record (void)
{
  EtOffer *offer = et_offer_new ();

  et_record_set_text (&offer->name, "");
  et_record_set_text (&offer->offer_type, et_offer_type_words[0]);
  et_record_set_text (&offer->description, "");
  offer->admits = et_offer_type_get_admits (offer->offer_type);
  offer->is_active = TRUE;
  offer->quota = ET_NULL_INT64;
  offer->sold = ET_NULL_INT64;
  return offer;
}

static void
save_async (EtContext *context,
            gpointer record,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  et_office_save_offer_async (context, record, cancellable, callback, data);
}

static gpointer
save_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_office_save_offer_finish (context, result, error);
}

/* What was sold stays for those who bought it; it can only be taken off sale. */
static const char *
get_remove_label (gpointer record)
{
  EtOffer *offer = record;

  if (offer->sold == ET_NULL_INT64 || offer->sold == 0)
    return _ ("_Delete");
  return offer->is_active ? _ ("_Take Off Sale") : NULL;
}

static void
remove_async (EtContext *context,
              gpointer record,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  et_office_remove_offer_async (context, record, cancellable, callback, data);
}

static gpointer
restore_record (gpointer record, gpointer now)
{
  EtOffer *offer = et_record_copy (now != NULL ? now : record);

  offer->is_active = ((EtOffer *) record)->is_active;
  if (now == NULL)
    offer->id = 0;
  return offer;
}

static void
events_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtEditingPage) self = data;
  g_autoptr (GListModel)
      events = et_office_list_finish (et_page_get_context (ET_PAGE (self)), result, NULL);

  if (events != NULL && !g_cancellable_is_cancelled (et_page_get_cancellable (ET_PAGE (self))))
    et_offer_form_set_events (ET_OFFER_FORM (et_editing_page_get_form (self)), events);
}

static void
et_offer_table_page_shown (EtPage *page)
{
  ET_PAGE_CLASS (et_offer_table_page_parent_class)->shown (page);

  et_office_list_async (et_page_get_context (page), ET_OFFICE_EVENTS,
                        et_page_get_cancellable (page), events_loaded_cb, g_object_ref (page));
}

static void
et_offer_table_page_class_init (EtOfferTablePageClass *klass)
{
  EtEditingPageClass *editing_class = ET_EDITING_PAGE_CLASS (klass);

  ET_PAGE_CLASS (klass)->shown = et_offer_table_page_shown;
  ET_TABLE_PAGE_CLASS (klass)->spec = &spec;
  editing_class->new_form = new_form;
  editing_class->get_name = get_name;
  editing_class->new_record = new_record;
  editing_class->save_async = save_async;
  editing_class->save_finish = save_finish;
  editing_class->get_remove_label = get_remove_label;
  editing_class->remove_async = remove_async;
  editing_class->remove_finish = et_office_remove_offer_finish;
  editing_class->restore_record = restore_record;
}

static void
et_offer_table_page_init (EtOfferTablePage *self)
{
}
