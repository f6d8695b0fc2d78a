/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The old password, the new one twice. Signal "submitted" (const char *old, const char *new):
 * what could be checked here is right; answer with et_password_form_end(). */
#define ET_TYPE_PASSWORD_FORM (et_password_form_get_type ())
G_DECLARE_FINAL_TYPE (EtPasswordForm, et_password_form, ET, PASSWORD_FORM, GtkListBoxRow)

void et_password_form_end (EtPasswordForm *self, const GError *error);
const char *et_password_find_fault (const char *password, const char *repeated);

G_END_DECLS
