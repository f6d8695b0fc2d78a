/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-second-step-window.h"

#include <glib/gi18n-lib.h>

#include "client/et-second-step.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

/* Where the person is on the way. */
typedef enum
{
  PROVING, /* that it is really the person: with the password */
  SCANNING,
  KEEPING, /* the recovery codes, which show this once */
  TURNING_OFF,
  N_STAGES
} Stage;

struct _EtSecondStepWindow
{
  EtDialog parent_instance;

  /* Template children */
  GtkLabel *advice;
  EtQrView *qr;
  GtkLabel *text;
  GtkWidget *keeping;
  GtkWidget *save;
  GtkWidget *entries;
  GtkEditable *password;
  GtkEditable *code;
  GtkLabel *fault;
  GtkButton *next;

  EtContext *context; /* owned */
  Stage stage;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (EtSecondStepWindow, et_second_step_window, ET_TYPE_DIALOG)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *advice;
  const char *next;
  const char *next_class;
  gboolean has_qr, has_save, wants_password, wants_code;
} stages[N_STAGES] = {
  [PROVING] = { N_ ("An app on your phone will show a new code every 30 seconds. Signing in then "
                    "takes your password and such a code."),
                N_ ("_Continue"), "suggested-action", FALSE, FALSE, TRUE, FALSE },
  [SCANNING] = { N_ ("Scan this with the app for codes on your phone, or type the letters below "
                     "into it. Then write here the code that it shows."),
                 N_ ("_Turn On"), "suggested-action", TRUE, FALSE, FALSE, TRUE },
  [KEEPING] = { N_ ("The second step is on. Keep these recovery codes in a safe place: each signs "
                    "you in once when the phone is lost. They are not shown again."),
                N_ ("I _Have Kept Them"), "suggested-action", FALSE, TRUE, FALSE, FALSE },
  [TURNING_OFF] = { N_ ("Without the second step your password alone is enough to sign in. "
                        "A recovery code will do in place of the app's."),
                    N_ ("_Turn Off"), "destructive-action", FALSE, FALSE, TRUE, TRUE },
};

static gboolean
is_missing (GtkEditable *editable, gboolean is_wanted)
{
  return is_wanted && *gtk_editable_get_text (editable) == '\0';
}

static void
update_next (EtSecondStepWindow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->next),
                            !self->is_busy &&
                                !is_missing (self->password, stages[self->stage].wants_password) &&
                                !is_missing (self->code, stages[self->stage].wants_code));
}

static void
set_busy (EtSecondStepWindow *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  gtk_widget_set_sensitive (self->entries, !is_busy);
  update_next (self);
}

static void
show_fault (EtSecondStepWindow *self, const char *sentence)
{
  gtk_label_set_text (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

/* @text: (nullable): what is to be copied. */
static void
show_stage (EtSecondStepWindow *self, Stage stage, const char *text)
{
  gboolean has_entries = stages[stage].wants_password || stages[stage].wants_code;

  self->stage = stage;
  gtk_label_set_text (self->advice, _ (stages[stage].advice));
  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL);
  gtk_widget_set_visible (self->keeping, text != NULL);
  gtk_widget_set_visible (self->save, stages[stage].has_save);
  gtk_widget_set_visible (GTK_WIDGET (self->qr), stages[stage].has_qr);
  gtk_widget_set_visible (self->entries, has_entries);
  gtk_widget_set_visible (GTK_WIDGET (self->password), stages[stage].wants_password);
  gtk_widget_set_visible (GTK_WIDGET (self->code), stages[stage].wants_code);
  gtk_button_set_label (self->next, _ (stages[stage].next));
  gtk_widget_add_css_class (GTK_WIDGET (self->next), stages[stage].next_class);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->next));
  update_next (self);
  gtk_widget_grab_focus (stages[stage].wants_password ? GTK_WIDGET (self->password)
                         : has_entries                ? GTK_WIDGET (self->code)
                                                      : GTK_WIDGET (self->next));
}

