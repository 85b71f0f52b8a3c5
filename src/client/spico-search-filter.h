/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SpicoSearchFilter:
 * @dossier_id: (nullable): only conversations about that patient, and what is said there
 * @principal_id: (nullable): only conversations that this person or structure takes part in, and what it has written there
 * @from: only what was said since then, in microseconds since 1970; 0 for no bound
 * @before: only what was said before then, in microseconds since 1970; 0 for no bound
 * @is_unread: only what is unread
 *
 * What narrows a search (B004).
 */
typedef struct {
  char *dossier_id;
  char *principal_id;
  gint64 from;
  gint64 before;
  gboolean is_unread;
} SpicoSearchFilter;

#define SPICO_TYPE_SEARCH_FILTER (spico_search_filter_get_type ())
GType spico_search_filter_get_type (void);
SpicoSearchFilter *spico_search_filter_new (void);
SpicoSearchFilter *spico_search_filter_copy (const SpicoSearchFilter *self);
void spico_search_filter_free (SpicoSearchFilter *self);

/** spico_search_filter_is_empty: @self: (nullable): a filter. Returns: whether it narrows nothing */
gboolean spico_search_filter_is_empty (const SpicoSearchFilter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoSearchFilter, spico_search_filter_free)

G_END_DECLS
