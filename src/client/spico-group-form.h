/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The limits of FavouriteGroup (docs/protocol.md), in characters and members. */
#define SPICO_GROUP_FORM_MAX_NAME 100
#define SPICO_GROUP_FORM_MAX_DESCRIPTION 1000
#define SPICO_GROUP_FORM_MAX_MEMBERS 500

/**
 * SpicoGroupForm:
 * @name: « Nom »
 * @description: « Description »
 * @is_active: « Activé ? »
 * @is_public: « Public »
 * @member_ids: « Membres du groupe », in their order
 *
 * What a group of favourites is, as it is edited, kept and told (F040–F043).
 */
typedef struct {
  char *name;
  char *description;
  gboolean is_active;
  gboolean is_public;
  GStrv member_ids;
} SpicoGroupForm;

/**
 * SpicoGroupFormField: a field, or several of them
 */
typedef enum {
  SPICO_GROUP_FORM_FIELD_NAME = 1 << 0,
  SPICO_GROUP_FORM_FIELD_DESCRIPTION = 1 << 1,
  SPICO_GROUP_FORM_FIELD_IS_ACTIVE = 1 << 2,
  SPICO_GROUP_FORM_FIELD_IS_PUBLIC = 1 << 3,
  SPICO_GROUP_FORM_FIELD_MEMBERS = 1 << 4,
} SpicoGroupFormField;

/** spico_group_form_new: Returns: (transfer full): a copy of these values */
SpicoGroupForm *spico_group_form_new (const char        *name,
                                      const char        *description,
                                      gboolean           is_active,
                                      gboolean           is_public,
                                      const char *const *member_ids);
void spico_group_form_free (SpicoGroupForm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoGroupForm, spico_group_form_free)

/** spico_group_form_compare: Returns: the #SpicoGroupFormField in which they differ; the order of members is no difference */
guint spico_group_form_compare (const SpicoGroupForm *a,
                                const SpicoGroupForm *b);

/**
 * spico_group_form_merge:
 * @base: what the group was before
 * @mine: what was made of it here
 * @theirs: what somebody else made of it meanwhile
 * @conflicts: (out): the #SpicoGroupFormField that both changed, each in another way: what is mine is kept of them
 *
 * What both changed becomes one: whatever one of them alone changed is as they changed it; members that either added are in, those that either took out are not.
 *
 * Returns: (transfer full): both
 */
SpicoGroupForm *spico_group_form_merge (const SpicoGroupForm *base,
                                        const SpicoGroupForm *mine,
                                        const SpicoGroupForm *theirs,
                                        guint                *conflicts);

G_END_DECLS
