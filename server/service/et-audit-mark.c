/* SPDX-License-Identifier: MIT */
#include "server/service/et-audit-mark.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "server/repo/et-audit-chain-repo.h"
#include "server/repo/et-check-repo.h"

/* The file has one line: what it is, the number of the last entry and its code in hexadecimal
 * digits. */
#define HEADING "etickets-audit-mark 1 "
#define CODE_LENGTH (2 * ET_AUDIT_CODE_SIZE)

typedef enum
{
  STATE_ABSENT,
  STATE_DAMAGED,
  STATE_CONTRADICTED, /* the chain has not, or no longer, the entry that the mark names */
  STATE_TRUE,
} State;

typedef struct
{
  int64_t entries;
  guint8 code[ET_AUDIT_CODE_SIZE];
} Mark;

struct _EtAuditMark
{
  char *path; /* owned */
  int64_t entries; /* as last written or read */
  gboolean has_given_up; /* what is wrong was said, and the file is left as it is */
};

static char *
make_path (const char *key_file)
{
  return g_strconcat (key_file, ".audit", NULL);
}

static gboolean
parse (const char *text, Mark *ret_mark)
{
  g_auto (GStrv) words = NULL;
  gsize length;

  if (!g_str_has_prefix (text, HEADING))
    return FALSE;
  words = g_strsplit (text + strlen (HEADING), " ", 2);
  return g_strv_length (words) == 2 &&
         g_ascii_string_to_signed (words[0], 10, 1, G_MAXINT64, &ret_mark->entries, NULL) &&
         strlen (words[1]) == CODE_LENGTH + 1 && words[1][CODE_LENGTH] == '\n' &&
         sodium_hex2bin (ret_mark->code, sizeof ret_mark->code, words[1], CODE_LENGTH, NULL,
                         &length, NULL) == 0 &&
         length == sizeof ret_mark->code;
}

static gboolean
read_file (const char *path, Mark *ret_mark, State *ret_state, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;

  *ret_mark = (Mark){ 0 };
  if (!g_file_get_contents (path, &text, NULL, &failure))
    {
      *ret_state = STATE_ABSENT;
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *ret_state = parse (text, ret_mark) ? STATE_TRUE : STATE_DAMAGED;
  return TRUE;
}

/* Reads the file before the chain: other processes move both on meanwhile. */
static gboolean
look (const char *path, EtDb *db, Mark *ret_mark, State *ret_state, GError **error)
{
  guint8 code[ET_AUDIT_CODE_SIZE];
  gboolean is_found;

  if (!read_file (path, ret_mark, ret_state, error))
    return FALSE;
  if (*ret_state != STATE_TRUE)
    return TRUE;
  if (!et_audit_chain_repo_find_code (db, ret_mark->entries, code, &is_found, error))
    return FALSE;
  if (!is_found || memcmp (code, ret_mark->code, sizeof code) != 0)
    *ret_state = STATE_CONTRADICTED;
  return TRUE;
}

/* @key_file: the signing key file, beside which the mark lies. */
EtAuditMark *
et_audit_mark_new (const char *key_file)
{
  EtAuditMark *mark = g_new0 (EtAuditMark, 1);

  mark->path = make_path (key_file);
  return mark;
}

void
et_audit_mark_free (EtAuditMark *mark)
{
  g_free (mark->path);
  g_free (mark);
}

static void
give_up (EtAuditMark *mark, const char *reason)
{
  g_warning ("The audit mark %s %s: from now on only this log tells how the audit log ends",
             mark->path, reason);
  mark->has_given_up = TRUE;
}

static void
write_file (EtAuditMark *mark, const EtAuditHead *head)
{
  char code[CODE_LENGTH + 1];
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  sodium_bin2hex (code, sizeof code, head->last_code, sizeof head->last_code);
  text = g_strdup_printf (HEADING "%" G_GINT64_FORMAT " %s\n", head->entries, code);
  if (g_file_set_contents_full (mark->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    mark->entries = head->entries;
  else
    give_up (mark, error->message);
}

/* Moves the mark to the end of the chain. One that contradicts the chain stays as it is, for
 * et_audit_mark_verify(); what keeps it from being written is logged once. */
gboolean
et_audit_mark_update (EtAuditMark *mark, EtDb *db, GError **error)
{
  EtAuditHead head;
  Mark old;
  State state;

  if (mark->has_given_up)
    return TRUE;
  if (!et_audit_chain_repo_get (db, &head, error))
    return FALSE;
  if (head.entries == mark->entries)
    return TRUE;
  if (!look (mark->path, db, &old, &state, error) || !et_audit_chain_repo_get (db, &head, error))
    return FALSE;
  if (state == STATE_DAMAGED || state == STATE_CONTRADICTED)
    give_up (mark, "is not the audit log's: see “etickets-server verify-audit”");
  else if (head.entries > old.entries)
    write_file (mark, &head);
  else
    mark->entries = head.entries;
  return TRUE;
}

/* Adds what the mark does not agree with. @faults: an array of EtFault. */
gboolean
et_audit_mark_verify (const char *key_file, EtDb *db, GArray *faults, GError **error)
{
  g_autofree char *path = make_path (key_file);
  Mark mark;
  State state;
  EtFault fault = { 0 };

  if (!look (path, db, &mark, &state, error))
    return FALSE;
  if (state == STATE_DAMAGED)
    fault.sentence = N_ ("The audit mark beside the signing keys is damaged");
  if (state == STATE_CONTRADICTED)
    fault = (EtFault){ N_ ("The audit log had {id} rows when its mark beside the signing keys was "
                           "written, and they are not there as they were"),
                       mark.entries };
  if (fault.sentence != NULL)
    g_array_append_val (faults, fault);
  return TRUE;
}

/* After an older state of the database was put in its place. */
void
et_audit_mark_forget (const char *key_file)
{
  g_autofree char *path = make_path (key_file);

  g_unlink (path);
}
