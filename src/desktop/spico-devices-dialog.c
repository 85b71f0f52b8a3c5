/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-devices-dialog.h"

#include <glib/gi18n.h>

#include "spico-day.h"
#include "spico-device-text.h"
#include "spico-error-text.h"

#define NAME_MAX_LENGTH 100

struct _SpicoDevicesDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkWidget *refresh;
  AdwBanner *banner;
  GtkStack *stack;
  AdwPreferencesGroup *devices;

  SpicoClient *client;
  gulong connection_handler;
  GPtrArray *rows;
  gboolean is_reading;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SpicoDevicesDialog, spico_devices_dialog, ADW_TYPE_DIALOG)

static void read_devices (SpicoDevicesDialog *self);

static gboolean
is_online (SpicoDevicesDialog *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

/* The first look waits, or says why there is none; afterwards what was read stays. */
static void
update (SpicoDevicesDialog *self)
{
  gboolean can_act = is_online (self) && !self->is_busy;

  gtk_widget_set_sensitive (self->refresh, is_online (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "devices.rename", can_act);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "devices.erase", can_act);
  if (self->rows->len == 0)
    gtk_stack_set_visible_child_name (self->stack, is_online (self) ? "loading" : "offline");
}

static void
show_fault (SpicoDevicesDialog *self,
            const char         *text)
{
  if (text != NULL)
    adw_banner_set_title (self->banner, text);
  gtk_widget_set_visible (GTK_WIDGET (self->banner), text != NULL);
}

/* The row that one came from may be another one now, or have no button any more: the keys would go nowhere. */
static void
keep_focus (SpicoDevicesDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root != NULL && (focus == NULL || !gtk_widget_get_mapped (focus)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
present_alert (SpicoDevicesDialog *self,
               AdwDialog          *alert)
{
  g_signal_connect_object (alert, "closed", G_CALLBACK (keep_focus), self, G_CONNECT_SWAPPED);
  adw_dialog_present (alert, GTK_WIDGET (self));
}

static void
connection_cb (SpicoDevicesDialog *self)
{
  show_fault (self, is_online (self) || self->rows->len == 0 ? NULL : _("Off line, devices can be neither renamed nor signed out"));
  update (self);
  if (is_online (self))
    read_devices (self);
}

/* ---- What is done to one ---- */

static DexFuture *
changed_cb (DexFuture *future,
            gpointer   user_data)
{
  SpicoDevicesDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (self->client == NULL)
    return NULL;

  show_fault (self, dex_future_get_value (future, &error) == NULL ? spico_error_text (error) : NULL);
  update (self);
  read_devices (self);

  return NULL;
}

static void
follow (SpicoDevicesDialog *self,
        DexFuture          *future)
{
  self->is_busy = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (future, changed_cb, g_object_ref (self), g_object_unref));
}

static void
erase_response_cb (AdwAlertDialog *alert,
                   const char     *response,
                   gpointer        user_data)
{
  SpicoDevicesDialog *self = user_data;

  if (self->client != NULL && g_str_equal (response, "erase"))
    follow (self, spico_client_erase_device (self->client, g_object_get_data (G_OBJECT (alert), "device")));
}

static void
erase_activated_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  SpicoDevicesDialog *self = SPICO_DEVICES_DIALOG (widget);
  const char *id;
  const char *name;
  g_autofree char *short_name = NULL;
  g_autofree char *body = NULL;
  AdwDialog *alert;

  g_variant_get (parameter, "(&s&s)", &id, &name);
  short_name = spico_device_shorten_name (name);
  /* Translators: %s is a device */
  body = g_strdup_printf (_("What “%s” has not sent yet will be lost, and so will its drafts. If it is off line, it erases what it keeps as soon as it reaches the server."), short_name);
  alert = adw_alert_dialog_new (_("Sign Out and Erase?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _("Cancel"), "erase", _("Sign Out and Erase"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_object_set_data_full (G_OBJECT (alert), "device", g_strdup (id), g_free);
  g_signal_connect_object (alert, "response", G_CALLBACK (erase_response_cb), self, 0);
  present_alert (self, alert);
}

static void
rename_response_cb (AdwAlertDialog *alert,
                    const char     *response,
                    gpointer        user_data)
{
  SpicoDevicesDialog *self = user_data;
  const char *name = gtk_editable_get_text (GTK_EDITABLE (adw_alert_dialog_get_extra_child (alert)));
  g_autoptr (GSettings) settings = NULL;

  if (self->client == NULL || !g_str_equal (response, "rename"))
    return;

  /* This one is called so at the next sign-in too. */
  if (g_object_get_data (G_OBJECT (alert), "is-current") != NULL)
    {
      settings = g_settings_new (SPICO_APPLICATION_ID);
      g_settings_set_string (settings, "device-name", name);
    }
  follow (self, spico_client_rename_device (self->client, g_object_get_data (G_OBJECT (alert), "device"), name));
}

static void
rename_activated_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SpicoDevicesDialog *self = SPICO_DEVICES_DIALOG (widget);
  GtkWidget *entry = gtk_entry_new ();
  const char *id;
  const char *name;
  gboolean is_current;
  AdwDialog *alert = adw_alert_dialog_new (_("Rename the Device"), _("You alone see this name."));

  g_variant_get (parameter, "(&s&sb)", &id, &name, &is_current);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_entry_set_max_length (GTK_ENTRY (entry), NAME_MAX_LENGTH);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the device"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (alert), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _("Cancel"), "rename", _("Rename"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "rename", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "rename");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_object_set_data_full (G_OBJECT (alert), "device", g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (alert), "is-current", GINT_TO_POINTER (is_current));
  g_signal_connect_object (alert, "response", G_CALLBACK (rename_response_cb), self, 0);
  present_alert (self, alert);
  gtk_widget_grab_focus (entry);
}

/* ---- The list ---- */

/* @target: (transfer floating): what the action is told. */
static void
add_button (GtkWidget  *row,
            const char *icon_name,
            const char *label,
            const char *action,
            GVariant   *target)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_buttons (GtkWidget   *row,
             SpicoDevice *device)
{
  const char *id = spico_device_get_id (device);
  const char *name = spico_device_format_name (device);
  gboolean is_current = spico_device_is_current (device);
  /* Translators: %s is a device */
  g_autofree char *rename = g_strdup_printf (_("Rename “%s”"), name);
  /* Translators: %s is a device */
  g_autofree char *erase = g_strdup_printf (_("Sign Out and Erase “%s”"), name);

  add_button (row, "document-edit-symbolic", rename, "devices.rename", g_variant_new ("(ssb)", id, spico_device_get_name (device), is_current));
  if (!is_current)
    add_button (row, "user-trash-symbolic", erase, "devices.erase", g_variant_new ("(ss)", id, name));
}

static void
add_device (SpicoDevicesDialog *self,
            SpicoDevice        *device)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autofree char *state = spico_device_format_state (device, now);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("computer-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), spico_device_format_name (device));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (!spico_device_must_erase (device))
    add_buttons (row, device);
  adw_preferences_group_add (self->devices, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_devices (SpicoDevicesDialog *self,
              GListModel         *devices)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->devices, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr (SpicoDevice) device = g_list_model_get_item (devices, i);

      add_device (self, device);
    }
  gtk_stack_set_visible_child_name (self->stack, "list");
  keep_focus (self);
}

static DexFuture *
devices_read_cb (DexFuture *future,
                 gpointer   user_data)
{
  SpicoDevicesDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->is_reading = FALSE;
  if (self->client == NULL)
    return NULL;

  if (value != NULL)
    show_devices (self, g_value_get_object (value));
  else
    show_fault (self, spico_error_text (error));
  update (self);

  return NULL;
}

static void
read_devices (SpicoDevicesDialog *self)
{
  if (self->is_reading || spico_client_get_person (self->client) == NULL)
    return;

  self->is_reading = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (spico_client_list_devices (self->client), devices_read_cb, g_object_ref (self), g_object_unref));
}

static void
refresh_cb (SpicoDevicesDialog *self)
{
  show_fault (self, NULL);
  read_devices (self);
}

/* ---- Class ---- */

static void
spico_devices_dialog_dispose (GObject *object)
{
  SpicoDevicesDialog *self = SPICO_DEVICES_DIALOG (object);

  if (self->client != NULL)
    g_clear_signal_handler (&self->connection_handler, self->client);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_DEVICES_DIALOG);

  G_OBJECT_CLASS (spico_devices_dialog_parent_class)->dispose (object);
}

static void
spico_devices_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_DEVICES_DIALOG (object)->rows);

  G_OBJECT_CLASS (spico_devices_dialog_parent_class)->finalize (object);
}

static void
spico_devices_dialog_class_init (SpicoDevicesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_devices_dialog_dispose;
  object_class->finalize = spico_devices_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-devices-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoDevicesDialog, refresh);
  gtk_widget_class_bind_template_child (widget_class, SpicoDevicesDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoDevicesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoDevicesDialog, devices);
  gtk_widget_class_bind_template_callback (widget_class, refresh_cb);
  gtk_widget_class_install_action (widget_class, "devices.rename", "(ssb)", rename_activated_cb);
  gtk_widget_class_install_action (widget_class, "devices.erase", "(ss)", erase_activated_cb);
}

static void
spico_devices_dialog_init (SpicoDevicesDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_devices_dialog_new (SpicoClient *client)
{
  SpicoDevicesDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_DEVICES_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->connection_handler = g_signal_connect_swapped (client, "notify::connection", G_CALLBACK (connection_cb), self);
  connection_cb (self);

  return ADW_DIALOG (self);
}
