/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile-mssante.h"

#include <glib/gi18n.h>

#include "spico-card-text.h"
#include "spico-error-text.h"
#include "spico-mssante-row.h"

#define LIST "mssanteAddresses"

/* As many are seen at once with what one may choose of each. */
#define MAX_EXPANDED 3

struct _SpicoProfileMssante {
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwPreferencesGroup *addresses;
  GtkLabel *hint;
  GtkLabel *explanation;

  SpicoClient *client;
  SpicoPrincipal *principal;
  SpicoAccountProfile *profile;
  SpicoCard *card; /* of another person, whose profile is theirs alone */
  GPtrArray *rows; /* of the addresses, in the order in which they were first shown */
  char *fault;
  guint n_pending;
  gboolean is_personal;
  gboolean is_asking;
  gboolean is_behind; /* something came while a choice was under way */
};

G_DEFINE_FINAL_TYPE (SpicoProfileMssante, spico_profile_mssante, ADW_TYPE_BIN)

/* What a person decides about their addresses is theirs alone; of them everyone sees what their card says. */
static gboolean
is_anothers (SpicoProfileMssante *self)
{
  return !self->is_personal && spico_principal_get_kind (self->principal) == SPICO_PRINCIPAL_PERSON;
}

static gboolean
is_online (SpicoProfileMssante *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

/* ---- What is known of an address ---- */

static guint
count (SpicoProfileMssante *self)
{
  if (is_anothers (self))
    return self->card != NULL ? spico_card_count (self->card, LIST) : 0;

  return spico_account_profile_count (self->profile, LIST);
}

static const char *
get_field (SpicoProfileMssante *self,
           guint                index,
           const char          *name)
{
  return is_anothers (self) ? spico_card_get_field (self->card, LIST, index, name) : spico_account_profile_get_field (self->profile, LIST, index, name);
}

static gboolean
get_flag (SpicoProfileMssante *self,
          guint                index,
          const char          *name)
{
  return is_anothers (self) ? spico_card_get_flag (self->card, LIST, index, name) : spico_account_profile_get_flag (self->profile, LIST, index, name);
}

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

static const char *
name_state (SpicoProfileMssante *self,
            guint                index)
{
  if (!get_flag (self, index, "isListed"))
    return _("No longer in the register: it is on the national red list, or closed. Nobody sees it in Spico.");
  if (get_flag (self, index, "isRedListed"))
    return _("On the red list: hidden from everyone else in Spico");
  if (get_flag (self, index, "isPreferred"))
    return _("Preferred address");

  return "";
}

static char *
describe (SpicoProfileMssante *self,
          guint                index)
{
  const char *lines[] = { name_kind (get_field (self, index, "kind")), get_field (self, index, "service"), get_field (self, index, "structureName"), name_state (self, index) };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      if (*lines[i] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", lines[i]);
    }

  return g_markup_escape_text (text->str, -1);
}

/* ---- What is decided ---- */

static void update (SpicoProfileMssante *self);

static void
show_hint (SpicoProfileMssante *self)
{
  const char *text = self->fault;

  if (!is_online (self) && !is_anothers (self))
    text = _("Off line, neither the preferred address nor the red list can be changed.");
  gtk_label_set_label (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static DexFuture *
chosen_cb (DexFuture *future,
           gpointer   user_data)
{
  SpicoProfileMssante *self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_pending--;
  if (self->client == NULL)
    return dex_future_new_true ();

  dex_future_get_value (future, &error);
  g_set_str (&self->fault, error != NULL ? spico_error_text (error) : NULL);
  show_hint (self);
  /* What was done comes by the profile: what is known before it would turn the switch back. */
  if (self->n_pending == 0 && (error != NULL || self->is_behind))
    update (self);

  return dex_future_new_true ();
}

static void
choose_cb (SpicoProfileMssante *self,
           const char          *property,
           const char          *text)
{
  self->n_pending++;
  dex_future_disown (dex_future_finally (spico_client_set_profile_text (self->client, spico_principal_get_id (self->principal), property, text), chosen_cb, g_object_ref (self), g_object_unref));
}

/* ---- What is listed ---- */

/* Where nothing can be chosen: of another person, or what the register has no more. */
static GtkWidget *
make_plain_row (const char *address)
{
  GtkWidget *row = adw_action_row_new ();
  /* A hyphen where an address is broken would be read as a part of it. */
  g_autofree char *title = g_markup_printf_escaped ("<span insert_hyphens=\"false\">%s</span>", address);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);

  return row;
}

static gboolean
may_choose (SpicoProfileMssante *self,
            guint                index)
{
  return !is_anothers (self) && get_flag (self, index, "isListed");
}

static void
add_address (SpicoProfileMssante *self,
             guint                index)
{
  const char *address = get_field (self, index, "address");
  GtkWidget *row = may_choose (self, index) ? spico_mssante_row_new (address) : make_plain_row (address);

  if (SPICO_IS_MSSANTE_ROW (row))
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), count (self) <= MAX_EXPANDED);
      g_signal_connect_object (row, "choose", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
    }
  g_object_set_data_full (G_OBJECT (row), "address", g_strdup (address), g_free);
  adw_preferences_group_add (self->addresses, row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
find_row (SpicoProfileMssante *self,
          guint                index)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (g_str_equal (g_object_get_data (G_OBJECT (row), "address"), get_field (self, index, "address")))
        return SPICO_IS_MSSANTE_ROW (row) == may_choose (self, index) ? row : NULL;
    }

  return NULL;
}

