/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-groups-received.h"

#include <glib/gi18n.h>

#include "spico-acting.h"
#include "spico-cells.h"
#include "spico-client-contact.h"
#include "spico-error-text.h"
#include "spico-gradual-rows.h"
#include "spico-group-filter.h"
#include "spico-thread-text.h"
#include "spico-tooltip.h"

#define NAME_WIDTH 120
#define CREATOR_WIDTH 140
/* What one agrees to is said in a whole sentence, in two lines. */
#define ACTIONS_WIDTH 190
/* Whoever becomes an administrator, or steps down, has the group in one list before the other: both are read after a change, one after the other. */
#define LISTS_AGREE_MS 300
/* In its first frame a dialog finds its layout, and gives the focus to its first button. */
#define SETTLED_FRAMES 2

struct _SpicoGroupsReceived {
  AdwBin parent_instance;

  /* Template widgets */
  AdwToggleGroup *access;
  AdwToggleGroup *sharing;
  GtkEditable *search;
  GtkLabel *hint;
  GtkStack *stack;
  AdwStatusPage *locked_page;
  GtkColumnView *view;

  /* Borrowed from the view */
  GPtrArray *details;
  GtkColumnViewColumn *created;
  GtkSliceListModel *rows;

  SpicoClient *client;
  char *account_id;
  GListModel *administered;
  SpicoList *received;
  SpicoPublicGroups *public_groups;
  GListStore *parts;
  GtkFilter *newcomer_filter;
  GtkFilter *filter;
  GtkFilterListModel *newcomers;
  GtkFilterListModel *shown;
  /* Those that the account has, by id; and of those that it had a moment ago, so that one that goes is told of. Not one that was deleted here. */
  GHashTable *own;
  GHashTable *gone;
  GHashTable *deleted;
  guint gone_source;
  /* A group whose row is to be shown once it is there. */
  char *wanted_id;
  guint wanted_tick;
  guint wanted_frames;
  gboolean is_compact;
  gboolean is_tight;
  gboolean is_filter_changed;
};

G_DEFINE_FINAL_TYPE (SpicoGroupsReceived, spico_groups_received, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_COMPACT,
  PROP_TIGHT,
  N_PROPS
};

