/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/ui/box-office.h"
#include "tests/ui/ui-keys.h"

G_BEGIN_DECLS

/* An administrator at a table of records, in a window of 1000×700. */
UiTest *office_desk_open (BoxOffice *office, const char *page);
GtkSelectionModel *office_desk_get_rows (UiTest *test);
guint office_desk_count_rows (UiTest *test);
gboolean office_desk_select (UiTest *test, const char *name);
void office_desk_pick (UiTest *test, const char *name);
gboolean office_desk_can_press (UiTest *test, const char *button);
void office_desk_wait_for_saved (UiTest *test, const char *name);

G_END_DECLS
