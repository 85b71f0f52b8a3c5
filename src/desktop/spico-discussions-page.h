/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-thread-view.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DISCUSSIONS_PAGE (spico_discussions_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDiscussionsPage, spico_discussions_page, SPICO, DISCUSSIONS_PAGE, AdwBin)

/**
 * SpicoDiscussionsPage:
 *
 * « Discussions »: a mailbox's conversations, and the one that is open (F064, F065).
 *
 * Property: `collapsed` (boolean): one column instead of two. Signal: `loaded`, each time the list has something to show, even if it is
 * that there is nothing.
 */

void spico_discussions_page_set_client (SpicoDiscussionsPage *self,
                                        SpicoClient          *client);

/**
 * spico_discussions_page_set_account:
 * @account: (nullable): the mailbox to read
 */
void spico_discussions_page_set_account (SpicoDiscussionsPage *self,
                                         SpicoAccount         *account);

/**
 * spico_discussions_page_open:
 * @account_id: the mailbox
 * @conversation_id: a conversation in it
 *
 * Shows a conversation, and puts the cursor where one writes.
 */
void spico_discussions_page_open (SpicoDiscussionsPage *self,
                                  const char           *account_id,
                                  const char           *conversation_id);

/**
 * spico_discussions_page_open_unread:
 * @account_id: the mailbox
 *
 * Shows what is unread there, and nothing of it opened.
 */
void spico_discussions_page_open_unread (SpicoDiscussionsPage *self,
                                         const char           *account_id);

void spico_discussions_page_focus_search (SpicoDiscussionsPage *self);
gboolean spico_discussions_page_focus_list (SpicoDiscussionsPage *self);

/** spico_discussions_page_get_thread: Returns: (transfer none) (nullable): where a conversation is shown; %NULL before the first one is opened */
SpicoThreadView *spico_discussions_page_get_thread (SpicoDiscussionsPage *self);

G_END_DECLS
