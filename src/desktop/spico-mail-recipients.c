/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-recipients.h"

#include <glib/gi18n.h>

#include "spico-client-emails.h"
#include "spico-mail-address.h"
#include "spico-tooltip.h"

/* After which an answer that did not come is asked for again. */
#define AGAIN_SECONDS 5

#define RECIPIENT "spico-mail-recipient"

struct _SpicoMailRecipients {
  AdwBin parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *people;
  GtkWidget *add;
  GtkEditable *typed;

  SpicoClient *client;
  GListStore *chosen;
  GPtrArray *recipients;
  GPtrArray *rows;   /* one each, borrowed from @people */
  GHashTable *asked; /* ids of whom the directory has told */
  GStrv domains;
  guint again_source;
  gboolean is_asking;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (SpicoMailRecipients, spico_mail_recipients, ADW_TYPE_BIN)

enum {
  CHANGED,
  ADD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void ask (SpicoMailRecipients *self);

/* ---- Rows ---- */

static gboolean
has_choice (SpicoMailRecipient *recipient)
{
  return g_strv_length ((char **) spico_mail_recipient_get_choices (recipient)) > 1;
}

static void
remove_recipient (SpicoMailRecipients *self,
                  SpicoMailRecipient  *recipient)
{
  SpicoPrincipal *principal = spico_mail_recipient_get_principal (recipient);
  guint position;

  if (principal != NULL && g_list_store_find (self->chosen, principal, &position))
    {
      g_list_store_remove (self->chosen, position);
      return;
    }

  g_signal_handlers_disconnect_by_data (recipient, self);
  g_ptr_array_remove (self->recipients, recipient);
  g_signal_emit (self, signals[CHANGED], 0);
}

static SpicoMailRecipient *
get_recipient (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), RECIPIENT);
}

static void
remove_clicked_cb (SpicoMailRecipients *self,
                   GtkWidget           *button)
{
  g_autoptr (SpicoMailRecipient) recipient = g_object_ref (get_recipient (button));

  /* The row goes, and would take the focus along. */
  gtk_widget_grab_focus (self->add);
  remove_recipient (self, recipient);
}

static void
selected_cb (SpicoMailRecipients *self,
             GParamSpec          *pspec,
             AdwComboRow         *row)
{
  GtkStringObject *address = adw_combo_row_get_selected_item (row);

  if (!self->is_filling && address != NULL)
    spico_mail_recipient_choose (get_recipient (row), gtk_string_object_get_string (address));
}

static GtkWidget *
make_remove (SpicoMailRecipients *self,
             SpicoMailRecipient  *recipient)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_object_set_data (G_OBJECT (button), RECIPIENT, recipient);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
fill_choices (SpicoMailRecipients *self,
              AdwComboRow         *row,
              SpicoMailRecipient  *recipient)
{
  const char *const *choices = spico_mail_recipient_get_choices (recipient);
  g_autoptr (GtkStringList) model = gtk_string_list_new (choices);

  self->is_filling = TRUE;
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  for (guint i = 0; choices[i] != NULL; i++)
    {
      if (g_str_equal (choices[i], spico_mail_recipient_get_address (recipient)))
        adw_combo_row_set_selected (row, i);
    }
  self->is_filling = FALSE;
}

static GtkWidget *
make_warning (void)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_visible (icon, FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);

  return icon;
}

static GtkWidget *
make_row (SpicoMailRecipients *self,
          SpicoMailRecipient  *recipient)
{
  GtkWidget *row = has_choice (recipient) ? adw_combo_row_new () : adw_action_row_new ();
  GtkWidget *warning = make_warning ();
  GtkWidget *remove = make_remove (self, recipient);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data_full (G_OBJECT (row), RECIPIENT, g_object_ref (recipient), g_object_unref);
  g_object_set_data (G_OBJECT (row), "warning", warning);
  g_object_set_data (G_OBJECT (row), "remove", remove);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), warning);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  if (ADW_IS_COMBO_ROW (row))
    {
      adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
      fill_choices (self, ADW_COMBO_ROW (row), recipient);
      g_signal_connect_object (row, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
    }

  return row;
}

static gboolean
is_trusted (SpicoMailRecipients *self,
            SpicoMailRecipient  *recipient)
{
  return spico_mail_recipient_get_principal (recipient) != NULL || spico_mail_address_is_within (spico_mail_recipient_get_address (recipient), (const char *const *) self->domains);
}

