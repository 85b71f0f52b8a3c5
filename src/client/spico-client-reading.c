/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings of the store that outlive neither the client nor the store that they were made for. */
#include "spico-client-private.h"

typedef struct {
  GWeakRef client;
  SpicoStore *store;
} Reading;

gpointer
spico_client_reading_new (SpicoClient *self)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->client, self);
  reading->store = g_object_ref (self->store);

  return reading;
}

void
spico_client_reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->client);
  g_object_unref (reading->store);
  g_free (reading);
}

/* Returns: (transfer full) (nullable): the client, where it still has that store */
SpicoClient *
spico_client_reading_get (gpointer data)
{
  Reading *reading = data;
  g_autoptr (SpicoClient) self = g_weak_ref_get (&reading->client);

  return self != NULL && self->store == reading->store ? g_steal_pointer (&self) : NULL;
}
