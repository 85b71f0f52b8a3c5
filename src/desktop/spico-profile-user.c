/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile-user.h"

#include <glib/gi18n.h>

#include "spico-card-text.h"
#include "spico-facts.h"
#include "spico-profile-contact.h"

struct _SpicoProfileUser {
  AdwBin parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *identity;
  SpicoProfileContact *contact;
  AdwPreferencesGroup *structures;
  GtkWidget *devices;
  GtkLabel *hint;
  GtkLabel *source;

  SpicoClient *client;
  SpicoPrincipal *principal;
  SpicoCard *card;
  GPtrArray *rows;
  gboolean is_personal;
  gboolean is_asking;
};

G_DEFINE_FINAL_TYPE (SpicoProfileUser, spico_profile_user, ADW_TYPE_BIN)

/* ---- Rows ---- */

static gboolean
is_person (SpicoProfileUser *self)
{
  return spico_principal_get_kind (self->principal) == SPICO_PRINCIPAL_PERSON;
}

/* The same structure stands in several lines of the register where several professions are exercised in it. */
static gboolean
is_listed_before (SpicoProfileUser *self,
                  const char       *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (spico_facts_group_of (row) == self->structures && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), name))
        return TRUE;
    }

  return FALSE;
}

static void
add_structures (SpicoProfileUser *self,
                const char       *list,
                const char       *field)
{
  for (guint i = 0; i < spico_card_count (self->card, list); i++)
    {
      const char *name = spico_card_get_field (self->card, list, i, field);

      if (*name != '\0' && !is_listed_before (self, name))
        spico_facts_add (self->rows, self->structures, name, spico_card_get_field (self->card, list, i, "town"));
    }
}

static void
show_structures (SpicoProfileUser *self)
{
  if (!is_person (self))
    return;

  if (self->card != NULL)
    {
      add_structures (self, "activities", "structureName");
      add_structures (self, "attachments", "name");
    }
  else if (*spico_principal_get_structure_name (self->principal) != '\0')
    {
      spico_facts_add (self->rows, self->structures, spico_principal_get_structure_name (self->principal), spico_principal_get_town (self->principal));
    }
}

static void
show_place (SpicoProfileUser *self)
{
  g_autofree char *place = spico_card_format_place ("", spico_principal_get_address (self->principal), spico_principal_get_postal_code (self->principal),
                                                    spico_principal_get_town (self->principal));

  if (!is_person (self))
    spico_facts_add_property (self->rows, self->identity, _("Address"), place);
}

static void
show_rows (SpicoProfileUser *self)
{
  SpicoPrincipal *principal = self->principal;
  g_autofree char *number = spico_card_format_number (spico_principal_get_kind (principal), spico_principal_get_national_id (principal));
  g_autofree char *source = spico_card_format_source (spico_principal_get_source (principal), spico_principal_get_source_date (principal));

  /* Everything in the groups is made anew when more is known. */
  spico_facts_clear (self->rows);
  spico_facts_add_property (self->rows, self->identity, _("Name"), spico_principal_get_name (principal));
  spico_facts_add_property (self->rows, self->identity, is_person (self) ? _("Profession") : _("Category"), spico_principal_get_profession (principal));
  spico_facts_add_property (self->rows, self->identity, _("Skill"), spico_principal_get_skill (principal));
  spico_facts_add_property (self->rows, self->identity, _("National number"), number);
  show_place (self);
  if (self->is_personal)
    spico_facts_add_property (self->rows, self->identity, _("Login"), spico_client_get_login (self->client));
  gtk_widget_set_visible (self->devices, self->is_personal);
  show_structures (self);
  /* Where another person is notified is theirs alone to see. */
  gtk_widget_set_visible (GTK_WIDGET (self->contact), self->is_personal || !is_person (self));
  gtk_label_set_label (self->source, source);
}

/* ---- What the directory knows ---- */

static DexFuture *
card_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoProfileUser *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  self->is_asking = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (value != NULL)
    g_set_object (&self->card, g_value_get_object (value));
  gtk_label_set_label (self->hint, value != NULL ? "" : _("Off line, only a part of this profile is known."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), value == NULL);
  show_rows (self);

  return dex_future_new_true ();
}

/* Asked again when the connection comes back. */
static void
ask_card (SpicoProfileUser *self)
{
  if (self->card != NULL || self->is_asking)
    return;

  self->is_asking = TRUE;
  dex_future_disown (dex_future_finally (spico_client_get_card (self->client, spico_principal_get_id (self->principal)), card_cb, g_object_ref (self), g_object_unref));
}

static void
card_activated_cb (SpicoProfileUser *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-card", "(sb)", spico_principal_get_id (self->principal), FALSE);
}

/* ---- Class ---- */

static void
spico_profile_user_dispose (GObject *object)
{
  SpicoProfileUser *self = SPICO_PROFILE_USER (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->principal != NULL)
    g_signal_handlers_disconnect_by_data (self->principal, self);
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_PROFILE_USER);
  g_clear_object (&self->card);
  g_clear_object (&self->principal);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_profile_user_parent_class)->dispose (object);
}

static void
spico_profile_user_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_PROFILE_USER (object)->rows);

  G_OBJECT_CLASS (spico_profile_user_parent_class)->finalize (object);
}

static void
spico_profile_user_class_init (SpicoProfileUserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_profile_user_dispose;
  object_class->finalize = spico_profile_user_finalize;

  g_type_ensure (SPICO_TYPE_PROFILE_CONTACT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-profile-user.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileUser, identity);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileUser, structures);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileUser, contact);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileUser, devices);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileUser, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileUser, source);
  gtk_widget_class_bind_template_callback (widget_class, card_activated_cb);
}

static void
spico_profile_user_init (SpicoProfileUser *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_profile_user_new (SpicoClient  *client,
                        SpicoAccount *account)
{
  SpicoProfileUser *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_PROFILE_USER, NULL);
  self->client = g_object_ref (client);
  self->principal = spico_client_get_principal (client, spico_account_get_id (account));
  self->is_personal = spico_account_is_personal (account);
  spico_profile_contact_set_client (self->contact, client, spico_account_get_id (account));
  g_signal_connect_object (self->principal, "notify", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (ask_card), self, G_CONNECT_SWAPPED);
  show_rows (self);
  ask_card (self);

  return GTK_WIDGET (self);
}