static const char *
describe (SpicoMailRecipients *self,
          SpicoMailRecipient  *recipient)
{
  const char *address = spico_mail_recipient_get_address (recipient);

  if (spico_mail_recipient_get_principal (recipient) == NULL)
    return is_trusted (self, recipient) ? "" : _("Not known as an MSSanté address");
  if (*address != '\0')
    return address;

  return spico_mail_recipient_is_known (recipient) ? _("No MSSanté address: will not receive this mail") : _("MSSanté address not read yet");
}

static void
show_recipient (SpicoMailRecipients *self,
                GtkWidget           *row,
                SpicoMailRecipient  *recipient)
{
  const char *name = spico_mail_recipient_get_name (recipient);
  gboolean is_missing = spico_mail_recipient_is_known (recipient) && *spico_mail_recipient_get_address (recipient) == '\0';
  GtkWidget *remove = g_object_get_data (G_OBJECT (row), "remove");
  g_autofree char *label = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (!ADW_IS_COMBO_ROW (row))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), describe (self, recipient));
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "warning"), is_missing || !is_trusted (self, recipient));
  /* Translators: %s is a recipient of a mail */
  label = g_strdup_printf (_("Remove %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  spico_tooltip_set (remove, label);
}

static gboolean
are_shown (SpicoMailRecipients *self)
{
  if (self->rows->len != self->recipients->len)
    return FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      SpicoMailRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (get_recipient (row) != recipient || ADW_IS_COMBO_ROW (row) != has_choice (recipient))
        return FALSE;
    }

  return TRUE;
}

static void
show (SpicoMailRecipients *self)
{
  if (!are_shown (self))
    {
      for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->people, g_ptr_array_index (self->rows, i));
      g_ptr_array_set_size (self->rows, 0);
      for (guint i = 0; i < self->recipients->len; i++)
        {
          GtkWidget *row = make_row (self, g_ptr_array_index (self->recipients, i));

          adw_preferences_group_add (self->people, row);
          g_ptr_array_add (self->rows, row);
        }
    }
  for (guint i = 0; i < self->recipients->len; i++)
    show_recipient (self, g_ptr_array_index (self->rows, i), g_ptr_array_index (self->recipients, i));
}

/* ---- Recipients ---- */

static void
recipient_changed_cb (SpicoMailRecipients *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Takes the recipient. */
static void
add_recipient (SpicoMailRecipients *self,
               SpicoMailRecipient  *recipient)
{
  g_signal_connect_object (recipient, "changed", G_CALLBACK (recipient_changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->recipients, recipient);
}

static SpicoMailRecipient *
find_recipient (SpicoMailRecipients *self,
                SpicoPrincipal      *principal)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      SpicoMailRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (spico_mail_recipient_get_principal (recipient) == principal)
        return recipient;
    }

  return NULL;
}

static gboolean
is_chosen (SpicoMailRecipients *self,
           SpicoMailRecipient  *recipient)
{
  SpicoPrincipal *principal = spico_mail_recipient_get_principal (recipient);

  return principal == NULL || g_list_store_find (self->chosen, principal, NULL);
}

static void
chosen_cb (SpicoMailRecipients *self)
{
  for (guint i = self->recipients->len; i > 0; i--)
    {
      SpicoMailRecipient *recipient = g_ptr_array_index (self->recipients, i - 1);

      if (is_chosen (self, recipient))
        continue;
      g_signal_handlers_disconnect_by_data (recipient, self);
      g_ptr_array_remove_index (self->recipients, i - 1);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->chosen)); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);

      if (find_recipient (self, principal) == NULL)
        add_recipient (self, spico_mail_recipient_new (principal));
    }
  ask (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Addresses ---- */

static GStrv
list_unasked (SpicoMailRecipients *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; i < self->recipients->len && n < SPICO_CLIENT_MAX_ASKED; i++)
    {
      SpicoPrincipal *principal = spico_mail_recipient_get_principal (g_ptr_array_index (self->recipients, i));

      if (principal == NULL || g_hash_table_contains (self->asked, spico_principal_get_id (principal)))
        continue;
      g_strv_builder_add (builder, spico_principal_get_id (principal));
      n++;
    }

  return g_strv_builder_end (builder);
}

