/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_REPLY_BY_DIALOG (spico_reply_by_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoReplyByDialog, spico_reply_by_dialog, SPICO, REPLY_BY_DIALOG, AdwDialog)

/**
 * SpicoReplyByDialog:
 *
 * « Choisir… »: the day and the time by which an answer is expected (B015), where the region is.
 *
 * Signal: `chosen` (#GDateTime), before it closes.
 */

/** spico_reply_by_dialog_new: Returns: (transfer floating): the dialog, with tomorrow noon */
AdwDialog *spico_reply_by_dialog_new (void);

G_END_DECLS
