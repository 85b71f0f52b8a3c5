/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-discussions-page.h"

#include <glib/gi18n.h>

#include "spico-account-button.h"
#include "spico-client-contact.h"
#include "spico-client-search.h"
#include "spico-discussion-rows.h"
#include "spico-error-text.h"
#include "spico-found-message.h"
#include "spico-gradual-rows.h"
#include "spico-kept-banner.h"
#include "spico-search-filters.h"
#include "spico-thread-text.h"

/* So near to the top counts as being there, in pixels. */
#define TOP_MARGIN 24

/* A screenful, and what a frame has time for. */
#define FIRST_ROWS 9
#define MORE_ROWS 16

struct _SpicoDiscussionsPage {
  AdwBin parent_instance;

  /* Template widgets */
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  SpicoAccountButton *mailbox_button;
  GtkEditable *search;
  GtkWidget *view_button;
  SpicoSearchFilters *filters;
  SpicoKeptBanner *kept_banner;
  GtkWidget *view_bar;
  GtkLabel *view_label;
  AdwStatusPage *view_page;
  AdwStatusPage *nothing_page;
  GtkStack *stack;
  AdwStatusPage *error_page;
  AdwStatusPage *locked_page;
  GtkListView *list;
  AdwNavigationPage *content_page;
  GtkStack *content_stack;
  AdwStatusPage *none_page;

  /* Borrowed from the stack; made when a conversation is first opened */
  SpicoThreadView *thread;

  /* Owned */
  SpicoClient *client;
  SpicoAccount *account;
  SpicoList *conversations;
  /* The messages that were found; NULL while nothing is searched */
  SpicoList *found;
  GtkSliceListModel *rows;
  /* The conversations, then the messages */
  GListStore *kinds;
  GtkListItemFactory *headers;
  GtkSingleSelection *selection;
  GSignalGroup *list_signals;
  GSignalGroup *found_signals;
  GListModel *mailboxes;
  /* The conversation that is open; it stays so wherever the list moves it. */
  char *open_id;

  SpicoConversationView view;
  gboolean collapsed;
  gboolean is_selecting;
};

G_DEFINE_FINAL_TYPE (SpicoDiscussionsPage, spico_discussions_page, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_COLLAPSED,
  PROP_VIEW,
  N_PROPS
};

enum {
  LOADED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
has_words (SpicoDiscussionsPage *self)
{
  return gtk_editable_get_text (self->search)[0] != '\0';
}

static gboolean
is_searching (SpicoDiscussionsPage *self)
{
  return has_words (self) || spico_search_filters_is_narrowed (self->filters);
}

/* A delegated account, whose conversations may not be read before the server is reached (F030). */
static gboolean
is_locked (SpicoDiscussionsPage *self)
{
  return self->account != NULL && spico_client_is_locked (self->client, self->account);
}

static void show_conversation (SpicoDiscussionsPage *self,
                               SpicoConversation    *conversation);
static void show_found (SpicoDiscussionsPage *self,
                        SpicoFoundMessage    *found);
static void select_position (SpicoDiscussionsPage *self,
                             guint                 position);

/* Where no conversation is open: what one may do here, or why nothing. */
static void
update_none_page (SpicoDiscussionsPage *self)
{
  const char *title = _("Choose a Conversation");
  const char *description = _("or start one with “+”");

  if (self->account != NULL && spico_account_is_ended (self->account))
    {
      title = _("Delegation Ended");
      description = _("You can no longer write here. Choose another account under “Mailbox”.");
    }
  else if (self->account != NULL && !spico_account_has_discussions (self->account))
    {
      title = _("No Access to Discussions");
      description = _("You cannot write here. Choose another account under “Mailbox”.");
    }
  adw_status_page_set_title (self->none_page, title);
  adw_status_page_set_description (self->none_page, description);
}

/* What is open */

/* The thread and its editor are not made before somebody opens a conversation: the list shows sooner. */
static void
thread_closed_cb (SpicoDiscussionsPage *self)
{
  show_conversation (self, NULL);
  select_position (self, GTK_INVALID_LIST_POSITION);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("This conversation is no longer open to you."));
}

