/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-favourite-group.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_USES (spico_group_uses_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupUses, spico_group_uses, SPICO, GROUP_USES, GObject)

/**
 * SpicoGroupUses:
 *
 * By which groups of favourites members were chosen (F052), for the server to say whether each may still be used when it is told (F041, F044). For the main thread.
 */

/** spico_group_uses_new: Returns: (transfer full): no use yet */
SpicoGroupUses *spico_group_uses_new (void);

/**
 * spico_group_uses_add:
 * @group: a group by which its members of this moment are chosen
 */
void spico_group_uses_add (SpicoGroupUses      *self,
                           SpicoFavouriteGroup *group);

/**
 * spico_group_uses_add_text:
 * @text: (nullable): uses as spico_group_uses_to_text() gives them; what is none is left out
 */
void spico_group_uses_add_text (SpicoGroupUses *self,
                                const char     *text);

/**
 * spico_group_uses_to_text:
 * @account_id: (nullable): whose groups; %NULL for everyone's
 * @member_ids: who is chosen now
 *
 * Returns: (transfer full): how those are kept by which somebody of @member_ids was chosen; empty where there is none
 */
char *spico_group_uses_to_text (SpicoGroupUses    *self,
                                const char        *account_id,
                                const char *const *member_ids);

/**
 * spico_group_uses_pick:
 * @text: (nullable): uses as spico_group_uses_to_text() gives them
 * @ids: ids of groups
 *
 * Returns: (transfer full): those of the uses that are of these groups; empty where there is none
 */
char *spico_group_uses_pick (const char        *text,
                             const char *const *ids);

/** spico_group_uses_get_most: Returns: by how many groups the members of a conversation may be chosen, at once */
guint spico_group_uses_get_most (void);

/** spico_group_uses_list_ids: Returns: (transfer full): the ids of the groups that @text keeps */
GStrv spico_group_uses_list_ids (const char *text);

/** spico_group_uses_list_names: Returns: (transfer full): their names, as they were when they were used */
GStrv spico_group_uses_list_names (const char *text);

G_END_DECLS
