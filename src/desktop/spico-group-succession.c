/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-succession.h"

#include <glib/gi18n.h>

#include "spico-candidates-page.h"
#include "spico-cells.h"
#include "spico-client-error.h"
#include "spico-client-group-requests.h"
#include "spico-error-text.h"

struct _SpicoGroupSuccession {
  AdwActionRow parent_instance;

  /* Template widgets */
  GtkWidget *withdraw;
  GtkWidget *arrow;

  SpicoClient *client;
  char *account_id;
  SpicoFavouriteGroup *group;
  SpicoGroupRequest *request; /* what was last asked, if anything was */
  SpicoPrincipal *successor;  /* whom it names */
  SpicoPrincipal *chosen;     /* whom one is about to name */
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SpicoGroupSuccession, spico_group_succession, ADW_TYPE_ACTION_ROW)

static void read_request (SpicoGroupSuccession *self);

static gboolean
is_online (SpicoGroupSuccession *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

static gboolean
is_administrator (SpicoGroupSuccession *self)
{
  return spico_favourite_group_get_is_administrator (self->group);
}

static gboolean
is_waiting (SpicoGroupSuccession *self)
{
  return self->request != NULL && spico_group_request_get_status (self->request) == SPICO_GROUP_REQUEST_PENDING;
}

/* ---- What it says ---- */

static char *
describe_request (SpicoGroupSuccession *self)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local_usec (spico_group_request_get_at (self->request));
  g_autofree char *day = spico_cells_format_day (at);
  const char *name = spico_principal_get_name (self->successor);

  switch (spico_group_request_get_status (self->request))
    {
    case SPICO_GROUP_REQUEST_PENDING:
      /* Translators: the first is a day, the second a person or a structure */
      return g_strdup_printf (_("Asked on %1$s for %2$s. The operator of the region has not answered yet."), day, name);
    case SPICO_GROUP_REQUEST_REFUSED:
      /* Translators: the first is a day, the second a person or a structure */
      return g_strdup_printf (_("On %1$s the operator of the region did not give the group to %2$s. You may ask again."), day, name);
    case SPICO_GROUP_REQUEST_DONE:
    default:
      /* Translators: the first is a day, the second a person or a structure */
      return g_strdup_printf (_("Since %1$s %2$s administers the group."), day, name);
    }
}

static char *
describe (SpicoGroupSuccession *self)
{
  if (!is_online (self))
    return g_strdup (_("Off line, nothing can be asked of the operator."));
  if (self->request != NULL)
    return describe_request (self);

  return g_strdup (is_administrator (self) ? _("The operator of the region then gives them the group")
                                           : _("Where the administrator no longer uses Spico, the operator of the region can give it to you"));
}

/* Whoever has the group already asks for nothing. */
static gboolean
is_given (SpicoGroupSuccession *self)
{
  return self->request != NULL && spico_group_request_get_status (self->request) == SPICO_GROUP_REQUEST_DONE
         && g_str_equal (spico_group_request_get_successor_id (self->request), self->account_id);
}

/* The focus does not go with a button. */
static void
show_withdraw (SpicoGroupSuccession *self)
{
  gboolean is_of_use = is_online (self) && !self->is_busy && is_waiting (self);

  if (!is_of_use && gtk_widget_has_focus (self->withdraw))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (self->withdraw, is_waiting (self));
  gtk_widget_set_sensitive (self->withdraw, is_of_use);
}

static void
update (SpicoGroupSuccession *self)
{
  g_autofree char *text = describe (self);
  gboolean can_ask = is_online (self) && !self->is_busy && !is_waiting (self) && !is_given (self) && !spico_favourite_group_get_is_waiting (self->group);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), is_administrator (self) ? _("Leaving? Name a Successor") : _("Ask to Administer the Group"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), can_ask);
  gtk_widget_set_visible (self->arrow, can_ask);
  show_withdraw (self);
}

/* ---- What is asked ---- */

static void
toast (SpicoGroupSuccession *self,
       const char           *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "groups.toast", "s", text);
}

static DexFuture *
done_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoGroupSuccession *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) == NULL)
    toast (self, g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID) ? _("The group, or its members, have changed meanwhile") : spico_error_text (error));
  read_request (self);

  return dex_future_new_true ();
}

/* Takes the future. */
static void
await (SpicoGroupSuccession *self,
       DexFuture            *future)
{
  self->is_busy = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (future, done_cb, g_object_ref (self), g_object_unref));
}

static void
answered_cb (SpicoGroupSuccession *self,
             const char           *response)
{
  g_autoptr (SpicoPrincipal) chosen = g_steal_pointer (&self->chosen);

  if (g_str_equal (response, "ask") && chosen != NULL && self->client != NULL)
    await (self, spico_client_request_administrator (self->client, self->account_id, spico_favourite_group_get_id (self->group), spico_principal_get_id (chosen)));
}

static void
confirm (SpicoGroupSuccession *self,
         SpicoPrincipal       *successor,
         const char           *heading,
         const char           *body)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  g_set_object (&self->chosen, successor);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "ask", C_("operator", "Ask"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "ask", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "ask");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
