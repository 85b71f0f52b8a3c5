/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-picker.h"

#include <glib/gi18n.h>

#include "spico-directory-button.h"
#include "spico-gradual-rows.h"
#include "spico-picker-chips.h"
#include "spico-picker-groups.h"
#include "spico-picker-recent.h"
#include "spico-picker-row.h"

/* Below this, an answer would be half of the directory. */
#define MIN_SEARCH_CHARACTERS 2
/* A screenful, and what a frame has time for while one goes on typing. */
#define FIRST_ROWS 7
#define MORE_ROWS 4

struct _SpicoPicker {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoPickerChips *chips;
  GtkEditable *search;
  AdwViewStack *stack;
  GtkStack *favourites_stack;
  GtkListView *favourites;
  SpicoPickerGroups *groups;
  GtkStack *search_stack;
  AdwToggleGroup *kinds;
  GtkWidget *places;
  GtkCheckButton *establishments;
  GtkCheckButton *units;
  SpicoDirectoryButton *detailed_search;
  GtkLabel *hint;
  SpicoPickerRecent *recent;
  GtkListView *results;
  AdwViewStackPage *circle_page;
  GtkStack *circle_stack;
  GtkListView *circle;

  SpicoClient *client;
  GListStore *chosen;
  SpicoFavourites *favourite_set;
  SpicoList *favourites_list;
  SpicoList *current_list;
  SpicoList *next_list;
  SpicoList *circle_list;
  SpicoOutsiders *outsiders;
  GtkSliceListModel *results_model;
  GPtrArray *bound_items;
  char *account_id;
  gulong chosen_handler;
  gboolean takes_own;
};

G_DEFINE_FINAL_TYPE (SpicoPicker, spico_picker, ADW_TYPE_BIN)

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
find_chosen (SpicoPicker    *self,
             SpicoPrincipal *principal,
             guint          *position)
{
  return self->chosen != NULL && g_list_store_find (self->chosen, principal, position);
}

static gboolean
is_member (SpicoPicker    *self,
           SpicoPrincipal *principal)
{
  return self->outsiders != NULL && spico_outsiders_is_member (self->outsiders, principal);
}

static gboolean
is_excluded (SpicoPicker    *self,
             SpicoPrincipal *principal)
{
  return is_member (self, principal) || (!self->takes_own && g_strcmp0 (spico_principal_get_id (principal), self->account_id) == 0);
}

/* The rows of the circle are members of it, those of the other lists principals. */
static SpicoPrincipal *
get_principal (gpointer item)
{
  return SPICO_IS_CIRCLE_MEMBER (item) ? spico_circle_member_get_principal (item) : item;
}

/* Whom the patient refuses cannot be written to about them (F087). */
static gboolean
can_be_chosen (SpicoPicker *self,
               gpointer     item)
{
  return !is_excluded (self, get_principal (item)) && !(SPICO_IS_CIRCLE_MEMBER (item) && spico_circle_member_is_refused (item));
}

static void
update_item (SpicoPicker *self,
             GtkListItem *item)
{
  SpicoPickerRow *row = SPICO_PICKER_ROW (gtk_list_item_get_child (item));
  SpicoPrincipal *principal = spico_picker_row_get_principal (row);
  gboolean takes_part = is_member (self, principal);
  gboolean picked = takes_part || find_chosen (self, principal, NULL);
  gboolean can_choose = can_be_chosen (self, gtk_list_item_get_item (item));

  spico_picker_row_set_picked (row, picked);
  spico_picker_row_set_is_favourite (row, self->favourite_set != NULL && spico_favourites_contains (self->favourite_set, spico_principal_get_id (principal)));
  gtk_list_item_set_activatable (item, can_choose);
  gtk_widget_set_sensitive (GTK_WIDGET (row), can_choose);
  gtk_list_item_set_accessible_description (item, takes_part ? _("Takes part already") : picked ? _("Chosen") : "");
}

