/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-groups-administered.h"

#include <glib/gi18n.h>

#include "spico-cells.h"
#include "spico-client-contact.h"
#include "spico-error-text.h"
#include "spico-gradual-rows.h"
#include "spico-kept-groups.h"
#include "spico-mail-actions.h"
#include "spico-thread-text.h"
#include "spico-tooltip.h"

#define NAME_WIDTH 130

struct _SpicoGroupsAdministered {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoKeptGroups *kept;
  GtkStack *stack;
  AdwStatusPage *locked_page;
  GtkColumnView *view;

  /* Borrowed from the view */
  GtkColumnViewColumn *created_column;
  GtkColumnViewColumn *active_column;

  SpicoClient *client;
  char *account_id;
  SpicoList *list;
  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (SpicoGroupsAdministered, spico_groups_administered, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

enum {
  EDIT,
  DELETED,
  RESUME,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- Cells ---- */

static GtkWidget *
make_name (gpointer owner)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = spico_cells_make_long_text ();
  GtkWidget *draft = gtk_label_new (_("To be saved"));

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (draft), 0);
  gtk_widget_add_css_class (draft, "caption");
  gtk_widget_add_css_class (draft, "warning");
  gtk_widget_set_tooltip_text (draft, _("What was typed of this group is not saved yet: edit it to look at it"));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), draft);

  return box;
}

static void
show_name (GtkWidget *box,
           gpointer   group,
           gpointer   owner)
{
  GtkWidget *name = gtk_widget_get_first_child (box);

  gtk_label_set_label (GTK_LABEL (name), spico_favourite_group_get_name (group));
  spico_tooltip_set (name, spico_favourite_group_get_name (group));
  gtk_widget_set_visible (gtk_widget_get_last_child (box), spico_favourite_group_get_has_draft (group));
}

static char *
created_text (gpointer group)
{
  return spico_cells_format_day (spico_favourite_group_get_created_at (group));
}

static char *
active_text (gpointer group)
{
  return spico_cells_format_yes_no (spico_favourite_group_get_is_active (group));
}

static void
edit_clicked_cb (SpicoGroupsAdministered *self,
                 GtkWidget               *button)
{
  g_signal_emit (self, signals[EDIT], 0, spico_cells_get_item (button));
}

static void
mail_clicked_cb (SpicoGroupsAdministered *self,
                 GtkWidget               *button)
{
  spico_mail_write_to (GTK_WIDGET (self), spico_cells_get_item (button));
}

static DexFuture *
destroyed_cb (DexFuture *future,
              gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    gtk_widget_activate_action (user_data, "groups.toast", "s", spico_error_text (error));

  return dex_future_new_true ();
}

static void
delete_answered_cb (SpicoGroupsAdministered *self,
                    const char              *response,
                    AdwAlertDialog          *dialog)
{
  const char *group_id = g_object_get_data (G_OBJECT (dialog), "group");

  if (!g_str_equal (response, "delete"))
    return;

  g_signal_emit (self, signals[DELETED], 0, group_id);
  dex_future_disown (dex_future_finally (spico_client_destroy_group (self->client, g_object_get_data (G_OBJECT (dialog), "account"), group_id), destroyed_cb, g_object_ref (self),
                                         g_object_unref));
}

