/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sharing.h"

#include <glib/gi18n.h>

#include "spico-acting.h"
#include "spico-candidates-page.h"
#include "spico-cells.h"
#include "spico-client-error.h"
#include "spico-error-text.h"
#include "spico-gradual-rows.h"
#include "spico-group-sheet-page.h"
#include "spico-group-succession.h"
#include "spico-tooltip.h"

#define NAME_WIDTH 140
#define STATUS_WIDTH 110

struct _SpicoGroupSharing {
  AdwBin parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *options;
  AdwActionRow *public_row;
  AdwToggleGroup *public_toggles;
  GtkWidget *sheet;
  SpicoGroupSuccession *succession;
  GtkWidget *table;
  GtkColumnView *view;
  GtkWidget *share;
  GtkLabel *hint;

  SpicoClient *client;
  char *account_id;
  SpicoFavouriteGroup *group;
  SpicoList *shares;
  GtkFilterListModel *unshared;
  GtkFilter *unshared_filter;
  char *region_name;
  gboolean is_public;
  gboolean is_busy;
  gboolean is_lost;
  /* The share that is being changed, and whether it gives up the role of administrator. */
  SpicoGroupShare *asked;
  gboolean is_leaving;
};

G_DEFINE_FINAL_TYPE (SpicoGroupSharing, spico_group_sharing, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_PUBLIC,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_online (SpicoGroupSharing *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

/* ---- Public or private ---- */

static char *
format_advice (SpicoGroupSharing *self)
{
  if (self->region_name == NULL)
    return g_strdup (_("We recommend keeping the default “Public: No”: sharing it in public would add this group to the dashboard of ALL the users of the region."));
  /* Translators: %s is the name of a region */
  return g_strdup_printf (_("We recommend keeping the default “Public: No”: sharing it in public would add this group to the dashboard of ALL the users of the region %s."), self->region_name);
}

static void
show_advice (SpicoGroupSharing *self)
{
  g_autofree char *advice = format_advice (self);
  g_autofree char *text = g_strdup_printf ("%s %s", _("Sharing sends the group to one or more recipients who could use it too."), advice);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_group_set_description (self->options, markup);
}

static void
show_public (SpicoGroupSharing *self)
{
  adw_action_row_set_subtitle (self->public_row, self->is_public ? _("Every user of the region sees the group and may use it")
                                                               : _("Only you and those with whom you share the group see it"));
}

static void
take_is_public (SpicoGroupSharing *self,
                gboolean           is_public)
{
  if (self->is_public != is_public)
    {
      self->is_public = is_public;
      show_public (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_PUBLIC]);
    }
  adw_toggle_group_set_active_name (self->public_toggles, is_public ? "yes" : "no");
}

static void
publish_answered_cb (SpicoGroupSharing *self,
                     const char        *response)
{
  take_is_public (self, g_str_equal (response, "publish"));
}

static void
ask_about_public (SpicoGroupSharing *self)
{
  g_autofree char *advice = format_advice (self);
  AdwDialog *dialog = adw_alert_dialog_new (_("Make the Group Public?"), advice);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Keep It Private"), "publish", _("Make It Public"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "publish", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (publish_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
public_toggled_cb (SpicoGroupSharing *self)
{
  gboolean is_public = g_strcmp0 (adw_toggle_group_get_active_name (self->public_toggles), "yes") == 0;

  if (is_public == self->is_public)
    return;
  if (is_public)
    ask_about_public (self);
  else
    take_is_public (self, FALSE);
}

/* ---- Sharing ---- */

static guint
count_administrators (SpicoGroupSharing *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shares)); i++)
    {
      g_autoptr (SpicoGroupShare) share = g_list_model_get_item (G_LIST_MODEL (self->shares), i);

      n += spico_group_share_get_is_administrator (share);
    }

  return n;
}

static void
update (SpicoGroupSharing *self)
{
  const char *why = NULL;
  gboolean has_shares = self->shares != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->shares)) > 0;
  gboolean has_candidates = self->unshared != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->unshared)) > 0;

  if (self->client == NULL)
    return;

  /* Of several administrators, one leaves by giving up the role. */
  gtk_widget_set_visible (GTK_WIDGET (self->succession), has_shares && !self->is_lost && count_administrators (self) < 2);
  if (self->is_lost)
    why = _("You no longer administer this group.");
  else if (self->group == NULL || spico_favourite_group_get_is_waiting (self->group))
    why = is_online (self) ? _("Save the group first: it can be shared with its members then.") : _("The group can be shared once the server knows it.");
  else if (!is_online (self))
    why = _("Off line, sharing cannot be changed.");
  else if (!has_candidates)
    why = _("The group is shared with all its members. To share it with somebody else, add them in “Members” first.");
  gtk_label_set_label (self->hint, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), why != NULL);
  gtk_widget_set_sensitive (self->share, why == NULL && !self->is_busy);
  gtk_widget_set_sensitive (self->sheet, self->group != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->public_toggles), !self->is_lost);
  gtk_widget_set_visible (self->table, has_shares && !self->is_lost);
  gtk_widget_set_sensitive (self->table, is_online (self) && !self->is_busy);
}

