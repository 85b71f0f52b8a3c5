/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-lock.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PEOPLE_LIST (spico_people_list_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPeopleList, spico_people_list, SPICO, PEOPLE_LIST, AdwBin)

/**
 * SpicoPeopleList:
 *
 * « Sur cet ordinateur »: the others who share it (B001). Choosing one activates `win.choose-person`, with their server and login.
 *
 * Property: `shows-somebody-else` (boolean): whether a last row is for whoever is not among them. Signal: `somebody-else`, when that one is chosen.
 */

void spico_people_list_set_client (SpicoPeopleList *self,
                                   SpicoClient     *client);

G_END_DECLS
