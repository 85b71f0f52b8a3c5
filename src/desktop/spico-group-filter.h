/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoGroupFilter:
 * @access: (nullable): « Groupe »: `public` or `private`; anything else for « Tous »
 * @sharing: (nullable): « Partage »: `accepted` or `waiting`; anything else for « Tous »
 * @text: (nullable): « Rechercher »: the beginnings of words of the name, accents and case forgiven
 *
 * What the list of received groups is narrowed to (F049). Nothing is owned.
 */
typedef struct {
  const char *access;
  const char *sharing;
  const char *text;
} SpicoGroupFilter;

/** spico_group_filter_shows: Returns: whether such a group is shown */
gboolean spico_group_filter_shows (const SpicoGroupFilter *filter,
                                   const char             *name,
                                   gboolean                is_public,
                                   gboolean                is_accepted);

G_END_DECLS
