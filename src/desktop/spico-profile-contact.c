/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile-contact.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-error-text.h"

/* After the last key. */
#define SAVE_AFTER_MS 500

struct _SpicoProfileContact {
  AdwPreferencesGroup parent_instance;

  /* Template widgets */
  AdwActionRow *current;
  AdwPreferencesRow *remove;
  GtkEditable *address;
  GtkWidget *apply_address;
  AdwActionRow *pending;
  GtkEditable *code;
  GtkWidget *apply_code;
  GtkWidget *resend;
  GtkWidget *give_up;
  GtkEditable *telephone;
  GtkWidget *apply_telephone;
  GtkLabel *hint;

  SpicoClient *client;
  char *account_id;
  SpicoAccountProfile *profile;
  char *fault;
  guint save_source;
  gboolean is_busy;
  gboolean is_showing;
  gboolean is_telephone_typed;
};

G_DEFINE_FINAL_TYPE (SpicoProfileContact, spico_profile_contact, ADW_TYPE_PREFERENCES_GROUP)

/* ---- What stands there ---- */

static const char *
get (SpicoProfileContact *self,
     const char          *property)
{
  return spico_account_profile_get_string (self->profile, property);
}

static gboolean
is_online (SpicoProfileContact *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

static gboolean
is_code_over (SpicoProfileContact *self)
{
  gint64 expires_at = spico_account_profile_get_code_expires_at (self->profile);

  return spico_account_profile_get_attempts_left (self->profile) == 0 || (expires_at > 0 && expires_at <= g_get_real_time ());
}

static char *
describe_current (SpicoProfileContact *self)
{
  const char *address = spico_account_profile_get_address (self->profile);

  if (!spico_account_profile_is_known (self->profile))
    return g_strdup (_("Not known yet"));
  if (*address == '\0')
    return g_strdup (_("None: nothing can be mailed"));
  if (*get (self, "mail") == '\0')
    /* Translators: %s is a mail address */
    return g_strdup_printf (_("%s, from the directory"), address);

  return g_strdup (address);
}

static char *
describe_pending (SpicoProfileContact *self)
{
  guint n = spico_account_profile_get_attempts_left (self->profile);

  if (g_str_equal (get (self, "pendingStatus"), "failed"))
    return g_strdup (_("The mail could not be delivered. Check the address."));
  if (is_code_over (self))
    return g_strdup (_("The code no longer counts. Ask for another."));
  if (g_str_equal (get (self, "pendingStatus"), "queued"))
    return g_strdup (_("A code is being mailed to this address."));

  return g_strdup_printf (ngettext ("A code was mailed to this address. It counts for half an hour; %u attempt is left.", "A code was mailed to this address. It counts for half an hour; %u attempts are left.", n), n);
}

static void
show_text (SpicoProfileContact *self,
           GtkEditable         *row,
           const char          *text)
{
  self->is_showing = TRUE;
  if (!g_str_equal (gtk_editable_get_text (row), text))
    gtk_editable_set_text (row, text);
  self->is_showing = FALSE;
}

static void
show_hint (SpicoProfileContact *self)
{
  const char *text = self->fault;

  if (!is_online (self))
    text = _("Off line, what is typed here is kept, and can be sent when the connection is back.");
  gtk_label_set_label (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static gboolean
is_like_an_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && strchr (at, '.') != NULL;
}

static void
update_buttons (SpicoProfileContact *self)
{
  gboolean can_send = is_online (self) && !self->is_busy && spico_account_profile_is_known (self->profile);

  gtk_widget_set_sensitive (self->apply_address, can_send && is_like_an_address (gtk_editable_get_text (self->address)));
  gtk_widget_set_sensitive (self->apply_code, can_send && *gtk_editable_get_text (self->code) != '\0');
  gtk_widget_set_sensitive (self->apply_telephone, can_send && self->is_telephone_typed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove), can_send);
  gtk_widget_set_sensitive (self->resend, can_send);
  gtk_widget_set_sensitive (self->give_up, can_send);
  show_hint (self);
}

static void
update (SpicoProfileContact *self)
{
  g_autofree char *current = describe_current (self);
  g_autofree char *pending = describe_pending (self);
  gboolean is_pending = *get (self, "pendingMail") != '\0';
  gboolean has_code = is_pending && !g_str_equal (get (self, "pendingStatus"), "failed") && !is_code_over (self);

  adw_action_row_set_subtitle (self->current, current);
  gtk_widget_set_visible (GTK_WIDGET (self->remove), *get (self, "mail") != '\0');
  adw_preferences_row_set_title (self->remove, *get (self, "registerMail") != '\0' ? _("Return to the Address of the Directory") : _("No Longer Use This Address"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pending), get (self, "pendingMail"));
  adw_action_row_set_subtitle (self->pending, pending);
  gtk_widget_set_visible (GTK_WIDGET (self->pending), is_pending);
  gtk_widget_set_visible (GTK_WIDGET (self->code), has_code);
  gtk_widget_set_visible (self->resend, is_pending);
  gtk_widget_set_visible (self->give_up, is_pending);
  if (!self->is_telephone_typed)
    show_text (self, self->telephone, get (self, "telephone"));
  update_buttons (self);
}

/* ---- What is typed ---- */

static void
save_typed (SpicoProfileContact *self)
{
  g_autofree char *text = g_strjoin ("\n", gtk_editable_get_text (self->address), self->is_telephone_typed ? gtk_editable_get_text (self->telephone) : NULL, NULL);

  g_clear_handle_id (&self->save_source, g_source_remove);
  dex_future_disown (spico_client_save_typed_profile (self->client, self->account_id, text));
}

static gboolean
save_cb (gpointer user_data)
{
  SpicoProfileContact *self = user_data;

  self->save_source = 0;
  save_typed (self);

  return G_SOURCE_REMOVE;
}

static void
edited (SpicoProfileContact *self)
{
  g_clear_pointer (&self->fault, g_free);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_AFTER_MS, save_cb, self);
  update_buttons (self);
}

