/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-scheduled-message.h"

G_BEGIN_DECLS

/**
 * SpicoScheduledDeed:
 * @SPICO_SCHEDULED_SEND: « Envoyer maintenant »
 * @SPICO_SCHEDULED_CHANGE_TIME: « Changer l'heure… »
 * @SPICO_SCHEDULED_EDIT: « Modifier »: its words are written on
 * @SPICO_SCHEDULED_CANCEL: « Annuler l'envoi »
 *
 * What one does with a message that is sent later.
 */
typedef enum {
  SPICO_SCHEDULED_SEND,
  SPICO_SCHEDULED_CHANGE_TIME,
  SPICO_SCHEDULED_EDIT,
  SPICO_SCHEDULED_CANCEL,
  SPICO_N_SCHEDULED_DEEDS,
} SpicoScheduledDeed;

#define SPICO_TYPE_SCHEDULED_ROW (spico_scheduled_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoScheduledRow, spico_scheduled_row, SPICO, SCHEDULED_ROW, AdwActionRow)

/**
 * SpicoScheduledRow:
 *
 * A message that is sent later: what it says, when it leaves, and a menu of what whoever sees it may do.
 *
 * Signal: `deed` (#SpicoScheduledDeed): what is wanted.
 */

/** spico_scheduled_row_new: Returns: (transfer floating): the row of @message */
GtkWidget *spico_scheduled_row_new (SpicoScheduledMessage *message);

/** spico_scheduled_row_get_message: Returns: (transfer none): its message */
SpicoScheduledMessage *spico_scheduled_row_get_message (SpicoScheduledRow *self);

G_END_DECLS
