/* SPDX-License-Identifier: MIT */
#include "server/service/et-catalogue.h"

#include "core/et-json-writer.h"
#include "core/et-time.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-answer.h"

#define REFRESH_INTERVAL (G_USEC_PER_SEC / 4)
#define ETAG_LENGTH 32 /* of the 64 hexadecimal digits of SHA-256 */

struct _EtCatalogue
{
  GMutex load_mutex; /* held while loading, so that an older reading never comes last */
  GMutex mutex; /* guards what follows */
  GBytes *json; /* owned */
  char *etag; /* owned */
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
make_etag (GBytes *json)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, json);

  return g_strdup_printf ("\"%.*s\"", ETAG_LENGTH, hash);
}

/* Takes @json. */
static void
swap_in (EtCatalogue *catalogue, GBytes *json)
{
  g_autoptr (GBytes) old_json = NULL;
  g_autofree char *old_etag = NULL;
  char *etag = make_etag (json);

  g_mutex_lock (&catalogue->mutex);
  old_json = g_steal_pointer (&catalogue->json);
  old_etag = g_steal_pointer (&catalogue->etag);
  catalogue->json = json;
  catalogue->etag = etag;
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
  g_free (catalogue->etag);
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

  *ret_etag = g_strdup (catalogue->etag);
  return g_bytes_ref (catalogue->json);
}
