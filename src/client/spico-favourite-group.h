/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-item.h"
#include "spico-principal.h"

G_BEGIN_DECLS

/**
 * SpicoGroupList: which groups of an account.
 */
typedef enum {
  /** « Groupes que j'administre » (F048) */
  SPICO_GROUP_LIST_ADMINISTERED,
  /** « Groupes que l'on m'a partagés », and the public ones that the account uses or used (F049) */
  SPICO_GROUP_LIST_RECEIVED,
  /** those that may be used: active, and administered or accepted (F041, F052) */
  SPICO_GROUP_LIST_USABLE,
  /** those that somebody shared with the account, which has not answered yet (F007); a deactivated one asks for nothing (F041) */
  SPICO_GROUP_LIST_TO_ANSWER,
} SpicoGroupList;

#define SPICO_TYPE_FAVOURITE_GROUP (spico_favourite_group_get_type ())
G_DECLARE_FINAL_TYPE (SpicoFavouriteGroup, spico_favourite_group, SPICO, FAVOURITE_GROUP, SpicoItem)

/**
 * SpicoFavouriteGroup:
 *
 * A group of favourites, and what it is to an account (F033): it administers it, was given it, or uses a public one.
 */

/** spico_favourite_group_get_id: Returns: (transfer none): its id */
const char *spico_favourite_group_get_id (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_account_id: Returns: (transfer none): the account whose list shows it */
const char *spico_favourite_group_get_account_id (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_name: Returns: (transfer none): « Nom du groupe » */
const char *spico_favourite_group_get_name (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_description: Returns: (transfer none): « Description » */
const char *spico_favourite_group_get_description (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_members: Returns: (transfer none): who is in it, #SpicoPrincipal each */
GListModel *spico_favourite_group_get_members (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_creator: Returns: (transfer none): « Créateur » */
SpicoPrincipal *spico_favourite_group_get_creator (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_creator_person: Returns: (transfer none) (nullable): who created it for that account (F022) */
SpicoPrincipal *spico_favourite_group_get_creator_person (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_created_at: Returns: (transfer none) (nullable): « Date de création », local time */
GDateTime *spico_favourite_group_get_created_at (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_is_active: Returns: whether it may be used (F041) */
gboolean spico_favourite_group_get_is_active (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_is_public: Returns: « Accès » */
gboolean spico_favourite_group_get_is_public (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_is_administrator: Returns: whether the account administers it (F046) */
gboolean spico_favourite_group_get_is_administrator (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_is_accepted: Returns: whether the account uses it (F050) */
gboolean spico_favourite_group_get_is_accepted (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_is_to_answer: Returns: whether somebody shared it with the account, which has neither accepted nor declined it yet (F007, F050) */
gboolean spico_favourite_group_get_is_to_answer (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_accepted_at: Returns: (transfer none) (nullable): « Date de validation », local time */
GDateTime *spico_favourite_group_get_accepted_at (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_accepted_by: Returns: (transfer none) (nullable): who accepted it for the account (F022) */
SpicoPrincipal *spico_favourite_group_get_accepted_by (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_is_waiting: Returns: whether the server does not know yet what was changed here */
gboolean spico_favourite_group_get_is_waiting (SpicoFavouriteGroup *self);

/** spico_favourite_group_is_local: Returns: whether it was made here and the server does not have it yet */
gboolean spico_favourite_group_is_local (SpicoFavouriteGroup *self);

/** spico_favourite_group_get_has_draft: Returns: whether something was typed in its editor and not saved yet */
gboolean spico_favourite_group_get_has_draft (SpicoFavouriteGroup *self);

G_END_DECLS
