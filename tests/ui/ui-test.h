/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "tests/support/et-test-server.h"
#include "ui/et-application.h"

G_BEGIN_DECLS

/* Drives the application's own windows in the test's process, by the names that a person sees or
 * hears. All of it asserts, and waits for half a minute at most, which ends only a hanging test. */
typedef struct
{
  EtTestServer *server; /* borrowed, nullable */
  char *folder; /* owned: the offline copy of this test */
  EtApplication *application; /* borrowed */
  EtWindow *window; /* borrowed */
} UiTest;

#define UI_TIMEOUT_US (30 * G_USEC_PER_SEC)

/* Lets the application work until @condition holds. */
#define UI_WAIT(condition) \
  G_STMT_START \
  { \
    gint64 ui_end = g_get_monotonic_time () + UI_TIMEOUT_US; \
    gboolean ui_holds; \
    while (!(ui_holds = !!(condition)) && g_get_monotonic_time () < ui_end) \
      ui_iterate (); \
    if (!ui_holds) \
      g_error ("%s:%d: never came true: %s", __FILE__, __LINE__, #condition); \
  } \
  G_STMT_END

void ui_test_init (int *argc, char ***argv);

UiTest *ui_test_new (EtTestServer *server);
UiTest *ui_test_new_at (const char *url, const char *folder);
void ui_test_free (UiTest *test);
void ui_test_restart (UiTest *test);
EtApplication *ui_test_get_application (void);
EtContext *ui_test_get_context (UiTest *test);
void ui_test_open_page (UiTest *test, const char *id);
void ui_test_sign_in (UiTest *test, const char *username);
void ui_test_wait_for_sync (UiTest *test, EtSyncState state);

void ui_iterate (void);
gboolean ui_is_named (GtkWidget *widget, const char *name);
GtkWidget *ui_look_for (GtkWidget *root, GType type, const char *name);
GtkWidget *ui_find (gpointer root, GType type, const char *name);
GtkWidget *ui_find_window (GType type);
gboolean ui_has_window (GType type);
void ui_close_windows (void);
gboolean ui_shows (gpointer root, const char *text);
void ui_wait_for_text (gpointer root, const char *text);
void ui_click (GtkWidget *button);
void ui_press (gpointer root, const char *button);
void ui_fill (gpointer root, const char *entry, const char *text);
void ui_choose_file (const char *path);

GskRenderNode *ui_draw (GtkWidget *widget);
gboolean ui_draws_screenshots (void);
void ui_screenshot (gpointer window, const char *name, int width, int height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiTest, ui_test_free)

G_END_DECLS
