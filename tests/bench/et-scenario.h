/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What requests are about. */
typedef struct
{
  const char *etag; /* of the offers; nullable */
  const char *gate; /* the token of the gate, for "verify" */
  int64_t offer_id;
} EtTarget;

/* What each client does again and again. */
typedef struct
{
  const char *name;
  guint n_steps;
  void (*write) (GString *out, guint step, const EtTarget *target, const char *line);
  guint status; /* of a good answer */
  gboolean uses_lines_up;
} EtScenario;

const EtScenario *et_scenario_find (const char *name);
void et_scenario_write (
    const EtScenario *scenario, GString *out, guint step, const EtTarget *target, const char *line);

G_END_DECLS
