/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-search.h"

G_BEGIN_DECLS

#define SPICO_TYPE_SEARCH_FILTERS (spico_search_filters_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSearchFilters, spico_search_filters, SPICO, SEARCH_FILTERS, AdwBin)

/**
 * SpicoSearchFilters:
 *
 * What narrows the search of a mailbox (B004): « Patient », « Personne », « Période » and « Non lus ».
 *
 * Signals: `changed`, when the user has narrowed it otherwise.
 */

/**
 * spico_search_filters_set_source:
 * @account_id: (nullable): the mailbox
 *
 * Says what is searched. Nothing narrows it then.
 */
void spico_search_filters_set_source (SpicoSearchFilters *self,
                                      SpicoClient        *client,
                                      const char         *account_id);

/** spico_search_filters_reset: Nothing narrows the search any more; `changed` is not emitted */
void spico_search_filters_reset (SpicoSearchFilters *self);

/** spico_search_filters_is_narrowed: Returns: whether anything narrows the search */
gboolean spico_search_filters_is_narrowed (SpicoSearchFilters *self);

/** spico_search_filters_get_filter: Returns: (transfer full) (nullable): what narrows the search, or %NULL where nothing does */
SpicoSearchFilter *spico_search_filters_get_filter (SpicoSearchFilters *self);

G_END_DECLS
