/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of structures, as JSON. */
#include "spico-fuzz-directory.h"

static SpicoRegisterReport *
import (SpicoSqlConnection *connection,
        GInputStream       *stream,
        GError            **error)
{
  return spico_finess_plus_import (connection, stream, NULL, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  spico_fuzz_directory_import (import, data, size);

  return 0;
}
