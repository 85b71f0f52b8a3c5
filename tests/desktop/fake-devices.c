/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"

#define NOVEMBER_29 G_GINT64_CONSTANT (1795942800000000)

/* This device, one that is used, and one that was lost. */
DexFuture *
spico_client_list_devices (SpicoClient *self)
{
  static const SpicoDeviceTimes times = { NOVEMBER_29, NOVEMBER_29, NOVEMBER_29 };
  g_autoptr (GListStore) devices = g_list_store_new (SPICO_TYPE_DEVICE);
  g_autoptr (SpicoDevice) current = spico_device_new ("d1", "Poste de garde", &times, TRUE, FALSE);
  g_autoptr (SpicoDevice) other = spico_device_new ("d2", "", &times, FALSE, FALSE);
  g_autoptr (SpicoDevice) lost = spico_device_new ("d3", "Portable <1>", &times, FALSE, TRUE);

  if (spico_client_get_connection (self) == SPICO_CONNECTION_OFFLINE)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "off line");

  g_list_store_append (devices, current);
  g_list_store_append (devices, other);
  g_list_store_append (devices, lost);

  return dex_future_new_take_object (g_steal_pointer (&devices));
}

DexFuture *
spico_client_rename_device (SpicoClient *self,
                            const char  *device_id,
                            const char  *name)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_erase_device (SpicoClient *self,
                           const char  *device_id)
{
  return dex_future_new_true ();
}
