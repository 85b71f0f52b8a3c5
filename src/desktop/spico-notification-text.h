/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_text_new_messages:
 * @n_messages: how many, at least one
 * @n_urgent: how many of them are urgent (B015)
 * @n_conversations: in how many conversations
 *
 * What a notification says of new messages (B005). It is given counts only: whoever passes by the screen, and whichever program shows it, learns nothing
 * of a patient, of a subject, or of where the person works.
 *
 * Returns: (transfer full): a title
 */
char *spico_text_new_messages (guint n_messages,
                               guint n_urgent,
                               guint n_conversations);

/** spico_text_overdue: Returns: (transfer full): what a notification says of what the person wrote and nobody has read in time (B015), in one conversation at least */
char *spico_text_overdue (guint n_conversations);

/** spico_text_handed: what a notification says of conversations that somebody handed to the person (B014): neither who, nor in which mailbox. Returns: (transfer full): a title */
char *spico_text_handed (guint n_conversations);

/** spico_text_new_requests: what a notification says of delegations to be answered (F007). Returns: (transfer full): a title */
char *spico_text_new_requests (guint n);

/** spico_text_new_groups: what it says of groups that were shared (F044). Returns: (transfer full): a title */
char *spico_text_new_groups (guint n);

/** spico_text_new_announcements: what it says of what the operator announced (F008). Returns: (transfer full): a title */
char *spico_text_new_announcements (guint n);

G_END_DECLS
