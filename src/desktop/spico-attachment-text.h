/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment.h"
#include "spico-client-attachments.h"

G_BEGIN_DECLS

/** spico_text_size: Returns: (transfer full): « 1,2 Mo » */
char *spico_text_size (gint64 bytes);

/**
 * spico_attachment_icon:
 * @name: the name of a file
 *
 * Returns: (transfer none): the icon of what it seems to be
 */
const char *spico_attachment_icon (const char *name);

/**
 * spico_attachment_may_open:
 * @name: the name of a file that somebody sent
 *
 * Returns: whether it may be given to another application to be opened: a document, a picture, a sound. What could run (a program, a script, a page, a macro), and what nobody knows, is saved only
 */
gboolean spico_attachment_may_open (const char *name);

/** spico_text_attachment: Returns: (transfer full): what it is, and how large: « PDF, 1,2 Mo » */
char *spico_text_attachment (SpicoAttachment *attachment);

/** spico_text_attachment_state: Returns: (transfer full) (nullable): where it is, where that is worth a word: « Envoi, 40 % », or why it is not taken */
char *spico_text_attachment_state (SpicoAttachment *attachment);

/**
 * spico_text_attachment_limits:
 *
 * Returns: (transfer full): what one may attach: « 50 Mo en tout, 20 fichiers au plus »
 */
char *spico_text_attachment_limits (const SpicoAttachmentLimits *limits);

/**
 * spico_text_attachment_refusal:
 * @limits: what the server takes
 * @name: the file
 * @size: its bytes
 * @total: the bytes of what is attached already
 * @count: how many files are
 *
 * Returns: (transfer full) (nullable): why it cannot be attached, before anything of it is read; %NULL where it can
 */
char *spico_text_attachment_refusal (const SpicoAttachmentLimits *limits,
                                     const char                  *name,
                                     gint64                       size,
                                     gint64                       total,
                                     guint                        count);

/**
 * spico_text_attach_error:
 * @name: the file
 * @error: of spico_client_attach(), or of reading it
 *
 * Returns: (transfer full): why it is not attached
 */
char *spico_text_attach_error (const char   *name,
                               const GError *error);

/**
 * spico_text_attachment_count:
 * @count: more than 0
 *
 * Returns: (transfer full): « Pièce jointe », « 3 pièces jointes »
 */
char *spico_text_attachment_count (guint count);

/**
 * spico_text_attachment_names:
 * @attachments: (nullable): of #SpicoAttachment
 *
 * Returns: (transfer full) (nullable): « pièce jointe : Bilan.pdf », for screen readers; %NULL where there are none
 */
char *spico_text_attachment_names (GListModel *attachments);

G_END_DECLS
