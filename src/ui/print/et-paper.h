/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* Which paper of a printer a page goes to. @papers: (element-type GtkPageSetup) (nullable): what
 * the printer says it has; NULL or empty when it does not say. */
guint et_paper_get_layouts (GPtrArray *papers);
GtkPageSetup *
et_paper_choose (GPtrArray *papers, EtSheetLayout layout, double width, double height);

G_END_DECLS