/* It stands in another list now; its toast says so, and takes it back. */
static void
thread_put_away_cb (SpicoDiscussionsPage *self)
{
  show_conversation (self, NULL);
  select_position (self, GTK_INVALID_LIST_POSITION);
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  spico_discussions_page_focus_list (self);
}

static void
ensure_thread (SpicoDiscussionsPage *self)
{
  if (self->thread != NULL)
    return;

  self->thread = g_object_new (SPICO_TYPE_THREAD_VIEW, NULL);
  spico_thread_view_set_client (self->thread, self->client);
  g_signal_connect_object (self->thread, "closed", G_CALLBACK (thread_closed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "put-away", G_CALLBACK (thread_put_away_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->content_stack, GTK_WIDGET (self->thread), "thread");
}

static void
show_conversation (SpicoDiscussionsPage *self,
                   SpicoConversation    *conversation)
{
  g_set_str (&self->open_id, conversation != NULL ? spico_conversation_get_id (conversation) : NULL);
  if (conversation == NULL)
    {
      gtk_stack_set_visible_child_name (self->content_stack, is_locked (self) ? "locked" : "none");
      if (self->thread != NULL)
        spico_thread_view_set_conversation (self->thread, NULL);
      return;
    }

  ensure_thread (self);
  adw_navigation_page_set_title (self->content_page, spico_conversation_get_subject (conversation));
  gtk_stack_set_visible_child_name (self->content_stack, "thread");
  spico_thread_view_set_conversation (self->thread, conversation);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
selected_cb (SpicoDiscussionsPage *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (self->is_selecting || item == NULL)
    return;

  if (SPICO_IS_FOUND_MESSAGE (item))
    show_found (self, item);
  else
    show_conversation (self, item);
}

static void
select_position (SpicoDiscussionsPage *self,
                 guint                 position)
{
  self->is_selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->is_selecting = FALSE;
}

static guint
find_in (SpicoDiscussionsPage *self,
         guint                 position,
         guint                 n)
{
  for (guint i = position; i < position + n; i++)
    {
      g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);

      if (g_strcmp0 (spico_conversation_get_id (conversation), self->open_id) == 0)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
show_content_changed_cb (SpicoDiscussionsPage *self)
{
  /* Back in the list, on one column: the same row can be chosen again. */
  if (self->collapsed && !adw_navigation_split_view_get_show_content (self->split))
    {
      show_conversation (self, NULL);
      select_position (self, GTK_INVALID_LIST_POSITION);
    }
}

/* The list */

static void
show_locked (SpicoDiscussionsPage *self)
{
  g_autofree char *text = spico_text_locked_account (spico_client_get_contact_hours (self->client));

  adw_status_page_set_description (self->locked_page, text);
  gtk_stack_set_visible_child_name (self->stack, "locked");
  /* On one column, it is the list that says why. */
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
update_stack (SpicoDiscussionsPage *self)
{
  const GError *error;
  const char *name;

  update_none_page (self);
  if (is_locked (self))
    show_locked (self);
  if (self->conversations == NULL)
    return;

  error = spico_list_get_error (self->conversations);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 || g_list_model_get_n_items (G_LIST_MODEL (self->conversations)) > 0)
    name = "list";
  else if (spico_list_is_loading (self->conversations) || (self->found != NULL && spico_list_is_loading (self->found)) || spico_client_is_syncing (self->client))
    name = "loading";
  else if (error != NULL && !g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    name = "error";
  else if (spico_account_is_ended (self->account))
    name = "ended";
  else if (!spico_account_has_discussions (self->account))
    name = "no-access";
  else
    name = is_searching (self) ? "nothing-found" : self->view == SPICO_CONVERSATIONS_CURRENT ? "empty" : "empty-view";

  if (error != NULL)
    adw_status_page_set_description (self->error_page, spico_error_text (error));
  gtk_stack_set_visible_child_name (self->stack, name);
  if (!g_str_equal (name, "loading"))
    g_signal_emit (self, signals[LOADED], 0);
}

static gboolean
is_at_top (SpicoDiscussionsPage *self)
{
  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list))) < TOP_MARGIN;
}

static void
list_changed_cb (SpicoDiscussionsPage *self,
                 guint                 position,
                 guint                 removed,
                 guint                 added)
{
  guint found;

  update_stack (self);
  /* What comes first is to be seen by who looks at the first ones. */
  if (position == 0 && added > 0 && is_at_top (self))
    gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_NONE, NULL);
  if (self->open_id == NULL || added == 0 || gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    return;

  /* Moved: a row that goes and comes back loses its selection. */
  found = find_in (self, position, MIN (added, 64));
  if (found != GTK_INVALID_LIST_POSITION)
    select_position (self, found);
}

/* What a list that is not the usual one holds, and says when there is nothing in it. */
static const struct {
  const char *name;
  const char *nothing;
} views[] = {
  [SPICO_CONVERSATIONS_CURRENT] = { N_("All Conversations"), N_("No Conversations") },
  [SPICO_CONVERSATIONS_UNREAD] = { N_("Unread Conversations"), N_("Everything Is Read") },
  [SPICO_CONVERSATIONS_TO_HANDLE] = { N_("Conversations to Be Handled"), N_("Everything Is Handled") },
  [SPICO_CONVERSATIONS_URGENT] = { N_("Urgent Conversations"), N_("Nothing Is Urgent") },
  [SPICO_CONVERSATIONS_ARCHIVED] = { N_("Archived Conversations"), N_("Nothing Is Archived") },
};

/* A search looks through all of them, the archived too. */
static void
update_view_bar (SpicoDiscussionsPage *self)
{
  gtk_label_set_label (self->view_label, _(views[self->view].name));
  adw_status_page_set_title (self->view_page, _(views[self->view].nothing));
  adw_status_page_set_description (self->nothing_page, spico_search_filters_is_narrowed (self->filters) ? _("Try other words, or clear what narrows the search.")
                                                                            : _("Try other words: of a subject, a member, a patient, a message or the name of a file."));
  gtk_widget_set_visible (self->view_bar, self->view != SPICO_CONVERSATIONS_CURRENT && !is_searching (self) && !is_locked (self));
  /* They stay as long as one looks for something: who has typed nothing yet is not asked for more. */
  gtk_widget_set_visible (GTK_WIDGET (self->filters), is_searching (self) && !is_locked (self));
  gtk_widget_set_sensitive (self->view_button, !is_searching (self) && !is_locked (self));
}

/* What was found in messages stands below the conversations that were found, with a title above each. */
static void
search_messages (SpicoDiscussionsPage    *self,
                 const SpicoSearchFilter *filter)
{
  g_autoptr (SpicoList) found = NULL;

  if (self->account != NULL && !is_locked (self) && has_words (self))
    found = spico_client_search_messages (self->client, spico_account_get_id (self->account), gtk_editable_get_text (self->search), filter);
  g_set_object (&self->found, found);
  self->is_selecting = TRUE;
  g_list_store_splice (self->kinds, 1, g_list_model_get_n_items (G_LIST_MODEL (self->kinds)) - 1, (gpointer *) &found, found != NULL ? 1 : 0);
  gtk_list_view_set_header_factory (self->list, found != NULL ? self->headers : NULL);
  self->is_selecting = FALSE;
  g_signal_group_set_target (self->found_signals, found);
}

static void
reload (SpicoDiscussionsPage *self)
{
  g_autoptr (SpicoSearchFilter) filter = spico_search_filters_get_filter (self->filters);
  g_autoptr (SpicoList) conversations = NULL;
  const char *account_id;

  g_signal_group_set_target (self->list_signals, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->search), !is_locked (self));
  update_view_bar (self);
  if (self->account != NULL && !is_locked (self))
    {
      account_id = spico_account_get_id (self->account);
      conversations = is_searching (self)
                        ? spico_client_search_conversations (self->client, account_id, gtk_editable_get_text (self->search), filter)
                        : spico_client_list_conversations (self->client, account_id, self->view);
    }
  g_set_object (&self->conversations, conversations);
  self->is_selecting = TRUE;
  gtk_slice_list_model_set_model (self->rows, G_LIST_MODEL (conversations));
  self->is_selecting = FALSE;
  search_messages (self, filter);
  g_signal_group_set_target (self->list_signals, conversations);
  update_stack (self);
  if (conversations != NULL)
    list_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (conversations)));
}

