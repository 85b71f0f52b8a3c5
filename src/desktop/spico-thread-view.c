/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-view.h"

#include <glib/gi18n.h>

#include "spico-add-members-dialog.h"
#include "spico-assignment-bar.h"
#include "spico-composer.h"
#include "spico-conversation-export.h"
#include "spico-conversation-flags.h"
#include "spico-conversation-info-dialog.h"
#include "spico-conversation-row.h"
#include "spico-drop-zone.h"
#include "spico-error-text.h"
#include "spico-groups-dialog.h"
#include "spico-message-menu.h"
#include "spico-message-places.h"
#include "spico-message-row.h"
#include "spico-patient-chip.h"
#include "spico-scheduled-bar.h"
#include "spico-thread-deeds.h"
#include "spico-thread-patient.h"
#include "spico-thread-scroll.h"
#include "spico-thread-seek.h"

struct _SpicoThreadView {
  AdwBin parent_instance;

  /* Template widgets */
  AdwWindowTitle *title;
  AdwBanner *closed_banner;
  GtkWidget *patient_bar;
  AdwBin *patient_bin;
  SpicoAssignmentBar *assignment_bar;
  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkWidget *older_spinner;
  GtkWidget *bottom_button;
  AdwButtonContent *bottom_content;
  SpicoScheduledBar *scheduled_bar;
  SpicoComposer *composer;
  SpicoDropZone *drop_zone;

  /* Owned */
  SpicoClient *client;
  SpicoConversation *conversation;
  SpicoMessageList *messages;
  GtkNoSelection *selection;
  GSignalGroup *conversation_signals;
  GSignalGroup *participants_signals;
  GSignalGroup *messages_signals;
  GHashTable *bound;
  SpicoThreadScroll *scroll;
  SpicoThreadSeek *seek;
  SpicoThreadDeeds *deeds;

  gulong active_handler;
  gint64 read_seq;
  guint readers;
  guint readers_source;
  gboolean is_loading_older;
  gboolean older_failed;
  gboolean has_news;
  gboolean keeps_unread;
};

G_DEFINE_FINAL_TYPE (SpicoThreadView, spico_thread_view, ADW_TYPE_BIN)

enum {
  CLOSED,
  PUT_AWAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
n_messages (SpicoThreadView *self)
{
  return self->messages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->messages)) : 0;
}

static SpicoMessage *
message_at (SpicoThreadView *self,
            guint            position)
{
  return position < n_messages (self) ? g_list_model_get_item (G_LIST_MODEL (self->messages), position) : NULL;
}

/* Reading */

static gboolean
is_seen (SpicoThreadView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root))
         && spico_thread_scroll_is_placed (self->scroll) && spico_thread_scroll_is_at_bottom (self->scroll);
}

static void
mark_read (SpicoThreadView *self)
{
  gint64 seq;

  if (self->conversation == NULL || self->keeps_unread || !is_seen (self))
    return;

  seq = spico_message_places_last_seq (self->messages);
  if (!spico_conversation_is_unread (self->conversation))
    return;
  if (seq <= self->read_seq && !spico_conversation_is_marked_unread (self->conversation))
    return;

  self->read_seq = seq;
  dex_future_disown (spico_client_mark_read (self->client, spico_conversation_get_account_id (self->conversation),
                                             spico_conversation_get_id (self->conversation), seq));
}

/* Rows */

