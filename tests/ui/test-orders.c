/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "client/et-wallet-rows.h"
#include "tests/ui/ui-test.h"
#include "ui/customer/et-order-row.h"

/* The orders of somebody who buys for a club. */

#define N_ORDERS 1000

static EtTestServer *server;

static EtOrder *
new_order (int64_t id)
{
  EtOrder *order = et_order_new ();
  EtOrderLine *line = et_order_line_new ();
  g_autofree char *code = g_strdup_printf ("C%04d", (int) id);

  order->id = id;
  order->created_at = order->paid_at = INT64_C (1785607200000) + id;
  et_record_set_text (&order->code, code);
  et_record_set_text (&order->state, "paid");
  et_record_set_text (&line->name, "Ticket Duo - Natation");
  line->price_cents = line->line_total_cents = order->total_cents = 8500;
  line->quantity = order->ticket_count = 1;
  if (order->items == NULL)
    order->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (order->items, line);
  return order;
}

static gpointer
put_orders (EtDb *db, gpointer data, GError **error)
{
  for (int64_t id = 1; id <= N_ORDERS; id++)
    {
      g_autoptr (EtOrder) order = new_order (id);

      if (!et_wallet_rows_put_order (db, order, error))
        return NULL;
    }
  et_store_announce ("order");
  return g_object_new (G_TYPE_OBJECT, NULL);
}

static void
put_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) done = et_store_run_finish (ET_STORE (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static UiTest *
open_orders (const char *username)
{
  g_autofree char *token = et_test_server_sign_up (server, username);
  UiTest *test = ui_test_new (server);
  gboolean is_done = FALSE;

  ui_test_sign_in (test, username);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_store_run_async (et_context_get_store (ui_test_get_context (test)), put_orders, NULL, NULL,
                      g_object_unref, NULL, put_cb, &is_done);
  UI_WAIT (is_done);
  ui_test_open_page (test, "orders");
  return test;
}

static GtkWidget *
look_for_order (UiTest *test, int id)
{
  g_autofree char *code = g_strdup_printf ("C%04d", id);
  g_autofree char *title = g_strdup_printf (_ ("Order %s"), code);

  return ui_look_for (GTK_WIDGET (test->window), ET_TYPE_ORDER_ROW, title);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = ET_IS_ORDER_ROW (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static void
scroll (UiTest *test, gboolean to_end)
{
  GtkWidget *list = gtk_widget_get_ancestor (ui_find (test->window, ET_TYPE_ORDER_ROW, NULL),
                                             GTK_TYPE_LIST_VIEW);
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  gtk_adjustment_set_value (place, to_end ? gtk_adjustment_get_upper (place) : 0);
}

static gboolean
has_all (UiTest *test)
{
  GtkWidget *list = gtk_widget_get_ancestor (ui_find (test->window, ET_TYPE_ORDER_ROW, NULL),
                                             GTK_TYPE_LIST_VIEW);

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) ==
         N_ORDERS;
}

static void
test_only_orders_in_sight_have_rows (void)
{
  g_autoptr (UiTest) test = open_orders ("club");

  UI_WAIT (has_all (test));
  UI_WAIT (look_for_order (test, N_ORDERS) != NULL);
  g_assert_cmpuint (count_rows (GTK_WIDGET (test->window)), <, N_ORDERS / 2);
}

/* The first row goes to other orders while one looks at the oldest ones. */
static void
test_what_is_unfolded_stays_so (void)
{
  g_autoptr (UiTest) test = open_orders ("school");
  GtkWidget *row;

  UI_WAIT (has_all (test));
  UI_WAIT ((row = look_for_order (test, N_ORDERS)) != NULL);
  g_assert_false (ui_shows (row, "1 × Ticket Duo - Natation"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_wait_for_text (row, "1 × Ticket Duo - Natation");

  scroll (test, TRUE);
  UI_WAIT (look_for_order (test, 1) != NULL && look_for_order (test, N_ORDERS) == NULL);
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (look_for_order (test, 1))));
  scroll (test, FALSE);
  UI_WAIT ((row = look_for_order (test, N_ORDERS)) != NULL);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  ui_wait_for_text (row, "1 × Ticket Duo - Natation");
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  g_test_add_func ("/orders/rows", test_only_orders_in_sight_have_rows);
  g_test_add_func ("/orders/unfolded", test_what_is_unfolded_stays_so);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
