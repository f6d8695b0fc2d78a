/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-office.h"
#include "ui/admin/et-record-table.h"
#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* What a page with a table of records is about. */
typedef struct
{
  EtOfficeList list;
  const char *name; /* msgid, such as “Offers” */
  const char *new_label; /* msgid, such as “New Offer”; NULL: none can be made here */
  const char *empty_icon_name;
  const char *empty_title; /* msgid */
  const char *empty_description; /* msgid */
  const EtTableColumn *columns;
  const EtTableChoice *choices; /* nullable */
} EtTableSpec;

/* Records of the office in a table, with a pane for the one that was picked. They are loaded when
 * the page shows and after every sync. Subclasses fill in all that stands in the class. */
#define ET_TYPE_TABLE_PAGE (et_table_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (EtTablePage, et_table_page, ET, TABLE_PAGE, EtPage)

struct _EtTablePageClass
{
  EtPageClass parent_class;

  const EtTableSpec *spec;
  /* Makes the pane. Returns: (transfer floating). */
  GtkWidget *(*new_pane) (EtTablePage *self);
  /* Fills the pane with a record, NULL for a new one. Returns: (transfer full): its title. */
  char *(*show_record) (EtTablePage *self, gpointer record);
  /* The record in the pane was loaded again, maybe with other values. */
  void (*refresh_record) (EtTablePage *self, gpointer record);
  /* The pane is left, for another record or altogether. */
  void (*leave_record) (EtTablePage *self);
};

gpointer et_table_page_find (EtTablePage *self, int64_t id);
void et_table_page_open (EtTablePage *self, gpointer record);
void et_table_page_continue (EtTablePage *self, gpointer record);
void et_table_page_close (EtTablePage *self);
void et_table_page_show_records (EtTablePage *self, GListModel *records);
void et_table_page_put (EtTablePage *self, gpointer record);
void et_table_page_drop (EtTablePage *self, int64_t id);
void et_table_page_reload (EtTablePage *self);

G_END_DECLS