static void
update_item (SpicoThreadView *self,
             GtkListItem     *item,
             guint            readers)
{
  guint position = gtk_list_item_get_position (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  g_autoptr (SpicoMessage) previous = position > 0 ? message_at (self, position - 1) : NULL;
  g_autoptr (SpicoMessage) next = message_at (self, position + 1);

  /* A list that ends may still bind the row that had the focus. */
  if (self->messages == NULL || position == GTK_INVALID_LIST_POSITION || gtk_list_item_get_item (item) == NULL)
    return;

  spico_message_row_set_neighbours (SPICO_MESSAGE_ROW (row), previous, next,
                                    spico_message_list_get_first_unread_seq (self->messages),
                                    spico_message_list_get_n_unread_at_open (self->messages),
                                    position == readers);
  spico_message_row_set_is_closed (SPICO_MESSAGE_ROW (row), !spico_message_list_is_open (self->messages));
  spico_message_row_set_is_marked (SPICO_MESSAGE_ROW (row), spico_thread_seek_is_marked (self->seek, gtk_list_item_get_item (item)));
}

static void
update_items (SpicoThreadView *self)
{
  GHashTableIter iter;
  gpointer item;

  self->readers = spico_message_places_last_read (self->messages);
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    update_item (self, item, self->readers);
}

static void
row_label_cb (SpicoMessageRow *row,
              GParamSpec      *pspec,
              GtkListItem     *item)
{
  g_autofree char *label = NULL;

  g_object_get (row, "label", &label, NULL);
  gtk_list_item_set_accessible_label (item, label != NULL ? label : "");
}

static gboolean
readers_cb (gpointer data)
{
  SpicoThreadView *self = data;

  self->readers_source = 0;
  if (self->messages != NULL && spico_message_places_last_read (self->messages) != self->readers)
    update_items (self);

  return G_SOURCE_REMOVE;
}

/* A message changed: somebody may have read further than before. Asked once for all the rows of a turn, before they are laid out. */
static void
row_changed_cb (SpicoThreadView *self)
{
  if (self->readers_source == 0)
    self->readers_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, readers_cb, self, NULL);
}

static void
add_members (SpicoThreadView *self)
{
  if (self->conversation != NULL)
    adw_dialog_present (spico_add_members_dialog_new (self->client, self->conversation), GTK_WIDGET (self));
}

