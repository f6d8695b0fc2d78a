/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-hold-line.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "client/et-timer.h"
#include "core/et-record.h"
#include "core/et-time.h"
#include "ui/shared/et-text.h"

struct _EtHoldLine
{
  AdwBin parent_instance;

  GtkLabel *label; /* borrowed */
  EtTimer *timer; /* owned; to the next second */
  int64_t held_until; /* ET_NULL_INT64: nothing is held */
};

G_DEFINE_FINAL_TYPE (EtHoldLine, et_hold_line, ADW_TYPE_BIN)

static char *
describe (EtHoldLine *self, int64_t left_ms)
{
  g_autofree char *until = et_text_clock (self->held_until, NULL);
  int seconds = (int) ((left_ms + ET_SECOND - 1) / ET_SECOND);

  /* Translators: until a time of the day, then minutes and seconds that are left. */
  return g_strdup_printf (_ ("Kept for you until %s, %d:%02d left"), until, seconds / 60,
                          seconds % 60);
}

/* Wakes up as the last digit changes, and not at all when nobody can see it. */
static void
update (EtHoldLine *self)
{
  int64_t left = self->held_until != ET_NULL_INT64 ? self->held_until - et_server_clock_now () : 0;
  g_autofree char *text = NULL;

  et_timer_stop (self->timer);
  gtk_widget_set_visible (GTK_WIDGET (self), left > 0);
  if (left <= 0)
    return;

  text = describe (self, left);
  gtk_label_set_text (self->label, text);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    et_timer_set (self->timer, (guint) ((left - 1) % ET_SECOND + 1));
}

static void
second_cb (gpointer self, gpointer data)
{
  update (self);
}

static void
et_hold_line_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (et_hold_line_parent_class)->map (widget);
  update (ET_HOLD_LINE (widget));
}

static void
et_hold_line_unmap (GtkWidget *widget)
{
  et_timer_stop (ET_HOLD_LINE (widget)->timer);
  GTK_WIDGET_CLASS (et_hold_line_parent_class)->unmap (widget);
}

static void
et_hold_line_finalize (GObject *object)
{
  et_timer_free (ET_HOLD_LINE (object)->timer);

  G_OBJECT_CLASS (et_hold_line_parent_class)->finalize (object);
}

static void
et_hold_line_class_init (EtHoldLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_hold_line_finalize;
  widget_class->map = et_hold_line_map;
  widget_class->unmap = et_hold_line_unmap;
}

static void
et_hold_line_init (EtHoldLine *self)
{
  self->held_until = ET_NULL_INT64;
  self->timer = et_timer_new (second_cb, self);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 1);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* @held_until: milliseconds since 1970, UTC; ET_NULL_INT64 when nothing is held. */
void
et_hold_line_set_until (EtHoldLine *self, int64_t held_until)
{
  g_return_if_fail (ET_IS_HOLD_LINE (self));

  self->held_until = held_until;
  update (self);
}
