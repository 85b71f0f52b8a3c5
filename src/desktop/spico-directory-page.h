/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DIRECTORY_PAGE (spico_directory_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDirectoryPage, spico_directory_page, SPICO, DIRECTORY_PAGE, AdwNavigationPage)

/**
 * SpicoDirectoryPage:
 *
 * A search of the directory by several fields, for one person (F086) or one structure (F092).
 *
 * Property: `is-narrow` (boolean), whether there is room for one column only.
 *
 * Signals: `chosen` (#SpicoPrincipal), « Choisir cet utilisateur » or « Choisir cette structure »; `structure-wanted`, a structure is to be chosen, for spico_directory_page_set_structure();
 * `closed`, « Fermer ».
 */

/**
 * spico_directory_page_new:
 * @client: a client that is ready
 * @kind: %SPICO_PRINCIPAL_PERSON or %SPICO_PRINCIPAL_STRUCTURE
 *
 * Returns: (transfer floating): a new page
 */
AdwNavigationPage *spico_directory_page_new (SpicoClient       *client,
                                             SpicoPrincipalKind kind);

/**
 * spico_directory_page_set_structure:
 * @self: a page for a person
 * @structure: (nullable): where they work, or to which they are attached
 */
void spico_directory_page_set_structure (SpicoDirectoryPage *self,
                                         SpicoPrincipal     *structure);

G_END_DECLS