/* Whether the call went well; says why it did not. */
static gboolean
finish (EtSecondStepWindow *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  set_busy (self, FALSE);
  if (error == NULL)
    return TRUE;

  sentence = et_text_error (error);
  show_fault (self, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (
      g_error_matches (error, ET_ERROR, ET_ERROR_WRONG_CODE) ? self->code : self->password));
  return FALSE;
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSecondStepWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtSecondStepSecret)
      secret = et_second_step_begin_finish (ET_CONTEXT (source), result, &error);

  if (!finish (self, error))
    return;
  gtk_editable_set_text (self->password, "");
  et_qr_view_set_text (self->qr, secret->uri);
  show_stage (self, SCANNING, secret->secret);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSecondStepWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) codes = et_second_step_confirm_finish (ET_CONTEXT (source), result, &error);
  g_autofree char *lines = NULL;

  if (!finish (self, error))
    return;
  lines = g_strjoinv ("\n", codes);
  et_qr_view_set_text (self->qr, NULL);
  gtk_window_set_deletable (GTK_WINDOW (self), FALSE);
  show_stage (self, KEEPING, lines);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSecondStepWindow) self = data;
  g_autoptr (GError) error = NULL;

  et_second_step_remove_finish (ET_CONTEXT (source), result, &error);
  if (!finish (self, error))
    return;
  g_signal_emit (self, signals[CHANGED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
next_cb (EtSecondStepWindow *self)
{
  const char *password = gtk_editable_get_text (self->password);
  const char *code = gtk_editable_get_text (self->code);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->next)))
    return;
  if (self->stage == KEEPING)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  show_fault (self, NULL);
  set_busy (self, TRUE);
  if (self->stage == PROVING)
    et_second_step_begin_async (self->context, password,
                                et_dialog_get_cancellable (ET_DIALOG (self)), begun_cb,
                                g_object_ref (self));
  else if (self->stage == SCANNING)
    et_second_step_confirm_async (self->context, code, et_dialog_get_cancellable (ET_DIALOG (self)),
                                  confirmed_cb, g_object_ref (self));
  else
    et_second_step_remove_async (self->context, password, code,
                                 et_dialog_get_cancellable (ET_DIALOG (self)), removed_cb,
                                 g_object_ref (self));
}

static void
changed_cb (EtSecondStepWindow *self)
{
  show_fault (self, NULL);
  update_next (self);
}

static void
copy_cb (EtSecondStepWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->text));
  et_toast_show (GTK_WIDGET (self), _ ("Copied"));
}

static void
file_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  EtSecondStepWindow *self = ET_SECOND_STEP_WINDOW (from);
  g_autofree char *text = g_strconcat (gtk_label_get_text (self->text), "\n", NULL);
  g_autoptr (GBytes) codes = g_bytes_new (text, strlen (text));

  et_document_save (from, file, codes);
}

static void
save_cb (EtSecondStepWindow *self)
{
  et_file_chooser_save (GTK_WIDGET (self), _ ("Save Recovery Codes"), "etickets-recovery.txt",
                        file_chosen_cb, NULL, NULL);
}

/* The codes would be lost: the person says that they are kept. */
static gboolean
et_second_step_window_close_request (GtkWindow *window)
{
  return ET_SECOND_STEP_WINDOW (window)->stage == KEEPING ||
         GTK_WINDOW_CLASS (et_second_step_window_parent_class)->close_request (window);
}

static void
et_second_step_window_dispose (GObject *object)
{
  g_clear_object (&ET_SECOND_STEP_WINDOW (object)->context);

  G_OBJECT_CLASS (et_second_step_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-second-step-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, advice);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, qr);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, text);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, keeping);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, save);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, entries);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, password);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, code);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, EtSecondStepWindow, next);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
et_second_step_window_class_init (EtSecondStepWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_second_step_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = et_second_step_window_close_request;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (ET_TYPE_QR_VIEW);
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
et_second_step_window_init (EtSecondStepWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): a window that leads through turning the second step on, or off. */
EtSecondStepWindow *
et_second_step_window_new (GtkWindow *parent, EtContext *context, gboolean turns_on)
{
  EtSecondStepWindow *self = g_object_new (ET_TYPE_SECOND_STEP_WINDOW, "transient-for", parent,
                                           NULL);

  self->context = g_object_ref (context);
  show_stage (self, turns_on ? PROVING : TURNING_OFF, NULL);
  return self;
}
