/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-attachments.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ATTACHMENT_DIALOG (spico_attachment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAttachmentDialog, spico_attachment_dialog, SPICO, ATTACHMENT_DIALOG, AdwDialog)

/**
 * SpicoAttachmentDialog:
 *
 * A picture that goes with a message, or the first page of a PDF, as large as the window; from here another application opens it.
 */

/**
 * spico_attachment_dialog_new:
 * @account_id: the mailbox in which it is read
 * @attachment: one for which spico_previewer_may_show() holds
 */
AdwDialog *spico_attachment_dialog_new (SpicoClient     *client,
                                        const char      *account_id,
                                        SpicoAttachment *attachment);

G_END_DECLS
