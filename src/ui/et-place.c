/* SPDX-License-Identifier: MIT */
#include "ui/et-place.h"

#define KEY "places"
#define TYPE "a(sss)"

struct _EtPlace
{
  GObject parent_instance;

  char *name; /* owned; may be empty */
  char *url; /* owned */
  char *folder; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtPlace, et_place, G_TYPE_OBJECT)

static void
et_place_finalize (GObject *object)
{
  EtPlace *self = ET_PLACE (object);

  g_free (self->name);
  g_free (self->url);
  g_free (self->folder);

  G_OBJECT_CLASS (et_place_parent_class)->finalize (object);
}

static void
et_place_class_init (EtPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_place_finalize;
}

static void
et_place_init (EtPlace *self)
{
}

/* The places that the person made, without the one that was there first. */
static GListStore *
load (GSettings *settings)
{
  GListStore *places = g_list_store_new (ET_TYPE_PLACE);
  g_autoptr (GVariant) rows = g_settings_get_value (settings, KEY);
  const char *name, *url, *folder;
  GVariantIter iter;

  g_variant_iter_init (&iter, rows);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &name, &url, &folder))
    {
      g_autoptr (EtPlace) place = et_place_new (name, url, folder);

      g_list_store_append (places, place);
    }
  return places;
}

static void
save (GSettings *settings, GListStore *places)
{
  g_auto (GVariantBuilder) rows = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (TYPE));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (places)); i++)
    {
      g_autoptr (EtPlace) place = g_list_model_get_item (G_LIST_MODEL (places), i);

      g_variant_builder_add (&rows, "(sss)", place->name, place->url,
                             place->folder != NULL ? place->folder : "");
    }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&rows));
}

/* Returns: whether @place is in the list, and where. */
static gboolean
find (GListStore *places, EtPlace *place, guint *ret_position)
{
  return g_list_store_find_with_equal_func (places, place, (GEqualFunc) et_place_equal,
                                            ret_position);
}

/* @folder: (nullable): NULL or empty for the person's own data folder. */
EtPlace *
et_place_new (const char *name, const char *url, const char *folder)
{
  EtPlace *self = g_object_new (ET_TYPE_PLACE, NULL);

  self->name = g_strdup (name);
  self->url = g_strdup (url);
  self->folder = folder != NULL && *folder != '\0' ? g_strdup (folder) : NULL;
  return self;
}

const char *
et_place_get_name (EtPlace *self)
{
  return self->name;
}

const char *
et_place_get_url (EtPlace *self)
{
  return self->url;
}

const char *
et_place_get_folder (EtPlace *self)
{
  return self->folder;
}

/* Returns: (transfer full): its name, or else the server's. */
char *
et_place_dup_title (EtPlace *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);

  if (*self->name != '\0')
    return g_strdup (self->name);
  return g_strdup (uri != NULL ? g_uri_get_host (uri) : self->url);
}

/* Whether both are the same copy. */
gboolean
et_place_equal (EtPlace *self, EtPlace *other)
{
  return g_strcmp0 (self->url, other->url) == 0 && g_strcmp0 (self->folder, other->folder) == 0;
}

/* Returns: (transfer full) (nullable): the one that was used last; NULL before the first start. */
EtPlace *
et_place_find_last (GSettings *settings)
{
  g_autofree char *url = g_settings_get_string (settings, "server-url");
  g_autofree char *folder = g_settings_get_string (settings, "data-folder");
  g_autoptr (EtPlace) last = et_place_new ("", url, folder);
  g_autoptr (GListStore) places = load (settings);
  guint position;

  if (*url == '\0')
    return NULL;
  return find (places, last, &position) ? g_list_model_get_item (G_LIST_MODEL (places), position)
                                        : g_steal_pointer (&last);
}

/* Returns: (transfer full): all that the person made, and the one that is used in any case. */
GListModel *
et_place_list (GSettings *settings)
{
  GListStore *places = load (settings);
  g_autoptr (EtPlace) last = et_place_find_last (settings);

  if (last != NULL && !find (places, last, NULL))
    g_list_store_insert (places, 0, last);
  return G_LIST_MODEL (places);
}

/* Makes a place with a data folder of its own. Returns: (transfer full). */
EtPlace *
et_place_add (GSettings *settings, const char *name, const char *url)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "etickets", "places", id,
                                              NULL);
  g_autoptr (GListModel) places = et_place_list (settings);
  EtPlace *self = et_place_new (name, url, folder);

  g_list_store_append (G_LIST_STORE (places), self);
  save (settings, G_LIST_STORE (places));
  return self;
}

/* Takes it out of the list; what is in its folder is the caller's matter. */
void
et_place_forget (GSettings *settings, EtPlace *self)
{
  g_autoptr (GListStore) places = load (settings);
  guint position;

  if (!find (places, self, &position))
    return;
  g_list_store_remove (places, position);
  save (settings, places);
}

/* Notes that it is used now. */
void
et_place_use (GSettings *settings, EtPlace *self)
{
  g_autoptr (EtPlace) last = et_place_find_last (settings);
  g_autoptr (GListStore) places = load (settings);

  if (last != NULL && !find (places, last, NULL))
    {
      g_list_store_insert (places, 0, last);
      save (settings, places);
    }
  g_settings_set_string (settings, "server-url", self->url);
  g_settings_set_string (settings, "data-folder", self->folder != NULL ? self->folder : "");
}
