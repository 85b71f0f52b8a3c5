/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-unread.h"

G_BEGIN_DECLS

/**
 * SpicoNews:
 *
 * Which of the unread messages a person is still to be told of (B005): those that came since the program looked first, and not into a conversation
 * that they have before their eyes. Counts and ids only: no name, no subject, no text ever comes here.
 */
typedef struct _SpicoNews SpicoNews;

/**
 * SpicoNewsChange:
 * @SPICO_NEWS_SAME: as before
 * @SPICO_NEWS_LESS: some of what was told was read
 * @SPICO_NEWS_MORE: there is something to tell
 */
typedef enum {
  SPICO_NEWS_SAME,
  SPICO_NEWS_LESS,
  SPICO_NEWS_MORE,
} SpicoNewsChange;

/**
 * SpicoNewsSummary:
 * @n_messages: new messages; one that several accounts have counts once
 * @n_urgent: how many of them are urgent (B015)
 * @n_conversations: in how many conversations
 * @account_id: (nullable): the account where the last one came
 * @conversation_id: (nullable): where the last one came
 */
typedef struct {
  guint n_messages;
  guint n_urgent;
  guint n_conversations;
  const char *account_id;
  const char *conversation_id;
} SpicoNewsSummary;

/** SpicoNewsIsSeen: Returns: whether that conversation is before the person's eyes */
typedef gboolean (*SpicoNewsIsSeen) (const SpicoUnreadConversation *conversation,
                                     gpointer                       data);

/** spico_news_new: Returns: (transfer full): news that know of nothing yet */
SpicoNews *spico_news_new (void);

/** spico_news_free: frees them */
void spico_news_free (SpicoNews *self);

/**
 * spico_news_take:
 * @conversations: (element-type SpicoUnreadConversation): what is unread
 * @accounts: (element-type utf8 utf8): the accounts whose messages were all pulled once; what one has when it first comes is not new
 * @is_settled: whether something new may be told; else only what was read is noted
 * @is_seen: (scope call): what is before the person's eyes
 *
 * Returns: what changed
 */
SpicoNewsChange spico_news_take (SpicoNews      *self,
                                 GPtrArray      *conversations,
                                 GHashTable     *accounts,
                                 gboolean        is_settled,
                                 SpicoNewsIsSeen is_seen,
                                 gpointer        data);

/** spico_news_forget: takes all that there is to tell as told */
void spico_news_forget (SpicoNews *self);

/** spico_news_sum_up: Returns: what there is to tell; its ids belong to @self, until it changes */
SpicoNewsSummary spico_news_sum_up (SpicoNews *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoNews, spico_news_free)

G_END_DECLS
