/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-message.h"

G_BEGIN_DECLS

/** spico_text_author: Returns: (transfer full): who wrote @message, with the account that it was written for (F022), and whether it answers by itself (B016) */
char *spico_text_author (SpicoMessage *message);

/** spico_text_first_line: Returns: (transfer full): the first line of @text that has something in it, without blanks around it */
char *spico_text_first_line (const char *text);

/**
 * spico_text_original_author:
 * @original: what spico_message_get_in_reply_to() gives
 *
 * Returns: (transfer full): what stands above the first line of a message that is answered
 */
char *spico_text_original_author (SpicoMessage *original);

/** spico_text_original_line: Returns: (transfer full): its first line, or why there is none */
char *spico_text_original_line (SpicoMessage *original);

/** spico_text_original: Returns: (transfer full): « en réponse à Mme X : Huit heures ? », for a screen reader */
char *spico_text_original (SpicoMessage *original);

/** spico_text_withdrawn: Returns: (transfer full): the trace of a message that was withdrawn: by whom, and when; « par vous » of one's own */
char *spico_text_withdrawn (SpicoMessage *message);

/** spico_text_withdrawn_by: Returns: (transfer full): the same for whoever reads it: by their name in any case */
char *spico_text_withdrawn_by (SpicoMessage *message);

/** spico_text_reply_to: Returns: (transfer full): « Réponse à Mme X », while one writes it */
char *spico_text_reply_to (SpicoMessage *original);

G_END_DECLS
