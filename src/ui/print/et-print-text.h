/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/print/et-print-run.h"

G_BEGIN_DECLS

char *et_print_text_describe (EtPrintRun *run);

G_END_DECLS
