/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* A QR code as a 1-bit mask, error-correction level M, quiet zone of four modules. */
typedef struct _EtQr EtQr;

gboolean et_qr_check_text (const char *text, GError **error);
EtQr *et_qr_new (const char *text, GError **error);
void et_qr_free (EtQr *qr);
int et_qr_get_n_modules (EtQr *qr); /* a side, without the quiet zone */
int et_qr_get_n_modules_with_quiet_zone (EtQr *qr);
gboolean et_qr_is_dark (EtQr *qr, int x, int y);
void et_qr_draw (EtQr *qr, cairo_t *cr, double x, double y, double side);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtQr, et_qr_free)

G_END_DECLS
