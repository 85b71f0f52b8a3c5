/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the client in memory says of its server: which one it is, and whether it was reached of late (F030). */
#include "fake-client.h"
#include "spico-client-contact.h"

const char *
spico_client_get_server_uri (SpicoClient *self)
{
  return "https://spico.example";
}

const char *
spico_client_get_login (SpicoClient *self)
{
  return "mauger";
}

gboolean
spico_client_get_contact_lost (SpicoClient *self)
{
  return g_object_get_data (G_OBJECT (self), "contact-lost") != NULL;
}

guint
spico_client_get_contact_hours (SpicoClient *self)
{
  return 72;
}

gboolean
spico_client_is_locked (SpicoClient  *self,
                        SpicoAccount *account)
{
  return spico_client_get_contact_lost (self) && account != NULL && !spico_account_is_personal (account);
}

void
fake_client_lose_contact (SpicoClient *self,
                          gboolean     is_lost)
{
  g_object_set_data (G_OBJECT (self), "contact-lost", GINT_TO_POINTER (is_lost));
  g_object_notify (G_OBJECT (self), "contact-lost");
}
