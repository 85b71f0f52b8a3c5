/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-message.h"
#include "spico-urgency.h"

G_BEGIN_DECLS

#define SPICO_TYPE_COMPOSER_URGENCY (spico_composer_urgency_get_type ())
G_DECLARE_FINAL_TYPE (SpicoComposerUrgency, spico_composer_urgency, SPICO, COMPOSER_URGENCY, AdwBin)

/**
 * SpicoComposerUrgency:
 *
 * Where somebody says that what they write is « Urgent », and by when they expect an answer (B015); it also says that an emergency is no matter for messages. Above where it is written; folded
 * away until it is asked for, as most messages press nobody.
 *
 * Properties: `is-open` (boolean), `available` (boolean: nothing is chosen of what is corrected).
 * Signal: `changed`, when the person chose something; not by spico_composer_urgency_set().
 */

/** spico_composer_urgency_get: Returns: what is chosen */
SpicoUrgency spico_composer_urgency_get (SpicoComposerUrgency *self);

/**
 * spico_composer_urgency_set:
 * @urgency: what is chosen, instead of what was
 */
void spico_composer_urgency_set (SpicoComposerUrgency *self,
                                 SpicoUrgency          urgency);

/** spico_composer_urgency_join: the same, unless somebody has chosen something meanwhile */
void spico_composer_urgency_join (SpicoComposerUrgency *self,
                                  SpicoUrgency          urgency);

/** spico_composer_urgency_join_message: as it was sent, where it is to be sent again */
void spico_composer_urgency_join_message (SpicoComposerUrgency *self,
                                          SpicoMessage         *message);

/**
 * spico_composer_urgency_check:
 *
 * To be asked before sending: where the time that was chosen is over by now, it is shown, and another one is to be chosen.
 *
 * Returns: whether what is chosen can be sent
 */
gboolean spico_composer_urgency_check (SpicoComposerUrgency *self);

G_END_DECLS
