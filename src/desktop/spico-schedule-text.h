/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-scheduled-message.h"

G_BEGIN_DECLS

/**
 * SpicoScheduleChoice:
 * @SPICO_SCHEDULE_TONIGHT: « Ce soir à 18:00 »
 * @SPICO_SCHEDULE_TOMORROW: « Demain à 8:00 »
 * @SPICO_SCHEDULE_MONDAY: « Lundi à 8:00 »
 *
 * When a message leaves, as it is chosen at once (« Envoyer plus tard… »).
 */
typedef enum {
  SPICO_SCHEDULE_TONIGHT,
  SPICO_SCHEDULE_TOMORROW,
  SPICO_SCHEDULE_MONDAY,
  SPICO_N_SCHEDULE_CHOICES,
} SpicoScheduleChoice;

/**
 * spico_schedule_choice_time:
 * @now: the time where the person is
 *
 * Returns: (transfer full) (nullable): when that is; %NULL where it is over, or another choice says it
 */
GDateTime *spico_schedule_choice_time (SpicoScheduleChoice choice,
                                       GDateTime          *now);

/** spico_text_schedule_choice: Returns: (transfer none): what it is called */
const char *spico_text_schedule_choice (SpicoScheduleChoice choice);

/**
 * spico_text_schedule_problem:
 * @send_at: when a message is to leave
 *
 * Returns: (transfer none) (nullable): why it cannot leave then; %NULL where it can
 */
const char *spico_text_schedule_problem (GDateTime *send_at,
                                         GDateTime *now);

/** spico_text_scheduled: Returns: (transfer full): how it stands with @message: « Envoi prévu demain à 8:00 », « Refusé : … » */
char *spico_text_scheduled (SpicoScheduledMessage *message,
                            GDateTime             *now);

/** spico_text_scheduled_preview: Returns: (transfer full): what it says, on one line, or how many files go with it */
char *spico_text_scheduled_preview (SpicoScheduledMessage *message);

G_END_DECLS
