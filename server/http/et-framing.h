/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ET_HEAD_MAX_BYTES (16 * 1024)
#define ET_HEAD_MAX_FIELDS 64
#define ET_BODY_MAX_BYTES (64 * 1024)

typedef struct
{
  const char *name; /* borrowed from the head's text, as are all strings below */
  const char *value; /* without blanks at its ends; valid UTF-8 without control characters */
  gsize name_length;
} EtHeadField;

/* The head of one request, read by the strict rules of RFC 9112: what two readers could understand
 * in two ways is refused. libsoup's own reader is lenient in a dozen places, some of them with CVE
 * numbers, so it never sees what a client wrote; see et-connection.c. */
typedef struct
{
  const char *method;
  const char *path; /* begins with a slash, or is "*" or what CONNECT names */
  const char *query; /* nullable; undecoded */
  const char *host; /* as written, with its port */
  gsize body_length;
  gboolean is_http_1_0;
  gboolean wants_close;
  gboolean expects_continue;
  guint n_fields;
  EtHeadField fields[ET_HEAD_MAX_FIELDS];
  char text[];
} EtHead;

typedef enum
{
  ET_FRAMING_INCOMPLETE,
  ET_FRAMING_COMPLETE,
  ET_FRAMING_REFUSED
} EtFraming;

EtFraming et_framing_find_end (const char *bytes, gsize length, gsize *scanned, gsize *ret_end);
EtHead *et_head_new (const char *bytes, gsize length);
void et_head_free (EtHead *head);
const char *et_head_get (const EtHead *head, const char *name);
gboolean et_head_has_token (const EtHead *head, const char *name, const char *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtHead, et_head_free)

G_END_DECLS
