/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_NEW_CONVERSATION_PATIENT (spico_new_conversation_patient_get_type ())
G_DECLARE_FINAL_TYPE (SpicoNewConversationPatient, spico_new_conversation_patient, SPICO, NEW_CONVERSATION_PATIENT, AdwPreferencesRow)

/**
 * SpicoNewConversationPatient:
 *
 * « Patient concerné » in the new-conversation form: a chip from the active list of the account acted as (F068). When that account
 * changes, the same patient is looked for in its list; where they are not, they are dropped with an explanation, and come back with
 * their account.
 *
 * Property: `compact` (boolean: the button without its word). Signals: `changed`; `choose`, when somebody wants the list.
 */

void spico_new_conversation_patient_set_client (SpicoNewConversationPatient *self,
                                                SpicoClient                 *client);
void spico_new_conversation_patient_set_account (SpicoNewConversationPatient *self,
                                                 SpicoAccount                *account);
SpicoDossier *spico_new_conversation_patient_get_dossier (SpicoNewConversationPatient *self);
const char *spico_new_conversation_patient_get_dossier_id (SpicoNewConversationPatient *self);
void spico_new_conversation_patient_choose (SpicoNewConversationPatient *self,
                                            SpicoDossier                *dossier);
void spico_new_conversation_patient_restore (SpicoNewConversationPatient *self,
                                             const char                  *dossier_id);

G_END_DECLS
