/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-banner.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-client-kept.h"
#include "spico-kept-dialog.h"

struct _SpicoKeptBanner {
  AdwBin parent_instance;

  /* Borrowed from the bin */
  AdwBanner *banner;

  SpicoClient *client;
  SpicoAccount *account;
  GListModel *kept;
};

G_DEFINE_FINAL_TYPE (SpicoKeptBanner, spico_kept_banner, ADW_TYPE_BIN)

static void
update (SpicoKeptBanner *self)
{
  gboolean is_ended = self->account != NULL && spico_account_is_ended (self->account);

  spico_banner_show (self->banner, is_ended && g_list_model_get_n_items (self->kept) > 0 ? _("Groups or absences could not be saved for this account.") : NULL);
}

static void
clicked_cb (SpicoKeptBanner *self)
{
  adw_dialog_present (spico_kept_dialog_new (self->client, self->account), GTK_WIDGET (self));
}

static void
forget (SpicoKeptBanner *self)
{
  if (self->kept != NULL)
    g_signal_handlers_disconnect_by_data (self->kept, self);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->kept);
  g_clear_object (&self->account);
  g_clear_object (&self->client);
}

static void
spico_kept_banner_dispose (GObject *object)
{
  forget (SPICO_KEPT_BANNER (object));

  G_OBJECT_CLASS (spico_kept_banner_parent_class)->dispose (object);
}

static void
spico_kept_banner_class_init (SpicoKeptBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_kept_banner_dispose;
}

static void
spico_kept_banner_init (SpicoKeptBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_revealed (self->banner, TRUE);
  adw_banner_set_button_label (self->banner, _("Show"));
  g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  spico_banner_show (self->banner, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

void
spico_kept_banner_set_account (SpicoKeptBanner *self,
                               SpicoClient     *client,
                               SpicoAccount    *account)
{
  g_return_if_fail (SPICO_IS_KEPT_BANNER (self));

  forget (self);
  if (account != NULL)
    {
      self->client = g_object_ref (client);
      self->account = g_object_ref (account);
      self->kept = spico_client_list_kept (client, spico_account_get_id (account));
      g_signal_connect_object (self->kept, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (account, "notify::is-ended", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}
