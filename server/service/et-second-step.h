/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "server/service/et-services.h"
#include "server/service/et-totp.h"

G_BEGIN_DECLS

#define ET_N_RECOVERY_CODES 10

/* A code that somebody gives as the second step, and what the account knows of it. */
typedef struct
{
  const char *code; /* borrowed, nullable: none was given */
  int64_t account_id;
  EtSecondFactor factor;
  gboolean is_open; /* the secret was */
  guint8 secret[ET_TOTP_SECRET_SIZE];
  EtCodeClaim recovery;
  gboolean is_recovery; /* the code is one of the recovery codes */
  EtTotpClaim totp; /* of the code of an authenticator */
} EtSecondStep;

/* An enrolment that was begun. */
typedef struct
{
  char *secret; /* owned; for typing */
  char *uri; /* owned; for the QR code */
} EtEnrolment;

void et_enrolment_clear (EtEnrolment *enrolment);

gboolean et_second_step_find (
    EtDb *db, EtSigningKeys *keys, int64_t account_id, EtSecondStep *step, GError **error);
void et_second_step_clear (EtSecondStep *step);
gboolean et_second_step_verify (EtSecondStep *step, int64_t now, GError **error);
gboolean et_second_step_use (EtDb *db, const EtSecondStep *step, GError **error);

gboolean et_second_step_enrol (EtDb *db,
                               const EtServices *services,
                               EtAccount *account,
                               EtEnrolment *ret_enrolment,
                               GError **error);
GPtrArray *et_second_step_confirm (
    EtDb *db, EtSigningKeys *keys, int64_t account_id, const char *code, GError **error);
gboolean et_second_step_remove (EtDb *db, int64_t actor_id, int64_t account_id, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtEnrolment, et_enrolment_clear)

G_END_DECLS
