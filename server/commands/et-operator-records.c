/* SPDX-License-Identifier: MIT */
#include "server/commands/et-operator-records.h"

static const EtField request_fields[] = {
  ET_FIELD (EtOperatorRequest, command, TEXT, REQUIRED),
  ET_FIELD (EtOperatorRequest, version, TEXT, REQUIRED),
  ET_FIELD (EtOperatorRequest, database, TEXT, REQUIRED),
  ET_FIELD (EtOperatorRequest, language, TEXT, REQUIRED),
  ET_FIELD (EtOperatorRequest, role, TEXT, NULLABLE),
  ET_FIELD (EtOperatorRequest, username, TEXT, NULLABLE),
  ET_FIELD (EtOperatorRequest, email, TEXT, NULLABLE),
  ET_FIELD (EtOperatorRequest, password, TEXT, NULLABLE),
  ET_FIELD (EtOperatorRequest, file, TEXT, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtOperatorRequest, et_operator_request, request_fields)

static const EtField reply_fields[] = {
  ET_FIELD (EtOperatorReply, status, INT64, REQUIRED),
  ET_FIELD (EtOperatorReply, output, TEXT, REQUIRED),
  ET_FIELD (EtOperatorReply, errors, TEXT, REQUIRED),
  { NULL },
};

ET_DEFINE_RECORD (EtOperatorReply, et_operator_reply, reply_fields)
