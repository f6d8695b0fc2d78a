/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

typedef enum
{
  ET_PAGE_GROUP_CUSTOMER,
  ET_PAGE_GROUP_STAFF,
  ET_PAGE_GROUP_ADMIN
} EtPageGroup;

/* A row of the sidebar and the page it opens. */
typedef struct
{
  const char *id; /* the target of the action "win.page" */
  const char *title; /* msgid */
  const char *icon_name;
  EtPageGroup group;
  EtRole least_role;
  GType (*get_type) (void); /* of a subclass of EtPage */
} EtPageEntry;

/* All rows in their order, ended by a NULL id. */
extern const EtPageEntry et_page_entries[];

const EtPageEntry *et_page_entry_find (const char *id);
EtPage *et_page_entry_make (const EtPageEntry *entry, EtContext *context);
const char *et_page_group_get_title (EtPageGroup group);

G_END_DECLS
