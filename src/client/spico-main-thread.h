/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * spico_main_thread_invoke:
 * @func: called once
 * @data: for @func
 * @destroy: (nullable): frees @data
 *
 * Calls @func, and then @destroy, on the thread of the default main context. Never at once, as
 * g_main_context_invoke() would while the main loop rests. Callable on any thread.
 */
void spico_main_thread_invoke (GSourceFunc    func,
                               gpointer       data,
                               GDestroyNotify destroy);

/**
 * spico_main_thread_let_go:
 * @data: what is let go of
 * @destroy: frees it
 *
 * Calls @destroy on the main thread, as spico_main_thread_invoke() does. Callable on any thread.
 */
void spico_main_thread_let_go (gpointer       data,
                               GDestroyNotify destroy);

/**
 * spico_main_thread_settle:
 * @promise: (transfer full): what waits
 * @result: (transfer full): a future that is resolved or rejected
 *
 * Gives @promise the outcome of @result, on the main thread. A thread that settles a promise itself may be the last to let go of what is chained to it: the data of those
 * callbacks, widgets among them, would be freed there, while the main thread uses them. Callable on any thread.
 */
void spico_main_thread_settle (DexPromise *promise,
                               DexFuture  *result);

/**
 * spico_main_thread_run:
 * @func: called once, on a thread of the pool; gives a future that is resolved or rejected
 * @data: for @func
 * @destroy: frees @data
 *
 * Returns: (transfer full): a future of what @func gives, settled on the main thread
 */
DexFuture *spico_main_thread_run (DexFiberFunc   func,
                                  gpointer       data,
                                  GDestroyNotify destroy);

G_END_DECLS
