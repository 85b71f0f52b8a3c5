/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole request, as `POST /jmap/api` takes it. */
#include "spico-fuzz-world.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GString) body = g_string_new_len ((const char *) data, (gssize) size);

  spico_fuzz_world_ask (body);

  return 0;
}
