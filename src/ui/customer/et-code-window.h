/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

typedef enum
{
  ET_CODE_SETS_PASSWORD, /* of an account whose owner forgot it */
  ET_CODE_SETS_SERVER_UP /* makes its first administrator */
} EtCodeUse;

/* For people who were given a code that is good once. Signals: "password-set" (username,
 * password), after which one signs in with them; "signed-in", after a server was set up. */
#define ET_TYPE_CODE_WINDOW (et_code_window_get_type ())
G_DECLARE_FINAL_TYPE (EtCodeWindow, et_code_window, ET, CODE_WINDOW, EtDialog)

EtCodeWindow *et_code_window_new (GtkWindow *parent, EtContext *context, EtCodeUse use);

G_END_DECLS