static void
item_setup_cb (SpicoThreadView *self,
               GtkListItem     *item)
{
  GtkWidget *row = spico_message_row_new (self->client);

  g_signal_connect_object (row, "notify::label", G_CALLBACK (row_label_cb), item, 0);
  g_signal_connect_object (row, "notify::label", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  spico_thread_deeds_follow (self->deeds, SPICO_MESSAGE_ROW (row));
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
item_bound_cb (SpicoThreadView *self,
               GtkListItem     *item)
{
  spico_message_row_set_message (SPICO_MESSAGE_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  g_hash_table_add (self->bound, item);
  update_item (self, item, self->readers);
}

static void
item_unbound_cb (SpicoThreadView *self,
                 GtkListItem     *item)
{
  g_hash_table_remove (self->bound, item);
  spico_message_row_set_message (SPICO_MESSAGE_ROW (gtk_list_item_get_child (item)), NULL);
}

/* Scrolling */

static void
update_bottom_button (SpicoThreadView *self)
{
  gboolean is_away = spico_thread_scroll_is_placed (self->scroll) && !spico_thread_scroll_is_at_bottom (self->scroll);

  if (!is_away)
    self->has_news = FALSE;
  adw_button_content_set_label (self->bottom_content, self->has_news ? _("New messages") : _("Latest messages"));
  gtk_widget_set_visible (self->bottom_button, is_away);
}

static DexFuture *
older_loaded_cb (DexFuture *completed,
                 gpointer   user_data)
{
  SpicoThreadView *self = user_data;

  self->is_loading_older = FALSE;
  self->older_failed = dex_future_get_value (completed, NULL) == NULL;
  gtk_widget_set_visible (self->older_spinner, FALSE);

  return NULL;
}

static void
load_older_if_near_top (SpicoThreadView *self)
{
  if (self->messages == NULL || !spico_thread_scroll_is_placed (self->scroll) || self->is_loading_older
      || !spico_message_list_get_has_older (self->messages))
    return;
  if (!spico_thread_scroll_is_near_top (self->scroll))
    {
      self->older_failed = FALSE;
      return;
    }
  /* Off line, one goes away from the top and comes back to ask again. */
  if (self->older_failed)
    return;

  self->is_loading_older = TRUE;
  gtk_widget_set_visible (self->older_spinner, TRUE);
  dex_future_disown (dex_future_finally (spico_message_list_load_older (self->messages), older_loaded_cb, g_object_ref (self), g_object_unref));
}

static void
moved_cb (SpicoThreadView *self)
{
  update_bottom_button (self);
  load_older_if_near_top (self);
  mark_read (self);
}

static void
bottom_clicked_cb (SpicoThreadView *self)
{
  spico_thread_scroll_stick (self->scroll);
}

/* Contents */

static void
update_stack (SpicoThreadView *self)
{
  const GError *error;

  if (self->messages == NULL)
    return;

  error = spico_message_list_get_error (self->messages);
  if (n_messages (self) > 0)
    gtk_stack_set_visible_child_name (self->stack, "messages");
  else if (spico_message_list_is_loading (self->messages))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (error != NULL)
    {
      adw_status_page_set_description (self->error_page, spico_error_text (error));
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else
    gtk_stack_set_visible_child_name (self->stack, spico_message_list_is_open (self->messages) ? "empty" : "closed");

  if (!spico_message_list_is_loading (self->messages))
    spico_thread_scroll_place (self->scroll, spico_message_places_first_unread (self->messages));
}

static void
announce_news (SpicoThreadView *self,
               guint            position,
               guint            added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SpicoMessage) message = message_at (self, i);

      if (spico_message_is_own (message))
        {
          spico_thread_scroll_stick (self->scroll);
          continue;
        }
      if (!spico_thread_scroll_is_sticky (self->scroll))
        self->has_news = TRUE;
    }
}

static void
messages_changed_cb (SpicoThreadView *self,
                     guint            position,
                     guint            removed,
                     guint            added)
{
  if (spico_thread_scroll_is_placed (self->scroll) && added > 0 && position + added == n_messages (self))
    announce_news (self, position, added);

  spico_thread_scroll_foresee (self->scroll);
  update_stack (self);
  update_items (self);
  update_bottom_button (self);
  spico_thread_scroll_settle (self->scroll);
  mark_read (self);
}

static void
update_patient (SpicoThreadView *self)
{
  SpicoPatient *patient = spico_conversation_get_patient (self->conversation);
  GtkWidget *chip = adw_bin_get_child (self->patient_bin);

  if (patient == NULL)
    adw_bin_set_child (self->patient_bin, NULL);
  else if (chip == NULL)
    adw_bin_set_child (self->patient_bin, spico_patient_chip_new (patient, FALSE));
  else
    spico_chip_set_subject (SPICO_CHIP (chip), patient);
  gtk_widget_set_visible (self->patient_bar, patient != NULL);
  spico_thread_patient_update (GTK_WIDGET (self), self->client, self->conversation, self->messages == NULL || spico_message_list_is_open (self->messages));
}

static void
update_header_cb (SpicoThreadView *self)
{
  g_autofree char *participants = NULL;

  if (self->conversation == NULL)
    return;

  participants = spico_conversation_format_participants (self->conversation);
  adw_window_title_set_title (self->title, spico_conversation_get_subject (self->conversation));
  adw_window_title_set_subtitle (self->title, participants);
  update_patient (self);

  spico_conversation_flags_update (GTK_WIDGET (self), self->conversation);
}

static void
participants_notify_cb (SpicoThreadView *self)
{
  g_signal_group_set_target (self->participants_signals, spico_conversation_get_participants (self->conversation));
  update_header_cb (self);
}

/* The mailbox no longer takes part (F030): what was written and not sent stays, if there is any. */
static void
update_open (SpicoThreadView *self)
{
  gboolean is_open = self->messages == NULL || spico_message_list_is_open (self->messages);
  SpicoAccount *account = self->conversation != NULL ? spico_client_find_account (self->client, spico_conversation_get_account_id (self->conversation)) : NULL;

  if (!is_open)
    adw_banner_set_title (self->closed_banner, account == NULL || spico_account_is_ended (account)
                                                 ? _("The delegation on this account has ended. What you wrote and did not send stays here.")
                                                 : _("This account no longer takes part in the conversation. What you wrote and did not send stays here."));
  gtk_widget_set_visible (GTK_WIDGET (self->closed_banner), !is_open);
  spico_composer_set_is_open (self->composer, is_open);
  spico_drop_zone_set_is_open (self->drop_zone, is_open && self->conversation != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "thread.add-members", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "thread.export", is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "thread.change-title", is_open && self->conversation != NULL && spico_conversation_is_initiated (self->conversation));
  spico_thread_patient_update (GTK_WIDGET (self), self->client, self->conversation, is_open);
  /* Once there is something in it, it stays: emptied by mistake, it can still be undone. */
  gtk_widget_set_visible (GTK_WIDGET (self->composer), is_open || !spico_composer_is_empty (self->composer));
  update_stack (self);
  update_items (self);
  if (!is_open && n_messages (self) == 0 && spico_composer_is_empty (self->composer))
    g_signal_emit (self, signals[CLOSED], 0);
}

static void
load_messages (SpicoThreadView *self)
{
  g_autoptr (SpicoMessageList) messages = NULL;

  spico_thread_scroll_reset (self->scroll);
  self->is_loading_older = FALSE;
  self->older_failed = FALSE;
  self->has_news = FALSE;
  gtk_widget_set_visible (self->older_spinner, FALSE);
  gtk_widget_set_visible (self->bottom_button, FALSE);

  if (self->conversation != NULL)
    messages = spico_client_list_messages (self->client, spico_conversation_get_account_id (self->conversation),
                                           spico_conversation_get_id (self->conversation));
  g_signal_group_set_target (self->messages_signals, NULL);
  g_set_object (&self->messages, messages);
  spico_thread_seek_set_messages (self->seek, messages);
  self->readers = spico_message_places_last_read (self->messages);
  /* The list's own handler comes first, so that ours finds the rows where they now are. */
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (messages));
  spico_thread_scroll_foresee (self->scroll);
  g_signal_group_set_target (self->messages_signals, messages);
  update_open (self);
}

static void
composer_sent_cb (SpicoThreadView *self)
{
  self->keeps_unread = FALSE;
  spico_thread_scroll_stick (self->scroll);
}

static void
composer_failed_cb (SpicoThreadView *self,
                    const char      *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", text);
}

static void
dropped_cb (SpicoThreadView *self,
            GSList          *files)
{
  spico_composer_attach (self->composer, files);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
reload_clicked_cb (SpicoThreadView *self)
{
  load_messages (self);
}

/* Actions */

static void
information_activated_cb (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);
  AdwDialog *dialog;

  if (self->conversation == NULL)
    return;

  dialog = spico_conversation_info_dialog_new (self->client, self->conversation, !spico_message_list_is_open (self->messages));
  g_signal_connect_object (dialog, "add-members", G_CALLBACK (add_members), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
  if (g_str_equal (action_name, "thread.change-title"))
    spico_conversation_info_dialog_edit_subject (SPICO_CONVERSATION_INFO_DIALOG (dialog));
}

static void
add_members_activated_cb (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  add_members (SPICO_THREAD_VIEW (widget));
}

static void
create_group_activated_cb (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);
  SpicoAccount *account = self->conversation != NULL ? spico_client_find_account (self->client, spico_conversation_get_account_id (self->conversation)) : NULL;

  if (account != NULL)
    adw_dialog_present (spico_groups_dialog_new_from (self->client, account, self->conversation), widget);
}

static void
export_activated_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);

  if (self->conversation != NULL)
    spico_conversation_export (widget, self->client, self->conversation);
}