enum {
  OPEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- Cells ---- */

static char *
name_text (gpointer group)
{
  return g_strdup (spico_favourite_group_get_name (group));
}

static char *
access_text (gpointer group)
{
  return g_strdup (spico_favourite_group_get_is_public (group) ? C_("group", "Public") : C_("group", "Private"));
}

static gpointer
get_creator (gpointer group)
{
  return spico_favourite_group_get_creator (group);
}

static gpointer
get_creator_person (gpointer group)
{
  return spico_favourite_group_get_creator_person (group);
}

/* First name and name; a structure has a name alone. */
static char *
full_name (SpicoPrincipal *principal)
{
  const char *given_name = spico_principal_get_given_name (principal);

  return *given_name != '\0' ? g_strjoin (" ", given_name, spico_principal_get_family_name (principal), NULL) : g_strdup (spico_principal_get_name (principal));
}

/* Who made it for a structure is named with it (F022). */
static char *
creator_text (gpointer group)
{
  SpicoPrincipal *creator = get_creator (group);
  SpicoPrincipal *person = get_creator_person (group);
  g_autofree char *account = creator != NULL ? full_name (creator) : g_strdup ("");
  g_autofree char *actor = person != NULL && person != creator ? full_name (person) : g_strdup ("");

  return spico_acting_text (actor, account);
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

static char *
accepted_text (gpointer group)
{
  return spico_cells_format_day (spico_favourite_group_get_is_accepted (group) ? spico_favourite_group_get_accepted_at (group) : NULL);
}

/* ---- Using a group ---- */

static DexFuture *
answered_cb (DexFuture *future,
             gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    gtk_widget_activate_action (user_data, "groups.toast", "s", spico_error_text (error));

  return dex_future_new_true ();
}

static gboolean
is_own (SpicoGroupsReceived *self,
        SpicoFavouriteGroup *group)
{
  return g_hash_table_contains (self->own, spico_favourite_group_get_id (group));
}

static void
answer (SpicoGroupsReceived *self,
        SpicoFavouriteGroup *group,
        gboolean             is_accepted)
{
  dex_future_disown (dex_future_finally (spico_client_accept_group (self->client, self->account_id, spico_favourite_group_get_id (group), is_accepted), answered_cb, g_object_ref (self), g_object_unref));
}

static void
answer_clicked_cb (SpicoGroupsReceived *self,
                   GtkWidget           *button)
{
  SpicoFavouriteGroup *group = spico_cells_get_item (button);

  if (group == NULL)
    return;

  if (!is_own (self, group))
    spico_public_groups_accept (self->public_groups, group);
  else
    answer (self, group, !spico_favourite_group_get_is_accepted (group));
}

static void
decline_clicked_cb (SpicoGroupsReceived *self,
                    GtkWidget           *button)
{
  SpicoFavouriteGroup *group = spico_cells_get_item (button);

  if (group != NULL)
    answer (self, group, FALSE);
}

static GtkWidget *
make_act (gpointer  owner,
          GCallback clicked)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (button, "spico-act");
  gtk_button_set_child (GTK_BUTTON (button), label);
  g_signal_connect_object (button, "clicked", clicked, owner, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
make_actions (gpointer owner)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *state = gtk_image_new ();
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_hexpand (acts, TRUE);
  gtk_widget_set_valign (acts, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (state), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_box_append (GTK_BOX (acts), make_act (owner, G_CALLBACK (answer_clicked_cb)));
  gtk_box_append (GTK_BOX (acts), make_act (owner, G_CALLBACK (decline_clicked_cb)));
  gtk_box_append (GTK_BOX (box), state);
  gtk_box_append (GTK_BOX (box), acts);

  return box;
}

/* Who does not see the row hears all of it. */
static void
show_act (GtkWidget  *button,
          const char *act,
          const char *name)
{
  gtk_label_set_label (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), act);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, act, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
}

/* A public group that was accepted waits until it is the account's. Only what nobody has answered yet is declined. */
static void
show_actions (GtkWidget *box,
              gpointer   group,
              gpointer   owner)
{
  GtkWidget *state = gtk_widget_get_first_child (box);
  GtkWidget *acts = gtk_widget_get_last_child (box);
  GtkWidget *button = gtk_widget_get_first_child (acts);
  GtkWidget *decline = gtk_widget_get_last_child (acts);
  const char *name = spico_favourite_group_get_name (group);
  gboolean is_accepted = spico_favourite_group_get_is_accepted (group);
  const char *sentence = is_accepted ? _("I have agreed to use it") : _("I do not wish to use this group, or have not agreed yet");
  const char *act = is_accepted ? _("Stop Using It") : _("Agree to Use the Group");

  gtk_image_set_from_icon_name (GTK_IMAGE (state), is_accepted ? "object-select-symbolic" : "spico-queued-symbolic");
  spico_tooltip_set (state, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (state), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  show_act (button, act, name);
  show_act (decline, _("Do Not Use the Group"), name);
  gtk_widget_set_visible (decline, spico_favourite_group_get_is_to_answer (group));
  gtk_widget_set_sensitive (button, is_own (owner, group) || !is_accepted);
}

static void
add_detail (SpicoGroupsReceived *self,
            GtkColumnViewColumn *column)
{
  g_ptr_array_add (self->details, column);
}

static void
add_columns (SpicoGroupsReceived *self)
{
  GtkColumnViewColumn *creator;

  spico_cells_give_room (spico_cells_add_text (self->view, _("Group name"), name_text, NULL), NAME_WIDTH);
  add_detail (self, spico_cells_add_text (self->view, _("Access"), access_text, NULL));
  creator = spico_cells_add_text (self->view, _("Creator"), creator_text, get_creator);
  spico_cells_follow (creator, get_creator_person);
  spico_cells_give_room (creator, CREATOR_WIDTH);
  add_detail (self, creator);
  self->created = spico_cells_add_text (self->view, _("Creation date"), created_text, NULL);
  add_detail (self, self->created);
  add_detail (self, spico_cells_add_text (self->view, C_("group", "Active"), active_text, NULL));
  add_detail (self, spico_cells_add_text (self->view, _("Acceptance date"), accepted_text, NULL));
  gtk_column_view_column_set_fixed_width (spico_cells_add (self->view, _("Actions"), make_actions, show_actions, self), ACTIONS_WIDTH);
}

/* ---- The list ---- */

static gboolean
is_newcomer (gpointer group,
             gpointer user_data)
{
  return !is_own (user_data, group);
}

static gboolean
is_shown (gpointer group,
          gpointer user_data)
{
  SpicoGroupsReceived *self = user_data;
  const SpicoGroupFilter filter = {
    .access = adw_toggle_group_get_active_name (self->access),
    .sharing = adw_toggle_group_get_active_name (self->sharing),
    .text = gtk_editable_get_text (self->search),
  };

  return spico_group_filter_shows (&filter, spico_favourite_group_get_name (group), spico_favourite_group_get_is_public (group), spico_favourite_group_get_is_accepted (group));
}

static gboolean
is_loading (SpicoGroupsReceived *self)
{
  return spico_list_is_loading (self->received) || (self->public_groups != NULL && spico_public_groups_is_loading (self->public_groups))
         || gtk_filter_list_model_get_pending (self->shown) > 0;
}

/* Of a delegated account, before the server is reached (F030). */
static gboolean
is_locked (SpicoGroupsReceived *self)
{
  return spico_client_is_locked (self->client, spico_client_find_account (self->client, self->account_id));
}

static const char *
pick_page (SpicoGroupsReceived *self)
{
  if (is_locked (self))
    return "locked";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0)
    return "list";
  if (is_loading (self))
    return "loading";
  if (g_list_model_get_n_items (gtk_filter_list_model_get_model (self->shown)) > 0)
    return "none";
  return "empty";
}

static const char *
pick_hint (SpicoGroupsReceived *self)
{
  const GError *error = self->public_groups != NULL ? spico_public_groups_get_error (self->public_groups) : NULL;

  if (error == NULL)
    return "";
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    return _("Off line, public groups that you do not use are not shown.");
  return _("The server did not give all public groups.");
}

/* Returns: whether @position is that of the row that is wanted */
static gboolean
find_wanted (SpicoGroupsReceived *self,
             guint               *position)
{
  for (*position = 0; *position < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); ++*position)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->shown), *position);

      if (g_str_equal (spico_favourite_group_get_id (group), self->wanted_id))
        return TRUE;
    }

  return FALSE;
}

