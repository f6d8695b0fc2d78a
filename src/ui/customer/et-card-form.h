/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The card of the simulated payment, formatted and checked while it is typed. Property
 * "is-valid". Signal "activated": Enter in a valid form. */
#define ET_TYPE_CARD_FORM (et_card_form_get_type ())
G_DECLARE_FINAL_TYPE (EtCardForm, et_card_form, ET, CARD_FORM, AdwBin)

char *et_card_form_read_number (EtCardForm *self);
gboolean et_card_form_is_valid (EtCardForm *self);
void et_card_form_begin (EtCardForm *self);

G_END_DECLS
