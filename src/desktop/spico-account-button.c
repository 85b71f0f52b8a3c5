/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-account-button.h"

#include "spico-account-row.h"
#include "spico-avatar.h"

struct _SpicoAccountButton {
  AdwBin parent_instance;

  /* Template widgets */
  GtkMenuButton *button;
  SpicoAvatar *avatar;
  GtkLabel *label;
  GtkLabel *badge;
  GtkPopover *popover;
  GtkListBox *list;

  char *title;
  gboolean shows_count;
  GListModel *accounts;
  SpicoAccount *selected;
  GSignalGroup *selected_signals;
};

G_DEFINE_FINAL_TYPE (SpicoAccountButton, spico_account_button, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_TITLE,
  PROP_ACCOUNTS,
  PROP_SELECTED,
  PROP_SHOWS_COUNT,
  N_PROPS
};

enum {
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_button (SpicoAccountButton *self)
{
  const char *name = self->selected != NULL ? spico_account_get_name (self->selected) : "";
  guint n_unread = self->selected != NULL ? spico_account_get_unread_count (self->selected) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n_unread);
  g_autofree char *label = NULL;

  spico_avatar_set_name (self->avatar, name);
  spico_avatar_set_is_structure (self->avatar, self->selected != NULL && !spico_account_is_personal (self->selected));
  gtk_label_set_label (self->label, name);
  gtk_label_set_label (self->badge, count);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), n_unread > 0 && self->shows_count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name[0] != '\0' ? name : NULL);

  label = g_strdup_printf ("%s %s", self->title != NULL ? self->title : "", name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_checks (SpicoAccountButton *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      SpicoAccountRow *account_row = SPICO_ACCOUNT_ROW (gtk_list_box_row_get_child (row));

      spico_account_row_set_checked (account_row, spico_account_row_get_account (account_row) == self->selected);
    }
}

static void
account_notify_cb (SpicoAccount *account,
                   GParamSpec   *pspec,
                   GtkWidget    *row)
{
  g_autofree char *label = spico_account_row_format (account);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  SpicoAccountButton *self = user_data;
  GtkWidget *account_row = spico_account_row_new (item);
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", account_row, NULL);

  spico_account_row_set_checked (SPICO_ACCOUNT_ROW (account_row), item == self->selected);
  g_signal_connect_object (item, "notify", G_CALLBACK (account_notify_cb), row, 0);
  account_notify_cb (item, NULL, row);

  return row;
}

static void
row_activated_cb (SpicoAccountButton *self,
                  GtkListBoxRow      *row)
{
  SpicoAccountRow *account_row = SPICO_ACCOUNT_ROW (gtk_list_box_row_get_child (row));
  g_autoptr (SpicoAccount) account = g_object_ref (spico_account_row_get_account (account_row));

  gtk_popover_popdown (self->popover);
  if (account == self->selected)
    return;

  spico_account_button_set_selected (self, account);
  g_signal_emit (self, signals[CHOSEN], 0, account);
}

static void
spico_account_button_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SpicoAccountButton *self = SPICO_ACCOUNT_BUTTON (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_SHOWS_COUNT:
      g_value_set_boolean (value, self->shows_count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_account_button_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SpicoAccountButton *self = SPICO_ACCOUNT_BUTTON (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      if (g_set_str (&self->title, g_value_get_string (value)))
        {
          update_button (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_ACCOUNTS:
      spico_account_button_set_accounts (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      spico_account_button_set_selected (self, g_value_get_object (value));
      break;
    case PROP_SHOWS_COUNT:
      self->shows_count = g_value_get_boolean (value);
      update_button (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_account_button_dispose (GObject *object)
{
  SpicoAccountButton *self = SPICO_ACCOUNT_BUTTON (object);

  g_clear_object (&self->selected_signals);
  g_clear_object (&self->accounts);
  g_clear_object (&self->selected);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_ACCOUNT_BUTTON);

  G_OBJECT_CLASS (spico_account_button_parent_class)->dispose (object);
}

static void
spico_account_button_finalize (GObject *object)
{
  g_free (SPICO_ACCOUNT_BUTTON (object)->title);

  G_OBJECT_CLASS (spico_account_button_parent_class)->finalize (object);
}

static void
spico_account_button_class_init (SpicoAccountButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = spico_account_button_get_property;
  object_class->set_property = spico_account_button_set_property;
  object_class->dispose = spico_account_button_dispose;
  object_class->finalize = spico_account_button_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ACCOUNTS] = g_param_spec_object ("accounts", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, SPICO_TYPE_ACCOUNT, flags);
  properties[PROP_SHOWS_COUNT] = g_param_spec_boolean ("shows-count", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", SPICO_TYPE_ACCOUNT_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_ACCOUNT);

  g_type_ensure (SPICO_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-account-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountButton, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountButton, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountButton, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountButton, badge);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountButton, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
spico_account_button_init (SpicoAccountButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->selected_signals = g_signal_group_new (SPICO_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->selected_signals, "notify", G_CALLBACK (update_button), self);
}

void
spico_account_button_set_accounts (SpicoAccountButton *self,
                                   GListModel         *accounts)
{
  g_return_if_fail (SPICO_IS_ACCOUNT_BUTTON (self));

  if (!g_set_object (&self->accounts, accounts))
    return;

  gtk_list_box_bind_model (self->list, accounts, create_row, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNTS]);
}

SpicoAccount *
spico_account_button_get_selected (SpicoAccountButton *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT_BUTTON (self), NULL);

  return self->selected;
}

void
spico_account_button_set_selected (SpicoAccountButton *self,
                                   SpicoAccount       *account)
{
  g_return_if_fail (SPICO_IS_ACCOUNT_BUTTON (self));
  g_return_if_fail (account == NULL || SPICO_IS_ACCOUNT (account));

  if (!g_set_object (&self->selected, account))
    return;

  g_signal_group_set_target (self->selected_signals, account);
  update_button (self);
  update_checks (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
