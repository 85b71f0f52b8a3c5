/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** How many professions, and how many categories of structures, one can choose among: all of them together are what one `/get` gives. */
#define SPICO_CATEGORY_MAX_PEOPLE 150
#define SPICO_CATEGORY_MAX_STRUCTURES 350

extern const char spico_category_schema_sql[];

typedef struct _SpicoCategoryTally SpicoCategoryTally;

SpicoCategoryTally *spico_category_tally_new (void);
void spico_category_tally_free (SpicoCategoryTally *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoCategoryTally, spico_category_tally_free)

void spico_category_tally_add (SpicoCategoryTally *self,
                               const char         *kind,
                               const char         *code,
                               const char         *label,
                               guint64             n);
gboolean spico_category_tally_write (SpicoCategoryTally *self,
                                     SpicoSqlConnection *connection,
                                     GError            **error);

gboolean spico_categories_fill (SpicoSqlConnection *connection,
                                GError            **error);

G_END_DECLS
