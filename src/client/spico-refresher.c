/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-refresher.h"

struct _SpicoRefresher {
  GWeakRef owner;
  SpicoRefresherRead read;
  SpicoRefresherTake take;
  gboolean is_reading;
  gboolean is_stale;
};

static void
clear (gpointer data)
{
  SpicoRefresher *self = data;

  g_weak_ref_clear (&self->owner);
}

static void
unref (gpointer data)
{
  g_rc_box_release_full (data, clear);
}

static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  SpicoRefresher *self = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->is_reading = FALSE;
  if (owner == NULL)
    return dex_future_new_true ();

  self->take (owner, value, error);
  if (self->is_stale)
    spico_refresher_ask (self);

  return dex_future_new_true ();
}

/* @owner is a #GObject. */
SpicoRefresher *
spico_refresher_new (gpointer           owner,
                     SpicoRefresherRead read,
                     SpicoRefresherTake take)
{
  SpicoRefresher *self = g_rc_box_new0 (SpicoRefresher);

  g_weak_ref_init (&self->owner, owner);
  self->read = read;
  self->take = take;

  return self;
}

/* What is under way is not taken any more. */
void
spico_refresher_free (SpicoRefresher *self)
{
  g_weak_ref_set (&self->owner, NULL);
  unref (self);
}

void
spico_refresher_ask (SpicoRefresher *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  self->is_stale = self->is_reading;
  if (self->is_reading || owner == NULL)
    return;

  self->is_reading = TRUE;
  dex_future_disown (dex_future_finally (self->read (owner), read_cb, g_rc_box_acquire (self), unref));
}
