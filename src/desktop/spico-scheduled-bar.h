/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-composer.h"

G_BEGIN_DECLS

#define SPICO_TYPE_SCHEDULED_BAR (spico_scheduled_bar_get_type ())
G_DECLARE_FINAL_TYPE (SpicoScheduledBar, spico_scheduled_bar, SPICO, SCHEDULED_BAR, AdwBin)

/**
 * SpicoScheduledBar:
 *
 * What is sent later in a conversation (« Envoyer plus tard… »), above where one writes; nothing where nothing is. What is cancelled goes back there: at once where nothing is written, or where one wants to write on; else once one asks for it.
 *
 * Property: `composer` (#SpicoComposer), where one writes.
 */

void spico_scheduled_bar_set_client (SpicoScheduledBar *self,
                                     SpicoClient       *client);

/** spico_scheduled_bar_set_conversation: @conversation: (nullable): what is shown */
void spico_scheduled_bar_set_conversation (SpicoScheduledBar *self,
                                           SpicoConversation *conversation);

G_END_DECLS
