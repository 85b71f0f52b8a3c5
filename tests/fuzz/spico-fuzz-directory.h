/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-fuzz.h"
#include "spico-register.h"

G_BEGIN_DECLS

typedef SpicoRegisterReport *(*SpicoFuzzImport) (SpicoSqlConnection *connection,
                                                 GInputStream       *stream,
                                                 GError            **error);

SpicoSqlConnection *spico_fuzz_directory (void);
gint64 spico_fuzz_count (SpicoSqlConnection *connection,
                         const char         *sql);
void spico_fuzz_directory_import (SpicoFuzzImport import,
                                  const uint8_t  *data,
                                  size_t          size);

G_END_DECLS
