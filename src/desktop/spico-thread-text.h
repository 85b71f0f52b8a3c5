/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-client-enums.h"

G_BEGIN_DECLS

/**
 * SpicoThreadPlace:
 * @starts_day: the first message of a day: its header stands above
 * @starts_group: the first of a group: its author stands above
 * @ends_group: the last of a group: its time and state stand below
 *
 * How a message stands among its neighbours.
 */
typedef struct {
  gboolean starts_day;
  gboolean starts_group;
  gboolean ends_group;
} SpicoThreadPlace;

/**
 * SpicoThreadMessage:
 * @person_id: who wrote it
 * @account_id: for which account
 * @time: (nullable): when, local time
 *
 * What grouping needs to know of a message.
 */
typedef struct {
  const char *person_id;
  const char *account_id;
  GDateTime *time;
} SpicoThreadMessage;

/**
 * spico_thread_place:
 * @previous: (nullable): the message above
 * @message: the message
 * @next: (nullable): the message below
 * @divider_above: whether the unread divider stands right above @message
 * @divider_below: whether it stands right below
 *
 * Messages of the same person for the same account form a group while less than five minutes part each from the one before, the
 * day is the same, and the unread divider does not pass between them.
 *
 * Returns: the place of @message
 */
SpicoThreadPlace spico_thread_place (const SpicoThreadMessage *previous,
                                     const SpicoThreadMessage *message,
                                     const SpicoThreadMessage *next,
                                     gboolean                  divider_above,
                                     gboolean                  divider_below);

/**
 * spico_text_day:
 * @day: a time of that day, local
 * @now: now, local
 *
 * Returns: (transfer full): « Aujourd’hui », « Hier », « lundi 16 novembre », with the year where it is another one
 */
char *spico_text_day (GDateTime *day,
                      GDateTime *now);

/** spico_text_full_day: Returns: (transfer full): a local day in full: « lundi 16 novembre 2026 » */
char *spico_text_full_day (GDateTime *day);

/**
 * spico_text_short_time:
 * @time: a time, local
 * @now: now, local
 *
 * Returns: (transfer full): what a list shows of a time: « 14:32 » today, « Hier », « lundi » within the week, « 16 nov. », « 16/11/2025 »
 */
char *spico_text_short_time (GDateTime *time,
                             GDateTime *now);

/** spico_text_clock: Returns: (transfer full): « 14:32 » */
char *spico_text_clock (GDateTime *time);

/** spico_text_date_time: Returns: (transfer full): day and time in full: « lundi 16 novembre 2026, 14:32 » */
char *spico_text_date_time (GDateTime *time);

/**
 * spico_text_on_behalf:
 * @person: a person's name
 * @account: (nullable): the name of the account that they act for, %NULL where it is their own
 *
 * Returns: (transfer full): « Mme X », or « Mme X pour le compte de Y » (F022)
 */
char *spico_text_on_behalf (const char *person,
                            const char *account);

/** spico_text_message_state: Returns: (transfer none): « en attente », « envoi… », « envoyé », « lu », « échec » */
const char *spico_text_message_state (SpicoMessageState state);

/**
 * spico_text_message_failure:
 * @failure: why a message failed
 * @group_names: (nullable): for %SPICO_MESSAGE_FAILURE_GROUPS, which groups
 *
 * Returns: (transfer full): why it was refused, and what can be done
 */
char *spico_text_message_failure (SpicoMessageFailure failure,
                                  const char *const  *group_names);

/**
 * spico_text_seen_by:
 * @readers: (array zero-terminated=1): names, with « pour le compte de »
 *
 * Returns: (transfer full): « Vu par Mme X », « Vu par Mme X et M. Y », « Vu par Mme X, M. Y et 3 autres »
 */
char *spico_text_seen_by (const char *const *readers);

/**
 * spico_text_added:
 * @author: (nullable): who added them, %NULL for oneself
 * @added: (array zero-terminated=1): names
 *
 * Returns: (transfer full): « Mme X a ajouté M. Y et Mme Z » (F053), « Vous avez ajouté M. Y »
 */
char *spico_text_added (const char        *author,
                        const char *const *added);

/** spico_text_adding: Returns: (transfer full): « Ajout de M. Y », of those who are not added yet */
char *spico_text_adding (const char *const *added);

/**
 * spico_text_removed:
 * @author: (nullable): who removed them, %NULL for oneself
 * @removed: (array zero-terminated=1): names
 *
 * Returns: (transfer full): « Mme X a retiré M. Y de la conversation », « Vous avez retiré M. Y de la conversation »
 */
char *spico_text_removed (const char        *author,
                          const char *const *removed);

/** spico_text_removing: Returns: (transfer full): « Retrait de M. Y », of those who are not removed yet */
char *spico_text_removing (const char *const *removed);

/**
 * spico_text_left:
 * @author: (nullable): who left, %NULL for oneself
 *
 * Returns: (transfer full): « Mme X a quitté la conversation »
 */
char *spico_text_left (const char *author);

/**
 * spico_text_retitled:
 * @author: (nullable): who did, %NULL for oneself
 * @subject: the new title
 *
 * Returns: (transfer full): « Mme X a modifié le titre : « Pansement » » (F072)
 */
char *spico_text_retitled (const char *author,
                           const char *subject);

/** spico_text_retitling: Returns: (transfer full): « Nouveau titre : « Pansement » », of one that waits */
char *spico_text_retitling (const char *subject);

/** spico_text_unread_divider: Returns: (transfer full): « 3 nouveaux messages » */
char *spico_text_unread_divider (guint n_messages);

/**
 * spico_text_offline:
 * @n_pending: messages that wait for the server
 *
 * Returns: (transfer full): « Hors ligne », « Hors ligne · 3 messages en attente »
 */
char *spico_text_offline (guint n_pending);

/**
 * spico_text_locked_account:
 * @hours: how long one may read without the server
 *
 * Returns: (transfer full): why nothing of a delegated account is shown (F030)
 */
char *spico_text_locked_account (guint hours);

/** spico_text_locked_dossiers: Returns: (transfer full): why no dossier is shown (F030) */
char *spico_text_locked_dossiers (guint hours);

/**
 * spico_text_conversation_label:
 * @subject: « Objet »
 * @participants: the members' names, joined
 * @patient: (nullable): the patient's name
 * @assignee: (nullable): « Mme X s'en occupe » (B014)
 * @n_unread: unread messages
 * @is_marked_unread: « Marquer comme non lu »
 * @has_draft: whether a draft stands in it
 * @n_pending: messages that wait
 * @n_failed: messages that failed
 *
 * Returns: (transfer full): what a screen reader says of a row of the list
 */
char *spico_text_conversation_label (const char *subject,
                                     const char *participants,
                                     const char *patient,
                                     const char *assignee,
                                     guint       n_unread,
                                     gboolean    is_marked_unread,
                                     gboolean    has_draft,
                                     guint       n_pending,
                                     guint       n_failed);

/** spico_text_conversation_marks: Returns: (transfer full): @label, and what the account keeps about the conversation (B004) */
char *spico_text_conversation_marks (const char *label,
                                     gboolean    is_muted,
                                     gboolean    is_handled);

/**
 * spico_text_one_line:
 *
 * Returns: (transfer full): @text with each run of blanks made one space
 */
char *spico_text_one_line (const char *text);

G_END_DECLS
