/* SPDX-License-Identifier: MIT */
#include "core/et-credit-note.h"

static const EtField fields[] = {
  ET_FIELD_NAMED (EtCreditNote, "n", nth, INT64, REQUIRED),
  ET_FIELD (EtCreditNote, number, TEXT, REQUIRED),
  ET_FIELD (EtCreditNote, issued_at, TIME, REQUIRED),
  ET_FIELD (EtCreditNote, total_cents, INT64, REQUIRED_MONEY),
  ET_FIELD (EtCreditNote, returned_at, TIME, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtCreditNote, et_credit_note, fields)
