/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-account-text.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

const char *const et_account_role_words[] = { "customer", "staff", "admin", NULL };

static const char *const access_words[] = { "open", "closed", NULL };

static const char *
get_role_name (const char *word)
{
  static const char *const names[] = { N_ ("Customer"), N_ ("Staff"), N_ ("Administrator") };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (word, et_account_role_words[i]))
      return names[i];
  return word;
}

static const char *
get_role_word (gpointer record)
{
  return ((EtAccount *) record)->role;
}

static const char *
get_access_name (const char *word)
{
  return g_str_equal (word, "open") ? N_ ("May sign in") : N_ ("Disabled");
}

static const char *
get_access_word (gpointer record)
{
  return ((EtAccount *) record)->is_disabled ? "closed" : "open";
}

static char *
get_shown_name (gpointer record)
{
  return g_strdup (et_account_get_shown_name (record));
}

static char *
get_username (gpointer record)
{
  return g_strdup (((EtAccount *) record)->username);
}

static char *
get_email (gpointer record)
{
  EtAccount *account = record;

  return g_strdup (account->email != NULL ? account->email : "");
}

static char *
get_role (gpointer record)
{
  return g_strdup (et_text_role (et_account_get_role (record)));
}

static char *
get_created (gpointer record)
{
  return et_text_date_short (((EtAccount *) record)->created_at, NULL);
}

static char *
get_access (gpointer record)
{
  return g_strdup (_ (get_access_name (get_access_word (record))));
}

/* How somebody signs in, if at all. */
static char *
get_way_in (gpointer record)
{
  EtAccount *account = record;

  return account->has_second_step && !account->is_disabled ? g_strdup (_ ("With second step"))
                                                           : get_access (record);
}

static char *
get_second_step (gpointer record)
{
  return g_strdup (((EtAccount *) record)->has_second_step ? _ ("With second step") : "");
}

static const EtBadgeLook *
get_access_look (gpointer record)
{
  static const EtBadgeLook open = { "et-valid-symbolic", "success" };
  static const EtBadgeLook closed = { "et-revoked-symbolic", "error" };

  return ((EtAccount *) record)->is_disabled ? &closed : &open;
}

static int
compare_role (gpointer a, gpointer b)
{
  return ET_COMPARE (et_account_get_role (a), et_account_get_role (b));
}

static int
compare_created (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtAccount *) a)->created_at, ((EtAccount *) b)->created_at);
}

/* clang-format off */
const EtTableColumn et_account_columns[] = {
  { "name", N_("Name"), ET_CELL_TEXT, ET_FOLD_TITLE, 0, get_shown_name, .get_detail = get_username },
  { "username", N_("User name"), ET_CELL_NONE, ET_FOLD_SUBTITLE, 0, get_username },
  { "email", N_("E-mail"), ET_CELL_TEXT, ET_FOLD_SUBTITLE, 0, get_email },
  { "role", N_("Role"), ET_CELL_TEXT, ET_FOLD_VALUE, 100, get_role, compare_role },
  { "created", N_("Since"), ET_CELL_TEXT, ET_FOLD_HIDDEN, 110, get_created, compare_created },
  { "access", N_("Access"), ET_CELL_BADGE, ET_FOLD_BADGE, 90, get_way_in, .get_look = get_access_look },
  { "second-step", N_("Second step"), ET_CELL_NONE, ET_FOLD_HIDDEN, 0, get_second_step },
  { NULL },
};

const EtTableChoice et_account_choices[] = {
  { N_("Role"), N_("All roles"), et_account_role_words, get_role_name, get_role_word },
  { N_("Access"), N_("Disabled or not"), access_words, get_access_name, get_access_word },
  { NULL },
};

const EtFieldText et_account_field_texts[] = {
  { N_("Role"), get_role },
  { N_("Access"), get_access },
  { NULL },
};
/* clang-format on */