/* Whom the directory does not know any more has no address either. */
static void
take_answer (SpicoMailRecipients *self,
             GHashTable          *found,
             const char *const   *ids)
{
  static const char *const none[] = { NULL };

  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_add (self->asked, g_strdup (ids[i]));
  for (guint i = 0; i < self->recipients->len; i++)
    {
      SpicoMailRecipient *recipient = g_ptr_array_index (self->recipients, i);
      SpicoPrincipal *principal = spico_mail_recipient_get_principal (recipient);
      const char *const *addresses;

      if (principal == NULL || !g_strv_contains (ids, spico_principal_get_id (principal)))
        continue;
      addresses = g_hash_table_lookup (found, spico_principal_get_id (principal));
      spico_mail_recipient_set_choices (recipient, addresses != NULL ? addresses : none);
    }
}

static void
again_cb (gpointer user_data)
{
  SpicoMailRecipients *self = user_data;

  self->again_source = 0;
  ask (self);
}

typedef struct {
  SpicoMailRecipients *self;
  GStrv ids;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->self);
  g_strfreev (question->ids);
  g_free (question);
}

static DexFuture *
answered_cb (DexFuture *future,
             gpointer   data)
{
  Question *question = data;
  SpicoMailRecipients *self = question->self;
  const GValue *value = dex_future_get_value (future, NULL);

  self->is_asking = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (value != NULL)
    {
      take_answer (self, g_value_get_boxed (value), (const char *const *) question->ids);
      ask (self);
    }
  else if (self->again_source == 0)
    self->again_source = g_timeout_add_seconds_once (AGAIN_SECONDS, again_cb, self);

  return dex_future_new_true ();
}

static void
ask (SpicoMailRecipients *self)
{
  g_auto (GStrv) ids = NULL;
  Question *question;

  if (self->client == NULL || self->is_asking || spico_client_get_connection (self->client) != SPICO_CONNECTION_ONLINE)
    return;

  ids = list_unasked (self);
  if (ids[0] == NULL)
    return;

  self->is_asking = TRUE;
  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->ids = g_steal_pointer (&ids);
  dex_future_disown (dex_future_finally (spico_client_find_mssante_addresses (self->client, (const char *const *) question->ids), answered_cb, question, question_free));
}

/* ---- What is typed ---- */

static gboolean
has_address (SpicoMailRecipients *self,
             const char          *address)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      if (g_ascii_strcasecmp (spico_mail_recipient_get_address (g_ptr_array_index (self->recipients, i)), address) == 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
spico_mail_recipients_take_typed (SpicoMailRecipients *self)
{
  g_autofree char *address = NULL;

  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENTS (self), FALSE);

  address = g_strstrip (g_strdup (gtk_editable_get_text (self->typed)));
  if (*address == '\0')
    return TRUE;
  if (!spico_mail_address_is_valid (address))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->typed), "error");
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->typed), _("This is not an address"));
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->typed), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_widget_grab_focus (GTK_WIDGET (self->typed));
      return FALSE;
    }

  gtk_editable_set_text (self->typed, "");
  if (!has_address (self, address))
    add_recipient (self, spico_mail_recipient_new_typed (address));
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

static void
typed_applied_cb (SpicoMailRecipients *self)
{
  spico_mail_recipients_take_typed (self);
}

static void
typed_changed_cb (SpicoMailRecipients *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->typed), "error");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->typed), _("Other MSSanté address"));
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->typed), GTK_ACCESSIBLE_STATE_INVALID);
  if (!self->is_filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_clicked_cb (SpicoMailRecipients *self)
{
  g_signal_emit (self, signals[ADD], 0);
}

/* ---- Class ---- */

static void
spico_mail_recipients_dispose (GObject *object)
{
  SpicoMailRecipients *self = SPICO_MAIL_RECIPIENTS (object);

  g_clear_handle_id (&self->again_source, g_source_remove);
  g_clear_object (&self->client);
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  for (guint i = 0; i < self->recipients->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->recipients, i), self);
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->chosen);

  G_OBJECT_CLASS (spico_mail_recipients_parent_class)->dispose (object);
}

static void
spico_mail_recipients_finalize (GObject *object)
{
  SpicoMailRecipients *self = SPICO_MAIL_RECIPIENTS (object);

  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->asked);
  g_strfreev (self->domains);

  G_OBJECT_CLASS (spico_mail_recipients_parent_class)->finalize (object);
}