static void
patient_activated_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);

  if (self->conversation != NULL)
    spico_thread_patient_activate (widget, self->client, self->conversation, action_name);
}

static void
mark_unread_activated_cb (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);

  if (self->conversation == NULL)
    return;

  self->keeps_unread = TRUE;
  dex_future_disown (spico_client_mark_unread (self->client, spico_conversation_get_account_id (self->conversation),
                                               spico_conversation_get_id (self->conversation)));
}

static void
flag_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);

  if (self->conversation != NULL && spico_conversation_flags_activate (widget, self->client, self->conversation, action_name))
    g_signal_emit (self, signals[PUT_AWAY], 0);
}

static void
spico_thread_view_root (GtkWidget *widget)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (spico_thread_view_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    self->active_handler = g_signal_connect_swapped (root, "notify::is-active", G_CALLBACK (mark_read), self);
}

static void
spico_thread_view_unroot (GtkWidget *widget)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (widget);

  g_clear_signal_handler (&self->active_handler, gtk_widget_get_root (widget));

  GTK_WIDGET_CLASS (spico_thread_view_parent_class)->unroot (widget);
}

static void
spico_thread_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (spico_thread_view_parent_class)->map (widget);

  mark_read (SPICO_THREAD_VIEW (widget));
}

static void
spico_thread_view_dispose (GObject *object)
{
  SpicoThreadView *self = SPICO_THREAD_VIEW (object);

  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->participants_signals);
  g_clear_object (&self->messages_signals);
  g_clear_object (&self->deeds);
  g_clear_object (&self->seek);
  g_clear_object (&self->scroll);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_THREAD_VIEW);
  /* Rows that end say so. */
  g_clear_handle_id (&self->readers_source, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->messages);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_thread_view_parent_class)->dispose (object);
}

