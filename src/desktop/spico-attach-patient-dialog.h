/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ATTACH_PATIENT_DIALOG (spico_attach_patient_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAttachPatientDialog, spico_attach_patient_dialog, SPICO, ATTACH_PATIENT_DIALOG, AdwDialog)

/**
 * SpicoAttachPatientDialog:
 *
 * « Associer un patient » to a conversation that there is (F064): chosen as in « Nouvelle conversation », with what all who take part will see said before it is done, and whom the patient refuses named (F087).
 */

/**
 * spico_attach_patient_dialog_new:
 * @client: a client that is ready
 * @conversation: a conversation about nobody, of the account that has initiated it
 *
 * Returns: (transfer floating): the dialog; it begins with the choice
 */
AdwDialog *spico_attach_patient_dialog_new (SpicoClient       *client,
                                            SpicoConversation *conversation);

G_END_DECLS
