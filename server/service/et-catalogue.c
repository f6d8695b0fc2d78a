/* SPDX-License-Identifier: MIT */
#include "server/service/et-catalogue.h"

#include "core/et-json-writer.h"
#include "core/et-time.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-answer.h"

#define REFRESH_INTERVAL (G_USEC_PER_SEC / 4)
#define GZIP_LEVEL 6
#define ETAG_LENGTH 32 /* of the 64 hexadecimal digits of SHA-256 */

struct _EtCatalogue
{
  GMutex load_mutex; /* held while loading, so that an older reading never comes last */
  GMutex mutex; /* guards what follows */
  GBytes *json; /* owned */
  GBytes *gzip; /* owned; the same, compressed */
  char *hash; /* owned; of the content, for the ETags */
  gboolean is_stale;
  int64_t loaded_at; /* monotonic, microseconds */
};

static void
set_stale (EtCatalogue *catalogue, gboolean is_stale)
{
  g_mutex_lock (&catalogue->mutex);
  catalogue->is_stale = is_stale;
  g_mutex_unlock (&catalogue->mutex);
}

static GBytes *
serialise (GPtrArray *offers)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < offers->len; i++)
    et_answer_offer (g_ptr_array_index (offers, i), NULL, writer);
  et_json_writer_end_array (writer);
  return et_json_writer_finish (writer);
}

static char *
make_hash (GBytes *json)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, json);

  return g_strndup (hash, ETAG_LENGTH);
}

/* RFC 1952. */
static GBytes *
compress (GBytes *json)
{
  g_autoptr (GZlibCompressor)
      compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream)
      stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  /* Memory takes everything. */
  if (!g_output_stream_write_all (stream, g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                                  NULL, NULL, NULL) ||
      !g_output_stream_close (stream, NULL, NULL))
    g_assert_not_reached ();
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* Takes @json. What is the same as before is not compressed again. Called by one thread at a
 * time. */
static void
swap_in (EtCatalogue *catalogue, GBytes *json)
{
  g_autoptr (GBytes) old_json = json, old_gzip = NULL;
  g_autofree char *old_hash = NULL;
  char *hash = make_hash (json);
  gboolean is_new = g_strcmp0 (hash, catalogue->hash) != 0;
  GBytes *gzip = is_new ? compress (json) : NULL;

  g_mutex_lock (&catalogue->mutex);
  old_hash = is_new ? g_steal_pointer (&catalogue->hash) : hash;
  if (is_new)
    {
      old_json = g_steal_pointer (&catalogue->json);
      old_gzip = g_steal_pointer (&catalogue->gzip);
      catalogue->json = json;
      catalogue->gzip = gzip;
      catalogue->hash = hash;
    }
  catalogue->loaded_at = g_get_monotonic_time ();
  g_mutex_unlock (&catalogue->mutex);
}

/* An empty catalogue, to be loaded. */
EtCatalogue *
et_catalogue_new (void)
{
  EtCatalogue *catalogue = g_new0 (EtCatalogue, 1);

  g_mutex_init (&catalogue->load_mutex);
  g_mutex_init (&catalogue->mutex);
  swap_in (catalogue, g_bytes_new_static ("[]", 2));
  return catalogue;
}

void
et_catalogue_free (EtCatalogue *catalogue)
{
  g_bytes_unref (catalogue->json);
  g_bytes_unref (catalogue->gzip);
  g_free (catalogue->hash);
  g_mutex_clear (&catalogue->mutex);
  g_mutex_clear (&catalogue->load_mutex);
  g_free (catalogue);
}

/* Reads the offers on sale by price and makes the new answer; the old one serves meanwhile. @db is
 * outside a transaction, so that it sees what was committed last. */
gboolean
et_catalogue_load (EtCatalogue *catalogue, EtDb *db, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&catalogue->load_mutex);
  g_autoptr (GPtrArray) offers = NULL;

  set_stale (catalogue, FALSE);
  offers = et_offer_repo_list_on_sale (db, et_time_now (), error);
  if (offers == NULL)
    {
      set_stale (catalogue, TRUE);
      return FALSE;
    }
  swap_in (catalogue, serialise (offers));
  return TRUE;
}

/* Notes that a sale crossed a step of availability, or that another process changed an offer. */
void
et_catalogue_mark_stale (EtCatalogue *catalogue)
{
  set_stale (catalogue, TRUE);
}

/* Loads the catalogue when it is stale, but at most four times a second; to be called after each
 * sale and every quarter of a second. */
gboolean
et_catalogue_refresh (EtCatalogue *catalogue, EtDb *db, GError **error)
{
  gboolean is_due;

  g_mutex_lock (&catalogue->mutex);
  is_due = catalogue->is_stale &&
           g_get_monotonic_time () - catalogue->loaded_at >= REFRESH_INTERVAL;
  g_mutex_unlock (&catalogue->mutex);
  return !is_due || et_catalogue_load (catalogue, db, error);
}

/* Returns: (transfer full): the JSON array; @ret_etag is a strong ETag with its quotes. */
GBytes *
et_catalogue_get (EtCatalogue *catalogue, char **ret_etag)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&catalogue->mutex);

  *ret_etag = g_strdup_printf ("\"%s\"", catalogue->hash);
  return g_bytes_ref (catalogue->json);
}

/* Like et_catalogue_get(), compressed by gzip: other bytes, and so another ETag. */
GBytes *
et_catalogue_get_gzip (EtCatalogue *catalogue, char **ret_etag)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&catalogue->mutex);

  *ret_etag = g_strdup_printf ("\"%s-gzip\"", catalogue->hash);
  return g_bytes_ref (catalogue->gzip);
}
