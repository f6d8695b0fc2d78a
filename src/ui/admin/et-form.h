/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/admin/et-field-change.h"

G_BEGIN_DECLS

/* Entries for the members of one type of record. Signal "edited": something reads otherwise. */
#define ET_TYPE_FORM (et_form_get_type ())
G_DECLARE_INTERFACE (EtForm, et_form, ET, FORM, GtkWidget)

struct _EtFormInterface
{
  GTypeInterface parent_iface;

  /* The fields that a person may change, in the order of the form. */
  const EtFieldText *fields;
  void (*fill) (EtForm *self, gpointer record);
  gpointer (*read) (EtForm *self, gpointer base, char **ret_problem);
};

const EtFieldText *et_form_get_fields (EtForm *self);
void et_form_fill (EtForm *self, gpointer record);
gpointer et_form_read (EtForm *self, gpointer base, char **ret_problem);
void et_form_edited (EtForm *self);

void et_form_mark (GtkWidget *widget, gboolean is_valid);
void et_form_name_switch (AdwExpanderRow *row);

G_END_DECLS
