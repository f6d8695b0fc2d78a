/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *et_print_note_word_copies (GArray *copies);

G_END_DECLS
