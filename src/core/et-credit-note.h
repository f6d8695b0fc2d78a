/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* A credit note of an order, as lists show it. */
typedef struct _EtCreditNote
{
  EtRecord parent_instance;

  int64_t nth; /* of its order, from 1 */
  char *number; /* owned */
  int64_t issued_at;
  int64_t total_cents;
  int64_t returned_at; /* when the money was given back; ET_NULL_INT64 while it is due */
} EtCreditNote;

ET_DECLARE_RECORD (EtCreditNote, et_credit_note, CREDIT_NOTE)

G_END_DECLS
