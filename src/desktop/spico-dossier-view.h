/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DOSSIER_VIEW (spico_dossier_view_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDossierView, spico_dossier_view, SPICO, DOSSIER_VIEW, AdwBin)

/**
 * SpicoDossierView:
 *
 * The identity of a patient, and the account's conversations about them (F074, X012).
 *
 * Signals: `conversation-activated` (account id, conversation id: two strings); `start-conversation` (#SpicoDossier).
 */

GtkWidget *spico_dossier_view_new (void);
void spico_dossier_view_show (SpicoDossierView *self,
                              SpicoClient      *client,
                              SpicoDossier     *dossier);

G_END_DECLS