/* The row has the focus, and shows it: among many others it would not be seen. */
static gboolean
show_wanted_cb (GtkWidget     *view,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  SpicoGroupsReceived *self = user_data;
  guint position;

  if (!gtk_widget_get_mapped (view) || self->wanted_frames++ < SETTLED_FRAMES)
    return G_SOURCE_CONTINUE;

  if (find_wanted (self, &position))
    {
      spico_gradual_rows_show_all (self->rows);
      gtk_column_view_scroll_to (self->view, position, NULL, GTK_LIST_SCROLL_FOCUS, NULL);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
      gtk_window_set_focus_visible (GTK_WINDOW (gtk_widget_get_root (view)), TRUE);
      g_clear_pointer (&self->wanted_id, g_free);
    }
  self->wanted_tick = 0;

  return G_SOURCE_REMOVE;
}

/* There is no frame of a page that is not shown. */
static void
await_wanted (SpicoGroupsReceived *self)
{
  guint position;

  if (self->wanted_id != NULL && self->wanted_tick == 0 && find_wanted (self, &position))
    self->wanted_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), show_wanted_cb, self, NULL);
}

static void
update (SpicoGroupsReceived *self)
{
  const char *hint = pick_hint (self);
  g_autofree char *locked = NULL;

  if (self->shown == NULL)
    return;

  locked = spico_text_locked_account (spico_client_get_contact_hours (self->client));
  adw_status_page_set_description (self->locked_page, locked);

  gtk_stack_set_visible_child_name (self->stack, pick_page (self));
  gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), *hint != '\0');
  await_wanted (self);
}

static void
add_groups (GHashTable *by_id,
            GListModel *groups)
{
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (groups, i);

      g_hash_table_insert (by_id, g_strdup (spico_favourite_group_get_id (group)), g_object_ref (group));
    }
}

static GHashTable *
by_id_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* Of several one reads how many they are: their names would follow one another for as long as each is shown. */
static char *
describe_gone (const char *name,
               guint       n_gone)
{
  if (n_gone == 1)
    /* Translators: %s is the name of a group */
    return g_strdup_printf (_("You no longer have the group “%s”: it is no longer shared with you, or was deleted."), name);

  /* Translators: at least two groups */
  return g_strdup_printf (ngettext ("You no longer have %u group: it is no longer shared with you, or was deleted.", "You no longer have %u groups: they are no longer shared with you, or were deleted.", n_gone), n_gone);
}

static void read_public (SpicoGroupsReceived *self);

