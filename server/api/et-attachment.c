/* SPDX-License-Identifier: MIT */
#include "server/api/et-attachment.h"

/* Answers with a document that a browser shows and saves as @what-@number.@extension; all three
 * are of our own making and plain ASCII. */
void
et_attachment_answer (EtRequest *req,
                      GBytes *document,
                      const char *content_type,
                      const char *what,
                      const char *number,
                      const char *extension)
{
  g_autofree char *disposition = g_strdup_printf ("inline; filename=\"%s-%s.%s\"", what, number,
                                                  extension);

  et_request_set_header (req, "Content-Disposition", disposition);
  et_request_answer_bytes (req, content_type, document);
}
