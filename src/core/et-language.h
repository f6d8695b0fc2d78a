/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a language writes what has no words: the conventions of the Unicode CLDR. */
typedef struct
{
  const char *code; /* as in et_languages */
  const char *name; /* in the language itself */
  const char *decimal_sign;
  const char *group_sign;
  guint grouped_from; /* the least number of digits before the decimal sign that are grouped */
  gboolean currency_first; /* €50.00, else 50,00 € */
  const char *percent_sign; /* with the blank before it */
  const char *long_date; /* of a weekday, a day, a month and a year */
  const char *short_date; /* the same, with the short words */
} EtLanguage;

const EtLanguage *et_language_get (const char *language);
char *et_language_group (const EtLanguage *language, guint64 number);

G_END_DECLS