/* The last administrator stays until somebody else has the role (F047). */
static void
explain_last (SpicoGroupSharing *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("An Administrator Is Needed"),
                                            _("Share the group with one of its members, then give them the role once they have accepted: you can leave it after that. If you leave Spico, name a successor instead."));

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("I Understand"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Somebody else was first: the other administrator left, or the one who is to have the role no longer uses the group. */
static void
tell_failure (SpicoGroupSharing *self,
              SpicoGroupShare   *asked,
              const GError      *error)
{
  gboolean is_refused = g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID);

  if (is_refused && self->is_leaving)
    explain_last (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "groups.toast", "s",
                                is_refused && asked != NULL ? _("Who has not accepted yet cannot be an administrator") : spico_error_text (error));
}

static DexFuture *
done_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoGroupSharing *self = user_data;
  g_autoptr (SpicoGroupShare) asked = g_steal_pointer (&self->asked);
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (dex_future_get_value (future, &error) == NULL)
    {
      tell_failure (self, asked, error);
      /* What was pressed is shown as it is. */
      if (asked != NULL)
        g_object_notify (G_OBJECT (asked), "is-administrator");
    }
  update (self);

  return dex_future_new_true ();
}

/* Takes the future of what is being told to the server.
 * @share: (nullable): what it changes */
static void
await (SpicoGroupSharing *self,
       DexFuture         *future,
       SpicoGroupShare   *share,
       gboolean           is_leaving)
{
  g_set_object (&self->asked, share);
  self->is_leaving = is_leaving;
  self->is_busy = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (future, done_cb, g_object_ref (self), g_object_unref));
}

static void
candidate_chosen_cb (SpicoGroupSharing *self,
                     SpicoPrincipal    *member)
{
  if (self->group != NULL)
    await (self, spico_client_share_group (self->client, self->account_id, spico_favourite_group_get_id (self->group), spico_principal_get_id (member)), NULL, FALSE);
}

static void
share_clicked_cb (SpicoGroupSharing *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  GtkWidget *page = spico_candidates_page_new (_("Share with…"), G_LIST_MODEL (self->unshared));

  g_signal_connect_object (page, "chosen", G_CALLBACK (candidate_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (page));
}

/* ---- The sheet for partners ---- */

/* Of the group as it is saved: what is being typed is nobody's name yet. */
static void
sheet_cb (SpicoGroupSharing *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (spico_group_sheet_page_new (self->client, self->account_id, self->group)));
}

/* ---- Cells ---- */

static gpointer
get_principal (gpointer share)
{
  return spico_group_share_get_principal (share);
}

static char *
name_text (gpointer share)
{
  return g_strdup (spico_principal_get_name (get_principal (share)));
}

static char *
shared_text (gpointer share)
{
  return spico_cells_format_day (spico_group_share_get_shared_at (share));
}

static gpointer
get_accepted_by (gpointer share)
{
  return spico_group_share_get_accepted_by (share);
}

/* What a delegate accepted has both names (F022). */
static char *
status_text (gpointer share)
{
  SpicoPrincipal *person = get_accepted_by (share);
  g_autofree char *both = NULL;

  if (!spico_group_share_get_is_accepted (share))
    return g_strdup (C_("share", "Pending"));
  if (person == NULL || person == get_principal (share) || *spico_principal_get_name (person) == '\0')
    return g_strdup (C_("share", "Accepted"));

  both = spico_acting_text (spico_principal_get_name (person), spico_principal_get_name (get_principal (share)));
  return g_strjoin ("\n", C_("share", "Accepted"), both, NULL);
}

static gboolean
keep_last (SpicoGroupSharing *self)
{
  if (count_administrators (self) > 1)
    return FALSE;

  explain_last (self);
  return TRUE;
}