static void
spico_mail_recipients_class_init (SpicoMailRecipientsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_mail_recipients_dispose;
  object_class->finalize = spico_mail_recipients_finalize;

  signals[CHANGED] = g_signal_new_class_handler ("changed", SPICO_TYPE_MAIL_RECIPIENTS, G_SIGNAL_RUN_FIRST, G_CALLBACK (show), NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ADD] = g_signal_new ("add", SPICO_TYPE_MAIL_RECIPIENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mail-recipients.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMailRecipients, people);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailRecipients, add);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailRecipients, typed);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_changed_cb);
}

static void
spico_mail_recipients_init (SpicoMailRecipients *self)
{
  self->chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  self->recipients = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new ();
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->domains = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

void
spico_mail_recipients_set_client (SpicoMailRecipients *self,
                                  SpicoClient         *client)
{
  g_return_if_fail (SPICO_IS_MAIL_RECIPIENTS (self));

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);
}

void
spico_mail_recipients_set_domains (SpicoMailRecipients *self,
                                   const char *const   *domains)
{
  g_return_if_fail (SPICO_IS_MAIL_RECIPIENTS (self));

  g_strfreev (self->domains);
  self->domains = g_strdupv ((char **) domains);
  g_signal_emit (self, signals[CHANGED], 0);
}

GListStore *
spico_mail_recipients_get_chosen (SpicoMailRecipients *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENTS (self), NULL);

  return self->chosen;
}

GPtrArray *
spico_mail_recipients_list (SpicoMailRecipients *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENTS (self), NULL);

  return self->recipients;
}

GArray *
spico_mail_recipients_describe (SpicoMailRecipients *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (SpicoMailTo));

  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENTS (self), all);

  for (guint i = 0; i < self->recipients->len; i++)
    {
      SpicoMailRecipient *recipient = g_ptr_array_index (self->recipients, i);
      SpicoMailTo to = {
        .name = spico_mail_recipient_get_name (recipient),
        .address = spico_mail_recipient_get_address (recipient),
        .is_known = spico_mail_recipient_is_known (recipient),
        .is_trusted = is_trusted (self, recipient),
      };

      g_array_append_val (all, to);
    }

  return all;
}

const char *
spico_mail_recipients_get_typed (SpicoMailRecipients *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENTS (self), "");

  return gtk_editable_get_text (self->typed);
}

char *
spico_mail_recipients_to_text (SpicoMailRecipients *self)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENTS (self), NULL);

  for (guint i = 0; i < self->recipients->len; i++)
    g_strv_builder_take (lines, spico_mail_recipient_to_text (g_ptr_array_index (self->recipients, i)));
  all = g_strv_builder_end (lines);

  return g_strjoinv ("\n", all);
}

/* An address that was kept is known until the directory says otherwise. */
static void
add_line (SpicoMailRecipients *self,
          const char          *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", 2);
  const char *choices[] = { parts[0] != NULL ? parts[1] : NULL, NULL };
  g_autoptr (SpicoPrincipal) principal = NULL;

  if (choices[0] == NULL)
    return;
  if (*parts[0] == '\0')
    {
      if (spico_mail_address_is_valid (choices[0]) && !has_address (self, choices[0]))
        add_recipient (self, spico_mail_recipient_new_typed (choices[0]));
      return;
    }

  principal = spico_client_get_principal (self->client, parts[0]);
  if (g_list_store_find (self->chosen, principal, NULL))
    return;
  g_list_store_append (self->chosen, principal);
  if (spico_mail_address_is_valid (choices[0]))
    spico_mail_recipient_set_choices (find_recipient (self, principal), choices);
}

void
spico_mail_recipients_add_text (SpicoMailRecipients *self,
                                const char          *text,
                                const char          *typed)
{
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (SPICO_IS_MAIL_RECIPIENTS (self));

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (self, lines[i]);
  self->is_filling = TRUE;
  gtk_editable_set_text (self->typed, typed);
  self->is_filling = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
spico_mail_recipients_focus (SpicoMailRecipients *self)
{
  g_return_if_fail (SPICO_IS_MAIL_RECIPIENTS (self));

  gtk_widget_grab_focus (self->add);
}