static void
spico_thread_view_finalize (GObject *object)
{
  g_hash_table_unref (SPICO_THREAD_VIEW (object)->bound);

  G_OBJECT_CLASS (spico_thread_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-thread-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, closed_banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, patient_bar);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, patient_bin);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, assignment_bar);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, error_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, scroller);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, older_spinner);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, bottom_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, bottom_content);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, scheduled_bar);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, composer);
  gtk_widget_class_bind_template_child (widget_class, SpicoThreadView, drop_zone);
  gtk_widget_class_bind_template_callback (widget_class, item_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, item_bound_cb);
  gtk_widget_class_bind_template_callback (widget_class, item_unbound_cb);
  gtk_widget_class_bind_template_callback (widget_class, bottom_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, composer_sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, composer_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, dropped_cb);
}

static void
spico_thread_view_class_init (SpicoThreadViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_thread_view_dispose;
  object_class->finalize = spico_thread_view_finalize;
  widget_class->root = spico_thread_view_root;
  widget_class->unroot = spico_thread_view_unroot;
  widget_class->map = spico_thread_view_map;

  signals[CLOSED] = g_signal_new ("closed", SPICO_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PUT_AWAY] = g_signal_new ("put-away", SPICO_TYPE_THREAD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ASSIGNMENT_BAR);
  g_type_ensure (SPICO_TYPE_COMPOSER);
  g_type_ensure (SPICO_TYPE_DROP_ZONE);
  g_type_ensure (SPICO_TYPE_SCHEDULED_BAR);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "thread.information", NULL, information_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.change-title", NULL, information_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.add-members", NULL, add_members_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.attach-patient", NULL, patient_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.detach-patient", NULL, patient_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.create-group", NULL, create_group_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.export", NULL, export_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.mark-unread", NULL, mark_unread_activated_cb);
  spico_conversation_flags_install (widget_class, flag_activated_cb);
}

static void
connect_signals (SpicoThreadView *self)
{
  self->participants_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->participants_signals, "items-changed", G_CALLBACK (update_header_cb), self);

  self->conversation_signals = g_signal_group_new (SPICO_TYPE_CONVERSATION);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::participants", G_CALLBACK (participants_notify_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::subject", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::patient", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::is-pinned", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::is-muted", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::is-handled", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::is-archived", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::last-message-at", G_CALLBACK (update_header_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::is-unread", G_CALLBACK (mark_read), self);

  self->messages_signals = g_signal_group_new (SPICO_TYPE_MESSAGE_LIST);
  g_signal_group_connect_swapped (self->messages_signals, "items-changed", G_CALLBACK (messages_changed_cb), self);
  g_signal_group_connect_swapped (self->messages_signals, "notify::is-loading", G_CALLBACK (update_stack), self);
  g_signal_group_connect_swapped (self->messages_signals, "notify::error", G_CALLBACK (update_stack), self);
  g_signal_group_connect_swapped (self->messages_signals, "notify::first-unread-seq", G_CALLBACK (update_items), self);
  g_signal_group_connect_swapped (self->messages_signals, "notify::is-open", G_CALLBACK (update_open), self);

  self->scroll = spico_thread_scroll_new (self->scroller, self->list);
  g_signal_connect_object (self->scroll, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);

  self->seek = spico_thread_seek_new (self->scroll);
  g_signal_connect_object (self->seek, "changed", G_CALLBACK (update_items), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->seek, "failed", G_CALLBACK (composer_failed_cb), self, G_CONNECT_SWAPPED);
  self->deeds = spico_thread_deeds_new (GTK_WIDGET (self), self->composer, self->seek);
}

