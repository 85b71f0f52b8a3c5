/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-desktop-settings.h"

#define MINUTES_OF_DAY (24 * 60)
/* Nobody's quiet begins at four minutes past. */
#define STEP 30

struct _SpicoDesktopSettings {
  AdwPreferencesGroup parent_instance;

  /* Template widgets */
  AdwSwitchRow *messages;
  AdwSwitchRow *overdue;
  AdwSwitchRow *delegations;
  AdwSwitchRow *groups;
  AdwSwitchRow *announcements;
  AdwSwitchRow *quiet;
  AdwComboRow *from;
  AdwComboRow *to;
  AdwSwitchRow *urgent;
  AdwSwitchRow *background;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (SpicoDesktopSettings, spico_desktop_settings, ADW_TYPE_PREFERENCES_GROUP)

/* The times that a list offers, from midnight on. */
static GListModel *
list_times (void)
{
  GtkStringList *times = gtk_string_list_new (NULL);

  for (guint minute = 0; minute < MINUTES_OF_DAY; minute += STEP)
    gtk_string_list_take (times, g_strdup_printf ("%02u:%02u", minute / 60, minute % 60));

  return G_LIST_MODEL (times);
}

static gboolean
minute_to_position (GValue   *value,
                    GVariant *variant,
                    gpointer  data)
{
  g_value_set_uint (value, (guint) g_variant_get_int32 (variant) / STEP);

  return TRUE;
}

static GVariant *
position_to_minute (const GValue       *value,
                    const GVariantType *type,
                    gpointer            data)
{
  guint position = g_value_get_uint (value);

  return position < MINUTES_OF_DAY / STEP ? g_variant_new_int32 ((gint32) (position * STEP)) : NULL;
}

static void
bind_time (SpicoDesktopSettings *self,
           AdwComboRow          *row,
           const char           *key)
{
  g_autoptr (GListModel) times = list_times ();

  adw_combo_row_set_model (row, times);
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, minute_to_position, position_to_minute, NULL, NULL);
}

static void
spico_desktop_settings_dispose (GObject *object)
{
  SpicoDesktopSettings *self = SPICO_DESKTOP_SETTINGS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_DESKTOP_SETTINGS);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (spico_desktop_settings_parent_class)->dispose (object);
}

static void
spico_desktop_settings_class_init (SpicoDesktopSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_desktop_settings_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-desktop-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, messages);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, overdue);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, delegations);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, groups);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, announcements);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, quiet);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, from);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, to);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, urgent);
  gtk_widget_class_bind_template_child (widget_class, SpicoDesktopSettings, background);
}

static void
spico_desktop_settings_init (SpicoDesktopSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_settings_new (SPICO_APPLICATION_ID);
  g_settings_bind (self->settings, "notify-messages", self->messages, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notify-overdue", self->overdue, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notify-delegations", self->delegations, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notify-groups", self->groups, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "notify-announcements", self->announcements, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "quiet-hours", self->quiet, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "urgent-in-quiet-hours", self->urgent, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "run-in-background", self->background, "active", G_SETTINGS_BIND_DEFAULT);
  bind_time (self, self->from, "quiet-from");
  bind_time (self, self->to, "quiet-to");
}
