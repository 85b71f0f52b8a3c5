/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-conversation.h"
#include "spico-message.h"
#include "spico-pages.h"

G_BEGIN_DECLS

/**
 * SpicoTranscript:
 *
 * A conversation as a document, for a file or a court: its title, the patient, who takes part, and all that was said and done in it, each with its author, account and time, as it was last worded and as it was before. What the server does not have is not of the conversation.
 */
typedef struct _SpicoTranscript SpicoTranscript;

/**
 * spico_transcript_new:
 * @conversation: what is written down
 * @account_name: the account that takes part in it, and exports it
 * @exporter: by whom, with « pour le compte de »
 * @now: when, local time
 *
 * Returns: (transfer full): its beginning; spico_transcript_add() goes on
 */
SpicoTranscript *spico_transcript_new (SpicoConversation *conversation,
                                       const char        *account_name,
                                       const char        *exporter,
                                       GDateTime         *now);
void spico_transcript_free (SpicoTranscript *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoTranscript, spico_transcript_free)

/** spico_transcript_add: adds the next message, in the order of the conversation */
void spico_transcript_add (SpicoTranscript *self,
                           SpicoMessage    *message);

/** spico_transcript_get_pages: Returns: (transfer none): what there is so far */
SpicoPages *spico_transcript_get_pages (SpicoTranscript *self);

/** spico_transcript_name_file: Returns: (transfer full): what the file is called: nothing of the patient, nor of what is said */
char *spico_transcript_name_file (GDateTime *now);

G_END_DECLS
