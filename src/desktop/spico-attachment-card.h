/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-attachments.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ATTACHMENT_CARD (spico_attachment_card_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAttachmentCard, spico_attachment_card, SPICO, ATTACHMENT_CARD, AdwBin)

/**
 * SpicoAttachmentCard:
 *
 * A file that goes with a message, in the conversation: what it looks like, its name and size, « Ouvrir », « Enregistrer sous… ». What it looks like is asked for while it is on the screen only, and has its place from the start, so that
 * nothing moves when it comes.
 */

/**
 * spico_attachment_card_new:
 * @account_id: the mailbox in which it is read
 * @attachment: of a message in it
 */
GtkWidget *spico_attachment_card_new (SpicoClient     *client,
                                      const char      *account_id,
                                      SpicoAttachment *attachment);

G_END_DECLS
