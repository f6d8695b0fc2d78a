/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-page.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-copy-banner.h"

typedef struct
{
  EtContext *context; /* owned */
  GCancellable *cancellable; /* owned */
  AdwHeaderBar *header; /* borrowed */
  AdwWindowTitle *title; /* borrowed */
  EtCopyBanner *banner; /* borrowed */
  GtkWidget *back; /* borrowed */
  AdwBin *content; /* borrowed */
  GtkSearchEntry *search; /* borrowed, nullable */
  gboolean can_go_back;
  gboolean is_folded;
} EtPagePrivate;

static void et_page_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (EtPage,
                                  et_page,
                                  ADW_TYPE_BIN,
                                  G_ADD_PRIVATE (EtPage)
                                      G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                             et_page_buildable_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  PROP_TITLE,
  PROP_CAN_GO_BACK,
  PROP_IS_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void
update_header (EtPage *self)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  gtk_widget_set_visible (priv->back, priv->can_go_back || priv->is_folded);
  adw_header_bar_set_show_start_title_buttons (priv->header, priv->is_folded);
}

static GtkWidget *
new_back_button (void)
{
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "win.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"),
                                  -1);
  return back;
}

static void
et_page_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (buildable));

  if (g_strcmp0 (type, "start") == 0)
    adw_header_bar_pack_start (priv->header, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "end") == 0)
    adw_header_bar_pack_end (priv->header, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "title") == 0)
    adw_header_bar_set_title_widget (priv->header, GTK_WIDGET (child));
  else if (type == NULL && GTK_IS_WIDGET (child))
    adw_bin_set_child (priv->content, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
et_page_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (object));

  switch (property_id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, priv->context);
      break;
    case PROP_TITLE:
      g_value_set_string (value, adw_window_title_get_title (priv->title));
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, priv->can_go_back);
      break;
    case PROP_IS_FOLDED:
      g_value_set_boolean (value, priv->is_folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_page_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  EtPage *self = ET_PAGE (object);
  EtPagePrivate *priv = et_page_get_instance_private (self);

  switch (property_id)
    {
    case PROP_CONTEXT:
      priv->context = g_value_dup_object (value);
      if (priv->context != NULL)
        et_copy_banner_set_context (priv->banner, priv->context);
      break;
    case PROP_TITLE:
      et_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_CAN_GO_BACK:
      et_page_set_can_go_back (self, g_value_get_boolean (value));
      break;
    case PROP_IS_FOLDED:
      priv->is_folded = g_value_get_boolean (value);
      update_header (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_page_dispose (GObject *object)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (object));

  g_cancellable_cancel (priv->cancellable);

  G_OBJECT_CLASS (et_page_parent_class)->dispose (object);
}

static void
et_page_finalize (GObject *object)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (object));

  g_clear_object (&priv->context);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->title);

  G_OBJECT_CLASS (et_page_parent_class)->finalize (object);
}

static void
et_page_map (GtkWidget *widget)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (widget));

  GTK_WIDGET_CLASS (et_page_parent_class)->map (widget);
  if (priv->search != NULL)
    gtk_search_entry_set_key_capture_widget (priv->search,
                                             GTK_WIDGET (gtk_widget_get_root (widget)));
}

static void
et_page_unmap (GtkWidget *widget)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (widget));

  if (priv->search != NULL)
    gtk_search_entry_set_key_capture_widget (priv->search, NULL);
  GTK_WIDGET_CLASS (et_page_parent_class)->unmap (widget);
}

/* The first letter may have been typed anywhere; a blank among the next would press what had the
 * focus. */
static void
search_started_cb (GtkSearchEntry *search)
{
  gtk_widget_grab_focus (GTK_WIDGET (search));
  gtk_editable_set_position (GTK_EDITABLE (search), -1);
}

static void
focus_search (EtPage *self)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  if (priv->search != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (priv->search));
}