static void
administrator_toggled_cb (SpicoGroupSharing *self,
                          GParamSpec        *pspec,
                          AdwToggleGroup    *toggles)
{
  SpicoGroupShare *share = spico_cells_get_item (GTK_WIDGET (toggles));
  gboolean is_administrator = g_strcmp0 (adw_toggle_group_get_active_name (toggles), "yes") == 0;

  if (share == NULL || is_administrator == spico_group_share_get_is_administrator (share))
    return;

  if (!is_administrator && keep_last (self))
    adw_toggle_group_set_active_name (toggles, "yes");
  else
    await (self, spico_client_set_group_administrator (self->client, self->account_id, spico_group_share_get_id (share), is_administrator), share, !is_administrator);
}

static GtkWidget *
make_administrator (gpointer owner)
{
  GtkWidget *toggles = adw_toggle_group_new ();
  const char *const names[] = { "yes", "no" };
  const char *const labels[] = { _("Yes"), _("No") };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AdwToggle *toggle = adw_toggle_new ();

      adw_toggle_set_name (toggle, names[i]);
      adw_toggle_set_label (toggle, labels[i]);
      adw_toggle_group_add (ADW_TOGGLE_GROUP (toggles), toggle);
    }
  gtk_widget_set_halign (toggles, GTK_ALIGN_START);
  gtk_widget_set_valign (toggles, GTK_ALIGN_CENTER);
  g_signal_connect_object (toggles, "notify::active-name", G_CALLBACK (administrator_toggled_cb), owner, G_CONNECT_SWAPPED);

  return toggles;
}

/* Who is « En attente » cannot be one (F046). */
static void
show_administrator (GtkWidget *toggles,
                    gpointer   share,
                    gpointer   owner)
{
  gboolean is_administrator = spico_group_share_get_is_administrator (share);
  /* Translators: %s is a person or a structure */
  g_autofree char *label = g_strdup_printf (_("Administrator: %s"), spico_principal_get_name (get_principal (share)));

  g_signal_handlers_block_by_func (toggles, administrator_toggled_cb, owner);
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (toggles), is_administrator ? "yes" : "no");
  g_signal_handlers_unblock_by_func (toggles, administrator_toggled_cb, owner);
  gtk_widget_set_sensitive (toggles, is_administrator || spico_group_share_get_is_accepted (share));
  gtk_widget_set_tooltip_text (toggles, gtk_widget_get_sensitive (toggles) ? NULL : _("Who has not accepted yet cannot be an administrator"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggles), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
withdraw_clicked_cb (SpicoGroupSharing *self,
                     GtkWidget         *button)
{
  SpicoGroupShare *share = spico_cells_get_item (button);

  if (share == NULL || (spico_group_share_get_is_administrator (share) && keep_last (self)))
    return;

  await (self, spico_client_withdraw_group_share (self->client, self->account_id, spico_group_share_get_id (share)), share, spico_group_share_get_is_administrator (share));
}

static GtkWidget *
make_actions (gpointer owner)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (withdraw_clicked_cb), owner, G_CONNECT_SWAPPED);

  return button;
}

static void
show_actions (GtkWidget *button,
              gpointer   share,
              gpointer   owner)
{
  /* Translators: %s is a person or a structure */
  g_autofree char *label = g_strdup_printf (_("Stop sharing with %s"), spico_principal_get_name (get_principal (share)));

  spico_tooltip_set (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
add_columns (SpicoGroupSharing *self)
{
  GtkColumnViewColumn *status;

  spico_cells_give_room (spico_cells_add_text (self->view, _("Name"), name_text, get_principal), NAME_WIDTH);
  spico_cells_add_text (self->view, _("Sharing date"), shared_text, NULL);
  status = spico_cells_add_text (self->view, _("Acceptance status"), status_text, get_principal);
  spico_cells_follow (status, get_accepted_by);
  spico_cells_give_room (status, STATUS_WIDTH);
  spico_cells_add (self->view, _("Administrator"), make_administrator, show_administrator, self);
  spico_cells_add (self->view, _("Actions"), make_actions, show_actions, self);
}

/* ---- Class ---- */

static gboolean
is_unshared (gpointer member,
             gpointer user_data)
{
  SpicoGroupSharing *self = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shares)); i++)
    {
      g_autoptr (SpicoGroupShare) share = g_list_model_get_item (G_LIST_MODEL (self->shares), i);

      if (get_principal (share) == member)
        return FALSE;
    }

  return g_strcmp0 (spico_principal_get_id (member), self->account_id) != 0;
}

