/* SPDX-License-Identifier: MIT */
#include "ui/et-page-registry.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-account-table-page.h"
#include "ui/admin/et-event-table-page.h"
#include "ui/admin/et-offer-table-page.h"
#include "ui/admin/et-order-table-page.h"
#include "ui/customer/et-attention-page.h"
#include "ui/customer/et-cart-page.h"
#include "ui/customer/et-offers-page.h"
#include "ui/customer/et-orders-page.h"
#include "ui/customer/et-profile-page.h"
#include "ui/customer/et-tickets-page.h"
#include "ui/staff/et-check-page.h"

/* clang-format off */
const EtPageEntry et_page_entries[] = {
  { "offers", N_("Offers"), "et-offers-symbolic", ET_PAGE_GROUP_CUSTOMER, ET_ROLE_ANYONE, et_offers_page_get_type },
  { "cart", N_("Cart"), "et-cart-symbolic", ET_PAGE_GROUP_CUSTOMER, ET_ROLE_ANYONE, et_cart_page_get_type },
  { "tickets", N_("My Tickets"), "et-tickets-symbolic", ET_PAGE_GROUP_CUSTOMER, ET_ROLE_ANYONE, et_tickets_page_get_type },
  { "orders", N_("My Orders"), "et-orders-symbolic", ET_PAGE_GROUP_CUSTOMER, ET_ROLE_CUSTOMER, et_orders_page_get_type },
  { "profile", N_("Profile"), "et-profile-symbolic", ET_PAGE_GROUP_CUSTOMER, ET_ROLE_CUSTOMER, et_profile_page_get_type },
  { "attention", N_("Needs Attention"), "et-attention-symbolic", ET_PAGE_GROUP_CUSTOMER, ET_ROLE_ANYONE, et_attention_page_get_type },
  { "check", N_("Check Tickets"), "et-entrance-symbolic", ET_PAGE_GROUP_STAFF, ET_ROLE_STAFF, et_check_page_get_type },
  { "admin-offers", N_("Offers"), "et-catalogue-symbolic", ET_PAGE_GROUP_ADMIN, ET_ROLE_ADMIN, et_offer_table_page_get_type },
  { "admin-events", N_("Events"), "et-events-symbolic", ET_PAGE_GROUP_ADMIN, ET_ROLE_ADMIN, et_event_table_page_get_type },
  { "admin-orders", N_("Orders"), "et-orders-symbolic", ET_PAGE_GROUP_ADMIN, ET_ROLE_ADMIN, et_order_table_page_get_type },
  { "admin-accounts", N_("Accounts"), "et-accounts-symbolic", ET_PAGE_GROUP_ADMIN, ET_ROLE_ADMIN, et_account_table_page_get_type },
  { NULL },
};
/* clang-format on */

/* Returns: (nullable): the entry of that id. */
const EtPageEntry *
et_page_entry_find (const char *id)
{
  for (const EtPageEntry *entry = et_page_entries; entry->id != NULL; entry++)
    if (g_strcmp0 (entry->id, id) == 0)
      return entry;
  return NULL;
}

/* Returns: (transfer floating): the page of an entry. */
EtPage *
et_page_entry_make (const EtPageEntry *entry, EtContext *context)
{
  g_return_val_if_fail (entry != NULL, NULL);

  return g_object_new (entry->get_type (), "context", context, "title", _ (entry->title), NULL);
}

/* Returns: (nullable): the heading above a group's rows, translated. */
const char *
et_page_group_get_title (EtPageGroup group)
{
  static const char *const titles[] = { NULL, N_ ("Entrance"), N_ ("Administration") };

  g_return_val_if_fail (group < G_N_ELEMENTS (titles), NULL);

  return titles[group] != NULL ? _ (titles[group]) : NULL;
}
