/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-navigation.h"

struct _EtNavigation
{
  AdwBin parent_instance;

  GtkStack *stack; /* borrowed */
  GPtrArray *pushed; /* owned, of borrowed EtPage, the visible one last */
  GPtrArray *leaving; /* owned, of borrowed EtPage, sliding away */
  EtPage *root; /* borrowed, nullable */
  gboolean is_folded;
};

G_DEFINE_FINAL_TYPE (EtNavigation, et_navigation, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_VISIBLE_PAGE,
  PROP_IS_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_page (EtNavigation *self, EtPage *page, GtkStackTransitionType transition)
{
  gtk_stack_set_transition_type (self->stack, transition);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  et_page_shown (page);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE_PAGE]);
}

static void
add_page (EtNavigation *self, EtPage *page, const char *id)
{
  g_object_bind_property (self, "is-folded", page, "is-folded", G_BINDING_SYNC_CREATE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (page), id);
}

static void
drop_pushed (EtNavigation *self)
{
  for (guint i = self->pushed->len; i > 0; i--)
    gtk_stack_remove (self->stack, g_ptr_array_index (self->pushed, i - 1));
  g_ptr_array_set_size (self->pushed, 0);
}

/* A page that was left slides away before it goes. */
static void
drop_leaving_cb (EtNavigation *self)
{
  if (gtk_stack_get_transition_running (self->stack))
    return;

  for (guint i = 0; i < self->leaving->len; i++)
    gtk_stack_remove (self->stack, g_ptr_array_index (self->leaving, i));
  g_ptr_array_set_size (self->leaving, 0);
}

static void
et_navigation_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtNavigation *self = ET_NAVIGATION (object);

  switch (property_id)
    {
    case PROP_VISIBLE_PAGE:
      g_value_set_object (value, et_navigation_get_visible_page (self));
      break;
    case PROP_IS_FOLDED:
      g_value_set_boolean (value, self->is_folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_navigation_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  EtNavigation *self = ET_NAVIGATION (object);

  switch (property_id)
    {
    case PROP_IS_FOLDED:
      self->is_folded = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_navigation_finalize (GObject *object)
{
  EtNavigation *self = ET_NAVIGATION (object);

  g_ptr_array_unref (self->pushed);
  g_ptr_array_unref (self->leaving);

  G_OBJECT_CLASS (et_navigation_parent_class)->finalize (object);
}

static void
et_navigation_class_init (EtNavigationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = et_navigation_get_property;
  object_class->set_property = et_navigation_set_property;
  object_class->finalize = et_navigation_finalize;

  properties[PROP_VISIBLE_PAGE] = g_param_spec_object ("visible-page", NULL, NULL, ET_TYPE_PAGE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_FOLDED] = g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
et_navigation_init (EtNavigation *self)
{
  self->pushed = g_ptr_array_new ();
  self->leaving = g_ptr_array_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  g_signal_connect_swapped (self->stack, "notify::transition-running", G_CALLBACK (drop_leaving_cb),
                            self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/* Whether a root page of that name was added. */
gboolean
et_navigation_has_root (EtNavigation *self, const char *id)
{
  g_return_val_if_fail (ET_IS_NAVIGATION (self), FALSE);

  return gtk_stack_get_child_by_name (self->stack, id) != NULL;
}

/* Adds a page that a row of the sidebar opens. @page: (transfer floating). */
void
et_navigation_add_root (EtNavigation *self, const char *id, EtPage *page)
{
  g_return_if_fail (ET_IS_NAVIGATION (self));

  add_page (self, page, id);
}

/* Shows a root page and leaves whatever was open above another one. */
void
et_navigation_show_root (EtNavigation *self, const char *id)
{
  g_return_if_fail (ET_IS_NAVIGATION (self));

  self->root = ET_PAGE (gtk_stack_get_child_by_name (self->stack, id));
  show_page (self, self->root, GTK_STACK_TRANSITION_TYPE_NONE);
  drop_pushed (self);
}

/* Forgets all pages, as when somebody else signs in. */
void
et_navigation_clear (EtNavigation *self)
{
  GtkWidget *child;

  g_return_if_fail (ET_IS_NAVIGATION (self));

  g_ptr_array_set_size (self->pushed, 0);
  g_ptr_array_set_size (self->leaving, 0);
  self->root = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL)
    gtk_stack_remove (self->stack, child);
}

/* Opens @page above the page that @from is in. @page: (transfer floating). */
void
et_navigation_push (GtkWidget *from, EtPage *page)
{
  EtNavigation *self = ET_NAVIGATION (gtk_widget_get_ancestor (from, ET_TYPE_NAVIGATION));

  g_return_if_fail (self != NULL);

  add_page (self, page, NULL);
  et_page_set_can_go_back (page, TRUE);
  g_ptr_array_add (self->pushed, page);
  show_page (self, page, GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT);
}

/* Leaves the page that was opened last. Returns FALSE at a root page. */
gboolean
et_navigation_pop (EtNavigation *self)
{
  g_return_val_if_fail (ET_IS_NAVIGATION (self), FALSE);

  if (self->pushed->len == 0)
    return FALSE;

  g_ptr_array_add (self->leaving, g_ptr_array_steal_index (self->pushed, self->pushed->len - 1));
  show_page (self, et_navigation_get_visible_page (self), GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
  drop_leaving_cb (self);
  return TRUE;
}

/* Returns: (nullable) (transfer none): the page that shows. */
EtPage *
et_navigation_get_visible_page (EtNavigation *self)
{
  g_return_val_if_fail (ET_IS_NAVIGATION (self), NULL);

  return self->pushed->len > 0 ? g_ptr_array_index (self->pushed, self->pushed->len - 1)
                               : self->root;
}
