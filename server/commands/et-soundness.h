/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A look at the whole of a database file beside the server's work, once after its start. */
typedef struct _EtSoundness EtSoundness;

/* Called once on the main context that was default when the check began, for a damaged file. */
typedef void (*EtDamageFunc) (gpointer data, const GError *error);

EtSoundness *et_soundness_new (const char *database_url, EtDamageFunc func, gpointer data);
void et_soundness_free (EtSoundness *soundness);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSoundness, et_soundness_free)

G_END_DECLS
