/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-card-form.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-stepper.h"

#define SUBJECT "Duo"

static char *add;
static char *more;
static char *less;

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  UI_WAIT (gtk_widget_get_mapped (widget));
  return window;
}

static void
count_cb (EtStepper *stepper, int quantity, int *sum)
{
  *sum = *sum * 10 + quantity;
}

static void
test_a_stepper_counts_within_its_limits (void)
{
  GtkWidget *stepper = g_object_new (ET_TYPE_STEPPER, "maximum", 2, "subject", SUBJECT, NULL);
  GtkWidget *window = show (stepper);
  int told = 0;

  g_signal_connect (stepper, "changed", G_CALLBACK (count_cb), &told);
  ui_press (window, add);
  ui_press (window, more);
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, GTK_TYPE_BUTTON, more)));
  ui_press (window, less);
  ui_press (window, less);
  ui_find (window, GTK_TYPE_BUTTON, add);
  g_assert_cmpint (told, ==, 1210);
  ui_close_windows ();
}

static void
test_setting_a_stepper_tells_nothing (void)
{
  GtkWidget *stepper = g_object_new (ET_TYPE_STEPPER, NULL);
  int told = 0;

  g_object_ref_sink (stepper);
  g_signal_connect (stepper, "changed", G_CALLBACK (count_cb), &told);
  et_stepper_set_quantity (ET_STEPPER (stepper), 7);
  g_assert_cmpint (et_stepper_get_quantity (ET_STEPPER (stepper)), ==, 7);
  g_assert_cmpint (told, ==, 0);
  g_object_unref (stepper);
}

/* The button that takes the place of the pressed one has the focus, so that the keyboard goes
 * on. */
static void
test_a_stepper_keeps_the_focus (void)
{
  GtkWidget *stepper = g_object_new (ET_TYPE_STEPPER, "subject", SUBJECT, NULL);
  GtkWidget *window = show (stepper);

  gtk_widget_grab_focus (ui_find (window, GTK_TYPE_BUTTON, add));
  ui_press (window, add);
  g_assert_true (gtk_widget_has_focus (ui_find (window, GTK_TYPE_BUTTON, more)));
  ui_press (window, less);
  g_assert_true (gtk_widget_has_focus (ui_find (window, GTK_TYPE_BUTTON, add)));
  ui_close_windows ();
}

static void
wait_ms (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    ui_iterate ();
}

static void
test_quick_loading_shows_no_spinner (void)
{
  GtkWidget *states = g_object_new (ET_TYPE_STATUS_STACK, NULL);
  GtkWidget *window = show (states);

  et_status_stack_show_loading (ET_STATUS_STACK (states));
  wait_ms (100);
  g_assert_null (ui_look_for (window, GTK_TYPE_SPINNER, NULL));
  ui_find (window, GTK_TYPE_SPINNER, NULL);
  et_status_stack_show_content (ET_STATUS_STACK (states));
  g_assert_null (ui_look_for (window, GTK_TYPE_SPINNER, NULL));
  ui_close_windows ();
}

static void
test_content_stays_while_it_is_loaded_again (void)
{
  GtkWidget *states = g_object_new (ET_TYPE_STATUS_STACK, NULL);
  GtkWidget *window = show (states);

  et_status_stack_show_content (ET_STATUS_STACK (states));
  et_status_stack_show_loading (ET_STATUS_STACK (states));
  wait_ms (300);
  g_assert_null (ui_look_for (window, GTK_TYPE_SPINNER, NULL));
  ui_close_windows ();
}

static void
retry_cb (EtStatusStack *states, gboolean *retried)
{
  *retried = TRUE;
}

static void
test_an_error_has_words_and_a_way_on (void)
{
  GtkWidget *states = g_object_new (ET_TYPE_STATUS_STACK, NULL);
  GtkWidget *window = show (states);
  g_autoptr (GError) error = NULL;
  gboolean retried = FALSE;

  et_error_set (&error, ET_ERROR_OFFLINE);
  g_signal_connect (states, "retry", G_CALLBACK (retry_cb), &retried);
  et_status_stack_show_error (ET_STATUS_STACK (states), error);
  ui_wait_for_text (window, _ ("The server cannot be reached"));
  ui_press (window, _ ("Try Again"));
  g_assert_true (retried);
  ui_close_windows ();
}

static void
assert_formatted (GtkWidget *window, const char *entry, const char *typed, const char *expected)
{
  GtkWidget *found = ui_find (window, GTK_TYPE_EDITABLE, entry);

  gtk_editable_set_text (GTK_EDITABLE (found), typed);
  UI_WAIT (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (found)), expected) == 0);
}

static void
test_a_card_is_formatted_while_it_is_typed (void)
{
  GtkWidget *form = g_object_new (ET_TYPE_CARD_FORM, NULL);
  GtkWidget *window = show (form);
  g_autofree char *number = NULL;

  assert_formatted (window, _ ("Card number"), "4242424242424242", "4242 4242 4242 4242");
  assert_formatted (window, _ ("Expires (MM/YY)"), "999", "09/99");
  g_assert_false (et_card_form_is_valid (ET_CARD_FORM (form)));
  assert_formatted (window, _ ("Security code"), "12x3", "123");
  UI_WAIT (et_card_form_is_valid (ET_CARD_FORM (form)));
  number = et_card_form_read_number (ET_CARD_FORM (form));
  g_assert_cmpstr (number, ==, "4242424242424242");
  ui_close_windows ();
}

static void
test_a_typing_error_is_told (void)
{
  GtkWidget *form = g_object_new (ET_TYPE_CARD_FORM, NULL);
  GtkWidget *window = show (form);
  GtkWidget *number = ui_find (window, GTK_TYPE_EDITABLE, _ ("Card number"));

  ui_fill (window, _ ("Card number"), "4242 4242 4242 4241");
  ui_wait_for_text (window, _ ("This card number has a typing error."));
  g_assert_true (gtk_widget_has_css_class (number, "error"));
  ui_fill (window, _ ("Card number"), "4242 4242 4242 4242");
  UI_WAIT (!gtk_widget_has_css_class (number, "error"));
  ui_close_windows ();
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  add = g_strdup_printf (_ ("Add %s"), SUBJECT);
  more = g_strdup_printf (_ ("One more of %s"), SUBJECT);
  less = g_strdup_printf (_ ("One less of %s"), SUBJECT);
  g_test_add_func ("/stepper/limits", test_a_stepper_counts_within_its_limits);
  g_test_add_func ("/stepper/set", test_setting_a_stepper_tells_nothing);
  g_test_add_func ("/stepper/focus", test_a_stepper_keeps_the_focus);
  g_test_add_func ("/status-stack/spinner", test_quick_loading_shows_no_spinner);
  g_test_add_func ("/status-stack/content", test_content_stays_while_it_is_loaded_again);
  g_test_add_func ("/status-stack/error", test_an_error_has_words_and_a_way_on);
  g_test_add_func ("/card-form/formatted", test_a_card_is_formatted_while_it_is_typed);
  g_test_add_func ("/card-form/typing-error", test_a_typing_error_is_told);
  result = g_test_run ();
  g_free (add);
  g_free (more);
  g_free (less);
  return result;
}
