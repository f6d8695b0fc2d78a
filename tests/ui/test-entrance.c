/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "tests/ui/box-office.h"
#include "tests/ui/ui-code.h"
#include "tests/ui/ui-test.h"
#include "ui/customer/et-entrance-window.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-text.h"

/* What is held out to whoever stands at the entrance; it looks the same in every look, which the
 * environment chooses. */
static BoxOffice *office;
static BoughtTicket *ticket;

#define HOLDER "zoe"

/* @width, @height: pixels, of the window that shows the ticket. */
static GtkWidget *
open_entrance (UiTest *test, int width, int height)
{
  GtkWidget *window;

  ui_test_sign_in (test, "zoe");
  ui_test_open_page (test, "tickets");
  ui_click (ui_find (test->window, ET_TYPE_TICKET_ROW, NULL));
  ui_press (test->window, _ ("Show at the _Entrance"));
  window = ui_find_window (ET_TYPE_ENTRANCE_WINDOW);
  ui_screenshot (window, "entrance-shown", width, height);
  return window;
}

static void
test_all_that_is_asked_for_shows (void)
{
  g_autoptr (UiTest) test = ui_test_new (office->server);
  GtkWidget *window = open_entrance (test, 1000, 700);
  g_autofree char *admits = et_text_admits (2);

  ui_wait_for_text (window, HOLDER);
  ui_wait_for_text (window, admits);
  ui_wait_for_text (window, ticket->short_number);
  ui_code_assert_shown (ui_find (window, ET_TYPE_QR_VIEW, NULL), ticket->key);
}

static graphene_rect_t
get_area (GtkWidget *window, GType type, const char *name)
{
  graphene_rect_t area;

  g_assert_true (gtk_widget_compute_bounds (ui_find (window, type, name), window, &area));
  return area;
}

static void
test_the_words_stand_beside_the_code (void)
{
  g_autoptr (UiTest) test = ui_test_new (office->server);
  GtkWidget *window = open_entrance (test, 1000, 700);
  g_autofree char *admits = et_text_admits (2);
  graphene_rect_t code = get_area (window, ET_TYPE_QR_VIEW, NULL);
  graphene_rect_t holder = get_area (window, GTK_TYPE_LABEL, HOLDER);
  graphene_rect_t number = get_area (window, GTK_TYPE_LABEL, admits);

  g_assert_cmpfloat (holder.origin.x, >=, code.origin.x + code.size.width);
  g_assert_cmpfloat (number.origin.x, >=, code.origin.x + code.size.width);
  g_assert_cmpfloat (holder.origin.y + holder.size.height, <=, code.origin.y + code.size.height);
}

static void
test_a_phone_has_the_words_below_the_code (void)
{
  g_autoptr (UiTest) test = ui_test_new (office->server);
  GtkWidget *window = open_entrance (test, 360, 640);
  graphene_rect_t code = get_area (window, ET_TYPE_QR_VIEW, NULL);
  graphene_rect_t holder = get_area (window, GTK_TYPE_LABEL, HOLDER);

  g_assert_cmpfloat (holder.origin.y, >=, code.origin.y + code.size.height);
}

static guint32
get_pixel (cairo_surface_t *picture, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (picture) +
                      (gsize) y * cairo_image_surface_get_stride (picture);

  return ((const guint32 *) (gconstpointer) row)[x] & 0xffffff;
}

/* In the middle of its height a code begins with its white margin. */
static void
assert_is_dark_on_white (cairo_surface_t *picture)
{
  int width = cairo_image_surface_get_width (picture);
  int middle = cairo_image_surface_get_height (picture) / 2;
  int x = 0;

  g_assert_cmphex (get_pixel (picture, 0, middle), ==, 0xffffff);
  while (x < width && get_pixel (picture, x, middle) == 0xffffff)
    x++;
  g_assert_cmpint (x, <, width);
  g_assert_cmphex (get_pixel (picture, x, middle), ==, 0x000000);
}

static void
test_everything_is_dark_on_white (void)
{
  g_autoptr (UiTest) test = ui_test_new (office->server);
  GtkWidget *window = open_entrance (test, 1000, 700);
  cairo_surface_t *code = ui_code_draw (ui_find (window, ET_TYPE_QR_VIEW, NULL));
  cairo_surface_t *all = ui_code_draw (window);
  GtkWidget *holder = ui_find (window, GTK_TYPE_LABEL, HOLDER);
  GdkRGBA color;

  assert_is_dark_on_white (code);
  g_assert_cmphex (get_pixel (all, 4, 350), ==, 0xffffff);
  gtk_style_context_get_color (gtk_widget_get_style_context (holder), &color);
  g_assert_true (gdk_rgba_equal (&color, &(GdkRGBA){ 0, 0, 0, 1 }));
  cairo_surface_destroy (code);
  cairo_surface_destroy (all);
}

static void
assert_look (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  const char *look = g_getenv ("ET_LOOK");

  g_assert_cmpint (adw_style_manager_get_dark (style), ==, g_strcmp0 (look, "dark") == 0);
  g_assert_cmpint (adw_style_manager_get_high_contrast (style), ==,
                   g_strcmp0 (look, "contrast") == 0);
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  assert_look ();
  office = box_office_open ();
  ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_test_add_func ("/entrance/words", test_all_that_is_asked_for_shows);
  g_test_add_func ("/entrance/beside", test_the_words_stand_beside_the_code);
  g_test_add_func ("/entrance/phone", test_a_phone_has_the_words_below_the_code);
  g_test_add_func ("/entrance/paper", test_everything_is_dark_on_white);
  result = g_test_run ();
  bought_ticket_free (ticket);
  box_office_close (office);
  return result;
}