static void
update_items (SpicoPicker *self)
{
  for (guint i = 0; i < self->bound_items->len; i++)
    update_item (self, g_ptr_array_index (self->bound_items, i));
}

static void
announce (SpicoPicker    *self,
          const char     *format,
          SpicoPrincipal *principal)
{
  g_autoptr (GString) message = g_string_new (format);

  g_string_replace (message, "%s", spico_principal_get_name (principal), 1);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message->str, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
toggle (SpicoPicker    *self,
        SpicoPrincipal *principal)
{
  guint position;

  if (self->chosen == NULL || is_excluded (self, principal))
    return;

  if (find_chosen (self, principal, &position))
    {
      g_list_store_remove (self->chosen, position);
      announce (self, _("%s removed"), principal);
      return;
    }

  if (self->outsiders != NULL && spico_outsiders_has (self->outsiders, principal))
    {
      spico_outsiders_add (self->outsiders, principal, self->chosen, GTK_WIDGET (self));
      return;
    }

  g_list_store_append (self->chosen, principal);
  announce (self, _("%s added"), principal);
}

static gboolean
is_searching (SpicoPicker *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "search") == 0;
}

static gboolean
is_at_circle (SpicoPicker *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "circle") == 0;
}

static char *
dup_search_text (SpicoPicker *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
}

static void
remember_search (SpicoPicker *self)
{
  g_autofree char *text = dup_search_text (self);

  if (g_utf8_strlen (text, -1) >= MIN_SEARCH_CHARACTERS)
    dex_future_disown (spico_client_remember_search (self->client, text));
}

/* Favourites */

static void
update_favourites (SpicoPicker *self)
{
  const char *page = "empty";

  if (self->favourites_list == NULL)
    return;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->favourites_list)) > 0)
    page = "list";
  else if (spico_list_is_loading (self->favourites_list))
    page = "loading";
  else if (spico_list_get_error (self->favourites_list) != NULL)
    page = "error";

  gtk_stack_set_visible_child_name (self->favourites_stack, page);
}

static void
star_clicked_cb (SpicoPicker    *self,
                 SpicoPickerRow *row)
{
  const char *principal_id = spico_principal_get_id (spico_picker_row_get_principal (row));

  if (!spico_favourites_contains (self->favourite_set, principal_id))
    {
      dex_future_disown (spico_client_add_favourite (self->client, self->account_id, principal_id));
      return;
    }

  /* The row goes, and would take the focus along. */
  if (!is_searching (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  dex_future_disown (spico_client_remove_favourite (self->client, self->account_id, principal_id));
}

/* The circle */

static void
update_circle (SpicoPicker *self)
{
  const char *page = "empty";

  if (self->circle_list == NULL)
    return;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->circle_list)) > 0)
    page = "list";
  else if (spico_list_is_loading (self->circle_list))
    page = "loading";

  gtk_stack_set_visible_child_name (self->circle_stack, page);
}

static void
set_list_model (GtkListView *view,
                GListModel  *model)
{
  g_autoptr (GtkNoSelection) selection = model != NULL ? gtk_no_selection_new (g_object_ref (model)) : NULL;

  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
}

/* Search */

static gboolean
is_blank_search (SpicoPicker *self)
{
  g_autofree char *text = dup_search_text (self);

  return g_utf8_strlen (text, -1) < MIN_SEARCH_CHARACTERS;
}

static const char *
pick_search_page (SpicoPicker *self)
{
  const GError *error;

  if (is_blank_search (self) || self->current_list == NULL)
    return spico_picker_recent_is_empty (self->recent) ? "start" : "recent";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->current_list)) > 0)
    return "list";
  if (spico_list_is_loading (self->current_list))
    return "loading";

  error = spico_list_get_error (self->current_list);
  if (error == NULL)
    return "empty";
  return g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE) ? "offline" : "error";
}

