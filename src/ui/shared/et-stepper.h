/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says "Add" at 0 and − n + above it. Properties: "quantity" (int), "maximum" (int), "subject"
 * (what is counted, for accessible names). Signal "changed" (int quantity): a person pressed a
 * button; setting the property emits nothing. */
#define ET_TYPE_STEPPER (et_stepper_get_type ())
G_DECLARE_FINAL_TYPE (EtStepper, et_stepper, ET, STEPPER, AdwBin)

int et_stepper_get_quantity (EtStepper *self);
void et_stepper_set_quantity (EtStepper *self, int quantity);
void et_stepper_set_subject (EtStepper *self, const char *subject);

G_END_DECLS
