/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Draws a sport, a word of et_sport_words, in the square whose top left corner is (x, y), with
 * the source that is set on @cr. A word that is not known is drawn as a ticket. */
void et_pictogram_draw (const char *sport, cairo_t *cr, double x, double y, double size);

G_END_DECLS
