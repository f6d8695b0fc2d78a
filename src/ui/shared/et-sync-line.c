/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-sync-line.h"

#include <glib/gi18n-lib.h>

#include "core/et-record.h"
#include "ui/shared/et-text.h"

struct _EtSyncLine
{
  AdwBin parent_instance;

  /* Template children */
  GtkButton *button;
  GtkWidget *dot;
  GtkLabel *label;

  EtContext *context; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtSyncLine, et_sync_line, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_waiting (guint pending)
{
  return g_strdup_printf (ngettext ("%u change waits", "%u changes wait", pending), pending);
}

static char *
describe_offline (EtSync *sync)
{
  int64_t last = et_sync_get_last_success (sync);
  guint pending = et_sync_get_pending (sync);
  g_autofree char *waiting = pending > 0 ? describe_waiting (pending) : NULL;
  g_autofree char *age = last != ET_NULL_INT64 ? et_text_age (last) : NULL;

  if (waiting != NULL)
    /* Translators: %s is such as "2 changes wait". */
    return g_strdup_printf (_ ("Offline, %s"), waiting);
  if (age != NULL)
    /* Translators: %s is a time, such as 14:05. */
    return g_strdup_printf (_ ("Offline, copy of %s"), age);
  return g_strdup (_ ("Offline, nothing copied yet"));
}

static char *
describe_idle (EtSync *sync)
{
  gboolean is_elsewhere;

  g_object_get (sync, "busy-elsewhere", &is_elsewhere, NULL);
  return g_strdup (is_elsewhere ? _ ("Synced by another program") : _ ("Up to date"));
}

static char *
describe_uploading (EtSync *sync)
{
  guint pending = MAX (et_sync_get_pending (sync), 1);

  return g_strdup_printf (ngettext ("Sending %u change…", "Sending %u changes…", pending), pending);
}

static void
show_words (EtSyncLine *self, const char *css_class, const char *words, const char *tooltip)
{
  const char *classes[] = { "sync-dot", css_class, NULL };

  gtk_widget_set_css_classes (self->dot, classes);
  gtk_label_set_text (self->label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
}

static void
update_words (EtSyncLine *self)
{
  EtSync *sync = et_context_get_sync (self->context);
  const GError *error = et_sync_get_error (sync);
  g_autofree char *reason = error != NULL ? et_text_error (error) : NULL;
  g_autofree char *words = NULL;

  switch (et_sync_get_state (sync))
    {
    case ET_SYNC_IDLE:
      words = describe_idle (sync);
      show_words (self, "ok", words, _ ("Update now"));
      break;
    case ET_SYNC_UPLOADING:
      words = describe_uploading (sync);
      show_words (self, "busy", words, NULL);
      break;
    case ET_SYNC_DOWNLOADING:
      show_words (self, "busy", _ ("Updating…"), NULL);
      break;
    case ET_SYNC_FAILED:
      show_words (self, "failed", _ ("Not up to date"), reason);
      break;
    case ET_SYNC_OFFLINE:
    default:
      words = describe_offline (sync);
      show_words (self, "offline", words, reason != NULL ? reason : _ ("Try to connect now"));
      break;
    }
}

static void
set_context (EtSyncLine *self, EtContext *context)
{
  if (!g_set_object (&self->context, context) || context == NULL)
    return;

  g_signal_connect_object (et_context_get_sync (context), "notify", G_CALLBACK (update_words), self,
                           G_CONNECT_SWAPPED);
  update_words (self);
}

static void
et_sync_line_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  EtSyncLine *self = ET_SYNC_LINE (object);

  switch (property_id)
    {
    case PROP_CONTEXT:
      set_context (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_sync_line_dispose (GObject *object)
{
  EtSyncLine *self = ET_SYNC_LINE (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (et_sync_line_parent_class)->dispose (object);
}

static void
et_sync_line_class_init (EtSyncLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = et_sync_line_set_property;
  object_class->dispose = et_sync_line_dispose;

  properties[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, ET_TYPE_CONTEXT,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-sync-line.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSyncLine, button);
  gtk_widget_class_bind_template_child (widget_class, EtSyncLine, dot);
  gtk_widget_class_bind_template_child (widget_class, EtSyncLine, label);
}

static void
et_sync_line_init (EtSyncLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
