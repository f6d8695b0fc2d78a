/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a person types into the card form. Texts returned are (transfer full). */
char *et_card_number_format (const char *text);
gboolean et_card_number_is_valid (const char *text);
char *et_card_expiry_format (const char *text);
gboolean et_card_expiry_is_valid (const char *text, GDateTime *now);
char *et_card_code_format (const char *text);
gboolean et_card_code_is_valid (const char *text);
char *et_card_keep_digits (const char *text, gsize most);

G_END_DECLS
