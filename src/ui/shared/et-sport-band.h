/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A surface in the colour of a sport's family with the sport's pictogram. Properties: "sport"
 * (a word of the API), "pixel-size" of the pictogram. */
#define ET_TYPE_SPORT_BAND (et_sport_band_get_type ())
G_DECLARE_FINAL_TYPE (EtSportBand, et_sport_band, ET, SPORT_BAND, AdwBin)

void et_sport_band_set_sport (EtSportBand *self, const char *sport);
void et_sport_band_set_is_greyed (EtSportBand *self, gboolean is_greyed);

G_END_DECLS
