/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-search-filter.h"

G_BEGIN_DECLS

/**
 * spico_client_search_conversations:
 * @account_id: a mailbox
 * @text: words of the subject, the members' or the patient's names, accents and case forgiven; empty for all that @filter leaves
 * @filter: (nullable): what narrows it
 *
 * Returns: (transfer full): a live list of #SpicoConversation, the newest first
 */
SpicoList *spico_client_search_conversations (SpicoClient             *self,
                                              const char              *account_id,
                                              const char              *text,
                                              const SpicoSearchFilter *filter);

/**
 * spico_client_search_messages:
 * @account_id: a mailbox
 * @text: words, or what they begin with, accents and case forgiven
 * @filter: (nullable): what narrows it
 *
 * Looks in every message that is on this computer, and in the names of the files that went with them (B004), what waits and what was refused among them.
 *
 * Returns: (transfer full): a live list of #SpicoFoundMessage, the newest first, 200 at most; empty where less than two letters are asked for
 */
SpicoList *spico_client_search_messages (SpicoClient             *self,
                                         const char              *account_id,
                                         const char              *text,
                                         const SpicoSearchFilter *filter);

/**
 * spico_client_list_talked_about:
 * @account_id: a mailbox
 *
 * Whom a search can be narrowed to: the patients of its conversations, by their names.
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoPatient
 */
DexFuture *spico_client_list_talked_about (SpicoClient *self,
                                           const char  *account_id);

/**
 * spico_client_list_talked_with:
 * @account_id: a mailbox
 *
 * Whom a search can be narrowed to: the people and structures of its conversations, by their names.
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoPrincipal
 */
DexFuture *spico_client_list_talked_with (SpicoClient *self,
                                          const char  *account_id);

G_END_DECLS
