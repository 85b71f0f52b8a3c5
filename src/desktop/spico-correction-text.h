/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-message.h"

G_BEGIN_DECLS

/**
 * spico_text_may_correct:
 * @message: a message
 * @now: local time
 *
 * Returns: whether « Modifier » is offered: of one's own words, on their way or sent a short time ago; the server has the last word
 */
gboolean spico_text_may_correct (SpicoMessage *message,
                                 GDateTime    *now);

/**
 * spico_text_correction_state:
 * @message: one's own message
 *
 * Returns: (transfer none): how far it has come, or what it says now: « modification en attente »
 */
const char *spico_text_correction_state (SpicoMessage *message);

/**
 * spico_text_correction_failure:
 * @message: a message
 *
 * Returns: (transfer full) (nullable): why what it was to say was refused, and what that is; %NULL where nothing was
 */
char *spico_text_correction_failure (SpicoMessage *message);

/**
 * spico_text_wording_time:
 * @wording: one of spico_message_get_earlier()
 * @is_first: whether the message was sent so
 *
 * Returns: (transfer full): « Envoyé le… », « Modifié le… »
 */
char *spico_text_wording_time (SpicoMessage *wording,
                               gboolean      is_first);

G_END_DECLS