/* Off line it is said from the start, before anybody is missed; the page that found nobody says it itself. */
static const char *
pick_hint (SpicoPicker *self,
           const char  *page)
{
  if (g_str_equal (page, "offline"))
    return NULL;
  if (spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE)
    return _("Off line, the search covers your favourites, your correspondents, the people of your structures and those already found on this computer.");
  if (g_str_equal (page, "list") && spico_list_get_error (self->current_list) != NULL)
    return _("The directory did not answer: only people and structures already known on this computer are shown.");
  return NULL;
}

static void
update_search (SpicoPicker *self)
{
  const char *page;
  const char *hint;

  if (self->client == NULL)
    return;

  page = pick_search_page (self);
  hint = pick_hint (self, page);
  gtk_stack_set_visible_child_name (self->search_stack, page);
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

static void
drop_list (SpicoPicker *self,
           SpicoList  **list,
           gpointer     callback)
{
  if (*list != NULL)
    g_signal_handlers_disconnect_by_func (*list, callback, self);
  g_clear_object (list);
}

static void
watch_list (SpicoPicker *self,
            SpicoList   *list,
            GCallback    callback)
{
  g_signal_connect_object (list, "items-changed", callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::is-loading", callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::error", callback, self, G_CONNECT_SWAPPED);
}

/* The last results stay until the next ones have something to show: a list that blinks at each key cannot be read. */
static void
next_list_changed_cb (SpicoPicker *self)
{
  SpicoList *list = self->next_list;

  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0 && spico_list_is_loading (list) &&
      self->current_list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->current_list)) > 0)
    return;

  drop_list (self, &self->current_list, update_search);
  self->current_list = g_object_ref (list);
  drop_list (self, &self->next_list, next_list_changed_cb);

  spico_gradual_rows_restart (self->results_model, G_LIST_MODEL (self->current_list));
  watch_list (self, self->current_list, G_CALLBACK (update_search));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->current_list)) > 0)
    gtk_list_view_scroll_to (self->results, 0, GTK_LIST_SCROLL_NONE, NULL);
  update_search (self);
}

static void
search (SpicoPicker *self)
{
  g_autofree char *text = dup_search_text (self);
  const char *kind = adw_toggle_group_get_active_name (self->kinds);
  gboolean only_structures = g_strcmp0 (kind, "structures") == 0;
  SpicoPrincipalFilter filter = {
    .account_id = self->account_id,
    .persons = !only_structures,
    .structures = only_structures ? gtk_check_button_get_active (self->establishments) : g_strcmp0 (kind, "persons") != 0,
    .units = only_structures && gtk_check_button_get_active (self->units),
  };

  if (self->client == NULL)
    return;

  drop_list (self, &self->next_list, next_list_changed_cb);
  if (is_blank_search (self))
    {
      drop_list (self, &self->current_list, update_search);
      spico_gradual_rows_restart (self->results_model, NULL);
      update_search (self);
      return;
    }

  adw_view_stack_set_visible_child_name (self->stack, "search");
  self->next_list = spico_client_find_principals (self->client, text, &filter);
  watch_list (self, self->next_list, G_CALLBACK (next_list_changed_cb));
  next_list_changed_cb (self);
}

static void
search_changed_cb (SpicoPicker *self)
{
  search (self);
}

static void
kind_changed_cb (SpicoPicker *self)
{
  gboolean only_structures = g_strcmp0 (adw_toggle_group_get_active_name (self->kinds), "structures") == 0;

  if (self->results_model == NULL)
    return;

  gtk_widget_set_visible (self->places, only_structures);
  spico_directory_button_set_kind (self->detailed_search, only_structures ? SPICO_PRINCIPAL_STRUCTURE : SPICO_PRINCIPAL_PERSON);
  search (self);
}

/* Units are found by who asks for them, and by them alone (F013). Neither would find nobody: the other is asked for. */
static void
place_toggled_cb (SpicoPicker    *self,
                  GtkCheckButton *place)
{
  GtkCheckButton *other = place == self->units ? self->establishments : self->units;

  if (self->results_model == NULL)
    return;

  if (!gtk_check_button_get_active (place) && !gtk_check_button_get_active (other))
    gtk_check_button_set_active (other, TRUE);
  else
    search (self);
}

