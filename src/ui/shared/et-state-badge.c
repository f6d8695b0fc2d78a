/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-state-badge.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "ui/shared/et-text.h"

struct _EtStateBadge
{
  AdwBin parent_instance;

  GtkImage *icon; /* borrowed */
  GtkLabel *label; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EtStateBadge, et_state_badge, ADW_TYPE_BIN)

static void
et_state_badge_class_init (EtStateBadgeClass *klass)
{
}

static void
et_state_badge_init (EtStateBadge *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_image_set_pixel_size (self->icon, 12);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_natural_wrap_mode (self->label, GTK_NATURAL_WRAP_NONE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Shows any state. @word: translated; @css_class: "success", "warning", "error" or "used". */
void
et_state_badge_show (EtStateBadge *self,
                     const char *icon_name,
                     const char *word,
                     const char *css_class)
{
  const char *classes[] = { "state-badge", css_class, NULL };

  g_return_if_fail (ET_IS_STATE_BADGE (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_text (self->label, word);
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

/* Shows whether a ticket can still be used. */
void
et_state_badge_show_ticket (EtStateBadge *self, EtTicket *ticket)
{
  const char *word;

  g_return_if_fail (ET_IS_STATE_BADGE (self));
  g_return_if_fail (ET_IS_TICKET (ticket));

  word = et_ticket_get_state_text (ticket, et_text_get_language ());
  if (ticket->refunded)
    et_state_badge_show (self, "et-revoked-symbolic", word, "used");
  else if (g_strcmp0 (ticket->state, "used") == 0)
    et_state_badge_show (self, "et-used-symbolic", word, "used");
  else if (g_strcmp0 (ticket->state, "revoked") == 0)
    et_state_badge_show (self, "et-revoked-symbolic", word, "error");
  else if (ticket->valid_until < et_server_clock_now ())
    et_state_badge_show (self, "et-used-symbolic", _ ("Expired"), "used");
  else
    et_state_badge_show (self, "et-valid-symbolic", word, "success");
}

/* Shows whether an order is paid. */
void
et_state_badge_show_order (EtStateBadge *self, EtOrder *order)
{
  const char *standing, *word;

  g_return_if_fail (ET_IS_STATE_BADGE (self));
  g_return_if_fail (ET_IS_ORDER (order));

  standing = et_order_get_standing (order);
  word = _ (et_order_state_get_name (standing));
  if (g_strcmp0 (standing, "paid") == 0)
    et_state_badge_show (self, "et-valid-symbolic", word, "success");
  else if (g_strcmp0 (standing, "pending") == 0 || g_strcmp0 (standing, "asked") == 0)
    et_state_badge_show (self, "et-used-symbolic", word, "warning");
  else
    et_state_badge_show (self, "et-revoked-symbolic", word, "used");
}
