/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment.h"
#include "spico-client.h"

G_BEGIN_DECLS

/*
 * The files that go with messages (F054). All that is kept of them on this computer is encrypted, each in a file of its own beside the store, under a name that says nothing; it opens and goes with the store. A place is where a draft
 * stands: a conversation in a mailbox, or the « Nouvelle conversation » form, whose mailbox and conversation are %NULL. Main thread only.
 */

/**
 * spico_client_attach:
 * @mailbox_id: (nullable): the mailbox in which the conversation is open; %NULL for the form
 * @conversation_id: (nullable): the conversation; %NULL for the form
 * @account_id: « Agir en tant que », by now: for which it is given to the server. Where the message is sent for another, it is given anew
 * @stream: what is attached, already as others are to have it (without the place of a photograph…); read by asynchronous calls, to its end, and closed
 * @name: the name of the file, in UTF-8; a folder before it, and what no name may hold, is taken out
 * @media_type: (nullable): its media type; anything that is none is left out
 * @cancellable: (nullable): gives up as long as the future is pending: nothing is left then
 *
 * Takes an encrypted copy first, so that nothing is lost whatever happens, then gives it to the server as soon as there is one: spico_client_list_draft_attachments() shows it from the moment it is kept. What is attached to a draft outlives
 * the program, and the text of the draft: it goes with the message, with spico_client_discard_draft(), or with spico_client_detach().
 *
 * Returns: (transfer full): a future of a #SpicoAttachment; rejects with %SPICO_CLIENT_ERROR_TOO_LARGE where it is, alone or with what is attached already; with %SPICO_CLIENT_ERROR_TOO_MANY, %SPICO_CLIENT_ERROR_INVALID (an empty
 *   file, or one that cannot be read), %SPICO_CLIENT_ERROR_STORE (a full disk), %SPICO_CLIENT_ERROR_CANCELLED
 */
DexFuture *spico_client_attach (SpicoClient  *self,
                                const char   *mailbox_id,
                                const char   *conversation_id,
                                const char   *account_id,
                                GInputStream *stream,
                                const char   *name,
                                const char   *media_type,
                                GCancellable *cancellable);

/**
 * spico_client_attach_forwarded:
 * @mailbox_id: (nullable): as spico_client_attach() has it
 * @conversation_id: (nullable): as spico_client_attach() has it
 * @account_id: « Agir en tant que »
 * @source_id: the mailbox in which the message is read
 * @message_id: a message that the server has (« Transférer »)
 *
 * Attaches all that goes with a message, without a copy where the server allows it: whoever may read a message may pass on what goes with it.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_TOO_LARGE, %SPICO_CLIENT_ERROR_TOO_MANY, %SPICO_CLIENT_ERROR_NOT_FOUND where it is not there any more
 */
DexFuture *spico_client_attach_forwarded (SpicoClient *self,
                                          const char  *mailbox_id,
                                          const char  *conversation_id,
                                          const char  *account_id,
                                          const char  *source_id,
                                          const char  *message_id);

/**
 * spico_client_detach:
 * @attachment: one of a draft; what is on its way is given up
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND where it is attached no more
 */
DexFuture *spico_client_detach (SpicoClient     *self,
                                SpicoAttachment *attachment);

/**
 * spico_client_retry_attachment:
 * @attachment: one of a draft that has failed; of a message that waits, spico_client_retry() tries all
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND where it is attached no more
 */
DexFuture *spico_client_retry_attachment (SpicoClient     *self,
                                          SpicoAttachment *attachment);

/**
 * spico_client_list_draft_attachments:
 * @mailbox_id: (nullable): the mailbox; %NULL for the form
 * @conversation_id: (nullable): the conversation; %NULL for the form
 *
 * Returns: (transfer full): a live list of #SpicoAttachment, in the order in which they were attached; empty while nobody is signed in, and after the store that it was made for was closed. It may be empty for a moment after the store was opened
 */
GListModel *spico_client_list_draft_attachments (SpicoClient *self,
                                                 const char  *mailbox_id,
                                                 const char  *conversation_id);

/**
 * spico_client_open_attachment:
 * @account_id: the mailbox in which it is read; not looked at for what is attached to a draft
 * @attachment: of a message in it, or of a draft
 * @cancellable: (nullable): gives up a download
 *
 * Gives the bytes, from this computer where it has them, else from the server: they are kept encrypted first, and checked to the last, then read back. #SpicoAttachment:progress follows. What was read is kept as long as its message is,
 * and there is room: what was opened last stays longest. A file is never in memory as a whole.
 *
 * Returns: (transfer full): a future of a #GInputStream of exactly #SpicoAttachment:size bytes, to be read by asynchronous calls; it fails once the store is locked. Rejects with %SPICO_CLIENT_ERROR_OFFLINE (also after too long without the
 *   server, of what is not one's own: F030), %SPICO_CLIENT_ERROR_NOT_FOUND (withdrawn meanwhile), %SPICO_CLIENT_ERROR_SERVER, %SPICO_CLIENT_ERROR_STORE (a full disk), %SPICO_CLIENT_ERROR_CANCELLED
 */
DexFuture *spico_client_open_attachment (SpicoClient     *self,
                                         const char      *account_id,
                                         SpicoAttachment *attachment,
                                         GCancellable    *cancellable);

/**
 * spico_client_get_attachment_limits:
 * @limits: (out caller-allocates): what the server takes, as it was last said: off line too
 */
void spico_client_get_attachment_limits (SpicoClient           *self,
                                         SpicoAttachmentLimits *limits);

G_END_DECLS
