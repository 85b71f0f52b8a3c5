/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-filter.h"

gboolean
spico_group_filter_shows (const SpicoGroupFilter *filter,
                          const char             *name,
                          gboolean                is_public,
                          gboolean                is_accepted)
{
  if (g_strcmp0 (filter->access, is_public ? "private" : "public") == 0)
    return FALSE;
  if (g_strcmp0 (filter->sharing, is_accepted ? "waiting" : "accepted") == 0)
    return FALSE;

  return filter->text == NULL || *filter->text == '\0' || g_str_match_string (filter->text, name, TRUE);
}
