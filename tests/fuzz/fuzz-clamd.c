/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clamd answers: only its one word for « nothing found » passes a file. */
#include <string.h>

#include "spico-clamd.h"
#include "spico-fuzz.h"

#define CLEAN "stream: OK"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  /* Of exactly that size, so that a sanitizer sees what reads beyond. */
  g_autofree char *answer = g_memdup2 (data, size);
  SpicoVerdict verdict = spico_clamd_read_answer (answer, size);
  gboolean is_clean = size == sizeof CLEAN && memcmp (data, CLEAN, sizeof CLEAN) == 0;

  g_assert_true ((verdict == SPICO_VERDICT_CLEAN) == is_clean);
  g_assert_true (verdict != SPICO_VERDICT_FOUND || size > sizeof " FOUND");

  return 0;
}
