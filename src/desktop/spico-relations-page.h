/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_RELATIONS_PAGE (spico_relations_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoRelationsPage, spico_relations_page, SPICO, RELATIONS_PAGE, AdwBin)

/**
 * SpicoRelationsPage:
 *
 * « Relations » of an account: « Mes délégants », « Mes délégués », and, of a person, the structures to which they are attached (F020–F032).
 */

/**
 * spico_relations_page_new:
 * @client: the client
 * @account: whose relations
 *
 * Returns: (transfer floating): the tab
 */
GtkWidget *spico_relations_page_new (SpicoClient  *client,
                                     SpicoAccount *account);

G_END_DECLS
