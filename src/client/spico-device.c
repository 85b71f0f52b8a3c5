/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-device.h"

struct _SpicoDevice {
  GObject parent_instance;

  char *id;
  char *name;
  SpicoDeviceTimes times;
  gboolean is_current;
  gboolean must_erase;
};

G_DEFINE_FINAL_TYPE (SpicoDevice, spico_device, G_TYPE_OBJECT)

static void
spico_device_finalize (GObject *object)
{
  SpicoDevice *self = SPICO_DEVICE (object);

  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (spico_device_parent_class)->finalize (object);
}

static void
spico_device_class_init (SpicoDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_device_finalize;
}

static void
spico_device_init (SpicoDevice *self)
{
}

SpicoDevice *
spico_device_new (const char             *id,
                  const char             *name,
                  const SpicoDeviceTimes *times,
                  gboolean                is_current,
                  gboolean                must_erase)
{
  SpicoDevice *self = g_object_new (SPICO_TYPE_DEVICE, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->times = *times;
  self->is_current = is_current;
  self->must_erase = must_erase;

  return self;
}

const char *
spico_device_get_id (SpicoDevice *self)
{
  g_return_val_if_fail (SPICO_IS_DEVICE (self), NULL);

  return self->id;
}

const char *
spico_device_get_name (SpicoDevice *self)
{
  g_return_val_if_fail (SPICO_IS_DEVICE (self), NULL);

  return self->name;
}

const SpicoDeviceTimes *
spico_device_get_times (SpicoDevice *self)
{
  g_return_val_if_fail (SPICO_IS_DEVICE (self), NULL);

  return &self->times;
}

gboolean
spico_device_is_current (SpicoDevice *self)
{
  g_return_val_if_fail (SPICO_IS_DEVICE (self), FALSE);

  return self->is_current;
}

gboolean
spico_device_must_erase (SpicoDevice *self)
{
  g_return_val_if_fail (SPICO_IS_DEVICE (self), FALSE);

  return self->must_erase;
}
