/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item-private.h"
#include "spico-search-term.h"

G_BEGIN_DECLS

/* The properties of SpicoSearchTerm, for spico_item_set_*(). */
enum {
  SPICO_SEARCH_TERM_PROP_0,
  SPICO_SEARCH_TERM_PROP_TEXT,
  SPICO_SEARCH_TERM_PROP_USED_AT,
  SPICO_SEARCH_TERM_PROP_LAST,
};

G_END_DECLS
