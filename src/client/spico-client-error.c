/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-error.h"

G_DEFINE_QUARK (spico-client-error-quark, spico_client_error)

gboolean
spico_client_error_is_certificate (const GError *error)
{
  return g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CERTIFICATE) || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CERTIFICATE_HOST) ||
         g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CERTIFICATE_DATE);
}

gboolean
spico_client_error_is_connection (const GError *error)
{
  return g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE) || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SESSION_ENDED) ||
         spico_client_error_is_certificate (error);
}