static void
spico_thread_view_init (SpicoThreadView *self)
{
  self->bound = g_hash_table_new (NULL, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->selection = gtk_no_selection_new (NULL);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  spico_message_menu_add_keys (GTK_WIDGET (self->list));
  spico_drop_zone_watch (self->drop_zone, GTK_WIDGET (self));
  connect_signals (self);
}

void
spico_thread_view_set_client (SpicoThreadView *self,
                              SpicoClient     *client)
{
  g_return_if_fail (SPICO_IS_THREAD_VIEW (self));

  g_set_object (&self->client, client);
  spico_assignment_bar_set_client (self->assignment_bar, client);
  spico_scheduled_bar_set_client (self->scheduled_bar, client);
  spico_composer_set_client (self->composer, client);
  spico_thread_deeds_set_client (self->deeds, client);
}

void
spico_thread_view_set_conversation (SpicoThreadView   *self,
                                    SpicoConversation *conversation)
{
  gboolean is_same;

  g_return_if_fail (SPICO_IS_THREAD_VIEW (self));
  g_return_if_fail (conversation == NULL || SPICO_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  is_same = spico_conversation_is_same (self->conversation, conversation);
  g_set_object (&self->conversation, conversation);
  g_signal_group_set_target (self->conversation_signals, conversation);
  g_signal_group_set_target (self->participants_signals, conversation != NULL ? spico_conversation_get_participants (conversation) : NULL);
  update_header_cb (self);
  spico_assignment_bar_set_conversation (self->assignment_bar, conversation);
  spico_composer_set_conversation (self->composer, conversation);
  spico_scheduled_bar_set_conversation (self->scheduled_bar, conversation);
  if (is_same)
    return;

  self->read_seq = 0;
  self->keeps_unread = FALSE;
  load_messages (self);
}

/* The lowest row that is wholly in sight: the keyboard comes where one reads, and nothing scrolls. */
static guint
position_in_sight (SpicoThreadView *self)
{
  GHashTableIter iter;
  gpointer item;
  guint lowest = GTK_INVALID_LIST_POSITION;
  float height = gtk_widget_get_height (GTK_WIDGET (self->scroller));

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      guint position = gtk_list_item_get_position (item);
      graphene_rect_t bounds;

      if (!gtk_widget_compute_bounds (gtk_list_item_get_child (item), GTK_WIDGET (self->scroller), &bounds))
        continue;
      if (bounds.origin.y < 0 || bounds.origin.y + bounds.size.height > height)
        continue;
      if (lowest == GTK_INVALID_LIST_POSITION || position > lowest)
        lowest = position;
    }

  return lowest != GTK_INVALID_LIST_POSITION ? lowest : n_messages (self) - 1;
}

void
spico_thread_view_show_message (SpicoThreadView *self,
                                SpicoMessage    *message)
{
  g_return_if_fail (SPICO_IS_THREAD_VIEW (self));

  spico_thread_seek_show (self->seek, message, FALSE);
}

gboolean
spico_thread_view_shows (SpicoThreadView *self,
                         const char      *account_id,
                         const char      *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_THREAD_VIEW (self), FALSE);

  return self->conversation != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
         && g_str_equal (spico_conversation_get_account_id (self->conversation), account_id)
         && g_str_equal (spico_conversation_get_id (self->conversation), conversation_id);
}

gboolean
spico_thread_view_focus_messages (SpicoThreadView *self)
{
  g_return_val_if_fail (SPICO_IS_THREAD_VIEW (self), FALSE);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->list)) || n_messages (self) == 0)
    return FALSE;

  gtk_list_view_scroll_to (self->list, position_in_sight (self), GTK_LIST_SCROLL_FOCUS, NULL);

  return gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL || gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

gboolean
spico_thread_view_focus_composer (SpicoThreadView *self)
{
  g_return_val_if_fail (SPICO_IS_THREAD_VIEW (self), FALSE);

  return gtk_widget_get_mapped (GTK_WIDGET (self->composer)) && gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

gboolean
spico_thread_view_composer_has_focus (SpicoThreadView *self)
{
  GtkRoot *root;

  g_return_val_if_fail (SPICO_IS_THREAD_VIEW (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL && gtk_root_get_focus (root) != NULL
         && gtk_widget_is_ancestor (gtk_root_get_focus (root), GTK_WIDGET (self->composer));
}

DexFuture *
spico_thread_view_save (SpicoThreadView *self)
{
  g_return_val_if_fail (SPICO_IS_THREAD_VIEW (self), NULL);

  return spico_composer_save (self->composer);
}
