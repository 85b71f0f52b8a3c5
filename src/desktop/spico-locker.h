/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-lock.h"
#include "spico-window.h"

G_BEGIN_DECLS

#define SPICO_TYPE_LOCKER (spico_locker_get_type ())
G_DECLARE_FINAL_TYPE (SpicoLocker, spico_locker, SPICO, LOCKER, GObject)

/**
 * SpicoLocker:
 *
 * Locks what a window shows: at a word (`win.lock`), when nobody is there any more (the setting `lock-delay`, X018), and for somebody else who shares the
 * computer (`win.choose-person`, B001). What is being written is saved first; where the store does not take it, nothing is locked.
 *
 * Signals: `leaving`, when what is shown is to go out of sight; `failed` (#GError), what the client did not do: its state says what stands.
 */

/**
 * spico_locker_new:
 * @window: the window; it owns the locker
 * @client: its client
 *
 * Returns: (transfer full): a locker; it gives the window its two actions
 */
SpicoLocker *spico_locker_new (SpicoWindow *window,
                               SpicoClient *client);

/**
 * spico_locker_fill_menus:
 * @main_menu: at whose end the others of this computer stand
 * @delay_menu: where one chooses when it locks by itself
 */
void spico_locker_fill_menus (SpicoLocker *self,
                              GMenu       *main_menu,
                              GMenu       *delay_menu);

G_END_DECLS
