/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-copy-banner.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "client/et-timer.h"
#include "core/et-time.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

/* A clock that is wrong by less disturbs nobody. */
#define CLOCK_TOLERANCE (5 * ET_MINUTE)

/* Set at the context once the person has read about the clock on any page. */
#define KNOWS_CLOCK "et-knows-clock"

struct _EtCopyBanner
{
  AdwBin parent_instance;

  GtkLabel *label; /* borrowed */
  GtkButton *button; /* borrowed */

  EtContext *context; /* owned, nullable */
  EtTimer *timer; /* owned; the age grows */
  void (*act) (EtCopyBanner *self); /* what the button does */
};

G_DEFINE_FINAL_TYPE (EtCopyBanner, et_copy_banner, ADW_TYPE_BIN)

static void update (EtCopyBanner *self);

static void
synchronise (EtCopyBanner *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", NULL);
}

static void
sign_in (EtCopyBanner *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCopyBanner) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    et_toast_show_error (GTK_WIDGET (self), error);
}

/* Whoever answers in place of the server shows in a browser what is wanted. */
static void
open_portal (EtCopyBanner *self)
{
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                     et_context_get_server_url (self->context), GDK_CURRENT_TIME, NULL, launched_cb,
                     g_object_ref (self));
}

static void
forget_clock (EtCopyBanner *self)
{
  g_object_set_data (G_OBJECT (self->context), KNOWS_CLOCK, self->context);
  update (self);
}

static void
say (EtCopyBanner *self, const char *words, const char *label, void (*act) (EtCopyBanner *self))
{
  gtk_label_set_text (self->label, words);
  gtk_button_set_label (self->button, label);
  self->act = act;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  et_timer_set (self->timer, ET_MINUTE);
}

static void
hide (EtCopyBanner *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  et_timer_stop (self->timer);
}

/* @format: takes the age of the copy. */
static void
say_age (EtCopyBanner *self, const char *format, const char *label, void (*act) (EtCopyBanner *))
{
  int64_t last = et_sync_get_last_success (et_context_get_sync (self->context));
  g_autofree char *age = et_text_duration (MAX (et_time_now () - last, 0));
  g_autofree char *words = g_strdup_printf (format, age);

  say (self, words, label, act);
}

static void
say_failure (EtCopyBanner *self, const GError *error)
{
  if (g_error_matches (error, ET_ERROR, ET_ERROR_UNAUTHENTICATED))
    say (self,
         _ ("The server wants your password again. What you see is a copy, and what you change "
            "is kept until you sign in."),
         _ ("Sign In"), sign_in);
  else if (g_error_matches (error, ET_ERROR, ET_ERROR_BAD_ANSWER))
    /* Translators: %s is such as "3 hours". */
    say_age (self,
             _ ("Something answers in place of the server, such as the sign-in page of a network. "
                "You see a copy from %s ago."),
             _ ("Open in Browser"), open_portal);
  else if (g_error_matches (error, ET_ERROR, ET_ERROR_OFFLINE))
    /* Translators: %s is such as "3 hours". */
    say_age (self, _ ("Offline. You see a copy from %s ago; what you change is sent later."),
             _ ("Try Again"), synchronise);
  else
    /* Translators: %s is such as "3 hours". */
    say_age (self, _ ("The server cannot answer just now. You see a copy from %s ago."),
             _ ("Try Again"), synchronise);
}

static void
tell_clock (EtCopyBanner *self)
{
  int64_t wrong = ABS (et_server_clock_now () - et_time_now ());
  g_autofree char *by = et_text_duration (wrong);
  /* Translators: %s is such as "3 hours". */
  g_autofree char *words = g_strdup_printf (
      _ ("The clock of this computer is wrong by %s. Sales and tickets go by the server's."), by);

  if (wrong < CLOCK_TOLERANCE || g_object_get_data (G_OBJECT (self->context), KNOWS_CLOCK) != NULL)
    hide (self);
  else
    say (self, words, _ ("Understood"), forget_clock);
}

/* While a round is under way nothing changes: how it ends will be said. Before anything was copied
 * the pages themselves tell why they are empty. */
static void
update (EtCopyBanner *self)
{
  EtSync *sync = et_context_get_sync (self->context);
  const GError *error = et_sync_get_error (sync);

  switch (et_sync_get_state (sync))
    {
    case ET_SYNC_UPLOADING:
    case ET_SYNC_DOWNLOADING:
      break;
    case ET_SYNC_IDLE:
      tell_clock (self);
      break;
    default:
      if (error == NULL || et_sync_get_last_success (sync) == ET_NULL_INT64)
        hide (self);
      else
        say_failure (self, error);
    }
}

static void
minute_cb (gpointer self, gpointer data)
{
  update (self);
}

static void
clicked_cb (EtCopyBanner *self)
{
  self->act (self);
}

static void
et_copy_banner_dispose (GObject *object)
{
  EtCopyBanner *self = ET_COPY_BANNER (object);

  g_clear_pointer (&self->timer, et_timer_free);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (et_copy_banner_parent_class)->dispose (object);
}

static void
et_copy_banner_class_init (EtCopyBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_copy_banner_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-copy-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCopyBanner, label);
  gtk_widget_class_bind_template_child (widget_class, EtCopyBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
et_copy_banner_init (EtCopyBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->timer = et_timer_new (minute_cb, self);
}

/* Called once. */
void
et_copy_banner_set_context (EtCopyBanner *self, EtContext *context)
{
  g_return_if_fail (ET_IS_COPY_BANNER (self));

  self->context = g_object_ref (context);
  g_signal_connect_object (et_context_get_sync (context), "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
