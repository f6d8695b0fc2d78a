/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>

#include "tests/ui/ui-test.h"

/* Returns: (transfer full) (nullable): NULL until the next frame. */
static GskRenderNode *
snapshot (GdkPaintable *paintable, GtkWidget *widget)
{
  GtkSnapshot *frame = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, frame, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  return gtk_snapshot_free_to_node (frame);
}

/* Returns: (transfer full): what a widget draws, in its own size. */
GskRenderNode *
ui_draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GskRenderNode *node = NULL;

  UI_WAIT (gtk_widget_get_width (widget) > 0 && gtk_widget_get_height (widget) > 0);
  gtk_widget_queue_draw (widget);
  UI_WAIT ((node = snapshot (paintable, widget)) != NULL);
  return node;
}

/* A phone is too narrow for some pages with large text: then the window is as wide as it must. */
static gboolean
may_be_wider (void)
{
  return g_strcmp0 (g_getenv ("ET_LOOK"), "large") == 0;
}

static void
wait_for_size (GtkWidget *window, int width, int height)
{
  gint64 end = g_get_monotonic_time () + (may_be_wider () ? G_USEC_PER_SEC : UI_TIMEOUT_US);

  while (gtk_widget_get_width (window) != width || gtk_widget_get_height (window) != height)
    {
      ui_iterate ();
      if (g_get_monotonic_time () < end)
        continue;
      if (may_be_wider ())
        return;
      g_error ("%s does not fit into %d × %d: it is %d × %d", G_OBJECT_TYPE_NAME (window), width,
               height, gtk_widget_get_width (window), gtk_widget_get_height (window));
    }
}

/* Pictures are for people, and cost more than all else: the short run only sees that everything
 * fits. */
gboolean
ui_draws_screenshots (void)
{
  return g_getenv ("ET_SCREENSHOTS") != NULL || g_strcmp0 (g_getenv ("ET_TEST_FULL"), "1") == 0;
}

static void
write_picture (GtkWidget *window, const char *name)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const char *folder = g_getenv ("ET_SCREENSHOT_FOLDER");
  const char *look = g_getenv ("ET_LOOK");
  int width = gtk_widget_get_width (window), height = gtk_widget_get_height (window);
  g_autofree char *path = NULL;
  GskRenderNode *node = ui_draw (window);
  g_autoptr (GdkTexture) texture = NULL;

  g_assert_nonnull (folder);
  path = g_strdup_printf ("%s/%s-%s-%s%s%s-%dx%d.png", folder, name, g_getenv ("LANGUAGE"),
                          is_dark ? "dark" : "light", look != NULL ? "-" : "",
                          look != NULL ? look : "", width, height);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_render_node_unref (node);
  g_mkdir_with_parents (folder, 0755);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* Without a window manager only a window that is hidden can. */
static void
leave_full_screen (GtkWindow *window)
{
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  gtk_window_unfullscreen (window);
  gtk_window_present (window);
}

/* Gives a window a size, into which it has to fit, and when pictures are wanted writes what it
 * shows to NAME-LANGUAGE-SCHEME[-LOOK]-SIZE.png in the folder of screenshots. @width, @height: 0 to
 * leave the window as it is. */
void
ui_screenshot (gpointer window, const char *name, int width, int height)
{
  if (width > 0 && gtk_window_is_fullscreen (window))
    leave_full_screen (window);
  if (width > 0)
    {
      /* A window that has only just appeared keeps its first size. */
      for (int frame = 0; frame < 3; frame++)
        gtk_test_widget_wait_for_draw (window);
      gtk_window_set_default_size (window, width, height);
      wait_for_size (window, width, height);
    }
  UI_WAIT (gtk_widget_get_width (window) > 0);
  for (int i = 0; i < 30; i++)
    ui_iterate ();
  if (ui_draws_screenshots ())
    write_picture (window, name);
}
