/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"
#include "spico-client-forms.h"

DexFuture *
spico_client_save_form (SpicoClient       *self,
                        const char        *account_id,
                        const char        *form,
                        const char *const *values)
{
  g_object_set_data_full (G_OBJECT (self), form, g_strdupv ((char **) values), (GDestroyNotify) g_strfreev);

  return dex_future_new_true ();
}

DexFuture *
spico_client_load_form (SpicoClient *self,
                        const char  *account_id,
                        const char  *form,
                        guint        n_values)
{
  return dex_future_new_take_boxed (G_TYPE_STRV, g_strdupv (g_object_get_data (G_OBJECT (self), form)));
}
