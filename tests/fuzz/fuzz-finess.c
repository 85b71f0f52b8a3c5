/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register of structures. */
#include "spico-fuzz-directory.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  spico_fuzz_directory_import (spico_finess_import, data, size);

  return 0;
}