/* What goes while one looks at it, or was accepted off line and withdrawn meanwhile, does not go in silence (F044). */
static void
tell_gone_cb (gpointer user_data)
{
  SpicoGroupsReceived *self = user_data;
  g_autoptr (GHashTable) gone = g_steal_pointer (&self->gone);
  g_autofree char *text = NULL;
  const char *last = NULL;
  guint n_gone = 0;
  GHashTableIter iter;
  gpointer id, group;

  self->gone_source = 0;
  self->gone = by_id_new ();
  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &id, &group))
    {
      if (g_hash_table_contains (self->own, id) || g_hash_table_remove (self->deleted, id))
        continue;
      last = spico_favourite_group_get_name (group);
      n_gone++;
    }
  if (last == NULL)
    return;

  text = describe_gone (last, n_gone);
  gtk_widget_activate_action (GTK_WIDGET (self), "groups.toast", "s", text);
  /* The list of public ones was read when this one was perhaps among them. */
  if (spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE)
    read_public (self);
}

/* One that was never saved was not taken by anybody: it is told of among what is kept. */
static void
note_gone (SpicoGroupsReceived *self,
           GHashTable          *before)
{
  GHashTableIter iter;
  gpointer id, group;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, &group))
    {
      if (!g_hash_table_contains (self->own, id) && !spico_favourite_group_is_local (group))
        g_hash_table_insert (self->gone, g_strdup (id), g_object_ref (group));
    }
  if (self->gone_source == 0 && g_hash_table_size (self->gone) > 0)
    self->gone_source = g_timeout_add_once (LISTS_AGREE_MS, tell_gone_cb, self);
}

/* Those that the account has to do with are shown as it has them. */
static void
own_changed_cb (SpicoGroupsReceived *self)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->own);

  self->own = by_id_new ();
  add_groups (self->own, self->administered);
  add_groups (self->own, G_LIST_MODEL (self->received));
  note_gone (self, before);
  gtk_filter_changed (self->newcomer_filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

/* What was changed of the filter is shown once there are few rows to let go of. */
static void
apply_filter (SpicoGroupsReceived *self)
{
  if (!self->is_filter_changed || !spico_gradual_rows_is_reduced (self->rows))
    return;

  self->is_filter_changed = FALSE;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
filter_changed_cb (SpicoGroupsReceived *self)
{
  if (self->rows == NULL)
    return;

  self->is_filter_changed = TRUE;
  if (spico_gradual_rows_is_reduced (self->rows))
    apply_filter (self);
  else
    spico_gradual_rows_reduce (self->rows);
}

/* The search itself follows a moment later. */
static void
typed_cb (SpicoGroupsReceived *self)
{
  if (self->rows != NULL)
    spico_gradual_rows_reduce (self->rows);
}

/* Escape empties the search; then it closes the dialog, as it does elsewhere. */
static void
search_stopped_cb (SpicoGroupsReceived *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

static void
activated_cb (SpicoGroupsReceived *self,
              guint                position)
{
  g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  g_signal_emit (self, signals[OPEN], 0, group);
}

/* The public groups are read anew whenever the server is there again. */
static void
read_public (SpicoGroupsReceived *self)
{
  if (self->public_groups != NULL)
    g_signal_handlers_disconnect_by_data (self->public_groups, self);
  g_clear_object (&self->public_groups);
  self->public_groups = spico_client_list_public_groups (self->client, self->account_id);
  g_signal_connect_object (self->public_groups, "notify::is-loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_filter_list_model_set_model (self->newcomers, G_LIST_MODEL (self->public_groups));
  update (self);
}

static void
connection_cb (SpicoGroupsReceived *self)
{
  if (spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE && spico_public_groups_get_error (self->public_groups) != NULL)
    read_public (self);
}

static GtkFilterListModel *
filter_model (GListModel *model,
              GtkFilter  *filter)
{
  GtkFilterListModel *filtered = gtk_filter_list_model_new (model, g_object_ref (filter));

  gtk_filter_list_model_set_incremental (filtered, TRUE);
  return filtered;
}

static void
make_models (SpicoGroupsReceived *self)
{
  self->newcomer_filter = GTK_FILTER (gtk_custom_filter_new (is_newcomer, self, NULL));
  self->newcomers = filter_model (NULL, self->newcomer_filter);
  self->parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (self->parts, self->received);
  g_list_store_append (self->parts, self->newcomers);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->shown = filter_model (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->parts)))), self->filter);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "notify::pending", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->rows = spico_gradual_rows_fill_table (self->view, G_LIST_MODEL (self->shown));
  g_signal_connect_object (self->rows, "notify::size", G_CALLBACK (apply_filter), self, G_CONNECT_SWAPPED);
}

/* ---- Class ---- */

static void
show_columns (SpicoGroupsReceived *self)
{
  for (guint i = 0; i < self->details->len; i++)
    {
      GtkColumnViewColumn *column = g_ptr_array_index (self->details, i);

      gtk_column_view_column_set_visible (column, !self->is_compact && (column != self->created || !self->is_tight));
    }
}

