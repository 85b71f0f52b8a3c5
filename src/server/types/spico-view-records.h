/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

/**
 * SpicoViewSource:
 * @property: the list of records, of the view
 * @table: where they are; `a` is a row of it in @joins and @fields, `x` in @condition
 * @owner: its column that has the id of the object
 * @order: in what order they are told, after `x.`
 * @condition: which of them are told
 * @joins: what @fields need beside
 * @fields: %NULL-ended, the SQL of the fields that are not simply `a.column`
 *
 * Where the records of a view's list come from.
 */
typedef struct {
  const char *property;
  const char *table;
  const char *owner;
  const char *order;
  const char *condition;
  const char *joins;
  const SpicoJmapExpression *fields;
} SpicoViewSource;

gboolean spico_view_complete (SpicoJmapCall         *call,
                              const SpicoViewSource *source,
                              const char *const     *ids,
                              gsize                  n_ids,
                              GHashTable            *objects,
                              guint64                wanted,
                              GError               **error);

G_END_DECLS
