/* SPDX-License-Identifier: MIT */
#include "ui/et-network-question.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-question.h"

static EtNetworkLeave *
get_leave (EtWindow *window)
{
  return et_remote_get_leave (et_context_get_remote (et_window_get_context (window)));
}

/* What was refused for want of leave is done anew by the person, or by the next round. */
static void
answered_cb (gpointer self, gboolean is_accepted)
{
  EtWindow *window = ET_WINDOW (self);

  if (et_window_get_context (window) == NULL)
    return;
  et_network_leave_answer (get_leave (window), is_accepted);
  if (is_accepted)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.sync", NULL);
}

static void
ask (EtWindow *window)
{
  const char *url = et_context_get_server_url (et_window_get_context (window));
  g_autofree char *body = g_strdup_printf (
      /* Translators: %s is the address of a server. */
      _ ("eTickets wants to contact %s. Without the network you see what was saved here the last "
         "time; changes wait until you allow it."),
      url);

  et_question_offer (GTK_WIDGET (window), _ ("Use the Network?"), body, _ ("_Not Now"),
                     _ ("_Use Network"), answered_cb, window);
}

/* Has the person asked before @window uses the network. */
void
et_network_question_watch (EtWindow *window)
{
  g_return_if_fail (ET_IS_WINDOW (window));

  et_network_leave_ask_first (get_leave (window));
  g_signal_connect_object (get_leave (window), "wanted", G_CALLBACK (ask), window,
                           G_CONNECT_SWAPPED);
}
