/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator announces, in the region: few, and everyone's (F008). */
#include "spico-jmap-private.h"

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Announcement", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "kind"))
    return spico_jmap_filter_equal (query, "t.kind", value, error);

  return spico_jmap_filter_unknown (error);
}

const SpicoJmapRules spico_announcement_rules = {
  .type = &spico_type_announcement,
  .read = SPICO_ACTION_ANNOUNCEMENT_READ,
  .joins = "",
  .sorts = sorts,
  .sort_descending = TRUE,
  .dependencies = dependencies,
  .filter = filter,
};
