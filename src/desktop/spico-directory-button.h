/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DIRECTORY_BUTTON (spico_directory_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDirectoryButton, spico_directory_button, SPICO, DIRECTORY_BUTTON, AdwBin)

/**
 * SpicoDirectoryButton:
 *
 * « Recherche détaillée… »: opens a search window of the directory.
 *
 * Signal: `chosen` (#SpicoPrincipal), who was chosen there.
 */

/**
 * spico_directory_button_set_client:
 * @self: a button
 * @client: a client that is ready; set once
 */
void spico_directory_button_set_client (SpicoDirectoryButton *self,
                                        SpicoClient          *client);

/**
 * spico_directory_button_set_kind:
 * @self: a button
 * @kind: %SPICO_PRINCIPAL_PERSON for the window of F086, %SPICO_PRINCIPAL_STRUCTURE for that of F092
 */
void spico_directory_button_set_kind (SpicoDirectoryButton *self,
                                      SpicoPrincipalKind    kind);

G_END_DECLS
