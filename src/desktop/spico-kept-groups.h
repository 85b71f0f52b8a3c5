/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-kept.h"

G_BEGIN_DECLS

#define SPICO_TYPE_KEPT_GROUPS (spico_kept_groups_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKeptGroups, spico_kept_groups, SPICO, KEPT_GROUPS, AdwBin)

/**
 * SpicoKeptGroups:
 *
 * The groups of an account that were typed and are not saved, each with why; it is not there where there are none. The signal `resume` gives the #SpicoKept that one goes on with.
 */

/** spico_kept_groups_set_source: @account_id: whose groups; set once */
void spico_kept_groups_set_source (SpicoKeptGroups *self,
                                   SpicoClient     *client,
                                   const char      *account_id);

G_END_DECLS
