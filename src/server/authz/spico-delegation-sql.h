/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SPICO_DELEGATION_IS_SUSPENDED:
 * @g: the alias of a row of `delegation`
 *
 * It opens nothing as long as the login of either side is closed, or the delegate, who was attached to the structure, no longer is (F031).
 */
#define SPICO_DELEGATION_IS_SUSPENDED(g)                                                                                       \
  "(EXISTS (SELECT 1 FROM login l WHERE l.person_id IN (" g ".account_id, " g ".delegate_id) AND l.is_enabled = 0)"            \
  " OR (" g ".follows_attachment = 1 AND NOT EXISTS (SELECT 1 FROM attachment h WHERE h.person_id = " g ".delegate_id"         \
  " AND h.structure_id = " g ".account_id)))"

/**
 * SPICO_DELEGATION_IN_FORCE:
 * @g: the alias of a row of `delegation`
 *
 * It gives rights now: for a #SpicoQuery, which knows `{now}`.
 */
#define SPICO_DELEGATION_IN_FORCE(g)                                                                                           \
  "(" g ".status = 'accepted' AND (" g ".ended_at IS NULL OR " g ".ended_at > {now}) AND NOT " SPICO_DELEGATION_IS_SUSPENDED (g) ")"

G_END_DECLS
