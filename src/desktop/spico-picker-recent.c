/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-picker-recent.h"

struct _SpicoPickerRecent {
  AdwBin parent_instance;

  GtkListBox *searches;

  SpicoList *list;
};

G_DEFINE_FINAL_TYPE (SpicoPickerRecent, spico_picker_recent, ADW_TYPE_BIN)

enum {
  PROP_IS_EMPTY = 1,
  N_PROPS
};

enum {
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
items_changed_cb (SpicoPickerRecent *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_EMPTY]);
}

static void
row_activated_cb (SpicoPickerRecent *self,
                  GtkListBoxRow     *row)
{
  g_autoptr (SpicoSearchTerm) term = g_list_model_get_item (G_LIST_MODEL (self->list), (guint) gtk_list_box_row_get_index (row));

  g_signal_emit (self, signals[ACTIVATED], 0, spico_search_term_get_text (term));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_bind_property (item, "text", row, "title", G_BINDING_SYNC_CREATE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("document-open-recent-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static void
spico_picker_recent_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_IS_EMPTY:
      g_value_set_boolean (value, spico_picker_recent_is_empty (SPICO_PICKER_RECENT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_picker_recent_dispose (GObject *object)
{
  SpicoPickerRecent *self = SPICO_PICKER_RECENT (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PICKER_RECENT);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (spico_picker_recent_parent_class)->dispose (object);
}

static void
spico_picker_recent_class_init (SpicoPickerRecentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_picker_recent_get_property;
  object_class->dispose = spico_picker_recent_dispose;

  properties[PROP_IS_EMPTY] = g_param_spec_boolean ("is-empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-picker-recent.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRecent, searches);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
spico_picker_recent_init (SpicoPickerRecent *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_picker_recent_set_client (SpicoPickerRecent *self,
                                SpicoClient       *client)
{
  g_return_if_fail (SPICO_IS_PICKER_RECENT (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->list == NULL);

  self->list = spico_client_list_recent_searches (client);
  gtk_list_box_bind_model (self->searches, G_LIST_MODEL (self->list), create_row, NULL, NULL);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

gboolean
spico_picker_recent_is_empty (SpicoPickerRecent *self)
{
  g_return_val_if_fail (SPICO_IS_PICKER_RECENT (self), TRUE);

  return self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
}