chosen_cb (SpicoGroupSuccession *self,
           SpicoPrincipal       *successor)
{
  const char *name = spico_principal_get_name (successor);
  /* Translators: %s is a person or a structure */
  g_autofree char *body = g_strdup_printf (_("The operator of the region is asked to give the group to %s. Nothing changes before they have answered."), name);

  confirm (self, successor, _("Name This Successor?"), body);
}

static gboolean
can_succeed (gpointer member,
             gpointer user_data)
{
  SpicoGroupSuccession *self = user_data;

  return spico_principal_has_account (member) && g_strcmp0 (spico_principal_get_id (member), self->account_id) != 0;
}

static void
choose_successor (SpicoGroupSuccession *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (can_succeed, g_object_ref (self), g_object_unref));
  g_autoptr (GtkFilterListModel) members = gtk_filter_list_model_new (g_object_ref (spico_favourite_group_get_members (self->group)), filter);
  GtkWidget *page;

  if (g_list_model_get_n_items (G_LIST_MODEL (members)) == 0)
    {
      toast (self, _("No other member of the group has an account: add somebody in “Members” first"));
      return;
    }

  page = spico_candidates_page_new (_("Successor"), G_LIST_MODEL (members));
  g_signal_connect_object (page, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (page));
}

static void
ask_for_oneself (SpicoGroupSuccession *self)
{
  g_autoptr (SpicoPrincipal) own = spico_client_get_principal (self->client, self->account_id);
  /* Translators: %s is a person or a structure */
  g_autofree char *body = g_strdup_printf (_("The operator of the region is asked to give the group to %s. Whoever administers it now goes on doing so."), spico_principal_get_name (own));

  confirm (self, own, _("Administer This Group?"), body);
}

static void
activated_cb (SpicoGroupSuccession *self)
{
  if (is_administrator (self))
    choose_successor (self);
  else
    ask_for_oneself (self);
}

static void
withdraw_cb (SpicoGroupSuccession *self)
{
  if (is_waiting (self))
    await (self, spico_client_withdraw_group_request (self->client, self->account_id, spico_group_request_get_id (self->request)));
}

/* ---- What was asked ---- */

static void
take_request (SpicoGroupSuccession *self,
              SpicoGroupRequest    *request)
{
  if (self->successor != NULL)
    g_signal_handlers_disconnect_by_data (self->successor, self);
  g_clear_object (&self->successor);
  g_set_object (&self->request, request);
  if (request == NULL)
    return;

  self->successor = spico_client_get_principal (self->client, spico_group_request_get_successor_id (request));
  g_signal_connect_object (self->successor, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static DexFuture *
read_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoGroupSuccession *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autoptr (SpicoGroupRequest) request = NULL;

  if (self->client == NULL || value == NULL)
    return dex_future_new_true ();

  request = g_list_model_get_item (g_value_get_object (value), 0);
  take_request (self, request);
  update (self);

  return dex_future_new_true ();
}

/* Without a connection nothing is known: it is read when there is one again. */
static void
read_request (SpicoGroupSuccession *self)
{
  update (self);
  if (is_online (self) && !spico_favourite_group_get_is_waiting (self->group))
    dex_future_disown (dex_future_finally (spico_client_list_group_requests (self->client, self->account_id, spico_favourite_group_get_id (self->group)), read_cb,
                                           g_object_ref (self), g_object_unref));
}

/* The operator answers meanwhile: while one looks, or before one comes back to see. */
static void
mapped_cb (SpicoGroupSuccession *self)
{
  if (self->client != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_request (self);
}

/* ---- Class ---- */

static void
drop_group (SpicoGroupSuccession *self)
{
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  if (self->successor != NULL)
    g_signal_handlers_disconnect_by_data (self->successor, self);
  g_clear_object (&self->chosen);
  g_clear_object (&self->successor);
  g_clear_object (&self->request);
  g_clear_object (&self->group);
  g_clear_object (&self->client);
}

static void
spico_group_succession_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_GROUP_SUCCESSION);
  drop_group (SPICO_GROUP_SUCCESSION (object));

  G_OBJECT_CLASS (spico_group_succession_parent_class)->dispose (object);
}

static void
spico_group_succession_finalize (GObject *object)
{
  g_free (SPICO_GROUP_SUCCESSION (object)->account_id);

  G_OBJECT_CLASS (spico_group_succession_parent_class)->finalize (object);
}

static void
spico_group_succession_class_init (SpicoGroupSuccessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_group_succession_dispose;
  object_class->finalize = spico_group_succession_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-group-succession.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSuccession, withdraw);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSuccession, arrow);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_cb);
}

static void
spico_group_succession_init (SpicoGroupSuccession *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
}

void
spico_group_succession_set_group (SpicoGroupSuccession *self,
                                  SpicoClient          *client,
                                  const char           *account_id,
                                  SpicoFavouriteGroup  *group)
{
  g_return_if_fail (SPICO_IS_GROUP_SUCCESSION (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_FAVOURITE_GROUP (group));

  drop_group (self);
  self->client = g_object_ref (client);
  self->group = g_object_ref (group);
  g_set_str (&self->account_id, account_id);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (read_request), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "group-requests-changed", G_CALLBACK (mapped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify::is-administrator", G_CALLBACK (read_request), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify::is-waiting", G_CALLBACK (read_request), self, G_CONNECT_SWAPPED);
  read_request (self);
}