/* It cannot be undone, and others may use it. */
static void
delete_clicked_cb (SpicoGroupsAdministered *self,
                   GtkWidget               *button)
{
  SpicoFavouriteGroup *group = spico_cells_get_item (button);
  AdwDialog *dialog = adw_alert_dialog_new (_("Delete the Group?"), NULL);

  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                /* Translators: %s is the name of a group of favourites */
                                _("“%s” will be deleted for everyone who uses it. Conversations that were started with it stay as they are."), spico_favourite_group_get_name (group));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "delete", _("Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "group", g_strdup (spico_favourite_group_get_id (group)), g_free);
  g_object_set_data_full (G_OBJECT (dialog), "account", g_strdup (spico_favourite_group_get_account_id (group)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
make_button (SpicoGroupsAdministered *self,
             const char              *icon_name,
             const char              *tooltip,
             GCallback                clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
make_actions (gpointer owner)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), make_button (owner, "mail-send-symbolic", _("Send a Mail"), G_CALLBACK (mail_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_button (owner, "document-edit-symbolic", _("Edit"), G_CALLBACK (edit_clicked_cb)));
  gtk_box_append (GTK_BOX (box), make_button (owner, "user-trash-symbolic", _("Delete"), G_CALLBACK (delete_clicked_cb)));

  return box;
}

/* A screen reader hears which group a button is about. */
static void
show_actions (GtkWidget *box,
              gpointer   group,
              gpointer   owner)
{
  gtk_widget_set_sensitive (gtk_widget_get_first_child (box), spico_mail_can_write_to (group));
  for (GtkWidget *button = gtk_widget_get_first_child (box); button != NULL; button = gtk_widget_get_next_sibling (button))
    {
      g_autofree char *label = g_strdup_printf ("%s %s", gtk_widget_get_tooltip_text (button), spico_favourite_group_get_name (group));

      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

static void
add_columns (SpicoGroupsAdministered *self)
{
  spico_cells_give_room (spico_cells_add (self->view, _("Group name"), make_name, show_name, self), NAME_WIDTH);
  self->created_column = spico_cells_add_text (self->view, _("Creation date"), created_text, NULL);
  self->active_column = spico_cells_add_text (self->view, C_("group", "Active"), active_text, NULL);
  spico_cells_add (self->view, _("Actions"), make_actions, show_actions, self);
}

/* ---- The list ---- */

/* Of a delegated account, before the server is reached (F030). */
static gboolean
is_locked (SpicoGroupsAdministered *self)
{
  return spico_client_is_locked (self->client, spico_client_find_account (self->client, self->account_id));
}

static void
show_locked (SpicoGroupsAdministered *self)
{
  g_autofree char *text = spico_text_locked_account (spico_client_get_contact_hours (self->client));

  adw_status_page_set_description (self->locked_page, text);
  gtk_stack_set_visible_child_name (self->stack, "locked");
}

static void
update (SpicoGroupsAdministered *self)
{
  const char *page = "empty";

  if (is_locked (self))
    {
      show_locked (self);
      return;
    }

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    page = "list";
  else if (spico_list_is_loading (self->list))
    page = "loading";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
activated_cb (SpicoGroupsAdministered *self,
              guint                    position)
{
  g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  g_signal_emit (self, signals[EDIT], 0, group);
}

static void
resume_cb (SpicoGroupsAdministered *self,
           SpicoKept               *kept)
{
  g_signal_emit (self, signals[RESUME], 0, kept);
}

static void
set_compact (SpicoGroupsAdministered *self,
             gboolean                 is_compact)
{
  if (self->is_compact == is_compact)
    return;

  self->is_compact = is_compact;
  gtk_column_view_column_set_visible (self->created_column, !is_compact);
  gtk_column_view_column_set_visible (self->active_column, !is_compact);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
spico_groups_administered_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, SPICO_GROUPS_ADMINISTERED (object)->is_compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_groups_administered_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPACT:
      set_compact (SPICO_GROUPS_ADMINISTERED (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_groups_administered_dispose (GObject *object)
{
  SpicoGroupsAdministered *self = SPICO_GROUPS_ADMINISTERED (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUPS_ADMINISTERED);
  g_clear_object (&self->list);
  g_clear_object (&self->client);
  g_clear_pointer (&self->account_id, g_free);

  G_OBJECT_CLASS (spico_groups_administered_parent_class)->dispose (object);
}

static void
spico_groups_administered_class_init (SpicoGroupsAdministeredClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_groups_administered_get_property;
  object_class->set_property = spico_groups_administered_set_property;
  object_class->dispose = spico_groups_administered_dispose;

  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_FAVOURITE_GROUP);
  signals[DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  signals[RESUME] = g_signal_new ("resume", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_KEPT);

  g_type_ensure (SPICO_TYPE_KEPT_GROUPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-groups-administered.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsAdministered, kept);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsAdministered, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsAdministered, locked_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsAdministered, view);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
spico_groups_administered_init (SpicoGroupsAdministered *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_columns (self);
}

/**
 * spico_groups_administered_set_source:
 * @account_id: whose groups; set once
 */
void
spico_groups_administered_set_source (SpicoGroupsAdministered *self,
                                      SpicoClient             *client,
                                      const char              *account_id)
{
  g_return_if_fail (SPICO_IS_GROUPS_ADMINISTERED (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->list = spico_client_list_groups (client, account_id, SPICO_GROUP_LIST_ADMINISTERED);
  spico_kept_groups_set_source (self->kept, client, account_id);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  spico_gradual_rows_fill_table (self->view, G_LIST_MODEL (self->list));
  update (self);
}

/** spico_groups_administered_get_groups: Returns: (transfer none): its list, of #SpicoFavouriteGroup */
GListModel *
spico_groups_administered_get_groups (SpicoGroupsAdministered *self)
{
  g_return_val_if_fail (SPICO_IS_GROUPS_ADMINISTERED (self), NULL);

  return G_LIST_MODEL (self->list);
}
