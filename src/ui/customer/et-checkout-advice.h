/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"

G_BEGIN_DECLS

/* What a person can do when a payment did not work. */
typedef struct
{
  EtErrorCode code;
  const char *title; /* msgid */
  const char *button; /* msgid */
  const char *action; /* of the checkout window */
} EtCheckoutAdvice;

const EtCheckoutAdvice *et_checkout_advice_find (EtErrorCode code);

G_END_DECLS