/* Who comes back on line is given the answer that was missing. */
static void
connection_changed_cb (SpicoPicker *self)
{
  gboolean is_online = spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;

  if (is_online && self->current_list != NULL && spico_list_get_error (self->current_list) != NULL)
    search (self);
  else
    update_search (self);
}

static void
search_directory_cb (SpicoPicker *self)
{
  adw_view_stack_set_visible_child_name (self->stack, "search");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
detailed_chosen_cb (SpicoPicker    *self,
                    SpicoPrincipal *principal)
{
  if (!find_chosen (self, principal, NULL))
    toggle (self, principal);
}

static GListModel *
get_visible_list (SpicoPicker *self)
{
  if (is_at_circle (self))
    return G_LIST_MODEL (self->circle_list);
  if (!is_searching (self))
    return G_LIST_MODEL (self->favourites_list);
  return self->next_list == NULL ? G_LIST_MODEL (self->current_list) : NULL;
}

/* The account acted as may come first in a search for its own structure. */
static SpicoPrincipal *
dup_first_choice (SpicoPicker *self)
{
  GListModel *list = get_visible_list (self);

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      if (can_be_chosen (self, item))
        return g_object_ref (get_principal (item));
    }

  return NULL;
}

/* Enter: the first row that can be chosen, and only once the rows answer what stands in the entry. */
static void
search_activated_cb (SpicoPicker *self)
{
  g_autoptr (SpicoPrincipal) principal = dup_first_choice (self);

  if (principal == NULL)
    return;

  if (!find_chosen (self, principal, NULL))
    toggle (self, principal);
  if (is_searching (self))
    remember_search (self);
  gtk_editable_set_text (self->search, "");
}

static void
search_stopped_cb (SpicoPicker *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
remove_last_chip (SpicoPicker *self)
{
  guint n_chosen = self->chosen != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->chosen)) : 0;
  g_autoptr (SpicoPrincipal) principal = NULL;

  if (n_chosen == 0 || *gtk_editable_get_text (self->search) != '\0')
    return FALSE;

  principal = g_list_model_get_item (G_LIST_MODEL (self->chosen), n_chosen - 1);
  toggle (self, principal);
  return TRUE;
}

/* The chip that was just added is the one to see. */
static void
chips_changed_cb (SpicoPicker   *self,
                  GtkAdjustment *adjustment)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment));
}

static GtkListView *
get_visible_view (SpicoPicker *self)
{
  if (is_at_circle (self))
    return self->circle;
  return is_searching (self) ? self->results : self->favourites;
}

static gboolean
move_into_list (SpicoPicker *self)
{
  GListModel *list = get_visible_list (self);
  GtkListView *view = get_visible_view (self);

  if (list == NULL || g_list_model_get_n_items (list) == 0)
    return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);

  gtk_list_view_scroll_to (view, 0, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (SpicoPicker    *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType modifiers)
{
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_BackSpace:
      return remove_last_chip (self);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move_into_list (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
tab_changed_cb (SpicoPicker *self)
{
  if (self->results_model == NULL)
    return;

  update_favourites (self);
  update_search (self);
}

static void
favourite_activated_cb (SpicoPicker *self,
                        guint        position)
{
  g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->favourites_list), position);

  toggle (self, principal);
}

static void
result_activated_cb (SpicoPicker *self,
                     guint        position)
{
  g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->current_list), position);

  toggle (self, principal);
  remember_search (self);
}

static void
circle_activated_cb (SpicoPicker *self,
                     guint        position)
{
  g_autoptr (SpicoCircleMember) member = g_list_model_get_item (G_LIST_MODEL (self->circle_list), position);

  if (can_be_chosen (self, member))
    toggle (self, spico_circle_member_get_principal (member));
}

