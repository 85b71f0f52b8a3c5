/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-attachment.h"

G_BEGIN_DECLS

#define SPICO_TYPE_COMPOSER_FILE (spico_composer_file_get_type ())
G_DECLARE_FINAL_TYPE (SpicoComposerFile, spico_composer_file, SPICO, COMPOSER_FILE, AdwBin)

/**
 * SpicoComposerFile:
 *
 * A file that is attached to what is being written: what it is, where it is, « Retirer », and « Réessayer » where it was refused.
 *
 * Signals: `remove`, `retry` (both with the #SpicoAttachment).
 */

/** spico_composer_file_new: @attachment: one of a draft */
GtkWidget *spico_composer_file_new (SpicoAttachment *attachment);

/**
 * spico_composer_file_mark_photo:
 * @attachment: a photograph whose place and time were taken out as it was attached
 *
 * Its row says so from now on, as long as the program runs.
 */
void spico_composer_file_mark_photo (SpicoAttachment *attachment);

G_END_DECLS
