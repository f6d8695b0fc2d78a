/* SPDX-License-Identifier: MIT */
#include "ui/et-preferences-window.h"

#include "ui/et-places-group.h"
#include "ui/et-server-group.h"
#include "ui/print/et-print-preferences.h"

struct _EtPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  /* Template children */
  AdwComboRow *color_scheme;
  GtkSwitch *asks;
  GtkSwitch *reminds;
  EtServerGroup *server;
  EtPlacesGroup *places;
  EtServerGroup *new_server;

  GSettings *settings; /* owned */
  EtPlace *current; /* owned */
};

G_DEFINE_FINAL_TYPE (EtPreferencesWindow, et_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The words of the setting, in the order of the list. */
static const struct
{
  const char *word;
  AdwColorScheme scheme;
} schemes[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static guint
find_scheme (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_strcmp0 (schemes[i].word, word) == 0)
      return i;
  return 0;
}

static gboolean
word_to_position (GValue *position, GVariant *word, gpointer data)
{
  g_value_set_uint (position, find_scheme (g_variant_get_string (word, NULL)));
  return TRUE;
}

static GVariant *
position_to_word (const GValue *position, const GVariantType *type, gpointer data)
{
  guint i = g_value_get_uint (position);

  return i < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[i].word) : NULL;
}

static gboolean
word_to_scheme (GValue *scheme, GVariant *word, gpointer data)
{
  g_value_set_enum (scheme, schemes[find_scheme (g_variant_get_string (word, NULL))].scheme);
  return TRUE;
}

static void
open_place (EtPreferencesWindow *self, EtPlace *place)
{
  g_signal_emit (self, signals[OPENED], 0, place);
  gtk_window_close (GTK_WINDOW (self));
}

static void
place_opened_cb (EtPreferencesWindow *self, EtPlace *place)
{
  open_place (self, place);
}

/* Another server in the folder of this one: it has a copy of its own there. */
static void
server_chosen_cb (EtPreferencesWindow *self, const char *name, const char *url)
{
  g_autoptr (EtPlace) place = et_place_new (et_place_get_name (self->current), url,
                                            et_place_get_folder (self->current));

  open_place (self, place);
}

static void
new_server_chosen_cb (EtPreferencesWindow *self, const char *name, const char *url)
{
  g_autoptr (EtPlace) place = et_place_add (self->settings, name, url);

  open_place (self, place);
}

static void
et_preferences_window_finalize (GObject *object)
{
  EtPreferencesWindow *self = ET_PREFERENCES_WINDOW (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->current);

  G_OBJECT_CLASS (et_preferences_window_parent_class)->finalize (object);
}

static void
et_preferences_window_class_init (EtPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_preferences_window_finalize;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, ET_TYPE_PLACE);
  g_type_ensure (ET_TYPE_PLACES_GROUP);
  g_type_ensure (ET_TYPE_PRINT_PREFERENCES);
  g_type_ensure (ET_TYPE_SERVER_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPreferencesWindow, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, EtPreferencesWindow, asks);
  gtk_widget_class_bind_template_child (widget_class, EtPreferencesWindow, reminds);
  gtk_widget_class_bind_template_child (widget_class, EtPreferencesWindow, server);
  gtk_widget_class_bind_template_child (widget_class, EtPreferencesWindow, places);
  gtk_widget_class_bind_template_child (widget_class, EtPreferencesWindow, new_server);
  gtk_widget_class_bind_template_callback (widget_class, server_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_server_chosen_cb);
}

static void
et_preferences_window_init (EtPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @current: whose window @parent is. Returns: (transfer floating). */
EtPreferencesWindow *
et_preferences_window_new (GtkWindow *parent, GSettings *settings, EtPlace *current)
{
  EtPreferencesWindow *self = g_object_new (ET_TYPE_PREFERENCES_WINDOW, "transient-for", parent,
                                            NULL);

  self->settings = g_object_ref (settings);
  self->current = g_object_ref (current);
  g_settings_bind_with_mapping (settings, "color-scheme", self->color_scheme, "selected",
                                G_SETTINGS_BIND_DEFAULT, word_to_position, position_to_word, NULL,
                                NULL);
  g_settings_bind (settings, "asks-before-network", self->asks, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "reminders", self->reminds, "active", G_SETTINGS_BIND_DEFAULT);
  et_server_group_show_current (self->server, et_place_get_url (current));
  et_server_group_show_new (self->new_server);
  et_places_group_start (self->places, settings, current);
  return self;
}

/* Begins with the servers and accounts. */
void
et_preferences_window_show_places (EtPreferencesWindow *self)
{
  g_return_if_fail (ET_IS_PREFERENCES_WINDOW (self));

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self), "places");
}

/* Has the whole application follow what the preferences say about its looks. */
void
et_preferences_apply (GSettings *settings)
{
  g_settings_bind_with_mapping (settings, "color-scheme", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, word_to_scheme, NULL, NULL,
                                NULL);
}