/* Escape leaves a page that was opened from another one. */
static gboolean
leave_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  EtPagePrivate *priv = et_page_get_instance_private (ET_PAGE (widget));

  return priv->can_go_back && gtk_widget_activate_action (widget, "win.back", NULL);
}

static void
et_page_class_init (EtPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  klass->search = focus_search;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, leave_cb, NULL);
  GTK_WIDGET_CLASS (klass)->map = et_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = et_page_unmap;
  object_class->get_property = et_page_get_property;
  object_class->set_property = et_page_set_property;
  object_class->dispose = et_page_dispose;
  object_class->finalize = et_page_finalize;

  properties[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, ET_TYPE_CONTEXT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                      G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_FOLDED] = g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
et_page_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = et_page_add_child;
}

/* With large text on a phone the buttons may need the whole header. */
static GtkWidget *
new_title_holder (AdwWindowTitle *title)
{
  GtkWidget *squeezer = adw_squeezer_new ();

  adw_squeezer_set_allow_none (ADW_SQUEEZER (squeezer), TRUE);
  adw_squeezer_set_switch_threshold_policy (ADW_SQUEEZER (squeezer),
                                            ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), GTK_WIDGET (title));
  return squeezer;
}

static void
et_page_init (EtPage *self)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->cancellable = g_cancellable_new ();
  priv->header = ADW_HEADER_BAR (adw_header_bar_new ());
  priv->title = ADW_WINDOW_TITLE (g_object_ref_sink (adw_window_title_new ("", "")));
  priv->back = new_back_button ();
  priv->banner = g_object_new (ET_TYPE_COPY_BANNER, NULL);
  priv->content = ADW_BIN (adw_bin_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (priv->content), TRUE);

  adw_header_bar_set_title_widget (priv->header, new_title_holder (priv->title));
  adw_header_bar_pack_start (priv->header, priv->back);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->header));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->banner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->content));
  adw_bin_set_child (ADW_BIN (self), box);
  update_header (self);
}

/* Returns: (transfer none): the context the page works on. */
EtContext *
et_page_get_context (EtPage *self)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  g_return_val_if_fail (ET_IS_PAGE (self), NULL);

  return priv->context;
}

/* Returns: (transfer none): cancelled when the page is disposed of. */
GCancellable *
et_page_get_cancellable (EtPage *self)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  g_return_val_if_fail (ET_IS_PAGE (self), NULL);

  return priv->cancellable;
}

/* Sets the title in the header bar, already translated. */
void
et_page_set_title (EtPage *self, const char *title)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  g_return_if_fail (ET_IS_PAGE (self));

  adw_window_title_set_title (priv->title, title != NULL ? title : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/* Shows the back button: the page was pushed from another one. */
void
et_page_set_can_go_back (EtPage *self, gboolean can_go_back)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  g_return_if_fail (ET_IS_PAGE (self));

  priv->can_go_back = can_go_back;
  update_header (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

/* Tells the page that it is the visible one now. */
void
et_page_shown (EtPage *self)
{
  g_return_if_fail (ET_IS_PAGE (self));

  if (ET_PAGE_GET_CLASS (self)->shown != NULL)
    ET_PAGE_GET_CLASS (self)->shown (self);
}

/* Makes @entry take what is typed anywhere while the page shows. */
void
et_page_set_search (EtPage *self, GtkSearchEntry *entry)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  g_return_if_fail (ET_IS_PAGE (self));

  priv->search = entry;
  g_signal_connect (entry, "search-started", G_CALLBACK (search_started_cb), NULL);
}

/* Lets the person look for something on the page. */
void
et_page_search (EtPage *self)
{
  g_return_if_fail (ET_IS_PAGE (self));

  ET_PAGE_GET_CLASS (self)->search (self);
}

/* Looks for @words, as if the person had typed them; a page without a search entry does nothing. */
void
et_page_search_for (EtPage *self, const char *words)
{
  EtPagePrivate *priv = et_page_get_instance_private (self);

  g_return_if_fail (ET_IS_PAGE (self));

  if (priv->search == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (priv->search), words);
  et_page_search (self);
}
