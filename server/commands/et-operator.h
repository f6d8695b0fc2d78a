/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/commands/et-operator-records.h"
#include "server/db/et-writer.h"
#include "server/service/et-catalogue.h"
#include "server/service/et-config.h"
#include "server/service/et-signing-keys.h"

G_BEGIN_DECLS

#define ET_STATUS_FAILED 1
#define ET_STATUS_USAGE 2 /* the command line or the settings are wrong */

/* Whoever holds the database and carries out the operator's commands: the server that runs, or
 * the program itself when none does. */
typedef struct
{
  const EtConfig *config;
  EtWriter *writer;
  EtSigningKeys *signing_keys; /* nullable: no server runs */
  EtCatalogue *catalogue; /* nullable: no server runs */
  int n_migrations; /* that were run when the database was opened */
} EtOperator;

gboolean et_operator_knows (const char *command);
EtOperatorReply *et_operator_carry_out (EtOperator *holder, EtOperatorRequest *request);

/* For the commands among themselves. */
typedef gboolean (*EtOperatorFunc) (EtOperator *holder,
                                    EtOperatorRequest *request,
                                    GString *output,
                                    GError **error);
gboolean et_operator_create_account (EtOperator *holder,
                                     EtOperatorRequest *request,
                                     GString *output,
                                     GError **error);
gboolean et_operator_set_password (EtOperator *holder,
                                   EtOperatorRequest *request,
                                   GString *output,
                                   GError **error);
gboolean et_operator_generate_key (EtOperator *holder,
                                   EtOperatorRequest *request,
                                   GString *output,
                                   GError **error);

G_END_DECLS
