/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-sport-band.h"

#include "core/et-event.h"

struct _EtSportBand
{
  AdwBin parent_instance;

  GtkImage *icon; /* borrowed */
  const char *family; /* nullable: the style class in use */
};

G_DEFINE_FINAL_TYPE (EtSportBand, et_sport_band, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SPORT,
  PROP_PIXEL_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One colour per family, see style.css. */
static const char *
find_family (const char *sport)
{
  static const struct
  {
    const char *sport;
    const char *family;
  } rows[] = {
    { "swimming", "sport-water" }, { "rowing", "sport-water" },    { "athletics", "sport-track" },
    { "cycling", "sport-wheels" }, { "gymnastics", "sport-body" }, { "climbing", "sport-body" },
    { "judo", "sport-combat" },    { "fencing", "sport-combat" },  { "basketball", "sport-ball" },
    { "football", "sport-ball" },  { "volleyball", "sport-ball" }, { "handball", "sport-ball" },
    { "tennis", "sport-ball" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].sport, sport) == 0)
      return rows[i].family;
  return "sport-other";
}

/* A sport that came after this program has the pictogram of a ceremony. */
static char *
find_icon_name (const char *sport)
{
  const char *known = sport != NULL && g_strv_contains (et_sport_words, sport) ? sport : "ceremony";

  return g_strdup_printf ("et-sport-%s-symbolic", known);
}

static void
et_sport_band_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  EtSportBand *self = ET_SPORT_BAND (object);

  switch (property_id)
    {
    case PROP_SPORT:
      et_sport_band_set_sport (self, g_value_get_string (value));
      break;
    case PROP_PIXEL_SIZE:
      gtk_image_set_pixel_size (self->icon, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_sport_band_class_init (EtSportBandClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = et_sport_band_set_property;

  properties[PROP_SPORT] = g_param_spec_string ("sport", NULL, NULL, NULL,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PIXEL_SIZE] = g_param_spec_int ("pixel-size", NULL, NULL, -1, G_MAXINT, -1,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
et_sport_band_init (EtSportBand *self)
{
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->icon), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->icon), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->icon));
  gtk_widget_add_css_class (GTK_WIDGET (self), "sport-band");
}

/* Shows the pictogram and the colour of a sport. @sport: (nullable): a word of the API. */
void
et_sport_band_set_sport (EtSportBand *self, const char *sport)
{
  g_autofree char *icon_name = find_icon_name (sport);

  g_return_if_fail (ET_IS_SPORT_BAND (self));

  if (self->family != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->family);
  self->family = find_family (sport);
  gtk_widget_add_css_class (GTK_WIDGET (self), self->family);
  gtk_image_set_from_icon_name (self->icon, icon_name);
}

/* Takes the colour away, as of what is sold out or past. */
void
et_sport_band_set_is_greyed (EtSportBand *self, gboolean is_greyed)
{
  g_return_if_fail (ET_IS_SPORT_BAND (self));

  if (is_greyed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "greyed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "greyed");
}
