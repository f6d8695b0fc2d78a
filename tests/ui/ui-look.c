/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-look.h"

#include "tests/ui/ui-fit.h"
#include "tests/ui/ui-keys.h"
#include "tests/ui/ui-tree.h"
#include "ui/shared/et-text.h"

/* What a screen reader is told is kept where the test has a folder for it; the look changes nothing
 * of it. */
static gboolean
is_tree_kept (void)
{
  return g_getenv ("ET_TREE_FOLDER") != NULL && g_getenv ("ET_LOOK") == NULL;
}

static void
inspect (GtkWidget *window, const char *name)
{
  if (ADW_IS_ABOUT_WINDOW (window)) /* it is the toolkit's */
    return;
  ui_assert_named (window);
  ui_assert_explained (window);
  ui_assert_in_sight (window);
  ui_assert_legible (window);
  if (is_tree_kept ())
    ui_assert_tree (window, name, et_text_get_language ());
}

static void
look_at_size (GtkWidget *window, const char *name, int width, int height)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  AdwColorScheme scheme = adw_style_manager_get_color_scheme (style);

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
  ui_screenshot (window, name, width, height);
  inspect (window, name);
  if (ui_draws_screenshots ())
    {
      adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
      ui_screenshot (window, name, width, height);
    }
  adw_style_manager_set_color_scheme (style, scheme);
}

/* Looks at a window that is that large on a desktop, there and at the size of a phone: one that
 * does not fit, also with large text, that has a control without a name or a button whose words
 * are cut, or that tells a screen reader something else than before, fails. When pictures are
 * wanted, they are drawn in light and dark. The size of a desktop is left. */
void
ui_look_at_sized (gpointer window, const char *name, int width, int height)
{
  look_at_size (window, name, width, height);
  look_at_size (window, name, 360, 640);
  if (!ADW_IS_ABOUT_WINDOW (window))
    ui_assert_fits (window, name);
  gtk_window_set_default_size (window, width, height);
  UI_WAIT (gtk_widget_get_width (window) == width);
  for (int i = 0; i < 30; i++)
    ui_iterate ();
}

/* The same of a window in which one works. */
void
ui_look_at (gpointer window, const char *name)
{
  ui_look_at_sized (window, name, 1000, 700);
}
