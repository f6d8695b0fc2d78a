/* SPDX-License-Identifier: MIT */
/* The desktop application itself, for scripts/bench: opens a filled copy, goes to its pages,
 * scrolls, and says how long everything took.
 *
 *   ET_STARTED_US=MONOTONIC et-desk SERVER_URL DATA_FOLDER
 *
 * Prints one JSON object. The server need not be there. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/et-watchdog.h"
#include "ui/et-application.h"

#define LONG_TURN_MS 50 /* what a person notices */
#define SCROLL_FRAMES 200
#define SETTLE_FRAMES 60 /* a second: the rows ahead are made */
#define SCROLL_STEP 150 /* pixels a frame: a fast wheel */
#define PATIENCE_US (20 * G_USEC_PER_SEC)

static struct
{
  int64_t started_us;
  int64_t first_frame_us;
  GtkWindow *window; /* borrowed */
  guint64 n_frames;
  double longest_ms, longest_own_ms; /* of the turns since they were set to 0, computing */
  guint n_long; /* turns after the first frame that computed too long */
  gboolean is_waiting; /* for the first frame; the turn that paints it is the last one of these */
  double bind_start_ms, own_ms; /* of the turn under way */
} desk;

static void
turn_cb (const EtTurn *turn, gpointer data)
{
  if (desk.is_waiting)
    {
      desk.is_waiting = desk.first_frame_us == 0;
      return;
    }
  desk.n_long += turn->cpu_ms > LONG_TURN_MS;
  desk.longest_ms = MAX (desk.longest_ms, turn->cpu_ms);
  desk.longest_own_ms = MAX (desk.longest_own_ms, desk.own_ms);
  desk.own_ms = 0;
}

static void
painted_cb (void)
{
  if (desk.first_frame_us == 0)
    desk.first_frame_us = g_get_monotonic_time ();
  desk.n_frames++;
}

/* GTK's own handlers have painted before ours is called. */
static void
realize_cb (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "paint", G_CALLBACK (painted_cb), NULL);
}

/* Returns: (nullable): the first mapped widget of a type. */
static GtkWidget *
look_for (GtkWidget *root, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (root) || g_type_is_a (G_OBJECT_TYPE (root), type))
    return gtk_widget_get_mapped (root) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = look_for (child, type);
  return found;
}

static void
wait_for_frame (void)
{
  guint64 n_frames = desk.n_frames;

  gtk_widget_queue_draw (GTK_WIDGET (desk.window));
  while (desk.n_frames == n_frames)
    g_main_context_iteration (NULL, TRUE);
}

/* Waits until a page shows a widget of that type. */
static GtkWidget *
wait_for (const char *type_name)
{
  int64_t end = g_get_monotonic_time () + PATIENCE_US;
  GtkWidget *found = NULL;

  while (found == NULL && g_get_monotonic_time () < end)
    {
      GType type = g_type_from_name (type_name);

      if (type != 0)
        found = look_for (GTK_WIDGET (desk.window), type);
      if (found == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  if (found == NULL)
    g_error ("no %s came", type_name);
  return found;
}

static GtkAdjustment *
get_scrolled (GtkWidget *view)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (view, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* Waits until a view has drawn as many rows as it has room for. */
static void
wait_for_page (GtkWidget *view)
{
  GtkAdjustment *where = get_scrolled (view);

  do
    wait_for_frame ();
  while (gtk_adjustment_get_upper (where) <= gtk_adjustment_get_page_size (where));
}

/* While a view scrolls, what we do is to fill the rows that come into sight. */
static gboolean
bind_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  desk.bind_start_ms = et_watchdog_get_cpu_ms ();
  return TRUE;
}

static void
bound_cb (void)
{
  desk.own_ms += et_watchdog_get_cpu_ms () - desk.bind_start_ms;
}

static void
watch_binding (GtkWidget *view)
{
  g_autoptr (GtkListItemFactory) factory = NULL;
  guint bind = g_signal_lookup ("bind", GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY);
  static gulong hook;

  g_object_get (view, "factory", &factory, NULL);
  if (hook == 0)
    hook = g_signal_add_emission_hook (bind, 0, bind_hook, NULL, NULL);
  g_signal_connect_after (factory, "bind", G_CALLBACK (bound_cb), NULL);
}

static void
scroll (GtkWidget *view)
{
  GtkAdjustment *where = get_scrolled (view);

  for (int i = 0; i < SCROLL_FRAMES; i++)
    {
      gtk_adjustment_set_value (where, gtk_adjustment_get_value (where) + SCROLL_STEP);
      wait_for_frame ();
    }
}

static double
get_pss_mib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL);
  line = strstr (text, "\nPss:");
  return strtod (line + strlen ("\nPss:"), NULL) / 1024;
}

