/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* A command of the operator, as it travels to the server that runs. */
typedef struct _EtOperatorRequest
{
  EtRecord parent_instance;

  char *command; /* owned */
  char *version; /* owned; of the program that asks */
  char *database; /* owned; the file it means */
  char *language; /* owned; of the answer */
  char *role; /* owned, nullable */
  char *username; /* owned, nullable */
  char *email; /* owned, nullable */
  char *password; /* owned, nullable */
  char *file; /* owned, nullable; absolute */
} EtOperatorRequest;

ET_DECLARE_RECORD (EtOperatorRequest, et_operator_request, OPERATOR_REQUEST)

/* What the command printed, and its exit status. */
typedef struct _EtOperatorReply
{
  EtRecord parent_instance;

  int64_t status;
  char *output; /* owned */
  char *errors; /* owned */
} EtOperatorReply;

ET_DECLARE_RECORD (EtOperatorReply, et_operator_reply, OPERATOR_REPLY)

G_END_DECLS
