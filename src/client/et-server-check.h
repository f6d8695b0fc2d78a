/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What stands between this computer and a server of eTickets at an address. */
typedef enum
{
  ET_SERVER_ANSWERS, /* nothing: it is one, and it answers */
  ET_SERVER_NO_ADDRESS,
  ET_SERVER_UNKNOWN_HOST,
  ET_SERVER_REFUSES,
  ET_SERVER_UNREACHABLE,
  ET_SERVER_SILENT,
  ET_SERVER_NOT_ENCRYPTED, /* https:// was asked for */
  ET_SERVER_WANTS_HTTPS,
  ET_SERVER_CERTIFICATE_EXPIRED,
  ET_SERVER_CERTIFICATE_OF_OTHERS, /* good for another name */
  ET_SERVER_CERTIFICATE_UNTRUSTED,
  ET_SERVER_WEB_PAGE, /* as the sign-in page of a hotel's network */
  ET_SERVER_OTHER_NAME, /* eTickets, but it does not serve this name */
  ET_SERVER_OTHER, /* something else than eTickets */
  ET_SERVER_BUSY
} EtServerFault;

#define ET_SERVER_N_FAULTS (ET_SERVER_BUSY + 1)

const char *et_server_fault_get_sentence (EtServerFault fault);

void et_server_check_async (const char *url,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean et_server_check_finish (GAsyncResult *result, EtServerFault *ret_fault, GError **error);
EtServerFault
et_server_check (const char *url, guint patience_ms, GCancellable *cancellable); /* blocking */

G_END_DECLS
