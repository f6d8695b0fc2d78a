/* SPDX-License-Identifier: MIT */
#include "ui/et-places-group.h"

#include <glib/gi18n-lib.h>

#include "client/et-copy-removal.h"
#include "ui/shared/et-accessible.h"
#include "ui/shared/et-question.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-text.h"

struct _EtPlacesGroup
{
  AdwPreferencesGroup parent_instance;

  GSettings *settings; /* owned, nullable */
  EtPlace *current; /* owned, nullable: the one whose window this is */
  EtPlace *leaving; /* owned, nullable: the one that is to be removed */
  GPtrArray *rows; /* owned, of borrowed GtkWidget */
};

G_DEFINE_FINAL_TYPE (EtPlacesGroup, et_places_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void fill (EtPlacesGroup *self);

static void
tell (EtPlacesGroup *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_WINDOW);

  if (window != NULL)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (markup));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPlacesGroup) self = data;
  g_autoptr (EtPlace) place = g_steal_pointer (&self->leaving);
  g_autoptr (GError) error = NULL;

  if (et_copy_removal_finish (result, &error))
    {
      g_autofree char *title = et_place_dup_title (place);
      g_autofree char *text = g_strdup_printf (_ ("“%s” was removed"), title);

      et_place_forget (self->settings, place);
      tell (self, text);
    }
  else
    {
      g_autofree char *sentence = et_text_error (error);

      tell (self, sentence);
    }
  fill (self);
}

static void
remove_place (gpointer data)
{
  EtPlacesGroup *self = data;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  et_copy_removal_async (et_place_get_url (self->leaving), et_place_get_folder (self->leaving),
                         !g_settings_get_boolean (self->settings, "asks-before-network"), NULL,
                         removed_cb, g_object_ref (self));
}

static EtPlace *
get_place (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "place");
}

static void
remove_cb (GtkWidget *button, gpointer data)
{
  EtPlacesGroup *self = data;
  g_autofree char *title = et_place_dup_title (get_place (button));
  g_autofree char *heading = g_strdup_printf (_ ("Remove “%s”?"), title);

  g_set_object (&self->leaving, get_place (button));
  et_question_ask (button, heading,
                   _ ("You are signed out there, and its offline copy is deleted with the changes "
                      "that were not sent. Tickets stay at the server."),
                   _ ("_Remove"), remove_place, self);
}

static void
open_cb (GtkWidget *button, gpointer data)
{
  g_signal_emit (data, signals[OPENED], 0, get_place (button));
}

static void
add_button (EtPlacesGroup *self,
            GtkWidget *row,
            GtkWidget *button,
            EtPlace *place,
            const char *name,
            GCallback clicked_cb)
{
  g_autofree char *title = et_place_dup_title (place);
  g_autofree char *label = g_strdup_printf (name, title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  et_accessible_set_name (button, label);
  g_object_set_data_full (G_OBJECT (button), "place", g_object_ref (place), g_object_unref);
  g_signal_connect_object (button, "clicked", clicked_cb, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_buttons (EtPlacesGroup *self, GtkWidget *row, EtPlace *place)
{
  GtkWidget *trash = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (trash, "flat");
  add_button (self, row, et_text_button_new (_ ("Open")), place, _ ("Open “%s”"),
              G_CALLBACK (open_cb));
  add_button (self, row, trash, place, _ ("Remove “%s”…"), G_CALLBACK (remove_cb));
}

static void
add_place (EtPlacesGroup *self, EtPlace *place)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = et_place_dup_title (place);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), et_place_get_url (place));
  if (self->current != NULL && et_place_equal (place, self->current))
    {
      GtkWidget *label = gtk_label_new (_ ("In use"));

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  else
    add_buttons (self, row, place);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_current (EtPlacesGroup *self, GListModel *places)
{
  if (self->current != NULL &&
      !g_list_store_find_with_equal_func (G_LIST_STORE (places), self->current,
                                          (GEqualFunc) et_place_equal, NULL))
    g_list_store_insert (G_LIST_STORE (places), 0, self->current);
}

/* The one of this window may be of the command line, and not be kept. */
static void
fill (EtPlacesGroup *self)
{
  g_autoptr (GListModel) places = et_place_list (self->settings);

  add_current (self, places);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (places); i++)
    {
      g_autoptr (EtPlace) place = g_list_model_get_item (places, i);

      add_place (self, place);
    }
}

static void
et_places_group_finalize (GObject *object)
{
  EtPlacesGroup *self = ET_PLACES_GROUP (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->current);
  g_clear_object (&self->leaving);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (et_places_group_parent_class)->finalize (object);
}

static void
et_places_group_class_init (EtPlacesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_places_group_finalize;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, ET_TYPE_PLACE);
}

static void
et_places_group_init (EtPlacesGroup *self)
{
  self->rows = g_ptr_array_new ();
}

/* @current: (nullable): the place of the window that this belongs to. */
void
et_places_group_start (EtPlacesGroup *self, GSettings *settings, EtPlace *current)
{
  g_return_if_fail (ET_IS_PLACES_GROUP (self));

  g_set_object (&self->settings, settings);
  g_set_object (&self->current, current);
  fill (self);
}
