/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-purchase.h"

#include "client/et-cart-hold.h"
#include "ui/customer/et-checkout-window.h"
#include "ui/customer/et-sign-in-window.h"

/* What the server refuses now, it refuses again when the person pays, and is read there. */
static void
held_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!et_cart_hold_finish (ET_CONTEXT (source), result, &error))
    g_debug ("The cart's places are not held: %s", error->message);
}

static void
open_checkout (GtkWindow *parent, EtContext *context)
{
  et_cart_hold_async (context, NULL, held_cb, NULL);
  gtk_window_present (GTK_WINDOW (et_checkout_window_new (parent, context)));
}

static void
signed_in_cb (EtSignInWindow *window)
{
  open_checkout (gtk_window_get_transient_for (GTK_WINDOW (window)),
                 et_sign_in_window_get_context (window));
}

/* Opens the checkout for the cart of @context, above @parent. */
void
et_purchase_begin (GtkWindow *parent, EtContext *context)
{
  EtSignInWindow *window;

  if (et_session_is_signed_in (et_context_get_session (context)))
    {
      open_checkout (parent, context);
      return;
    }

  window = et_sign_in_window_new (parent, context);
  g_signal_connect (window, "signed-in", G_CALLBACK (signed_in_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
}