static void
recent_activated_cb (SpicoPicker *self,
                     const char  *text)
{
  gtk_editable_set_text (self->search, text);
  gtk_editable_set_position (self->search, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
recent_changed_cb (SpicoPicker *self)
{
  update_search (self);
}

/* Rows */

static void
setup_cb (SpicoPicker *self,
          GtkListItem *item)
{
  GtkWidget *row = spico_picker_row_new ();

  g_signal_connect_object (row, "star-clicked", G_CALLBACK (star_clicked_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (row, "description", item, "accessible-label", G_BINDING_DEFAULT);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (SpicoPicker *self,
         GtkListItem *item)
{
  SpicoPickerRow *row = SPICO_PICKER_ROW (gtk_list_item_get_child (item));
  gpointer shown = gtk_list_item_get_item (item);

  spico_picker_row_set_principal (row, get_principal (shown));
  if (SPICO_IS_CIRCLE_MEMBER (shown))
    spico_picker_row_set_role (row, spico_circle_member_get_role (shown), spico_circle_member_is_refused (shown));
  g_ptr_array_add (self->bound_items, item);
  update_item (self, item);
}

static void
unbind_cb (SpicoPicker *self,
           GtkListItem *item)
{
  spico_picker_row_set_principal (SPICO_PICKER_ROW (gtk_list_item_get_child (item)), NULL);
  g_ptr_array_remove_fast (self->bound_items, item);
}

static void
set_factory (SpicoPicker *self,
             GtkListView *view)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (view, factory);
}

static gboolean
spico_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_PICKER (widget)->search));
}

static void
spico_picker_dispose (GObject *object)
{
  SpicoPicker *self = SPICO_PICKER (object);

  g_clear_object (&self->favourite_set);
  drop_list (self, &self->favourites_list, update_favourites);
  drop_list (self, &self->current_list, update_search);
  drop_list (self, &self->next_list, next_list_changed_cb);
  drop_list (self, &self->circle_list, update_circle);
  g_clear_object (&self->outsiders);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PICKER);
  g_clear_object (&self->results_model);
  g_clear_signal_handler (&self->chosen_handler, self->chosen);
  g_clear_object (&self->chosen);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_picker_parent_class)->dispose (object);
}

static void
spico_picker_finalize (GObject *object)
{
  SpicoPicker *self = SPICO_PICKER (object);

  g_ptr_array_unref (self->bound_items);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_picker_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, chips);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, search);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, favourites_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, favourites);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, groups);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, search_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, kinds);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, places);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, establishments);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, units);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, detailed_search);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, recent);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, results);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, circle_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, circle_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPicker, circle);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_directory_cb);
  gtk_widget_class_bind_template_callback (widget_class, chips_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, detailed_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, favourite_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, result_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, circle_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_changed_cb);
}

static void
spico_picker_class_init (SpicoPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_picker_dispose;
  object_class->finalize = spico_picker_finalize;
  widget_class->grab_focus = spico_picker_grab_focus;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_DIRECTORY_BUTTON);
  g_type_ensure (SPICO_TYPE_PICKER_CHIPS);
  g_type_ensure (SPICO_TYPE_PICKER_GROUPS);
  g_type_ensure (SPICO_TYPE_PICKER_RECENT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-picker.ui");
  bind_template (widget_class);
}

static void
spico_picker_init (SpicoPicker *self)
{
  self->bound_items = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->results_model = spico_gradual_rows_new (GTK_WIDGET (self->results), FIRST_ROWS, MORE_ROWS);
  set_list_model (self->results, G_LIST_MODEL (self->results_model));
  set_factory (self, self->results);
  set_factory (self, self->favourites);
  set_factory (self, self->circle);
}

GtkWidget *
spico_picker_new (void)
{
  return g_object_new (SPICO_TYPE_PICKER, NULL);
}

