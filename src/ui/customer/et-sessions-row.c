/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-sessions-row.h"

#include <glib/gi18n-lib.h>

#include "client/et-profile.h"
#include "core/et-account-session.h"
#include "ui/shared/et-accessible.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtSessionsRow
{
  AdwExpanderRow parent_instance;

  EtContext *context; /* owned, nullable */
  GCancellable *cancellable; /* owned */
  GPtrArray *rows; /* owned, of borrowed AdwActionRow, one for each session */
};

G_DEFINE_FINAL_TYPE (EtSessionsRow, et_sessions_row, ADW_TYPE_EXPANDER_ROW)

static void load (EtSessionsRow *self);

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSessionsRow) self = data;
  g_autoptr (GError) error = NULL;

  if (et_profile_end_session_finish (ET_CONTEXT (source), result, &error))
    et_toast_show (GTK_WIDGET (self), _ ("That session has ended"));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    et_toast_show_error (GTK_WIDGET (self), error);
  load (self);
}

static void
end_cb (GtkWidget *button, gpointer data)
{
  EtSessionsRow *self = data;
  EtAccountSession *session = g_object_get_data (G_OBJECT (button), "session");

  gtk_widget_set_sensitive (button, FALSE);
  et_profile_end_session_async (self->context, session->id, self->cancellable, ended_cb,
                                g_object_ref (self));
}

static GtkWidget *
new_button (EtSessionsRow *self, EtAccountSession *session, const char *place)
{
  GtkWidget *button = et_text_button_new (_ ("_End Session"));
  g_autofree char *name = g_strdup_printf (_ ("End the session at %s"), place);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  et_accessible_set_name (button, name);
  g_object_set_data_full (G_OBJECT (button), "session", g_object_ref (session), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (end_cb), self, 0);
  return button;
}

static void
add_session (EtSessionsRow *self, EtAccountSession *session)
{
  const char *place = session->address != NULL ? session->address : _ ("an unknown address");
  g_autofree char *since = et_text_date_short (session->created_at, NULL);
  g_autofree char *used = et_text_date_short (session->last_used_at, NULL);
  g_autofree char *subtitle = g_strdup_printf (_ ("Since %s, last used %s"), since, used);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 session->is_current ? _ ("This session") : place);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (!session->is_current)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_button (self, session, place));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (EtSessionsRow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSessionsRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      sessions = et_profile_list_sessions_finish (ET_CONTEXT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (sessions == NULL)
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);
      et_toast_show_error (GTK_WIDGET (self), error);
      return;
    }
  clear (self);
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (EtAccountSession) session = g_list_model_get_item (sessions, i);

      add_session (self, session);
    }
}

static void
load (EtSessionsRow *self)
{
  if (self->context != NULL && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    et_profile_list_sessions_async (self->context, self->cancellable, listed_cb,
                                    g_object_ref (self));
}

static void
et_sessions_row_dispose (GObject *object)
{
  EtSessionsRow *self = ET_SESSIONS_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (et_sessions_row_parent_class)->dispose (object);
}

static void
et_sessions_row_finalize (GObject *object)
{
  EtSessionsRow *self = ET_SESSIONS_ROW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (et_sessions_row_parent_class)->finalize (object);
}

static void
et_sessions_row_class_init (EtSessionsRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = et_sessions_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = et_sessions_row_finalize;
}

static void
et_sessions_row_init (EtSessionsRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  g_signal_connect (self, "notify::expanded", G_CALLBACK (load), NULL);
}

void
et_sessions_row_set_context (EtSessionsRow *self, EtContext *context)
{
  g_return_if_fail (ET_IS_SESSIONS_ROW (self));

  g_set_object (&self->context, context);
}
