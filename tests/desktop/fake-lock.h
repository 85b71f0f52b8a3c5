/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-client.h"
#include "spico-client-lock.h"

G_BEGIN_DECLS

/* The lock of the fake client: its password is « spico-demo ». */

void fake_lock_add_person (SpicoClient *client,
                           const char  *login,
                           const char  *name);
void fake_lock_set_waiting (SpicoClient *client,
                            guint        n_messages);

/* From then on, one must wait so many seconds after a wrong password. */
void fake_lock_refuse (SpicoClient *client,
                       guint        wait);

G_END_DECLS
