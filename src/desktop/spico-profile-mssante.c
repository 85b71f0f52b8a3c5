/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile-mssante.h"

#include <glib/gi18n.h>

#include "spico-card-text.h"

struct _SpicoProfileMssante {
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwPreferencesGroup *addresses;

  SpicoClient *client;
  char *account_id;
  SpicoCard *card;
  gboolean is_asking;
};

G_DEFINE_FINAL_TYPE (SpicoProfileMssante, spico_profile_mssante, ADW_TYPE_BIN)

/* ---- What is listed ---- */

static const char *
name_kind (const char *kind)
{
  if (g_str_equal (kind, "PER"))
    return C_("MSSanté", "Personal");
  if (g_str_equal (kind, "ORG"))
    return C_("MSSanté", "Organisation");
  if (g_str_equal (kind, "APP"))
    return C_("MSSanté", "Application");

  return kind;
}

static char *
describe (SpicoProfileMssante *self,
          guint                index)
{
  const char *fields[] = { "service", "structureName" };
  g_autoptr (GString) text = g_string_new (name_kind (spico_card_get_field (self->card, "mssanteAddresses", index, "kind")));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = spico_card_get_field (self->card, "mssanteAddresses", index, fields[i]);

      if (*value != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_address (SpicoProfileMssante *self,
             guint                index)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *description = describe (self, index);
  /* A hyphen where an address is broken would be read as a part of it. */
  g_autofree char *address = g_markup_printf_escaped ("<span insert_hyphens=\"false\">%s</span>", spico_card_get_field (self->card, "mssanteAddresses", index, "address"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), address);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description);
  adw_preferences_group_add (self->addresses, row);
}

static void
show_card (SpicoProfileMssante *self)
{
  guint n = spico_card_count (self->card, "mssanteAddresses");
  g_autofree char *source = NULL;

  for (guint i = 0; i < n; i++)
    add_address (self, i);
  if (n > 0)
    source = spico_card_format_source ("MSSANTE", spico_card_get_field (self->card, "mssanteAddresses", 0, "sourceDate"));
  adw_preferences_group_set_description (self->addresses, source);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static DexFuture *
card_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoProfileMssante *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  self->is_asking = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();
  if (value == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "offline");
      return dex_future_new_true ();
    }

  g_set_object (&self->card, g_value_get_object (value));
  show_card (self);
  return dex_future_new_true ();
}

/* Asked again when the connection comes back. */
static void
ask_card (SpicoProfileMssante *self)
{
  if (self->card != NULL || self->is_asking)
    return;

  self->is_asking = TRUE;
  dex_future_disown (dex_future_finally (spico_client_get_card (self->client, self->account_id), card_cb, g_object_ref (self), g_object_unref));
}

/* ---- Class ---- */

static void
spico_profile_mssante_dispose (GObject *object)
{
  SpicoProfileMssante *self = SPICO_PROFILE_MSSANTE (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_PROFILE_MSSANTE);
  g_clear_object (&self->card);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_profile_mssante_parent_class)->dispose (object);
}

static void
spico_profile_mssante_finalize (GObject *object)
{
  g_free (SPICO_PROFILE_MSSANTE (object)->account_id);

  G_OBJECT_CLASS (spico_profile_mssante_parent_class)->finalize (object);
}

static void
spico_profile_mssante_class_init (SpicoProfileMssanteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_profile_mssante_dispose;
  object_class->finalize = spico_profile_mssante_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-profile-mssante.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileMssante, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileMssante, addresses);
}

static void
spico_profile_mssante_init (SpicoProfileMssante *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_profile_mssante_new (SpicoClient  *client,
                           SpicoAccount *account)
{
  SpicoProfileMssante *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_PROFILE_MSSANTE, NULL);
  self->client = g_object_ref (client);
  self->account_id = g_strdup (spico_account_get_id (account));
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (ask_card), self, G_CONNECT_SWAPPED);
  ask_card (self);

  return GTK_WIDGET (self);
}
