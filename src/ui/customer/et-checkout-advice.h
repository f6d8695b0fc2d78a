/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-outbox.h"
#include "core/et-error.h"

G_BEGIN_DECLS

/* What a person can do when a payment did not work. */
typedef struct
{
  EtErrorCode code;
  const char *title; /* msgid */
  const char *button; /* msgid */
  const char *action; /* of the checkout window */
  const char *note; /* msgid, nullable; said after the error's own sentence */
} EtCheckoutAdvice;

const EtCheckoutAdvice *et_checkout_advice_find (const GError *error);

G_END_DECLS
