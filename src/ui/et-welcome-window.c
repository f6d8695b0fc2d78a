/* SPDX-License-Identifier: MIT */
#include "ui/et-welcome-window.h"

#include <glib/gi18n-lib.h>

struct _EtWelcomeWindow
{
  AdwApplicationWindow parent_instance;

  /* Template children */
  GtkEditable *server;
  GtkWidget *fault;
  GtkWidget *sign_in;
};

G_DEFINE_FINAL_TYPE (EtWelcomeWindow, et_welcome_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
choose (EtWelcomeWindow *self, const char *action)
{
  g_autofree char *url = et_server_url_read (gtk_editable_get_text (self->server));

  gtk_widget_set_visible (self->fault, url == NULL);
  if (url == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->server));
  else
    g_signal_emit (self, signals[CHOSEN], 0, url, action);
}

static void
sign_in_cb (EtWelcomeWindow *self)
{
  choose (self, "win.sign-in");
}

static void
sign_up_cb (EtWelcomeWindow *self)
{
  choose (self, "win.sign-up");
}

static void
look_around_cb (EtWelcomeWindow *self)
{
  choose (self, NULL);
}

static void
changed_cb (EtWelcomeWindow *self)
{
  gtk_widget_set_visible (self->fault, FALSE);
}

static void
et_welcome_window_class_init (EtWelcomeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-welcome-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtWelcomeWindow, server);
  gtk_widget_class_bind_template_child (widget_class, EtWelcomeWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, EtWelcomeWindow, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_around_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
et_welcome_window_init (EtWelcomeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): a window that proposes @url. */
GtkWidget *
et_welcome_window_new (GtkApplication *application, const char *url)
{
  EtWelcomeWindow *self = g_object_new (ET_TYPE_WELCOME_WINDOW, "application", application, NULL);

  gtk_editable_set_text (self->server, url);
  gtk_widget_grab_focus (self->sign_in);
  return GTK_WIDGET (self);
}

/* Reads the address of a server as people write it: a scheme is added where there is none (HTTP
 * for this computer, HTTPS elsewhere), blanks and slashes at its end are left out.
 * Returns: (nullable) (transfer full): NULL when it is no address of a server. */
char *
et_server_url_read (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  g_autoptr (GUri) uri = NULL;
  gboolean is_local = g_str_has_prefix (trimmed, "127.0.0.1") ||
                      g_str_has_prefix (trimmed, "localhost");

  whole = strstr (trimmed, "://") != NULL
              ? g_strdup (trimmed)
              : g_strdup_printf ("%s://%s", is_local ? "http" : "https", trimmed);

  uri = strpbrk (whole, " \t\n") == NULL ? g_uri_parse (whole, G_URI_FLAGS_NONE, NULL) : NULL;
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "https") != 0))
    return NULL;

  while (g_str_has_suffix (whole, "/"))
    whole[strlen (whole) - 1] = '\0';
  return g_steal_pointer (&whole);
}
