/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"

G_BEGIN_DECLS

#define SPICO_TYPE_SEARCH_TERM (spico_search_term_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSearchTerm, spico_search_term, SPICO, SEARCH_TERM, SpicoItem)

/**
 * SpicoSearchTerm:
 *
 * A recent search of the recipient picker: « dernières recherches » (F016).
 */

/**
 * spico_search_term_get_text:
 *
 * Returns: (transfer none): what was searched
 */
const char *spico_search_term_get_text (SpicoSearchTerm *self);

/**
 * spico_search_term_get_used_at:
 *
 * Returns: (transfer none) (nullable): when, local time
 */
GDateTime *spico_search_term_get_used_at (SpicoSearchTerm *self);

G_END_DECLS