static void
shares_changed_cb (SpicoGroupSharing *self)
{
  gtk_filter_changed (self->unshared_filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
drop_group (SpicoGroupSharing *self)
{
  if (self->shares != NULL)
    g_signal_handlers_disconnect_by_data (self->shares, self);
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  if (self->unshared != NULL)
    g_signal_handlers_disconnect_by_data (self->unshared, self);
  g_clear_object (&self->unshared);
  g_clear_object (&self->unshared_filter);
  g_clear_object (&self->shares);
  g_clear_object (&self->group);
}

static void
spico_group_sharing_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_IS_PUBLIC:
      g_value_set_boolean (value, SPICO_GROUP_SHARING (object)->is_public);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_group_sharing_dispose (GObject *object)
{
  SpicoGroupSharing *self = SPICO_GROUP_SHARING (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUP_SHARING);
  drop_group (self);
  g_clear_object (&self->asked);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_group_sharing_parent_class)->dispose (object);
}

static void
spico_group_sharing_finalize (GObject *object)
{
  SpicoGroupSharing *self = SPICO_GROUP_SHARING (object);

  g_free (self->account_id);
  g_free (self->region_name);

  G_OBJECT_CLASS (spico_group_sharing_parent_class)->finalize (object);
}

static void
spico_group_sharing_class_init (SpicoGroupSharingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_group_sharing_get_property;
  object_class->dispose = spico_group_sharing_dispose;
  object_class->finalize = spico_group_sharing_finalize;

  properties[PROP_IS_PUBLIC] = g_param_spec_boolean ("is-public", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SPICO_TYPE_GROUP_SUCCESSION);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-group-sharing.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, options);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, public_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, public_toggles);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, sheet);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, succession);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, table);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, view);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, share);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSharing, hint);
  gtk_widget_class_bind_template_callback (widget_class, public_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, share_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sheet_cb);
}

static void
spico_group_sharing_init (SpicoGroupSharing *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_toggle_group_set_active_name (self->public_toggles, "no");
  show_public (self);
  add_columns (self);
}

static DexFuture *
region_loaded_cb (DexFuture *future,
                  gpointer   user_data)
{
  SpicoGroupSharing *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL)
    g_set_str (&self->region_name, g_value_get_string (value));
  if (self->client != NULL)
    show_advice (self);

  return dex_future_new_true ();
}

/** spico_group_sharing_set_client: set once */
void
spico_group_sharing_set_client (SpicoGroupSharing *self,
                                SpicoClient       *client,
                                const char        *account_id)
{
  g_return_if_fail (SPICO_IS_GROUP_SHARING (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  dex_future_disown (dex_future_finally (spico_client_load_region_name (client), region_loaded_cb, g_object_ref (self), g_object_unref));
  show_advice (self);
  update (self);
}

/** spico_group_sharing_set_group: @group: (nullable): the group as it is in the store, with its members there */
void
spico_group_sharing_set_group (SpicoGroupSharing   *self,
                               SpicoFavouriteGroup *group)
{
  g_return_if_fail (SPICO_IS_GROUP_SHARING (self));

  if (self->group == group)
    return;

  drop_group (self);
  if (group == NULL)
    {
      update (self);
      return;
    }
  self->group = g_object_ref (group);
  self->shares = spico_client_list_group_shares (self->client, self->account_id, spico_favourite_group_get_id (group));
  self->unshared_filter = GTK_FILTER (gtk_custom_filter_new (is_unshared, self, NULL));
  self->unshared = gtk_filter_list_model_new (g_object_ref (spico_favourite_group_get_members (group)), g_object_ref (self->unshared_filter));
  g_signal_connect_object (self->shares, "items-changed", G_CALLBACK (shares_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unshared, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify::is-waiting", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  spico_gradual_rows_fill_table (self->view, G_LIST_MODEL (self->shares));
  spico_group_succession_set_group (self->succession, self->client, self->account_id, group);
  update (self);
}

gboolean
spico_group_sharing_get_is_public (SpicoGroupSharing *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARING (self), FALSE);

  return self->is_public;
}

void
spico_group_sharing_set_is_public (SpicoGroupSharing *self,
                                   gboolean           is_public)
{
  g_return_if_fail (SPICO_IS_GROUP_SHARING (self));

  take_is_public (self, is_public);
}

void
spico_group_sharing_set_is_administered (SpicoGroupSharing *self,
                                         gboolean           is_administered)
{
  g_return_if_fail (SPICO_IS_GROUP_SHARING (self));

  self->is_lost = !is_administered;
  update (self);
}
