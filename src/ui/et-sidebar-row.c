/* SPDX-License-Identifier: MIT */
#include "ui/et-sidebar-row.h"

#include <glib/gi18n-lib.h>

struct _EtSidebarRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *number;

  const EtPageEntry *entry;
  guint count;
};

G_DEFINE_FINAL_TYPE (EtSidebarRow, et_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_number (EtSidebarRow *self)
{
  const char *title = _ (self->entry->title);
  g_autofree char *number = g_strdup_printf ("%u", self->count);
  g_autofree char *name = self->count > 0 ? g_strdup_printf ("%s %s", title, number)
                                          : g_strdup (title);

  gtk_label_set_text (self->number, number);
  gtk_widget_set_visible (GTK_WIDGET (self->number), self->count > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
et_sidebar_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtSidebarRow *self = ET_SIDEBAR_ROW (object);

  switch (property_id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_sidebar_row_set_property (GObject *object,
                             guint property_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  EtSidebarRow *self = ET_SIDEBAR_ROW (object);

  switch (property_id)
    {
    case PROP_COUNT:
      self->count = g_value_get_uint (value);
      update_number (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_sidebar_row_class_init (EtSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_sidebar_row_get_property;
  object_class->set_property = et_sidebar_row_set_property;

  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The search of a page takes the keys that nobody below the window wants, Enter, too. */
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, 0, "activate", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, EtSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, EtSidebarRow, number);
}

static void
et_sidebar_row_init (EtSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): the row of a page. */
EtSidebarRow *
et_sidebar_row_new (const EtPageEntry *entry)
{
  EtSidebarRow *self = g_object_new (ET_TYPE_SIDEBAR_ROW, NULL);

  self->entry = entry;
  gtk_image_set_from_icon_name (self->icon, entry->icon_name);
  gtk_label_set_text (self->title, _ (entry->title));
  update_number (self);
  return self;
}

/* Returns: the page that the row opens. */
const EtPageEntry *
et_sidebar_row_get_entry (EtSidebarRow *self)
{
  g_return_val_if_fail (ET_IS_SIDEBAR_ROW (self), NULL);

  return self->entry;
}
