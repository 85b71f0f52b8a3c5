/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-search-filter.h"

G_DEFINE_BOXED_TYPE (SpicoSearchFilter, spico_search_filter, spico_search_filter_copy, spico_search_filter_free)

SpicoSearchFilter *
spico_search_filter_new (void)
{
  return g_new0 (SpicoSearchFilter, 1);
}

SpicoSearchFilter *
spico_search_filter_copy (const SpicoSearchFilter *self)
{
  SpicoSearchFilter *copy = spico_search_filter_new ();

  *copy = *self;
  copy->dossier_id = g_strdup (self->dossier_id);
  copy->principal_id = g_strdup (self->principal_id);

  return copy;
}

void
spico_search_filter_free (SpicoSearchFilter *self)
{
  g_free (self->dossier_id);
  g_free (self->principal_id);
  g_free (self);
}

gboolean
spico_search_filter_is_empty (const SpicoSearchFilter *self)
{
  return self == NULL || (self->dossier_id == NULL && self->principal_id == NULL && self->from == 0 && self->before == 0 && !self->is_unread);
}
