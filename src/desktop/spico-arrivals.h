/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-news.h"

G_BEGIN_DECLS

/**
 * SpicoArrivals:
 *
 * What came newly into a list, such as requests to be answered, and is still there (B005). What the list has when all is first known is not new: it stands
 * on the screen that whoever starts the program looks at.
 */
typedef struct _SpicoArrivals SpicoArrivals;

/** spico_arrivals_new: Returns: (transfer full): arrivals that know of nothing yet */
SpicoArrivals *spico_arrivals_new (void);

/** spico_arrivals_free: frees them */
void spico_arrivals_free (SpicoArrivals *self);

/**
 * spico_arrivals_take:
 * @ids: (element-type utf8): what the list has, but what is only to be known
 * @is_settled: whether all that the server told of is in it; else only what went is noted
 *
 * Returns: what changed
 */
SpicoNewsChange spico_arrivals_take (SpicoArrivals *self,
                                     GPtrArray     *ids,
                                     gboolean       is_settled);

/** spico_arrivals_know: takes note of what the list has and is not to be told, now or later, such as a group that was accepted and is given up */
void spico_arrivals_know (SpicoArrivals *self,
                          const char    *id);

/**
 * spico_arrivals_keep:
 * @ids: (element-type utf8): all that there still is
 *
 * Takes no more note of what is gone: it is new if it comes again.
 */
void spico_arrivals_keep (SpicoArrivals *self,
                          GPtrArray     *ids);

/** spico_arrivals_has: Returns: whether that one is new */
gboolean spico_arrivals_has (SpicoArrivals *self,
                             const char    *id);

/** spico_arrivals_forget: takes all that is new as told */
void spico_arrivals_forget (SpicoArrivals *self);

/** spico_arrivals_count: Returns: how many are new */
guint spico_arrivals_count (SpicoArrivals *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoArrivals, spico_arrivals_free)

G_END_DECLS