/* What is open closes with it, and is chosen anew once it may be read. */
static void
contact_changed_cb (SpicoDiscussionsPage *self)
{
  if (self->account == NULL || spico_account_is_personal (self->account))
    return;

  show_conversation (self, NULL);
  reload (self);
}

static void
search_changed_cb (SpicoDiscussionsPage *self)
{
  if (self->client != NULL)
    reload (self);
}

static void
stop_search (SpicoDiscussionsPage *self)
{
  gtk_editable_set_text (self->search, "");
  spico_search_filters_reset (self->filters);
}

/* Down from the field to what was found: what narrows it stands between. */
static gboolean
search_key_pressed_cb (SpicoDiscussionsPage *self,
                       guint                 key)
{
  return (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && spico_discussions_page_focus_list (self);
}

static void
search_stopped_cb (SpicoDiscussionsPage *self)
{
  gboolean had_words = has_words (self);

  stop_search (self);
  /* The field tells of words that go. */
  if (!had_words)
    reload (self);
  spico_discussions_page_focus_list (self);
}

static void
reload_clicked_cb (SpicoDiscussionsPage *self)
{
  reload (self);
}

static void
item_activated_cb (SpicoDiscussionsPage *self,
                   guint                 position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  select_position (self, position);
  if (SPICO_IS_FOUND_MESSAGE (item))
    {
      show_found (self, SPICO_FOUND_MESSAGE (item));
      return;
    }

  show_conversation (self, SPICO_CONVERSATION (item));
  spico_thread_view_focus_composer (self->thread);
}

static void
mailbox_chosen_cb (SpicoDiscussionsPage *self,
                   SpicoAccount         *account)
{
  spico_discussions_page_set_account (self, account);
}

/* What was found */

/* Another one may have been chosen by now. */
static DexFuture *
found_opened_cb (DexFuture *completed,
                 gpointer   user_data)
{
  GPtrArray *data = user_data;
  SpicoDiscussionsPage *self = g_ptr_array_index (data, 0);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  if (gtk_single_selection_get_selected_item (self->selection) != g_ptr_array_index (data, 1))
    return NULL;

  value = dex_future_get_value (completed, &error);
  if (value == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));
      return NULL;
    }

  show_conversation (self, g_value_get_object (value));
  spico_thread_view_show_message (self->thread, spico_found_message_get_message (g_ptr_array_index (data, 1)));

  return NULL;
}

