/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/et-application.h"

G_BEGIN_DECLS

/* What the menu of every window offers: "app.preferences", "app.places" (its list of servers),
 * "app.about" and "app.quit"; and the accelerators of all actions. */
void et_application_actions_install (EtApplication *application);

G_END_DECLS
