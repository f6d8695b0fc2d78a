/* SPDX-License-Identifier: MIT */
#include "server/service/et-sync.h"

#include "server/repo/et-change-repo.h"
#include "server/repo/et-feed-repo.h"
#include "server/service/et-sync-kind.h"

#define MAX_KINDS 8
#define SWEEP_AT_ONCE 10000

/* A place in a whole copy: a kind, and the number of a record. */
#define PLACE_BITS 44
#define PLACE(kind, id) ((int64_t) (kind) << PLACE_BITS | (id))
#define KIND_OF(place) ((gsize) ((place) >> PLACE_BITS))
#define ID_OF(place) ((place) & ((INT64_C (1) << PLACE_BITS) - 1))

/* What one answer is made of. */
typedef struct
{
  EtSyncContext context;
  GHashTable *records[MAX_KINDS]; /* owned, nullable; by kind: of owned ids and records */
  EtJsonWriter *writer; /* borrowed */
} Sync;

static void
clear_sync (Sync *sync)
{
  for (gsize i = 0; i < et_sync_n_kinds; i++)
    g_clear_pointer (&sync->records[i], g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sync, clear_sync)

static gssize
find_kind (const char *name)
{
  for (gsize i = 0; i < et_sync_n_kinds; i++)
    if (g_str_equal (et_sync_kinds[i].name, name))
      return (gssize) i;
  return -1;
}

static void
write_change (Sync *sync, int64_t seq, gsize kind, int64_t id, gpointer record)
{
  EtJsonWriter *writer = sync->writer;

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_int64 (writer, "seq", seq);
  et_json_writer_text (writer, "kind", et_sync_kinds[kind].name);
  et_json_writer_int64 (writer, "id", id);
  et_json_writer_bool (writer, "deleted", record == NULL);
  if (record == NULL)
    et_json_writer_null (writer, "data");
  else
    {
      et_json_writer_begin_object (writer, "data");
      et_sync_kinds[kind].write (record, writer);
      et_json_writer_end_object (writer);
    }
  et_json_writer_end_object (writer);
}

static void
write_end (Sync *sync, int64_t next, gboolean has_more, gboolean is_reset)
{
  et_json_writer_end_array (sync->writer);
  et_json_writer_int64 (sync->writer, "next", next);
  et_json_writer_bool (sync->writer, "more", has_more);
  et_json_writer_time (sync->writer, "server_time", et_time_now ());
  et_json_writer_int64 (sync->writer, "max_quantity", sync->context.services->config->max_quantity);
  et_json_writer_bool (sync->writer, "reset", is_reset);
}

static gboolean
can_see (Sync *sync, gsize kind)
{
  return et_sync_kinds[kind].is_public || sync->context.account_id != 0;
}

/* Writes records of one kind, at most @limit. @place: (inout): what was written last.
 * Returns: how many; -1 with an error. */
static int64_t
write_part (Sync *sync, gsize kind, int64_t limit, int64_t head, int64_t *place, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  sync->context.after_id = kind == KIND_OF (*place) ? ID_OF (*place) : -1;
  sync->context.limit = limit;
  if (et_sync_kinds[kind].is_single && kind == KIND_OF (*place) && *place != 0)
    return 0;
  records = et_sync_kinds[kind].load (&sync->context, NULL, error);
  if (records == NULL)
    return -1;
  for (guint i = 0; i < records->len; i++)
    {
      int64_t id = et_sync_kinds[kind].get_id (records->pdata[i]);

      write_change (sync, head, kind, id, records->pdata[i]);
      *place = PLACE (kind, id);
    }
  return records->len;
}

/* Everything the account may see, as it is now, in parts: the kinds in their order, the records of
 * each by their numbers, so that the next part begins behind the last record of this one, whatever
 * came or went meanwhile. What changed since the first part is in the feed after @head. */
static gboolean
write_snapshot (Sync *sync,
                const EtSyncQuery *query,
                int64_t place,
                int64_t head,
                gboolean is_reset,
                GError **error)
{
  int64_t left = query->limit;

  et_json_writer_begin_array (sync->writer, "changes");
  for (gsize kind = KIND_OF (place); kind < et_sync_n_kinds && left > 0; kind++)
    {
      int64_t n = can_see (sync, kind) ? write_part (sync, kind, left, head, &place, error) : 0;

      if (n < 0)
        return FALSE;
      left -= n;
    }
  write_end (sync, left == 0 ? 0 : head, left == 0, is_reset);
  if (left == 0)
    {
      et_json_writer_int64 (sync->writer, "at", head);
      et_json_writer_int64 (sync->writer, "after", place);
    }
  return TRUE;
}

/* The number under which a record is looked for. */
static int64_t
key_of (gsize kind, int64_t id)
{
  return et_sync_kinds[kind].is_single ? 0 : id;
}

static gboolean
load_kind (Sync *sync, gsize kind, const EtChangeRange *own, GError **error)
{
  EtChangeRange range = *own;
  g_autoptr (GPtrArray) records = NULL;

  if (et_sync_kinds[kind].is_public)
    range.account_id = 0;
  records = et_sync_kinds[kind].load (&sync->context, &range, error);
  if (records == NULL)
    return FALSE;

  sync->records[kind] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  for (guint i = 0; i < records->len; i++)
    {
      int64_t key = key_of (kind, et_sync_kinds[kind].get_id (records->pdata[i]));

      g_hash_table_insert (sync->records[kind], g_memdup2 (&key, sizeof key),
                           g_object_ref (records->pdata[i]));
    }
  return TRUE;
}

/* One query a kind that occurs, however many entries there are. */
static gboolean
load_changed (Sync *sync, GArray *entries, const EtChangeRange *own, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      gssize kind = find_kind (g_array_index (entries, EtFeedEntry, i).kind);

      if (kind >= 0 && sync->records[kind] == NULL && !load_kind (sync, (gsize) kind, own, error))
        return FALSE;
    }
  return TRUE;
}