/* One more of the conversation that is open is shown without opening it anew. */
static void
show_found (SpicoDiscussionsPage *self,
            SpicoFoundMessage    *found)
{
  GPtrArray *data;
  DexFuture *future;

  if (g_strcmp0 (self->open_id, spico_found_message_get_conversation_id (found)) == 0)
    {
      spico_thread_view_show_message (self->thread, spico_found_message_get_message (found));
      adw_navigation_split_view_set_show_content (self->split, TRUE);
      return;
    }

  data = g_ptr_array_new_full (2, g_object_unref);
  g_ptr_array_add (data, g_object_ref (self));
  g_ptr_array_add (data, g_object_ref (found));
  future = spico_client_get_conversation (self->client, spico_found_message_get_account_id (found), spico_found_message_get_conversation_id (found));
  dex_future_disown (dex_future_finally (future, found_opened_cb, data, (GDestroyNotify) g_ptr_array_unref));
}

/* Opening from elsewhere */

static DexFuture *
opened_cb (DexFuture *completed,
           gpointer   user_data)
{
  SpicoDiscussionsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);
  guint position;

  if (value == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));
      return NULL;
    }

  show_conversation (self, g_value_get_object (value));
  spico_gradual_rows_show_all (self->rows);
  position = find_in (self, 0, MIN (g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), 64));
  select_position (self, position);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_NONE, NULL);
  spico_thread_view_focus_composer (self->thread);

  return NULL;
}

/* One that has ended still shows what was written there and not sent. */
static gboolean
is_mailbox (gpointer item,
            gpointer user_data)
{
  return spico_account_has_discussions (item) || spico_account_is_ended (item);
}

static gboolean
has_mailbox (SpicoDiscussionsPage *self,
             SpicoAccount         *account)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->mailboxes); i++)
    {
      g_autoptr (SpicoAccount) mailbox = g_list_model_get_item (self->mailboxes, i);

      if (mailbox == account)
        return TRUE;
    }

  return FALSE;
}