static void
address_edited_cb (SpicoProfileContact *self)
{
  if (self->client != NULL && !self->is_showing)
    edited (self);
}

static void
telephone_edited_cb (SpicoProfileContact *self)
{
  if (self->client == NULL || self->is_showing)
    return;

  self->is_telephone_typed = !g_str_equal (gtk_editable_get_text (self->telephone), get (self, "telephone"));
  edited (self);
}

/* A code is of no use to anybody later: it is not kept. */
static void
code_edited_cb (SpicoProfileContact *self)
{
  if (self->client == NULL || self->is_showing)
    return;

  g_clear_pointer (&self->fault, g_free);
  update_buttons (self);
}

/* Where the person has not begun to type meanwhile. */
static DexFuture *
typed_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoProfileContact *self = user_data;
  const char *text = g_value_get_string (dex_future_get_value (future, NULL));
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", 2) : NULL;

  if (self->client == NULL || lines == NULL || lines[0] == NULL)
    return dex_future_new_true ();

  if (*gtk_editable_get_text (self->address) == '\0')
    show_text (self, self->address, lines[0]);
  if (lines[1] != NULL && !self->is_telephone_typed)
    {
      self->is_telephone_typed = TRUE;
      show_text (self, self->telephone, lines[1]);
    }
  update_buttons (self);

  return dex_future_new_true ();
}

/* ---- What is sent ---- */

typedef struct {
  SpicoProfileContact *self;
  char *property;
  char *text;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->self);
  g_free (change->property);
  g_free (change->text);
  g_free (change);
}

static const char *
say_why (const Change *change,
         const GError *error)
{
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_FORBIDDEN))
    return _("This region sends no mail.");
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT))
    return _("Too many codes were asked for today. Try again tomorrow.");
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    return g_str_equal (change->property, "telephone") ? _("A telephone number has digits, spaces, and + . - ( ).") : _("This address is not accepted. Check how it is written.");

  return spico_error_text (error);
}

/* What was sent is no longer typed, unless it is another by now. */
static void
forget_typed (SpicoProfileContact *self,
              const Change        *change)
{
  if (g_str_equal (change->property, "pendingMail") && g_str_equal (gtk_editable_get_text (self->address), change->text))
    show_text (self, self->address, "");
  if (g_str_equal (change->property, "telephone") && g_str_equal (gtk_editable_get_text (self->telephone), change->text))
    self->is_telephone_typed = FALSE;
  save_typed (self);
}

/* Returns: (transfer full): what is under way from now on */
static Change *
begin (SpicoProfileContact *self,
       const char          *property,
       const char          *text)
{
  Change *change = g_new0 (Change, 1);

  change->self = g_object_ref (self);
  change->property = g_strdup (property);
  change->text = g_strdup (text);
  self->is_busy = TRUE;
  g_clear_pointer (&self->fault, g_free);
  update_buttons (self);

  return change;
}

