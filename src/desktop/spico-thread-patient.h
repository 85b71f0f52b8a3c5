/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

/*
 * « Associer un patient… » and « Dissocier le patient » of a conversation that there is (F064): for the account that has initiated it, as its title is (F072). Both can be taken back.
 */

/**
 * spico_thread_patient_update:
 * @view: has the actions `thread.attach-patient` and `thread.detach-patient`, of which one is enabled, or none
 * @client: a client
 * @conversation: (nullable): what is shown there
 * @is_open: whether the account takes part
 */
void spico_thread_patient_update (GtkWidget         *view,
                                  SpicoClient       *client,
                                  SpicoConversation *conversation,
                                  gboolean           is_open);

/**
 * spico_thread_patient_activate:
 * @view: in a window with `win.undoable`, `win.toast` and `win.error`
 * @client: a client
 * @conversation: what is shown there
 * @action_name: one of the two actions
 *
 * Asks which patient, or detaches the one that there is.
 */
void spico_thread_patient_activate (GtkWidget         *view,
                                    SpicoClient       *client,
                                    SpicoConversation *conversation,
                                    const char        *action_name);

/**
 * spico_thread_patient_change:
 * @view: as for spico_thread_patient_activate()
 * @client: a client
 * @conversation: a conversation
 * @dossier_id: the patient
 * @is_attached: whether they are attached, or detached
 *
 * Does it, and says so with « Annuler » once it is safe in the store.
 *
 * Returns: (transfer full): a future that resolves then; rejects where it could not be kept
 */
DexFuture *spico_thread_patient_change (GtkWidget         *view,
                                        SpicoClient       *client,
                                        SpicoConversation *conversation,
                                        const char        *dossier_id,
                                        gboolean           is_attached);

G_END_DECLS
