/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What spico-preview writes of a file: this word, the width and the height as 32 bits each, the lowest byte first, then the pixels, row by row without a gap,
 * four bytes each: red, green, blue, and opacity, which the colours were not multiplied with.
 */
#define SPICO_PREVIEW_WORD "SPV1"
#define SPICO_PREVIEW_WORD_LENGTH 4
#define SPICO_PREVIEW_HEADER_LENGTH 12
/** The pixels of the longest side that may be asked for. */
#define SPICO_PREVIEW_SIDE_MAX 2048
/** The bytes of a file of which there is a preview. */
#define SPICO_PREVIEW_FILE_MAX (64 * 1024 * 1024)

G_END_DECLS
