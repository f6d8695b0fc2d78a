/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-detail-page.h"

#include "ui/shared/et-breakpoint-bin.h"

struct _EtDetailPage
{
  EtPage parent_instance;

  /* Template children */
  EtBreakpointBin *breakpoint;
  AdwBin *slot;
};

G_DEFINE_FINAL_TYPE (EtDetailPage, et_detail_page, ET_TYPE_PAGE)

enum
{
  LEFT,
  WIDENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
narrow_changed_cb (EtDetailPage *self)
{
  if (!et_breakpoint_bin_get_is_narrow (self->breakpoint))
    g_signal_emit (self, signals[WIDENED], 0);
}

static void
et_detail_page_dispose (GObject *object)
{
  EtDetailPage *self = ET_DETAIL_PAGE (object);

  if (self->slot != NULL)
    {
      adw_bin_set_child (self->slot, NULL);
      self->slot = NULL;
      g_signal_emit (self, signals[LEFT], 0);
    }

  G_OBJECT_CLASS (et_detail_page_parent_class)->dispose (object);
}

static void
et_detail_page_class_init (EtDetailPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_detail_page_dispose;

  signals[LEFT] = g_signal_new ("left", ET_TYPE_DETAIL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[WIDENED] = g_signal_new ("widened", ET_TYPE_DETAIL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (ET_TYPE_BREAKPOINT_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-detail-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtDetailPage, breakpoint);
  gtk_widget_class_bind_template_child (widget_class, EtDetailPage, slot);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed_cb);
}

static void
et_detail_page_init (EtDetailPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A page without a pane. @title is translated; @room: the width from which the pane has room beside
 * what it tells about. */
EtDetailPage *
et_detail_page_new (EtContext *context, const char *title, int room)
{
  EtDetailPage *self = g_object_new (ET_TYPE_DETAIL_PAGE, "context", context, "title", title, NULL);

  g_object_set (self->breakpoint, "threshold", room, NULL);
  return self;
}

/* Shows @pane, which has no parent; NULL lets go of the one that shows. */
void
et_detail_page_set_pane (EtDetailPage *self, GtkWidget *pane)
{
  g_return_if_fail (ET_IS_DETAIL_PAGE (self));

  adw_bin_set_child (self->slot, pane);
}
