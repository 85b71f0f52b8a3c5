/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SPICO_TYPE_DEVICE (spico_device_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDevice, spico_device, SPICO, DEVICE, GObject)

/**
 * SpicoDevice:
 *
 * One of « Mes appareils » (B019): a session of the person, on its device. It does not change.
 */

/**
 * SpicoDeviceTimes:
 * @signed_in_at: when one signed in on it, in microseconds since 1970
 * @last_used_at: when it was last heard of, to the hour
 * @ended_at: when it was asked to erase what it keeps; 0 where it was not
 */
typedef struct {
  gint64 signed_in_at;
  gint64 last_used_at;
  gint64 ended_at;
} SpicoDeviceTimes;

/**
 * spico_device_new:
 * @id: the device
 * @name: what its person calls it, perhaps nothing
 * @times: its times
 * @is_current: whether it is this one
 * @must_erase: whether it is signed out, and still has to erase what it keeps
 *
 * Returns: (transfer full): a device
 */
SpicoDevice *spico_device_new (const char             *id,
                               const char             *name,
                               const SpicoDeviceTimes *times,
                               gboolean                is_current,
                               gboolean                must_erase);

/** spico_device_get_id: Returns: (transfer none): the device */
const char *spico_device_get_id (SpicoDevice *self);

/** spico_device_get_name: Returns: (transfer none): what its person calls it, perhaps nothing */
const char *spico_device_get_name (SpicoDevice *self);

/** spico_device_get_times: Returns: (transfer none): its times */
const SpicoDeviceTimes *spico_device_get_times (SpicoDevice *self);

/** spico_device_is_current: Returns: whether it is this one */
gboolean spico_device_is_current (SpicoDevice *self);

/** spico_device_must_erase: Returns: whether it is signed out, and still has to erase what it keeps */
gboolean spico_device_must_erase (SpicoDevice *self);

G_END_DECLS