static void
set_layout (SpicoGroupsReceived *self,
            gboolean            *is_set,
            gboolean             value,
            GParamSpec          *pspec)
{
  if (*is_set == value)
    return;

  *is_set = value;
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
spico_groups_received_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, SPICO_GROUPS_RECEIVED (object)->is_compact);
      break;
    case PROP_TIGHT:
      g_value_set_boolean (value, SPICO_GROUPS_RECEIVED (object)->is_tight);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_groups_received_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SpicoGroupsReceived *self = SPICO_GROUPS_RECEIVED (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      set_layout (self, &self->is_compact, g_value_get_boolean (value), pspec);
      break;
    case PROP_TIGHT:
      set_layout (self, &self->is_tight, g_value_get_boolean (value), pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_groups_received_dispose (GObject *object)
{
  SpicoGroupsReceived *self = SPICO_GROUPS_RECEIVED (object);
  GObject *watched[] = { (GObject *) self->administered, (GObject *) self->received, (GObject *) self->public_groups, (GObject *) self->shown, (GObject *) self->client };

  g_clear_handle_id (&self->gone_source, g_source_remove);
  if (self->wanted_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->wanted_tick);
  self->wanted_tick = 0;
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      if (watched[i] != NULL)
        g_signal_handlers_disconnect_by_data (watched[i], self);
    }
  self->rows = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUPS_RECEIVED);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->parts);
  g_clear_object (&self->newcomers);
  g_clear_object (&self->newcomer_filter);
  g_clear_object (&self->public_groups);
  g_clear_object (&self->received);
  g_clear_object (&self->administered);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_groups_received_parent_class)->dispose (object);
}

static void
spico_groups_received_finalize (GObject *object)
{
  SpicoGroupsReceived *self = SPICO_GROUPS_RECEIVED (object);

  g_free (self->account_id);
  g_free (self->wanted_id);
  g_ptr_array_unref (self->details);
  g_hash_table_unref (self->own);
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->deleted);

  G_OBJECT_CLASS (spico_groups_received_parent_class)->finalize (object);
}

static void
spico_groups_received_class_init (SpicoGroupsReceivedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_groups_received_get_property;
  object_class->set_property = spico_groups_received_set_property;
  object_class->dispose = spico_groups_received_dispose;
  object_class->finalize = spico_groups_received_finalize;

  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TIGHT] = g_param_spec_boolean ("tight", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_FAVOURITE_GROUP);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-groups-received.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, access);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, sharing);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, search);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, locked_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsReceived, view);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
spico_groups_received_init (SpicoGroupsReceived *self)
{
  self->details = g_ptr_array_new ();
  self->own = by_id_new ();
  self->gone = by_id_new ();
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_columns (self);
}

/**
 * spico_groups_received_set_source:
 * @account_id: whose groups; set once
 * @administered: those that the account administers, which are not shown here
 */
void
spico_groups_received_set_source (SpicoGroupsReceived *self,
                                  SpicoClient         *client,
                                  const char          *account_id,
                                  GListModel          *administered)
{
  g_return_if_fail (SPICO_IS_GROUPS_RECEIVED (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->administered = g_object_ref (administered);
  self->received = spico_client_list_groups (client, account_id, SPICO_GROUP_LIST_RECEIVED);
  make_models (self);
  read_public (self);
  g_signal_connect_object (self->received, "items-changed", G_CALLBACK (own_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->received, "notify::is-loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (administered, "items-changed", G_CALLBACK (own_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  own_changed_cb (self);
}

/** spico_groups_received_expect_deletion: @group_id: one that is deleted here: nobody is told that they no longer have it */
void
spico_groups_received_expect_deletion (SpicoGroupsReceived *self,
                                       const char          *group_id)
{
  g_return_if_fail (SPICO_IS_GROUPS_RECEIVED (self));
  g_return_if_fail (group_id != NULL);

  g_hash_table_add (self->deleted, g_strdup (group_id));
}

/** spico_groups_received_show: @group_id: one of the account's: its row is shown, and has the focus, once it is there */
void
spico_groups_received_show (SpicoGroupsReceived *self,
                            const char          *group_id)
{
  g_return_if_fail (SPICO_IS_GROUPS_RECEIVED (self));
  g_return_if_fail (group_id != NULL);

  g_set_str (&self->wanted_id, group_id);
  self->wanted_frames = 0;
  update (self);
}
