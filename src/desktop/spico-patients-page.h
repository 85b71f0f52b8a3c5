/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PATIENTS_PAGE (spico_patients_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPatientsPage, spico_patients_page, SPICO, PATIENTS_PAGE, AdwBreakpointBin)

/**
 * SpicoPatientsPage:
 *
 * « Patients »: the active list of the account selected in the client, and the dossier chosen in it (F074).
 *
 * Signals: `conversation-activated` (account id, conversation id: two strings), to be shown in Discussions; `start-conversation`
 * (#SpicoDossier), to open the form with that patient.
 */

GtkWidget *spico_patients_page_new (void);
void spico_patients_page_set_client (SpicoPatientsPage *self,
                                     SpicoClient       *client);
gboolean spico_patients_page_focus_dossier (SpicoPatientsPage *self);
gboolean spico_patients_page_dossier_has_focus (SpicoPatientsPage *self);

G_END_DECLS
