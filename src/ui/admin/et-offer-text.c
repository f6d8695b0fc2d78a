/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-offer-text.h"

#include <glib/gi18n-lib.h>

#include "core/et-event.h"
#include "ui/shared/et-text.h"

static const char *const activity_words[] = { "active", "inactive", NULL };

static const char *
get_activity_name (const char *word)
{
  return g_str_equal (word, "active") ? N_ ("On sale") : N_ ("Not on sale");
}

static const char *
get_activity_word (gpointer record)
{
  return ((EtOffer *) record)->is_active ? "active" : "inactive";
}

static const char *
get_type_word (gpointer record)
{
  return ((EtOffer *) record)->offer_type;
}

static const char *
get_sport_word (gpointer record)
{
  return ((EtOffer *) record)->sport;
}

static int64_t
count_sold (EtOffer *offer)
{
  return offer->sold != ET_NULL_INT64 ? offer->sold : 0;
}

static gboolean
is_sold_out (EtOffer *offer)
{
  return offer->quota != ET_NULL_INT64 && count_sold (offer) >= offer->quota;
}

static char *
get_name (gpointer record)
{
  return g_strdup (((EtOffer *) record)->name);
}

static char *
get_event_name (gpointer record)
{
  EtOffer *offer = record;

  return g_strdup (offer->event_name != NULL ? offer->event_name : "");
}

static char *
get_type (gpointer record)
{
  return g_strdup (_ (et_offer_type_get_name (((EtOffer *) record)->offer_type)));
}

static char *
get_price (gpointer record)
{
  return et_text_money (((EtOffer *) record)->price_cents);
}

static char *
get_sales (gpointer record)
{
  EtOffer *offer = record;
  g_autofree char *sold = et_text_count (count_sold (offer));
  g_autofree char *left = NULL;

  if (offer->quota == ET_NULL_INT64)
    return g_strdup_printf (_ ("%s sold, no limit"), sold);
  if (is_sold_out (offer))
    return g_strdup_printf (_ ("%s sold, none left"), sold);
  left = et_text_count (offer->quota - count_sold (offer));
  return g_strdup_printf (_ ("%s sold, %s left"), sold, left);
}

static double
get_sold_part (gpointer record)
{
  EtOffer *offer = record;

  if (offer->quota == ET_NULL_INT64)
    return -1;
  return offer->quota > 0 ? (double) count_sold (offer) / (double) offer->quota : 1;
}

static char *
get_state (gpointer record)
{
  EtOffer *offer = record;

  if (!offer->is_active)
    return g_strdup (_ ("Not on sale"));
  return g_strdup (is_sold_out (offer) ? _ ("Sold out") : _ ("On sale"));
}

static const EtBadgeLook *
get_state_look (gpointer record)
{
  static const EtBadgeLook on_sale = { "et-valid-symbolic", "success" };
  static const EtBadgeLook sold_out = { "et-attention-symbolic", "warning" };
  static const EtBadgeLook inactive = { "et-revoked-symbolic", "used" };
  EtOffer *offer = record;

  if (!offer->is_active)
    return &inactive;
  return is_sold_out (offer) ? &sold_out : &on_sale;
}

static char *
get_admits (gpointer record)
{
  int64_t admits = ((EtOffer *) record)->admits;

  return g_strdup_printf (ngettext ("%d person", "%d people", admits), (int) admits);
}

static char *
get_maximum (int64_t tickets)
{
  return tickets == ET_NULL_INT64 ? g_strdup (_ ("No limit")) : et_text_tickets (tickets);
}

static char *
get_quota (gpointer record)
{
  return get_maximum (((EtOffer *) record)->quota);
}

static char *
get_activity (gpointer record)
{
  return g_strdup (_ (get_activity_name (get_activity_word (record))));
}

static char *
get_moment (EtOffer *offer, int64_t time)
{
  return time == ET_NULL_INT64 ? g_strdup (_ ("Not set"))
                               : et_text_day_and_clock (time, offer->time_zone);
}

static char *
get_sale_start (gpointer record)
{
  return get_moment (record, ((EtOffer *) record)->sale_starts);
}

static char *
get_sale_end (gpointer record)
{
  return get_moment (record, ((EtOffer *) record)->sale_ends);
}

static char *
get_max_per_order (gpointer record)
{
  return get_maximum (((EtOffer *) record)->max_per_order);
}

static char *
get_max_per_account (gpointer record)
{
  return get_maximum (((EtOffer *) record)->max_per_account);
}

static char *
get_description (gpointer record)
{
  EtOffer *offer = record;

  if (offer->description == NULL || *offer->description == '\0')
    return g_strdup (_ ("Nothing"));
  return g_strdup_printf (_ ("“%s”"), offer->description);
}

static int
compare_price (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtOffer *) a)->price_cents, ((EtOffer *) b)->price_cents);
}

static int
compare_sold (gpointer a, gpointer b)
{
  return ET_COMPARE (count_sold (a), count_sold (b));
}

/* clang-format off */
const EtTableColumn et_offer_columns[] = {
  { "name", N_("Offer"), ET_CELL_TEXT, ET_FOLD_TITLE, 0, get_name, .get_detail = get_event_name },
  { "event", N_("Event"), ET_CELL_NONE, ET_FOLD_SUBTITLE, 0, get_event_name },
  { "type", N_("Type"), ET_CELL_TEXT, ET_FOLD_HIDDEN, 60, get_type },
  { "price", N_("Price"), ET_CELL_NUMBER, ET_FOLD_VALUE, 75, get_price, compare_price },
  { "sold", N_("Sales"), ET_CELL_BAR, ET_FOLD_BAR, 150, get_sales, compare_sold, .get_fraction = get_sold_part },
  { "state", N_("State"), ET_CELL_BADGE, ET_FOLD_BADGE, 90, get_state, .get_look = get_state_look },
  { NULL },
};

const EtTableChoice et_offer_choices[] = {
  { N_("Type"), N_("All types"), et_offer_type_words, et_offer_type_get_name, get_type_word },
  { N_("Sport"), N_("All sports"), et_sport_words, et_sport_get_name, get_sport_word },
  { N_("State"), N_("On sale or not"), activity_words, get_activity_name, get_activity_word },
  { NULL },
};

const EtFieldText et_offer_field_texts[] = {
  { N_("Event"), get_event_name },
  { N_("Name"), get_name },
  { N_("Type"), get_type },
  { N_("Admits"), get_admits },
  { N_("Price"), get_price },
  { N_("Tickets"), get_quota },
  { N_("State"), get_activity },
  { N_("Sale begins"), get_sale_start },
  { N_("Sale ends"), get_sale_end },
  { N_("Tickets in an order"), get_max_per_order },
  { N_("Tickets for an account"), get_max_per_account },
  { N_("Description of the offer"), get_description },
  { NULL },
};
/* clang-format on */
