/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Professions and categories of structures, in the region: few, and everyone's (F086, F092). */
#include "spico-jmap-private.h"

static const SpicoJmapExpression sorts[] = {
  { "label", "t.label_key" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Category", "SELECT c.object_id FROM change c" },
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

const SpicoJmapRules spico_category_rules = {
  .type = &spico_type_category,
  .read = SPICO_ACTION_CATEGORY_READ,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
};
