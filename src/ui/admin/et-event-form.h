/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-event.h"
#include "ui/admin/et-form.h"

G_BEGIN_DECLS

/* The entries of an EtEvent. */
#define ET_TYPE_EVENT_FORM (et_event_form_get_type ())
G_DECLARE_FINAL_TYPE (EtEventForm, et_event_form, ET, EVENT_FORM, AdwBin)

G_END_DECLS
