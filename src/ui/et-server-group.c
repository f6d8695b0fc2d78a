/* SPDX-License-Identifier: MIT */
#include "ui/et-server-group.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-check.h"
#include "ui/et-welcome-window.h"

struct _EtServerGroup
{
  AdwPreferencesGroup parent_instance;

  /* Template children */
  GtkEditable *name;
  GtkEditable *address;
  GtkWidget *verdict_row;
  GtkStack *sign;
  GtkLabel *verdict;
  GtkWidget *check;
  GtkButton *use;

  GCancellable *cancellable; /* owned, nullable; of the check under way */
  char *current; /* owned, nullable: the address that is used now */
  const char *use_label; /* translated */
  gboolean uses_when_good; /* the check under way is about a server that is to be used */
  gboolean was_warned; /* the address was checked, and is not good */
};

G_DEFINE_FINAL_TYPE (EtServerGroup, et_server_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
read_url (EtServerGroup *self)
{
  return et_server_url_read (gtk_editable_get_text (self->address));
}

static void
update_buttons (EtServerGroup *self)
{
  g_autofree char *url = read_url (self);
  gboolean is_other = url != NULL && g_strcmp0 (url, self->current) != 0;

  gtk_widget_set_sensitive (self->check, url != NULL && self->cancellable == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->use), is_other && self->cancellable == NULL);
  gtk_button_set_label (self->use, self->was_warned ? _ ("_Use Anyway") : self->use_label);
}

static void
show_verdict (EtServerGroup *self, const char *sign, const char *sentence)
{
  gtk_widget_set_visible (self->verdict_row, sentence != NULL);
  gtk_label_set_text (self->verdict, sentence != NULL ? sentence : "");
  if (sign != NULL)
    gtk_stack_set_visible_child_name (self->sign, sign);
}

static void
choose (EtServerGroup *self)
{
  g_autofree char *url = read_url (self);

  if (url != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, gtk_editable_get_text (self->name), url);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtServerGroup) self = data;
  EtServerFault fault;

  if (!et_server_check_finish (result, &fault, NULL))
    return;
  g_clear_object (&self->cancellable);
  self->was_warned = fault != ET_SERVER_ANSWERS;
  show_verdict (self, self->was_warned ? "bad" : "good", _ (et_server_fault_get_sentence (fault)));
  update_buttons (self);
  if (self->uses_when_good && !self->was_warned)
    choose (self);
}

static void
begin_check (EtServerGroup *self, gboolean uses_when_good)
{
  g_autofree char *url = read_url (self);

  if (self->cancellable != NULL)
    return;
  if (url == NULL)
    {
      show_verdict (self, "bad", _ (et_server_fault_get_sentence (ET_SERVER_NO_ADDRESS)));
      return;
    }
  self->uses_when_good = uses_when_good;
  self->cancellable = g_cancellable_new ();
  show_verdict (self, "busy", _ ("Looking for the server…"));
  update_buttons (self);
  et_server_check_async (url, self->cancellable, checked_cb, g_object_ref (self));
}

static void
check_cb (EtServerGroup *self)
{
  begin_check (self, FALSE);
}

/* A server that does not answer is used when the person says so twice: the copy may be enough. */
static void
use_cb (EtServerGroup *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->use)))
    return;
  if (self->was_warned)
    choose (self);
  else
    begin_check (self, TRUE);
}

static void
stop_check (EtServerGroup *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
changed_cb (EtServerGroup *self)
{
  stop_check (self);
  self->was_warned = FALSE;
  show_verdict (self, NULL, NULL);
  update_buttons (self);
}

static void
et_server_group_dispose (GObject *object)
{
  stop_check (ET_SERVER_GROUP (object));

  G_OBJECT_CLASS (et_server_group_parent_class)->dispose (object);
}

static void
et_server_group_finalize (GObject *object)
{
  g_free (ET_SERVER_GROUP (object)->current);

  G_OBJECT_CLASS (et_server_group_parent_class)->finalize (object);
}

static void
et_server_group_class_init (EtServerGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_server_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = et_server_group_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, name);
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, address);
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, verdict_row);
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, sign);
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, verdict);
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, check);
  gtk_widget_class_bind_template_child (widget_class, EtServerGroup, use);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
}

static void
et_server_group_init (EtServerGroup *self)
{
  self->use_label = _ ("_Use This Server");
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

/* Shows the server that is used now, which may be changed into another. */
void
et_server_group_show_current (EtServerGroup *self, const char *url)
{
  g_return_if_fail (ET_IS_SERVER_GROUP (self));

  g_free (self->current);
  self->current = g_strdup (url);
  gtk_widget_set_visible (GTK_WIDGET (self->name), FALSE);
  gtk_editable_set_text (self->address, url);
}

/* Begins with nothing, for one more server. */
void
et_server_group_show_new (EtServerGroup *self)
{
  g_return_if_fail (ET_IS_SERVER_GROUP (self));

  self->use_label = _ ("_Add and Open");
  gtk_editable_set_text (self->name, "");
  gtk_editable_set_text (self->address, "");
  changed_cb (self);
}
