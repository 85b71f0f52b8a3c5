/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-scheduled-message.h"

G_BEGIN_DECLS

/**
 * SpicoScheduledValues:
 * @send_at: in microseconds since 1970; 0 for now
 *
 * What such a message is; the members are what the getters of #SpicoScheduledMessage give.
 */
typedef struct {
  const char *id;
  const char *account_id;
  const char *conversation_id;
  const char *text;
  const char *person_name;
  const char *from_account_id;
  const char *from_account_name;
  gboolean is_own;
  SpicoUrgency urgency;
  gint64 send_at;
  guint n_files;
  SpicoScheduledState state;
  SpicoMessageFailure failure;
} SpicoScheduledValues;

SpicoScheduledMessage *spico_scheduled_message_new (const SpicoScheduledValues *values);

G_END_DECLS
