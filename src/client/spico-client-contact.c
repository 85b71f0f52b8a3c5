/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the server was not reached, and what may therefore not be read (F030). The store says the same to whoever reads it, whatever is shown. */
#include "spico-client-contact.h"

#include "spico-client-private.h"
#include "spico-store-contact.h"

static gboolean
is_lost (SpicoClient *self,
         gint64       now_us)
{
  return spico_contact_is_lost (self->contact_at, self->contact_hours, now_us);
}

void
spico_client_apply_contact (SpicoClient *self,
                            SpicoRows   *rows)
{
  gboolean was_lost = self->contact_lost;

  self->contact_at = spico_rows_get_int (rows, 0, 0);
  self->contact_hours = (guint) spico_rows_get_int (rows, 0, 1);
  spico_client_set_contact_lost (self, is_lost (self, g_get_real_time ()));

  /* The pages have closed; then the lists let go of what they hold. */
  if (self->contact_lost && !was_lost)
    dex_future_disown (spico_store_write (self->store, spico_store_tell_contact, NULL, NULL));
}

static DexFuture *
contact_read_cb (DexFuture *future,
                 gpointer   data)
{
  g_autoptr (SpicoClient) self = spico_client_reading_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self != NULL && value != NULL)
    spico_client_apply_contact (self, g_value_get_boxed (value));

  return dex_future_new_true ();
}

void
spico_client_read_contact (SpicoClient *self)
{
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_contact, NULL, NULL), contact_read_cb, spico_client_reading_new (self), spico_client_reading_free));
}

/* What is remembered here is older than what the store has: while the server is there, only the store is told. */
void
spico_client_check_contact (SpicoClient *self,
                            gint64       now_us)
{
  if (self->store != NULL && is_lost (self, now_us) != self->contact_lost)
    spico_client_read_contact (self);
}

guint
spico_client_get_contact_hours (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), 0);

  return self->contact_hours;
}

gboolean
spico_client_get_contact_lost (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), FALSE);

  return self->contact_lost;
}

gboolean
spico_client_is_locked (SpicoClient  *self,
                        SpicoAccount *account)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (account == NULL || SPICO_IS_ACCOUNT (account), FALSE);

  return self->contact_lost && account != NULL && !spico_account_is_personal (account);
}
