/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-conversation.h"
#include "spico-message.h"
#include "spico-urgency.h"

G_BEGIN_DECLS

/**
 * SpicoReplyChoice:
 * @SPICO_REPLY_IN_AN_HOUR: « Dans 1 heure »
 * @SPICO_REPLY_TODAY: « Aujourd'hui 18 h »
 * @SPICO_REPLY_TOMORROW: « Demain 12 h »
 *
 * By when an answer is expected, as it is chosen at once (B015).
 */
typedef enum {
  SPICO_REPLY_IN_AN_HOUR,
  SPICO_REPLY_TODAY,
  SPICO_REPLY_TOMORROW,
  SPICO_N_REPLY_CHOICES,
} SpicoReplyChoice;

/** spico_urgency_now: Returns: (transfer full): the time where the region is, by whose clock answers are expected wherever the computer is */
GDateTime *spico_urgency_now (void);

/**
 * spico_reply_choice_time:
 * @choice: what is chosen
 * @now: the time where the region is
 *
 * Returns: (transfer full) (nullable): when that is, by whole minutes; %NULL where it is over, or nearly so
 */
GDateTime *spico_reply_choice_time (SpicoReplyChoice choice,
                                    GDateTime       *now);

/** spico_text_reply_choice: Returns: (transfer full): what it is called */
char *spico_text_reply_choice (SpicoReplyChoice choice,
                               GDateTime       *now);

/** spico_text_reply_day: Returns: (transfer full): « Aujourd'hui », « Demain », « mercredi 2 décembre » */
char *spico_text_reply_day (GDateTime *day,
                            GDateTime *now);

/** spico_text_reply_clock: Returns: (transfer full): « 18 h », « 9 h 30 » */
char *spico_text_reply_clock (GDateTime *time);

/**
 * spico_text_reply_by:
 * @time: when the answer is expected, in any zone
 * @now: the time where the region is
 *
 * Returns: (transfer full): « Réponse attendue avant mardi 18 h »
 */
char *spico_text_reply_by (GDateTime *time,
                           GDateTime *now);

/** spico_text_reply_by_in_full: Returns: (transfer full): the same with the whole date, for what is read at any time */
char *spico_text_reply_by_in_full (GDateTime *time);

/** spico_text_reply_expected: Returns: (transfer full) (nullable): the same of a message, with whether it came; %NULL where none is expected */
char *spico_text_reply_expected (SpicoMessage *message,
                                 GDateTime    *now);

/** spico_text_unread_by: Returns: (transfer full) (nullable): « Non lu par Mme X depuis 14 h : appelez » of a message that is overdue; %NULL of another */
char *spico_text_unread_by (SpicoMessage *message,
                            GDateTime    *now);

/** spico_text_reply_to_conversation: Returns: (transfer full) (nullable): « Réponse attendue avant mardi 18 h », of what is expected in a conversation */
char *spico_text_reply_to_conversation (SpicoConversation *conversation,
                                        GDateTime         *now);

G_END_DECLS