void
spico_picker_set_client (SpicoPicker *self,
                         SpicoClient *client)
{
  g_return_if_fail (SPICO_IS_PICKER (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  spico_directory_button_set_client (self->detailed_search, client);
  spico_picker_recent_set_client (self->recent, client);
  update_search (self);
}

void
spico_picker_set_model (SpicoPicker *self,
                        GListStore  *chosen)
{
  g_return_if_fail (SPICO_IS_PICKER (self));
  g_return_if_fail (G_IS_LIST_STORE (chosen));
  g_return_if_fail (self->chosen == NULL);

  self->chosen = g_object_ref (chosen);
  self->chosen_handler = g_signal_connect_swapped (chosen, "items-changed", G_CALLBACK (update_items), self);
  spico_picker_chips_set_model (self->chips, chosen);
}

void
spico_picker_set_account (SpicoPicker *self,
                          const char  *account_id)
{
  g_return_if_fail (SPICO_IS_PICKER (self));
  g_return_if_fail (self->client != NULL);
  g_return_if_fail (account_id != NULL);

  if (!g_set_str (&self->account_id, account_id))
    return;

  g_clear_object (&self->favourite_set);
  self->favourite_set = spico_client_get_favourites (self->client, account_id);
  g_signal_connect_object (self->favourite_set, "changed", G_CALLBACK (update_items), self, G_CONNECT_SWAPPED);

  drop_list (self, &self->favourites_list, update_favourites);
  self->favourites_list = spico_client_list_favourites (self->client, account_id);
  watch_list (self, self->favourites_list, G_CALLBACK (update_favourites));
  set_list_model (self->favourites, G_LIST_MODEL (self->favourites_list));

  /* Who asks about outsiders writes to several people. */
  if (self->outsiders != NULL)
    spico_picker_groups_set_source (self->groups, self->client, account_id, self->chosen, self->outsiders);
  update_favourites (self);
  search (self);
  update_items (self);
}

static void
circle_changed_cb (SpicoPicker *self)
{
  SpicoList *circle = spico_outsiders_get_circle (self->outsiders);

  drop_list (self, &self->circle_list, update_circle);
  if (circle != NULL)
    {
      self->circle_list = g_object_ref (circle);
      watch_list (self, circle, G_CALLBACK (update_circle));
    }
  else if (is_at_circle (self))
    {
      adw_view_stack_set_visible_child_name (self->stack, "favourites");
    }
  set_list_model (self->circle, circle != NULL ? G_LIST_MODEL (circle) : NULL);
  adw_view_stack_page_set_visible (self->circle_page, circle != NULL);
  update_circle (self);
}

void
spico_picker_set_outsiders (SpicoPicker    *self,
                            SpicoOutsiders *outsiders)
{
  g_return_if_fail (SPICO_IS_PICKER (self));
  g_return_if_fail (SPICO_IS_OUTSIDERS (outsiders));
  g_return_if_fail (self->outsiders == NULL);

  self->outsiders = g_object_ref (outsiders);
  g_signal_connect_object (outsiders, "notify::circle", G_CALLBACK (circle_changed_cb), self, G_CONNECT_SWAPPED);
  circle_changed_cb (self);
}

SpicoGroupUses *
spico_picker_get_group_uses (SpicoPicker *self)
{
  return spico_picker_groups_get_uses (self->groups);
}

void
spico_picker_start (SpicoPicker *self)
{
  gboolean has_favourites;
  gboolean has_circle;

  g_return_if_fail (SPICO_IS_PICKER (self));

  has_circle = self->circle_list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->circle_list)) > 0;
  has_favourites = (self->favourites_list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->favourites_list)) > 0) || !spico_picker_groups_is_empty (self->groups);

  gtk_editable_set_text (self->search, "");
  adw_view_stack_set_visible_child_name (self->stack, has_circle ? "circle" : has_favourites ? "favourites" : "search");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
spico_picker_start_among (SpicoPicker *self,
                          const char  *kind)
{
  g_return_if_fail (SPICO_IS_PICKER (self));

  self->takes_own = TRUE;
  adw_toggle_group_set_active_name (self->kinds, kind);
  adw_view_stack_set_visible_child_name (self->stack, "search");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
