/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-sender.h"

#include "spico-client-emails.h"

#define ADDRESSES "mssanteAddresses"

struct _SpicoMailSender {
  AdwBin parent_instance;

  /* Template widgets */
  AdwComboRow *account;
  AdwComboRow *from;
  GtkWidget *no_from;

  SpicoClient *client;
  GListModel *accounts;
  SpicoAccountProfile *profile; /* of the account acted as */
  char *wanted;                 /* the address that was kept, until addresses are known */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (SpicoMailSender, spico_mail_sender, ADW_TYPE_BIN)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
from_changed_cb (SpicoMailSender *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_addresses (SpicoMailSender   *self,
                const char *const *addresses)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (addresses);
  g_autofree char *before = g_strdup (self->wanted != NULL ? self->wanted : spico_mail_sender_get_address (self));
  gboolean has_any = addresses[0] != NULL;

  self->is_filling = TRUE;
  adw_combo_row_set_model (self->from, G_LIST_MODEL (list));
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      if (g_strcmp0 (addresses[i], before) == 0)
        adw_combo_row_set_selected (self->from, i);
    }
  self->is_filling = FALSE;
  if (has_any)
    g_clear_pointer (&self->wanted, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self->from), has_any);
  gtk_widget_set_visible (self->no_from, !has_any);
}

/* They may become known, or others, while one writes. */
static void
show_profile (SpicoMailSender *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;

  for (guint i = 0; self->profile != NULL && i < spico_account_profile_count (self->profile, ADDRESSES); i++)
    {
      if (spico_account_profile_get_flag (self->profile, ADDRESSES, i, "isListed"))
        g_strv_builder_add (builder, spico_account_profile_get_field (self->profile, ADDRESSES, i, "address"));
    }
  addresses = g_strv_builder_end (builder);
  show_addresses (self, (const char *const *) addresses);
}

static void
profile_changed_cb (SpicoMailSender *self)
{
  show_profile (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
addresses_cb (DexFuture *future,
              gpointer   user_data)
{
  SpicoMailSender *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoAccount *account = self->client != NULL ? spico_mail_sender_get_account (self) : NULL;
  const char *const *addresses = value != NULL && account != NULL ? g_hash_table_lookup (g_value_get_boxed (value), spico_account_get_id (account)) : NULL;

  if (addresses != NULL)
    {
      show_addresses (self, addresses);
      g_signal_emit (self, signals[CHANGED], 0);
    }

  return dex_future_new_true ();
}

/* What another person decides about their addresses is theirs alone: whoever acts for them has those that everyone sees. */
static void
read_addresses (SpicoMailSender *self)
{
  SpicoAccount *account = spico_mail_sender_get_account (self);
  const char *ids[] = { account != NULL ? spico_account_get_id (account) : NULL, NULL };
  g_autoptr (SpicoPrincipal) principal = NULL;
  gboolean is_own;

  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_data (self->profile, self);
  g_clear_object (&self->profile);
  if (account == NULL)
    return;

  principal = spico_client_get_principal (self->client, ids[0]);
  is_own = spico_account_is_personal (account) || spico_principal_get_kind (principal) != SPICO_PRINCIPAL_PERSON;
  if (is_own)
    {
      self->profile = spico_client_get_account_profile (self->client, ids[0]);
      g_signal_connect_object (self->profile, "changed", G_CALLBACK (profile_changed_cb), self, G_CONNECT_SWAPPED);
    }
  show_profile (self);
  if (!is_own)
    dex_future_disown (dex_future_finally (spico_client_find_mssante_addresses (self->client, ids), addresses_cb, g_object_ref (self), g_object_unref));
}

static void
account_changed_cb (SpicoMailSender *self)
{
  if (self->client == NULL || self->is_filling)
    return;

  read_addresses (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
spico_mail_sender_dispose (GObject *object)
{
  SpicoMailSender *self = SPICO_MAIL_SENDER (object);

  g_clear_object (&self->client);
  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_data (self->profile, self);
  g_clear_object (&self->profile);
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (spico_mail_sender_parent_class)->dispose (object);
}

static void
spico_mail_sender_finalize (GObject *object)
{
  g_free (SPICO_MAIL_SENDER (object)->wanted);

  G_OBJECT_CLASS (spico_mail_sender_parent_class)->finalize (object);
}

static void
spico_mail_sender_class_init (SpicoMailSenderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_mail_sender_dispose;
  object_class->finalize = spico_mail_sender_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_MAIL_SENDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ACCOUNT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mail-sender.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSender, account);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSender, from);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSender, no_from);
  gtk_widget_class_bind_template_callback (widget_class, account_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, from_changed_cb);
}

static void
spico_mail_sender_init (SpicoMailSender *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_mail_sender_set_client (SpicoMailSender *self,
                              SpicoClient     *client)
{
  GtkFilter *filter = GTK_FILTER (gtk_bool_filter_new (gtk_property_expression_new (SPICO_TYPE_ACCOUNT, NULL, "has-discussions")));
  g_autoptr (GtkExpression) name = gtk_property_expression_new (SPICO_TYPE_ACCOUNT, NULL, "name");

  g_return_if_fail (SPICO_IS_MAIL_SENDER (self));

  self->is_filling = TRUE;
  self->client = g_object_ref (client);
  self->accounts = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (spico_client_get_accounts (client))), filter));
  adw_combo_row_set_expression (self->account, name);
  adw_combo_row_set_model (self->account, self->accounts);
  self->is_filling = FALSE;
}

void
spico_mail_sender_select (SpicoMailSender *self,
                          const char      *account_id,
                          const char      *address)
{
  g_return_if_fail (SPICO_IS_MAIL_SENDER (self));

  g_set_str (&self->wanted, address);
  self->is_filling = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (self->accounts, i);

      if (g_strcmp0 (spico_account_get_id (account), account_id) == 0)
        adw_combo_row_set_selected (self->account, i);
    }
  self->is_filling = FALSE;
  read_addresses (self);
}

SpicoAccount *
spico_mail_sender_get_account (SpicoMailSender *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_SENDER (self), NULL);

  return SPICO_ACCOUNT (adw_combo_row_get_selected_item (self->account));
}

const char *
spico_mail_sender_get_address (SpicoMailSender *self)
{
  GtkStringObject *address;

  g_return_val_if_fail (SPICO_IS_MAIL_SENDER (self), NULL);

  address = adw_combo_row_get_selected_item (self->from);
  return address != NULL ? gtk_string_object_get_string (address) : NULL;
}
