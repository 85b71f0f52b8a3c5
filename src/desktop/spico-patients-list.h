/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PATIENTS_LIST (spico_patients_list_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPatientsList, spico_patients_list, SPICO, PATIENTS_LIST, AdwBin)

/**
 * SpicoPatientsList:
 *
 * The active list of an account, with its search (F074); also where « Patient concerné » is chosen (F068).
 *
 * Signals: `activated` (#SpicoDossier), when a patient is opened or chosen; `closed`, when Escape is pressed in the entry.
 */

GtkWidget *spico_patients_list_new (void);
void spico_patients_list_set_source (SpicoPatientsList *self,
                                     SpicoClient       *client,
                                     const char        *account_id);
void spico_patients_list_set_shows_selection (SpicoPatientsList *self,
                                              gboolean           shows_selection);
void spico_patients_list_start (SpicoPatientsList *self);

G_END_DECLS
