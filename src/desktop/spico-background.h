/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * spico_background_ask:
 * @settings: those of the program: `run-in-background` is switched off again where it is refused
 *
 * Asks the desktop, through its portal, to let the program go on without a window (B005). Where there is no portal, nobody needs to be asked. It is not
 * started with the session: whoever did not sign in has nothing to be told. Main thread; does not wait.
 */
void spico_background_ask (GSettings *settings);

G_END_DECLS