/* The mailbox that one reads was taken away (F030). */
static void
leave_mailbox (SpicoDiscussionsPage *self)
{
  g_autofree char *text = g_strdup_printf (_("The delegation on %s has ended."), spico_account_get_name (self->account));
  g_autoptr (SpicoAccount) first = g_list_model_get_item (self->mailboxes, 0);

  spico_discussions_page_set_account (self, first);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
update_mailboxes (SpicoDiscussionsPage *self)
{
  guint n = g_list_model_get_n_items (self->mailboxes);

  gtk_widget_set_visible (GTK_WIDGET (self->mailbox_button), n > 1);
  adw_window_title_set_title (self->title, n > 1 ? "" : _("Discussions"));
  if (n > 0 && self->account != NULL && !has_mailbox (self, self->account))
    leave_mailbox (self);
}

static void
set_collapsed (SpicoDiscussionsPage *self,
               gboolean              collapsed)
{
  if (self->collapsed == collapsed)
    return;

  self->collapsed = collapsed;
  if (collapsed && self->open_id != NULL)
    adw_navigation_split_view_set_show_content (self->split, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

static void
set_view (SpicoDiscussionsPage *self,
          SpicoConversationView view)
{
  if (self->view == view)
    return;

  self->view = view;
  if (self->client != NULL)
    reload (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

static void
spico_discussions_page_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COLLAPSED:
      g_value_set_boolean (value, SPICO_DISCUSSIONS_PAGE (object)->collapsed);
      break;
    case PROP_VIEW:
      g_value_set_enum (value, SPICO_DISCUSSIONS_PAGE (object)->view);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_discussions_page_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_COLLAPSED:
      set_collapsed (SPICO_DISCUSSIONS_PAGE (object), g_value_get_boolean (value));
      break;
    case PROP_VIEW:
      set_view (SPICO_DISCUSSIONS_PAGE (object), g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_discussions_page_dispose (GObject *object)
{
  SpicoDiscussionsPage *self = SPICO_DISCUSSIONS_PAGE (object);

  g_clear_object (&self->list_signals);
  g_clear_object (&self->found_signals);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_DISCUSSIONS_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->conversations);
  g_clear_object (&self->found);
  g_clear_object (&self->kinds);
  g_clear_object (&self->headers);
  g_clear_object (&self->mailboxes);
  g_clear_object (&self->account);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_discussions_page_parent_class)->dispose (object);
}

static void
spico_discussions_page_finalize (GObject *object)
{
  g_free (SPICO_DISCUSSIONS_PAGE (object)->open_id);

  G_OBJECT_CLASS (spico_discussions_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-discussions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, split);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, mailbox_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, search);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, kept_banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, view_bar);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, view_label);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, view_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, locked_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, content_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, content_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoDiscussionsPage, none_page);
  gtk_widget_class_bind_template_callback (widget_class, show_content_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, mailbox_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, item_activated_cb);
}

static void
spico_discussions_page_class_init (SpicoDiscussionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = spico_discussions_page_get_property;
  object_class->set_property = spico_discussions_page_set_property;
  object_class->dispose = spico_discussions_page_dispose;
  object_class->finalize = spico_discussions_page_finalize;

  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_VIEW] = g_param_spec_enum ("view", NULL, NULL, SPICO_TYPE_CONVERSATION_VIEW, SPICO_CONVERSATIONS_CURRENT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (GTK_WIDGET_CLASS (klass), "discussions.view", "view");

  signals[LOADED] = g_signal_new ("loaded", SPICO_TYPE_DISCUSSIONS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_KEPT_BANNER);
  g_type_ensure (SPICO_TYPE_SEARCH_FILTERS);
  g_type_ensure (SPICO_TYPE_ACCOUNT_BUTTON);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
init_list (SpicoDiscussionsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = spico_discussion_rows_new ();

  self->headers = spico_discussion_rows_new_headers ();
  self->rows = spico_gradual_rows_new (GTK_WIDGET (self), FIRST_ROWS, MORE_ROWS);
  self->kinds = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (self->kinds, self->rows);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->kinds)))));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

