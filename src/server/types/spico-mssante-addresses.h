/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register-schema.h"
#include "spico-view-records.h"

G_BEGIN_DECLS

extern const SpicoJmapExpression spico_mssante_address_fields[];

#define SPICO_MSSANTE_IS_PREFERRED(x) "(" x ".is_listed = 1 AND " x ".address = (SELECT f.preferred_mssante_address FROM profile f WHERE f.id = " x ".principal_id))"

/**
 * SPICO_MSSANTE_ADDRESSES:
 * @condition: which of the rows `x` are told
 *
 * Where the addresses of MSSanté of a principal come from (F004): a #SpicoViewSource, for the property of that name. The preferred one comes first.
 */
#define SPICO_MSSANTE_ADDRESSES(condition)                                                                                     \
  {                                                                                                                            \
    "mssanteAddresses", "mssante_address", "principal_id",                                                                     \
        "principal_id, CASE WHEN " SPICO_MSSANTE_IS_PREFERRED ("x") " THEN 0 ELSE 1 END, x.is_listed DESC, x.address, x.id",   \
        condition " AND " SPICO_REGISTER_IS_THERE ("x"), "", spico_mssante_address_fields                                      \
  }

gboolean spico_mssante_addresses_set (SpicoJmapCall   *call,
                                      SpicoJmapObject *object,
                                      guint64         *returned,
                                      GError         **error);

G_END_DECLS
