/* SPDX-License-Identifier: MIT */
#include "server/api/et-listing.h"

#include "core/et-record.h"
#include "server/http/et-route.h"

#define DEFAULT_SIZE 50
#define MAX_SIZE 200
#define MAX_PAGE 1000000

/* Reads ?page= and ?page_size=. Sets ET_ERROR_INVALID. */
gboolean
et_listing_read_page (EtRequest *req, EtPage *ret_page, GError **error)
{
  return et_request_query_int64 (req, "page", 1, MAX_PAGE, 1, &ret_page->number, error) &&
         et_request_query_int64 (req, "page_size", 1, MAX_SIZE, DEFAULT_SIZE, &ret_page->size,
                                 error);
}

static gboolean
is_of_page (const char *filter)
{
  static const char *const names[] = { ET_LISTING_FILTERS, NULL };

  return g_strv_contains (names, filter);
}

/* Returns: (transfer full): the path of another page, with the same filters. */
static char *
make_link (EtRequest *req, const EtPage *page, int64_t number)
{
  const char *const *filters = et_request_get_route (req)->filters;
  GString *link = g_string_new (et_request_get_path (req));

  g_string_append_printf (link, "?page=%" G_GINT64_FORMAT "&page_size=%" G_GINT64_FORMAT, number,
                          page->size);
  for (guint i = 0; filters[i] != NULL; i++)
    {
      const char *value = et_request_get_query (req, filters[i]);

      if (value == NULL || is_of_page (filters[i]))
        continue;
      g_string_append_printf (link, "&%s=", filters[i]);
      g_string_append_uri_escaped (link, value, NULL, FALSE);
    }
  return g_string_free (link, FALSE);
}

/* Begins the answer up to the open array "results", whose elements the caller writes.
 * @count: records on all pages.
 * Returns: (transfer none): to be closed by et_listing_finish(). */
EtJsonWriter *
et_listing_begin (EtRequest *req, const EtPage *page, int64_t count)
{
  EtJsonWriter *writer = et_request_begin_json (req);
  gboolean has_next = page->number * page->size < count;
  gboolean has_previous = page->number > 1;
  g_autofree char *next = has_next ? make_link (req, page, page->number + 1) : NULL;
  g_autofree char *previous = has_previous ? make_link (req, page, page->number - 1) : NULL;

  et_json_writer_int64 (writer, "count", count);
  et_json_writer_text (writer, "next", next);
  et_json_writer_text (writer, "previous", previous);
  et_json_writer_begin_array (writer, "results");
  return writer;
}

void
et_listing_finish (EtRequest *req, EtJsonWriter *writer)
{
  et_json_writer_end_array (writer);
  et_request_finish_json (req);
}

/* Answers with a page of records, whole. */
void
et_listing_answer (EtRequest *req, const EtPage *page, int64_t count, GPtrArray *records)
{
  EtJsonWriter *writer = et_listing_begin (req, page, count);

  for (guint i = 0; i < records->len; i++)
    et_record_write_json (records->pdata[i], NULL, writer);
  et_listing_finish (req, writer);
}
