/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who is signed in at a server, remembered for the next start of any program; no secret in it. */
typedef struct
{
  int64_t account_id; /* 0 for a guest */
  char *token_file; /* owned, nullable; where the token lies when there is no keyring */
} EtSessionFile;

EtSessionFile *et_session_file_load (const char *server_folder);
gboolean et_session_file_save (const char *server_folder,
                               int64_t account_id,
                               const char *token_file,
                               GError **error);
void et_session_file_free (EtSessionFile *file);

/* Whose a token is, by its digest: for tokens that come from the environment. */
int64_t et_session_file_find_owner (const char *server_folder, const char *token);
gboolean et_session_file_note_owner (const char *server_folder,
                                     const char *token,
                                     int64_t account_id,
                                     GError **error);

char *et_token_file_read (const char *path, GError **error);
gboolean et_token_file_write (const char *path, const char *token, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSessionFile, et_session_file_free)

G_END_DECLS
