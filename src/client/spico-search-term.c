/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-search-term-private.h"

struct _SpicoSearchTerm {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoSearchTerm, spico_search_term, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_SEARCH_TERM_PROP_LAST];

static void
spico_search_term_class_init (SpicoSearchTermClass *klass)
{
  properties[SPICO_SEARCH_TERM_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_SEARCH_TERM_PROP_USED_AT] = g_param_spec_boxed ("used-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_SEARCH_TERM_PROP_LAST);
}

static void
spico_search_term_init (SpicoSearchTerm *self)
{
}

const char *
spico_search_term_get_text (SpicoSearchTerm *self)
{
  g_return_val_if_fail (SPICO_IS_SEARCH_TERM (self), NULL);

  return spico_item_get_string (self, SPICO_SEARCH_TERM_PROP_TEXT);
}

GDateTime *
spico_search_term_get_used_at (SpicoSearchTerm *self)
{
  g_return_val_if_fail (SPICO_IS_SEARCH_TERM (self), NULL);

  return spico_item_get_boxed (self, SPICO_SEARCH_TERM_PROP_USED_AT);
}
