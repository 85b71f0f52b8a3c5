/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-credentials.h"

G_DEFINE_INTERFACE (SpicoCredentials, spico_credentials, G_TYPE_OBJECT)

static void
spico_credentials_default_init (SpicoCredentialsInterface *iface)
{
}

/* Returns: (transfer full): a future of a string, %NULL where there is none; rejects with %SPICO_CLIENT_ERROR_KEYRING */
DexFuture *
spico_credentials_lookup (SpicoCredentials *self,
                          const char       *server_uri,
                          const char       *login,
                          const char       *purpose)
{
  g_return_val_if_fail (SPICO_IS_CREDENTIALS (self), NULL);

  return SPICO_CREDENTIALS_GET_IFACE (self)->lookup (self, server_uri, login, purpose);
}

/* Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_KEYRING */
DexFuture *
spico_credentials_store (SpicoCredentials *self,
                         const char       *server_uri,
                         const char       *login,
                         const char       *purpose,
                         const char       *secret)
{
  g_return_val_if_fail (SPICO_IS_CREDENTIALS (self), NULL);

  return SPICO_CREDENTIALS_GET_IFACE (self)->store (self, server_uri, login, purpose, secret);
}

/* Returns: (transfer full): a future of a boolean, also where there was none; rejects with %SPICO_CLIENT_ERROR_KEYRING */
DexFuture *
spico_credentials_clear (SpicoCredentials *self,
                         const char       *server_uri,
                         const char       *login,
                         const char       *purpose)
{
  g_return_val_if_fail (SPICO_IS_CREDENTIALS (self), NULL);

  return SPICO_CREDENTIALS_GET_IFACE (self)->clear (self, server_uri, login, purpose);
}
