/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-device.h"

G_BEGIN_DECLS

/* What is said of the person's devices (B019). Without display. */

/**
 * spico_device_default_name:
 * @host: (nullable): what the computer is called
 *
 * Returns: (transfer full): what a sign-in calls this device: one line of at most 100 characters; nothing where the computer has no name of its own
 */
char *spico_device_default_name (const char *host);

/** spico_device_format_name: Returns: (transfer none): what a device is called, or that it has no name */
const char *spico_device_format_name (SpicoDevice *device);

/** spico_device_shorten_name: Returns: (transfer full): a name that fits on a line of a question, which never breaks a word */
char *spico_device_shorten_name (const char *name);

/**
 * spico_device_format_state:
 * @device: a device
 * @now: the local time
 *
 * Returns: (transfer full): that it is this one, or when it was used last, and since when it is signed in; or that it still has to erase what it keeps
 */
char *spico_device_format_state (SpicoDevice *device,
                                 GDateTime   *now);

G_END_DECLS
