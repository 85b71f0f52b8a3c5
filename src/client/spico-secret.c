/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-secret.h"

#include <string.h>

void
spico_secret_free (SpicoSecret *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