static void
end (SpicoProfileContact *self,
     const char          *fault)
{
  g_set_str (&self->fault, fault);
  self->is_busy = FALSE;
  update_buttons (self);
}

static DexFuture *
changed_cb (DexFuture *future,
            gpointer   user_data)
{
  Change *change = user_data;
  SpicoProfileContact *self = change->self;
  g_autoptr (GError) error = NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    forget_typed (self, change);
  end (self, error != NULL ? say_why (change, error) : NULL);

  return dex_future_new_true ();
}

static void
set (SpicoProfileContact *self,
     const char          *property,
     const char          *text)
{
  Change *change = begin (self, property, text);

  dex_future_disown (dex_future_finally (spico_client_set_profile_text (self->client, self->account_id, property, change->text), changed_cb, change, change_free));
}

static void
address_applied_cb (SpicoProfileContact *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->address)));

  if (!gtk_widget_get_sensitive (self->apply_address))
    return;
  show_text (self, self->address, text);
  set (self, "pendingMail", text);
}

static void
telephone_applied_cb (SpicoProfileContact *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->telephone)));

  if (!gtk_widget_get_sensitive (self->apply_telephone))
    return;
  show_text (self, self->telephone, text);
  set (self, "telephone", text);
}

static DexFuture *
tried_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoProfileContact *self = ((Change *) user_data)->self;
  g_autoptr (GError) error = NULL;
  const GValue *is_proved = dex_future_get_value (future, &error);

  if (self->client == NULL)
    return dex_future_new_true ();

  if (is_proved != NULL)
    show_text (self, self->code, "");
  if (error != NULL)
    end (self, spico_error_text (error));
  else
    end (self, g_value_get_boolean (is_proved) ? NULL : _("This is not the code that was mailed."));

  return dex_future_new_true ();
}

static void
code_applied_cb (SpicoProfileContact *self)
{
  Change *change;

  if (!gtk_widget_get_sensitive (self->apply_code))
    return;

  change = begin (self, "code", gtk_editable_get_text (self->code));
  dex_future_disown (dex_future_finally (spico_client_try_profile_code (self->client, self->account_id, change->text), tried_cb, change, change_free));
}

static void
resend_cb (SpicoProfileContact *self)
{
  set (self, "pendingMail", get (self, "pendingMail"));
}

static void
give_up_cb (SpicoProfileContact *self)
{
  set (self, "pendingMail", "");
}

static void
remove_cb (SpicoProfileContact *self)
{
  set (self, "mail", "");
}

/* ---- Class ---- */

static void
spico_profile_contact_dispose (GObject *object)
{
  SpicoProfileContact *self = SPICO_PROFILE_CONTACT (object);

  if (self->client != NULL)
    {
      if (self->save_source != 0)
        save_typed (self);
      g_signal_handlers_disconnect_by_data (self->client, self);
      g_signal_handlers_disconnect_by_data (self->profile, self);
    }
  g_clear_object (&self->client);
  g_clear_object (&self->profile);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_PROFILE_CONTACT);

  G_OBJECT_CLASS (spico_profile_contact_parent_class)->dispose (object);
}

static void
spico_profile_contact_finalize (GObject *object)
{
  SpicoProfileContact *self = SPICO_PROFILE_CONTACT (object);

  g_free (self->account_id);
  g_free (self->fault);

  G_OBJECT_CLASS (spico_profile_contact_parent_class)->finalize (object);
}

static void
spico_profile_contact_class_init (SpicoProfileContactClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_profile_contact_dispose;
  object_class->finalize = spico_profile_contact_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-profile-contact.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, current);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, remove);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, address);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, apply_address);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, pending);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, code);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, apply_code);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, resend);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, give_up);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, telephone);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, apply_telephone);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileContact, hint);
  gtk_widget_class_bind_template_callback (widget_class, address_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, telephone_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, telephone_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, resend_cb);
  gtk_widget_class_bind_template_callback (widget_class, give_up_cb);
}

static void
spico_profile_contact_init (SpicoProfileContact *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->current), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->pending), FALSE);
}

void
spico_profile_contact_set_client (SpicoProfileContact *self,
                                  SpicoClient         *client,
                                  const char          *account_id)
{
  g_return_if_fail (SPICO_IS_PROFILE_CONTACT (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (account_id != NULL && self->client == NULL);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->profile = spico_client_get_account_profile (client, account_id);
  g_signal_connect_object (self->profile, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  dex_future_disown (dex_future_then (spico_client_load_typed_profile (client, account_id), typed_cb, g_object_ref (self), g_object_unref));
}