/* Of several changes of one record the last one counts. A record that is there no more, or that
 * the account may not see, is deleted. */
static void
write_changes (Sync *sync, GArray *entries)
{
  g_autofree gboolean *is_last = g_new0 (gboolean, entries->len + 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = entries->len; i > 0; i--)
    {
      const EtFeedEntry *entry = &g_array_index (entries, EtFeedEntry, i - 1);
      gssize kind = find_kind (entry->kind);

      if (kind >= 0)
        is_last[i - 1] = g_hash_table_add (
            seen, g_strdup_printf ("%s %" G_GINT64_FORMAT, entry->kind,
                                   key_of ((gsize) kind, entry->record_id)));
    }

  et_json_writer_begin_array (sync->writer, "changes");
  for (guint i = 0; i < entries->len; i++)
    {
      const EtFeedEntry *entry = &g_array_index (entries, EtFeedEntry, i);
      gsize kind = (gsize) find_kind (entry->kind);
      int64_t key;

      if (!is_last[i])
        continue;
      key = key_of (kind, entry->record_id);
      write_change (sync, entry->seq, kind, entry->record_id,
                    g_hash_table_lookup (sync->records[kind], &key));
    }
}

static gboolean
write_delta (Sync *sync, const EtSyncQuery *query, int64_t head, GError **error)
{
  EtChangeRange own = { query->account_id, query->since, head };
  g_autoptr (GArray) entries = et_feed_repo_list (sync->context.db, &own, query->limit + 1, error);
  gboolean has_more;

  if (entries == NULL)
    return FALSE;
  has_more = entries->len > query->limit;
  if (has_more)
    {
      g_array_set_size (entries, (guint) query->limit);
      own.until = g_array_index (entries, EtFeedEntry, entries->len - 1).seq;
    }
  if (!load_changed (sync, entries, &own, error))
    return FALSE;

  write_changes (sync, entries);
  write_end (sync, own.until, has_more, FALSE);
  return TRUE;
}

/* Whether the part that is asked for follows one whose feed is still kept. */
static gboolean
can_go_on (const EtSyncQuery *query, int64_t first, int64_t head)
{
  return query->at > 0 && query->at <= head && query->at + 1 >= first;
}

/* Writes the members of a sync's answer: what changed since the client's last one. At first, and
 * when the client knows more than the server does or the changes since then are no longer kept,
 * it gets everything, in parts; in the latter cases "reset" tells it to forget the rest. */
gboolean
et_sync_write (EtDb *db,
               const EtServices *services,
               const EtSyncQuery *query,
               EtJsonWriter *writer,
               GError **error)
{
  g_auto (Sync) sync = { .context = { db, services, query->account_id }, .writer = writer };
  int64_t first, head;

  g_assert (et_sync_n_kinds <= MAX_KINDS);

  if (!et_change_repo_get_last (db, &head, error) || !et_feed_repo_get_first (db, &first, error))
    return FALSE;
  if (query->since == 0 && query->after > 0 && can_go_on (query, first, head))
    return write_snapshot (&sync, query, query->after, query->at, FALSE, error);
  if (query->since == 0)
    return write_snapshot (&sync, query, 0, head, query->after > 0, error);
  if (query->since > head || query->since + 1 < first)
    return write_snapshot (&sync, query, 0, head, TRUE, error);
  return write_delta (&sync, query, head, error);
}

/* Deletes some of the changes that are too old. */
gboolean
et_sync_sweep (EtDb *db, int64_t now, GError **error)
{
  return et_feed_repo_delete_before (db, now - ET_SYNC_KEPT, SWEEP_AT_ONCE, error);
}
