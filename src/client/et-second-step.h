/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* The second step of signing in to one's own account: a code of an authenticator, or one of the
 * recovery codes. */
typedef struct
{
  gboolean is_enabled;
  gboolean is_due; /* the server wants it of this account before anything else */
  int64_t n_recovery_codes; /* that were not used yet */
} EtSecondStep;

/* What an authenticator is told. */
typedef struct
{
  char *secret; /* owned; base32 */
  char *uri; /* owned; otpauth://, for a QR code */
} EtSecondStepSecret;

void et_second_step_secret_free (EtSecondStepSecret *secret);

void et_second_step_show_async (EtContext *context,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean et_second_step_show_finish (EtContext *context,
                                     GAsyncResult *result,
                                     EtSecondStep *ret_step,
                                     GError **error);
void et_second_step_begin_async (EtContext *context,
                                 const char *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
EtSecondStepSecret *
et_second_step_begin_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_second_step_confirm_async (EtContext *context,
                                   const char *code,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
GStrv et_second_step_confirm_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_second_step_remove_async (EtContext *context,
                                  const char *password,
                                  const char *code,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
gboolean et_second_step_remove_finish (EtContext *context, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSecondStepSecret, et_second_step_secret_free)

G_END_DECLS
