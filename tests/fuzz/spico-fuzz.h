/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * LLVMFuzzerTestOneInput:
 * @data: the input
 * @size: its length in bytes
 *
 * What each target defines: takes any input whatever, and ends the process where a promise is broken. libFuzzer calls it with what it invents; replay.c with
 * what stands in the corpus.
 *
 * Returns: 0, always
 */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

G_END_DECLS