/* Goes to a page, then through it. @row: what it shows when it is filled. */
static void
measure_page (const char *id, const char *row, const char *view)
{
  int64_t asked_us = g_get_monotonic_time ();
  double open_ms, open_turn_ms;
  GtkWidget *list;

  desk.longest_ms = desk.longest_own_ms = 0;
  gtk_widget_activate_action (GTK_WIDGET (desk.window), "win.page", "s", id);
  wait_for (row);
  list = wait_for (view);
  wait_for_page (list);
  open_ms = (double) (g_get_monotonic_time () - asked_us) / 1e3;
  for (int i = 0; i < SETTLE_FRAMES; i++)
    wait_for_frame ();
  open_turn_ms = desk.longest_ms;
  desk.longest_ms = desk.longest_own_ms = 0;
  watch_binding (list);
  scroll (list);
  printf ("\"%s\": {\"open_ms\": %.1f, \"open_turn_ms\": %.1f, \"scroll_turn_ms\": %.1f, "
          "\"scroll_own_ms\": %.1f, \"pss_mib\": %.1f}",
          id, open_ms, open_turn_ms, desk.longest_ms, desk.longest_own_ms, get_pss_mib ());
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GListModel) offers = et_catalogue_store_list_finish (ET_STORE (source), result, NULL);

  *(guint *) data = g_list_model_get_n_items (offers);
}

/* Returns: how long the store takes for what the first page of the offers asks of it. */
static double
measure_store (void)
{
  EtOfferFilter filter = { .from = ET_NULL_INT64, .until = ET_NULL_INT64, .limit = 48 };
  EtContext *context = et_window_get_context (ET_WINDOW (desk.window));
  int64_t asked_us = g_get_monotonic_time ();
  guint n_offers = 0;

  et_catalogue_store_list_async (et_context_get_store (context), &filter, NULL, listed_cb,
                                 &n_offers);
  while (n_offers == 0)
    g_main_context_iteration (NULL, TRUE);
  return (double) (g_get_monotonic_time () - asked_us) / 1e3;
}

static gboolean
measure_cb (gpointer application)
{
  double first_frame_ms, filled_ms, turn_ms;

  wait_for ("EtOfferCard");
  wait_for_page (wait_for ("GtkGridView"));
  first_frame_ms = (double) (desk.first_frame_us - desk.started_us) / 1e3;
  filled_ms = (double) (g_get_monotonic_time () - desk.started_us) / 1e3;
  for (int i = 0; i < SETTLE_FRAMES; i++)
    wait_for_frame ();
  turn_ms = desk.longest_ms;
  printf ("{\"first_frame_ms\": %.1f, \"filled_ms\": %.1f, \"start_turn_ms\": %.1f, "
          "\"store_ms\": %.1f, ",
          first_frame_ms, filled_ms, turn_ms, measure_store ());
  measure_page ("tickets", "EtTicketRow", "GtkListView");
  printf (", ");
  measure_page ("offers", "EtOfferCard", "GtkGridView");
  printf (", ");
  measure_page ("orders", "EtOrderRow", "GtkListView");
  printf (", \"long_turns\": %u}\n", desk.n_long);
  fflush (stdout);
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  if (desk.window != NULL)
    return;
  desk.window = window;
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
  g_idle_add (measure_cb, application);
}

int
main (int argc, char **argv)
{
  g_autoptr (EtApplication) application = NULL;
  char *words[] = { argv[0], "--server", argv[1], "--data-dir", argv[2], NULL };

  desk.is_waiting = TRUE;
  desk.started_us = g_ascii_strtoll (g_getenv ("ET_STARTED_US"), NULL, 10);
  setlocale (LC_ALL, "");
  et_watchdog_start (turn_cb, NULL);
  application = et_application_new ();
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (G_APPLICATION (application), G_N_ELEMENTS (words) - 1, words);
}
