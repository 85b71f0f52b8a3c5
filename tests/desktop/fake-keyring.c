/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A keyring in name only: the fake client keeps no secrets. */
#include "spico-credentials.h"

struct _SpicoKeyring {
  GObject parent_instance;
};

G_DEFINE_INTERFACE (SpicoCredentials, spico_credentials, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoKeyring, spico_keyring, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (SPICO_TYPE_CREDENTIALS, NULL))

static void
spico_credentials_default_init (SpicoCredentialsInterface *iface)
{
}

static void
spico_keyring_class_init (SpicoKeyringClass *klass)
{
}

static void
spico_keyring_init (SpicoKeyring *self)
{
}

SpicoCredentials *
spico_keyring_new (void)
{
  return g_object_new (SPICO_TYPE_KEYRING, NULL);
}
