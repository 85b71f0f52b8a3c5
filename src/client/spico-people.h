/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-principal.h"
#include "spico-rows.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PEOPLE (spico_people_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPeople, spico_people, SPICO, PEOPLE, GObject)

/**
 * SpicoPeople:
 *
 * The one object of each principal that is shown somewhere. Emits `wanted` when some are to be read from the store
 * (spico_people_take_wanted()).
 */

SpicoPeople *spico_people_new (void);
SpicoPrincipal *spico_people_intern (SpicoPeople *self,
                                     const char  *id);
SpicoPrincipal *spico_people_fill (SpicoPeople *self,
                                   SpicoRows   *rows,
                                   guint        row);
void spico_people_want_again (SpicoPeople *self,
                              GHashTable  *ids);
GStrv spico_people_take_wanted (SpicoPeople *self);
GStrv spico_people_list_unfresh (SpicoPeople *self,
                                 guint        max);
void spico_people_clear (SpicoPeople *self);

G_END_DECLS
