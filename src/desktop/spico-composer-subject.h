/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_COMPOSER_SUBJECT (spico_composer_subject_get_type ())
G_DECLARE_FINAL_TYPE (SpicoComposerSubject, spico_composer_subject, SPICO, COMPOSER_SUBJECT, AdwBin)

/**
 * SpicoComposerSubject:
 *
 * What one writes about, above where it is written: « Réponse à Mme X », with the first line of the message and a way out of it. Hidden
 * without a message.
 *
 * Signal: `left`, when the person gives it up.
 */

/**
 * spico_composer_subject_set_message:
 * @message: (nullable): what is answered
 */
void spico_composer_subject_set_message (SpicoComposerSubject *self,
                                         SpicoMessage         *message);

/**
 * spico_composer_subject_set_corrected:
 * @message: what is corrected: « Modification du message ». Nothing is answered then
 */
void spico_composer_subject_set_corrected (SpicoComposerSubject *self,
                                           SpicoMessage         *message);

/** spico_composer_subject_get_message: Returns: (transfer none) (nullable): what is answered */
SpicoMessage *spico_composer_subject_get_message (SpicoComposerSubject *self);

G_END_DECLS