static void
spico_discussions_page_init (SpicoDiscussionsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  update_none_page (self);
  init_list (self);
  self->list_signals = g_signal_group_new (SPICO_TYPE_LIST);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (list_changed_cb), self);
  g_signal_group_connect_swapped (self->list_signals, "notify::is-loading", G_CALLBACK (update_stack), self);
  g_signal_group_connect_swapped (self->list_signals, "notify::error", G_CALLBACK (update_stack), self);
  self->found_signals = g_signal_group_new (SPICO_TYPE_LIST);
  g_signal_group_connect_swapped (self->found_signals, "items-changed", G_CALLBACK (update_stack), self);
  g_signal_group_connect_swapped (self->found_signals, "notify::is-loading", G_CALLBACK (update_stack), self);
}

void
spico_discussions_page_set_client (SpicoDiscussionsPage *self,
                                   SpicoClient          *client)
{
  GtkFilter *filter;

  g_return_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));

  g_set_object (&self->client, client);
  g_signal_connect_object (client, "notify::is-syncing", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (contact_changed_cb), self, G_CONNECT_SWAPPED);

  filter = GTK_FILTER (gtk_custom_filter_new (is_mailbox, NULL, NULL));
  self->mailboxes = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (spico_client_get_accounts (client)), filter));
  g_signal_connect_object (self->mailboxes, "items-changed", G_CALLBACK (update_mailboxes), self, G_CONNECT_SWAPPED);
  spico_account_button_set_accounts (self->mailbox_button, self->mailboxes);
  update_mailboxes (self);
}

void
spico_discussions_page_set_account (SpicoDiscussionsPage *self,
                                    SpicoAccount         *account)
{
  g_return_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self));
  g_return_if_fail (account == NULL || SPICO_IS_ACCOUNT (account));

  if (self->account == account)
    return;

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_func (self->account, update_stack, self);
  g_set_object (&self->account, account);
  if (account != NULL)
    {
      g_signal_connect_object (account, "notify::is-ended", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (account, "notify::has-discussions", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
    }
  spico_kept_banner_set_account (self->kept_banner, self->client, account);
  spico_account_button_set_selected (self->mailbox_button, account);
  show_conversation (self, NULL);
  stop_search (self);
  spico_search_filters_set_source (self->filters, self->client, account != NULL ? spico_account_get_id (account) : NULL);
  /* Another mailbox is first shown as it usually is. */
  self->view = SPICO_CONVERSATIONS_CURRENT;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
  reload (self);
}

void
spico_discussions_page_open (SpicoDiscussionsPage *self,
                             const char           *account_id,
                             const char           *conversation_id)
{
  SpicoAccount *account;
  DexFuture *future;

  g_return_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self));

  account = spico_client_find_account (self->client, account_id);
  if (account == NULL)
    return;

  spico_discussions_page_set_account (self, account);
  if (is_locked (self))
    return;

  future = spico_client_get_conversation (self->client, account_id, conversation_id);
  dex_future_disown (dex_future_finally (future, opened_cb, g_object_ref (self), g_object_unref));
}

void
spico_discussions_page_open_unread (SpicoDiscussionsPage *self,
                                    const char           *account_id)
{
  SpicoAccount *account;

  g_return_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self));

  account = spico_client_find_account (self->client, account_id);
  if (account == NULL)
    return;

  spico_discussions_page_set_account (self, account);
  stop_search (self);
  set_view (self, SPICO_CONVERSATIONS_UNREAD);
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  spico_discussions_page_focus_list (self);
}

void
spico_discussions_page_focus_search (SpicoDiscussionsPage *self)
{
  g_return_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self));

  if (self->collapsed)
    adw_navigation_split_view_set_show_content (self->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

gboolean
spico_discussions_page_focus_list (SpicoDiscussionsPage *self)
{
  g_return_val_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self), FALSE);

  return gtk_widget_get_mapped (GTK_WIDGET (self->list)) && gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

SpicoThreadView *
spico_discussions_page_get_thread (SpicoDiscussionsPage *self)
{
  g_return_val_if_fail (SPICO_IS_DISCUSSIONS_PAGE (self), NULL);

  return self->thread;
}
