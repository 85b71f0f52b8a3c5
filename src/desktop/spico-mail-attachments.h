/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "spico-email.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_ATTACHMENTS (spico_mail_attachments_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailAttachments, spico_mail_attachments, SPICO, MAIL_ATTACHMENTS, AdwBin)

/**
 * SpicoMailAttachments:
 *
 * The files that go with a mail (F066). They are read when it is sent, and not before: until then they stay where they are. Emits `changed`.
 */

/** spico_mail_attachments_count: Returns: how many they are */
guint spico_mail_attachments_count (SpicoMailAttachments *self);

/** spico_mail_attachments_get_size: Returns: their bytes, as last looked at */
guint64 spico_mail_attachments_get_size (SpicoMailAttachments *self);

/** spico_mail_attachments_to_text: Returns: (transfer full): how they are kept in a draft: where they are */
char *spico_mail_attachments_to_text (SpicoMailAttachments *self);

/** spico_mail_attachments_add_text: @text: what spico_mail_attachments_to_text() gave */
void spico_mail_attachments_add_text (SpicoMailAttachments *self,
                                      const char           *text);

/**
 * spico_mail_attachments_read:
 * @email: is given all of them
 *
 * Returns: (transfer full): a future of a boolean, once they are read; it rejects with a sentence for people, in `G_IO_ERROR`, where one of them cannot be
 */
DexFuture *spico_mail_attachments_read (SpicoMailAttachments *self,
                                        SpicoEmail           *email);

G_END_DECLS
