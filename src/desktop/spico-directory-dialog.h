/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DIRECTORY_DIALOG (spico_directory_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDirectoryDialog, spico_directory_dialog, SPICO, DIRECTORY_DIALOG, AdwDialog)

/**
 * SpicoDirectoryDialog:
 *
 * « Recherche d'un utilisateur » (F086), or « Recherche d'une structure » (F092): one chooses one of those found.
 *
 * Signal: `chosen` (#SpicoPrincipal); the dialog closes itself.
 */

/**
 * spico_directory_dialog_new:
 * @client: a client that is ready
 * @kind: %SPICO_PRINCIPAL_PERSON or %SPICO_PRINCIPAL_STRUCTURE
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *spico_directory_dialog_new (SpicoClient       *client,
                                       SpicoPrincipalKind kind);

G_END_DECLS
