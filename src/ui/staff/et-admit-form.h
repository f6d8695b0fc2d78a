/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* One ticket to be admitted by hand, and the reason why. Signal "admit" (EtTicket, reason). */
#define ET_TYPE_ADMIT_FORM (et_admit_form_get_type ())
G_DECLARE_FINAL_TYPE (EtAdmitForm, et_admit_form, ET, ADMIT_FORM, AdwBin)

void et_admit_form_set_ticket (EtAdmitForm *self, EtTicket *ticket);
void et_admit_form_show_error (EtAdmitForm *self, const GError *error);
void et_admit_form_focus (EtAdmitForm *self);

G_END_DECLS
