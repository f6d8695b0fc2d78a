/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-fit.h"

#include "tests/ui/ui-test.h"
#include "tests/ui/ui-tree.h"
#include "ui/shared/et-text.h"

#define WIDTH 360
#define HEIGHT 640
#define FRAMES 12 /* after which a new size of text has reached every widget */

/* As the desktop's text-scaling-factor. */
void
ui_set_text_scale (double scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int other_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, other_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Adds whatever needs about as much room as the window has, from the outside to the inside. */
static void
tell_wide (GString *text, GtkWidget *widget, int least, int depth)
{
  int width = gtk_widget_get_visible (widget) ? measure (widget, GTK_ORIENTATION_HORIZONTAL, -1)
                                              : 0;

  if (width < least)
    return;
  g_string_append_printf (text, "\n%*s%s %s: %d", depth, "", G_OBJECT_TYPE_NAME (widget),
                          GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "",
                          width);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tell_wide (text, child, least * 9 / 10, depth + 1);
}

static void
assert_fits_at (GtkWidget *window, const char *name, double scale)
{
  int width, height;

  ui_set_text_scale (scale);
  for (int i = 0; i < FRAMES; i++)
    ui_iterate ();
  width = measure (window, GTK_ORIENTATION_HORIZONTAL, -1);
  height = measure (window, GTK_ORIENTATION_VERTICAL, WIDTH);
  if (width > WIDTH || height > HEIGHT)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      if (width > WIDTH)
        tell_wide (text, window, WIDTH, 0);
      g_test_message ("%s needs %d × %d with text × %.2f%s", name, width, height, scale, text->str);
      g_test_fail ();
    }
  ui_assert_legible (window);
}

/* Asserts that a window needs no more than a phone has, with the sizes of text that GNOME offers,
 * and that no button is cut. The short run only looks at the largest, and not in English, whose
 * words are the shortest. */
void
ui_assert_fits (GtkWidget *window, const char *name)
{
  gboolean is_full = g_strcmp0 (g_getenv ("ET_TEST_FULL"), "1") == 0;
  int dpi;

  if (!is_full && g_str_equal (et_text_get_language (), "en"))
    return;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  if (is_full)
    {
      assert_fits_at (window, name, 1.25);
      assert_fits_at (window, name, 1.5);
    }
  assert_fits_at (window, name, 2);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
}

static void
assert_below_in_sight (GtkWidget *widget, GtkWidget *window)
{
  graphene_rect_t area;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (gtk_widget_get_focusable (widget) && gtk_widget_compute_bounds (widget, window, &area) &&
      (area.origin.x < 0 || area.origin.x + area.size.width > gtk_widget_get_width (window)))
    {
      g_test_message ("a %s lies from %d to %d of %d pixels", G_OBJECT_TYPE_NAME (widget),
                      (int) area.origin.x, (int) (area.origin.x + area.size.width),
                      gtk_widget_get_width (window));
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_below_in_sight (child, window);
}

/* Nothing that one can use lies left or right of the window: nobody looks for it there. */
void
ui_assert_in_sight (GtkWidget *window)
{
  assert_below_in_sight (window, window);
}
