/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-check-page.h"

#include <string.h>

#include "ui/shared/et-breakpoint-bin.h"
#include "ui/shared/et-sound.h"
#include "ui/staff/et-find-ticket-window.h"
#include "ui/staff/et-gate-side.h"
#include "ui/staff/et-scan-queue.h"
#include "ui/staff/et-verdict-panel.h"

/* What is longer and has no blank is a ticket key, even a misread one. */
#define NAME_MAX_LENGTH 24

/* Pixels that the side may take: beside the verdict, and below it. */
#define SIDE_WIDTH 290
#define NARROW_WIDTH 600

struct _EtCheckPage
{
  EtPage parent_instance;

  /* Template children */
  EtBreakpointBin *breakpoint;
  GtkBox *columns;
  GtkEntry *entry;
  GtkWidget *offline;
  EtVerdictPanel *panel;
  AdwClamp *side_clamp;
  EtGateSide *side;

  EtScanQueue *queue; /* owned */
  EtGateLog *log; /* owned */
};

G_DEFINE_FINAL_TYPE (EtCheckPage, et_check_page, ET_TYPE_PAGE)

static gboolean
looks_like_key (const char *text)
{
  return strchr (text, ':') != NULL ||
         (strchr (text, ' ') == NULL && g_utf8_strlen (text, -1) > NAME_MAX_LENGTH);
}

static void
focus_entry (EtCheckPage *self)
{
  gtk_entry_grab_focus_without_selecting (self->entry);
}

/* A popover or another window may keep the focus; whatever else was touched gives it back. */
static gboolean
focus_entry_cb (gpointer data)
{
  EtCheckPage *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) == NULL))
    focus_entry (self);
  return G_SOURCE_REMOVE;
}

static void
focus_entry_later (EtCheckPage *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_entry_cb, g_object_ref (self), g_object_unref);
}

static void
scanned_cb (EtCheckPage *self, EtScan *scan)
{
  et_gate_log_add (self->log, scan);
  et_verdict_panel_show_scan (self->panel, scan);
  et_sound_play (GTK_WIDGET (self), et_scan_get_look (scan)->sound);
}

static void
open_find_window (EtCheckPage *self, const char *text)
{
  EtFindTicketWindow *window = et_find_ticket_window_new (
      et_page_get_context (ET_PAGE (self)), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      et_gate_side_get_gate (self->side));

  g_signal_connect_object (window, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "destroy", G_CALLBACK (focus_entry_later), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
  et_find_ticket_window_search (window, text);
}

static void
entered_cb (EtCheckPage *self)
{
  g_autofree char *text = g_strstrip (
      g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (*text == '\0')
    return;

  if (looks_like_key (text))
    et_scan_queue_push (self->queue, text, et_gate_side_get_gate (self->side));
  else
    open_find_window (self, text);
}

static void
busy_changed_cb (EtCheckPage *self)
{
  et_verdict_panel_set_busy (self->panel, et_scan_queue_is_busy (self->queue));
}

static void
sync_changed_cb (EtCheckPage *self)
{
  EtSync *sync = et_context_get_sync (et_page_get_context (ET_PAGE (self)));

  gtk_widget_set_visible (self->offline, et_sync_get_state (sync) == ET_SYNC_OFFLINE);
}

static void
narrow_changed_cb (EtCheckPage *self)
{
  gboolean is_narrow = et_breakpoint_bin_get_is_narrow (self->breakpoint);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns), is_narrow
                                                                      ? GTK_ORIENTATION_VERTICAL
                                                                      : GTK_ORIENTATION_HORIZONTAL);
  adw_clamp_set_maximum_size (self->side_clamp, is_narrow ? NARROW_WIDTH : SIDE_WIDTH);
}

static gboolean
is_typing (GdkModifierType state, guint keyval)
{
  return (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) == 0 &&
         keyval != GDK_KEY_space && g_unichar_isprint (gdk_keyval_to_unicode (keyval));
}

/* A scanner types wherever the focus is: what no other entry wants goes to ours. */
static gboolean
key_pressed_cb (EtCheckPage *self,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                GtkEventControllerKey *controller)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && GTK_IS_EDITABLE (focus))
    return GDK_EVENT_PROPAGATE;
  if (!is_typing (state, keyval))
    return GDK_EVENT_PROPAGATE;

  focus_entry (self);
  return gtk_event_controller_key_forward (
      controller, GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))));
}

static void
find_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  open_find_window (ET_CHECK_PAGE (widget), "");
}

static void
et_check_page_search (EtPage *page)
{
  open_find_window (ET_CHECK_PAGE (page), "");
}

static void
et_check_page_shown (EtPage *page)
{
  focus_entry (ET_CHECK_PAGE (page));
}

static void
et_check_page_constructed (GObject *object)
{
  EtCheckPage *self = ET_CHECK_PAGE (object);
  EtContext *context = et_page_get_context (ET_PAGE (self));

  G_OBJECT_CLASS (et_check_page_parent_class)->constructed (object);

  self->queue = et_scan_queue_new (context);
  g_signal_connect_object (self->queue, "scanned", G_CALLBACK (scanned_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "notify::is-busy", G_CALLBACK (busy_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_sync (context), "notify::state",
                           G_CALLBACK (sync_changed_cb), self, G_CONNECT_SWAPPED);
  sync_changed_cb (self);
}

static void
et_check_page_dispose (GObject *object)
{
  EtCheckPage *self = ET_CHECK_PAGE (object);

  if (self->queue != NULL)
    et_scan_queue_cancel (self->queue);
  g_clear_object (&self->queue);
  g_clear_object (&self->log);

  G_OBJECT_CLASS (et_check_page_parent_class)->dispose (object);
}

static void
et_check_page_class_init (EtCheckPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_BREAKPOINT_BIN);
  g_type_ensure (ET_TYPE_GATE_SIDE);
  g_type_ensure (ET_TYPE_VERDICT_PANEL);

  object_class->constructed = et_check_page_constructed;
  object_class->dispose = et_check_page_dispose;
  ET_PAGE_CLASS (klass)->search = et_check_page_search;
  ET_PAGE_CLASS (klass)->shown = et_check_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, breakpoint);
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, columns);
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, entry);
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, offline);
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, panel);
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, side_clamp);
  gtk_widget_class_bind_template_child (widget_class, EtCheckPage, side);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_entry_later);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed_cb);

  gtk_widget_class_install_action (widget_class, "check.find", NULL, find_cb);
}

static void
et_check_page_init (EtCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->log = et_gate_log_new ();
  et_gate_side_set_log (self->side, self->log);
}