static gboolean
are_listed (SpicoProfileMssante *self)
{
  if (self->rows->len != count (self))
    return FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (find_row (self, i) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
clear_rows (SpicoProfileMssante *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->addresses, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_address (SpicoProfileMssante *self,
              guint                index)
{
  GtkWidget *row = find_row (self, index);
  g_autofree char *description = describe (self, index);

  if (!SPICO_IS_MSSANTE_ROW (row))
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description);
      return;
    }

  /* They stand as they were just set until that is answered. */
  if (self->n_pending == 0)
    spico_mssante_row_show (SPICO_MSSANTE_ROW (row), description, get_flag (self, index, "isPreferred"), get_flag (self, index, "isRedListed"));
  spico_mssante_row_set_can_choose (SPICO_MSSANTE_ROW (row), is_online (self));
}

static const char *
explain (SpicoProfileMssante *self)
{
  if (is_anothers (self))
    return _("Only this person chooses their preferred address, and what is on the red list. What is on it is not shown here.");

  return _("An address on the red list is shown to nobody else in Spico, neither in the directory nor elsewhere; whoever knows it can still write to it. For the national red list, ask whoever provides your MSSanté mailbox: the register then leaves the address out, and Spico too.");
}

static const char *
find_page (SpicoProfileMssante *self)
{
  gboolean is_known = is_anothers (self) ? self->card != NULL : spico_account_profile_is_known (self->profile);

  if (is_known)
    return count (self) > 0 ? "list" : "empty";

  return is_online (self) ? "loading" : "offline";
}

/* What is chosen moves no row: one goes on where one is. */
static void
update (SpicoProfileMssante *self)
{
  g_autofree char *source = NULL;

  self->is_behind = self->n_pending > 0;
  if (!are_listed (self))
    {
      clear_rows (self);
      for (guint i = 0; i < count (self); i++)
        add_address (self, i);
    }
  for (guint i = 0; i < self->rows->len; i++)
    show_address (self, i);
  if (self->rows->len > 0)
    source = spico_card_format_source ("MSSANTE", get_field (self, 0, "sourceDate"));
  adw_preferences_group_set_description (self->addresses, source);
  gtk_label_set_label (self->explanation, explain (self));
  show_hint (self);
  gtk_stack_set_visible_child_name (self->stack, find_page (self));
}

/* ---- Another person's card ---- */

static DexFuture *
card_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoProfileMssante *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  self->is_asking = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (value != NULL)
    g_set_object (&self->card, g_value_get_object (value));
  update (self);
  return dex_future_new_true ();
}

/* Asked again when the connection comes back. */
static void
ask_card (SpicoProfileMssante *self)
{
  if (!is_anothers (self) || self->card != NULL || self->is_asking)
    return;

  self->is_asking = TRUE;
  dex_future_disown (dex_future_finally (spico_client_get_card (self->client, spico_principal_get_id (self->principal)), card_cb, g_object_ref (self), g_object_unref));
}

static void
connection_cb (SpicoProfileMssante *self)
{
  ask_card (self);
  update (self);
}

/* ---- Class ---- */

static void
spico_profile_mssante_dispose (GObject *object)
{
  SpicoProfileMssante *self = SPICO_PROFILE_MSSANTE (object);

  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      g_signal_handlers_disconnect_by_data (self->profile, self);
      g_signal_handlers_disconnect_by_data (self->principal, self);
    }
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_PROFILE_MSSANTE);
  g_clear_object (&self->card);
  g_clear_object (&self->profile);
  g_clear_object (&self->principal);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_profile_mssante_parent_class)->dispose (object);
}

static void
spico_profile_mssante_finalize (GObject *object)
{
  SpicoProfileMssante *self = SPICO_PROFILE_MSSANTE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->fault);

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
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileMssante, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileMssante, explanation);
}

static void
spico_profile_mssante_init (SpicoProfileMssante *self)
{
  self->rows = g_ptr_array_new ();
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
  self->principal = spico_client_get_principal (client, spico_account_get_id (account));
  self->profile = spico_client_get_account_profile (client, spico_account_get_id (account));
  self->is_personal = spico_account_is_personal (account);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->principal, "notify::kind", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  connection_cb (self);

  return GTK_WIDGET (self);
}
