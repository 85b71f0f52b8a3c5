/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-composer.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-account-button.h"
#include "spico-client-messages.h"
#include "spico-client-scheduled.h"
#include "spico-composer-files.h"
#include "spico-composer-subject.h"
#include "spico-composer-urgency.h"
#include "spico-editor.h"
#include "spico-error-text.h"
#include "spico-member-notices.h"
#include "spico-schedule-button.h"
#include "spico-templates-button.h"

#define SAVE_DELAY_S 3

struct _SpicoComposer {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *account_box;
  SpicoAccountButton *account_button;
  SpicoMemberNotices *notices;
  SpicoComposerSubject *subject;
  SpicoComposerUrgency *urgency;
  GtkWidget *files_bin;
  SpicoComposerFiles *files;
  GtkWidget *attach_button;
  SpicoEditor *editor;
  GtkWidget *send_button;
  GtkWidget *schedule_button;
  GtkLabel *counter;
  GtkWidget *failure;

  SpicoClient *client;
  SpicoConversation *conversation;
  GListStore *accounts;
  GSignalGroup *participants_signals;
  /* What is corrected, or NULL; and the draft that gave way to it, with what that answers. */
  SpicoMessage *corrected;
  char *draft;
  SpicoMessage *draft_original;
  guint save_source;
  /* Typed since the draft was last saved. */
  gboolean is_dirty;
  /* The draft of the conversation has come from the store. */
  gboolean is_loaded;
  /* The mailbox still takes part in the conversation. */
  gboolean is_open;
  /* Raised by each change of conversation, so that a draft that comes late is dropped. */
  guint generation;
};

G_DEFINE_FINAL_TYPE (SpicoComposer, spico_composer, ADW_TYPE_BIN)

enum {
  SENT,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is under way: the composer may show another conversation, or be gone, when it is done. */
typedef struct {
  SpicoComposer *self;
  SpicoClient *client;
  SpicoConversation *conversation;
  guint generation;
  char *account_id;
  char *text;
  SpicoMessage *original;
  SpicoUrgency urgency;
} Pending;

static Pending *
pending_new (SpicoComposer *self,
             const char    *account_id,
             char          *text)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->self = g_object_ref (self);
  pending->client = g_object_ref (self->client);
  g_set_object (&pending->conversation, self->conversation);
  pending->generation = self->generation;
  pending->account_id = g_strdup (account_id);
  pending->text = text;
  g_set_object (&pending->original, spico_composer_subject_get_message (self->subject));
  pending->urgency = spico_composer_urgency_get (self->urgency);

  return pending;
}

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_object_unref (pending->self);
  g_object_unref (pending->client);
  g_clear_object (&pending->conversation);
  g_free (pending->account_id);
  g_free (pending->text);
  g_clear_object (&pending->original);
  g_free (pending);
}

static const char *writer_id (SpicoComposer *self);

/* What one attaches goes along in the name that is chosen, and what is corrected keeps the files that it had. */
static void
update_files (SpicoComposer *self)
{
  gboolean is_shown = self->conversation != NULL && self->is_open && self->corrected == NULL;

  spico_composer_files_set_account (self->files, is_shown ? writer_id (self) : NULL);
  gtk_widget_set_visible (self->files_bin, self->corrected == NULL);
}

static gboolean
has_something (SpicoComposer *self)
{
  return !spico_editor_is_empty (self->editor) || (self->corrected == NULL && spico_composer_files_get_count (self->files) > 0);
}

static void
update (SpicoComposer *self)
{
  guint length = spico_editor_get_length (self->editor);
  guint max_length = spico_editor_get_max_length (self->editor);
  gboolean is_near = length > max_length - max_length / 10;
  g_autofree char *count = NULL;

  /* Translators: characters written, characters allowed. */
  count = g_strdup_printf (_("%u of %u characters"), length, max_length);
  gtk_widget_set_visible (self->account_box, self->is_open && self->corrected == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) > 1);
  gtk_label_set_label (self->counter, count);
  gtk_widget_set_visible (GTK_WIDGET (self->counter), is_near);
  if (length > max_length)
    gtk_widget_add_css_class (GTK_WIDGET (self->counter), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->counter), "error");
  /* Sending discards the draft: not before it is in the editor. */
  gtk_widget_set_sensitive (self->send_button, self->conversation != NULL && self->is_open && self->is_loaded && has_something (self) && length <= max_length
                                                 && (self->corrected != NULL || spico_composer_files_may_send (self->files)));
  gtk_widget_set_sensitive (self->schedule_button, gtk_widget_get_sensitive (self->send_button));
  update_files (self);
}

static void
emit_failed (SpicoComposer *self,
             const GError  *error)
{
  g_signal_emit (self, signals[FAILED], 0, spico_error_text (error));
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  SpicoComposer *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    emit_failed (self, error);

  return dex_future_new_for_boolean (error == NULL);
}

/* « Agir en tant que »: for whom the message will be. */
static const char *
writer_id (SpicoComposer *self)
{
  SpicoAccount *account = spico_account_button_get_selected (self->account_button);

  return account != NULL ? spico_account_get_id (account) : spico_conversation_get_account_id (self->conversation);
}

static SpicoDraft *
make_draft (SpicoConversation *conversation,
            const char        *account_id,
            SpicoMessage      *original,
            SpicoUrgency       urgency,
            const char        *text)
{
  SpicoDraft *draft = spico_draft_new_message (spico_conversation_get_account_id (conversation), spico_conversation_get_id (conversation), account_id,
                                               spico_conversation_get_subject (conversation), text);

  spico_draft_set_in_reply_to_id (draft, original != NULL ? spico_message_get_id (original) : NULL);
  spico_draft_set_urgency (draft, urgency);

  return draft;
}

/* What is answered, or nothing. */
static void
set_original (SpicoComposer *self,
              SpicoMessage  *original)
{
  spico_composer_subject_set_message (self->subject, original);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.leave", original != NULL);
}

static SpicoMessage *
draft_original (SpicoComposer *self)
{
  return self->corrected != NULL ? self->draft_original : spico_composer_subject_get_message (self->subject);
}

/* What is kept of what is written. A correction that is begun is not lost either: it stands below the draft that gave way to it. */
static char *
draft_text (SpicoComposer *self)
{
  g_autofree char *text = spico_editor_get_text (self->editor);

  if (self->corrected == NULL)
    return g_steal_pointer (&text);
  if (spico_editor_is_empty (self->editor) || g_str_equal (text, spico_message_get_text (self->corrected)))
    return g_strdup (self->draft);

  return *self->draft != '\0' ? g_strconcat (self->draft, "\n", text, NULL) : g_steal_pointer (&text);
}

/* The client keeps what the store does not take, and offers it again. */
static DexFuture *
save (SpicoComposer *self)
{
  g_autofree char *text = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  DexFuture *future;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!self->is_dirty || self->conversation == NULL)
    return dex_future_new_for_boolean (TRUE);

  self->is_dirty = FALSE;
  /* What was typed before the draft came is not all of it. */
  if (!self->is_loaded && spico_editor_is_empty (self->editor))
    return dex_future_new_for_boolean (TRUE);

  text = draft_text (self);
  draft = make_draft (self->conversation, writer_id (self), draft_original (self), spico_composer_urgency_get (self->urgency), text);
  future = self->is_loaded ? spico_client_save_draft (self->client, draft) : spico_client_join_draft (self->client, draft);

  return dex_future_finally (future, saved_cb, g_object_ref (self), g_object_unref);
}

static void
save_now_cb (gpointer user_data)
{
  SpicoComposer *self = user_data;

  self->save_source = 0;
  if (self->is_loaded)
    dex_future_disown (save (self));
}

static void
save_soon (SpicoComposer *self)
{
  self->is_dirty = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add_seconds_once (SAVE_DELAY_S, save_now_cb, self);
}

/* Somebody may have typed faster than the store answered: both are kept. */
static void
join_draft (SpicoComposer *self,
            const char    *draft)
{
  g_autofree char *typed = NULL;
  g_autofree char *both = NULL;

  if (!self->is_dirty)
    {
      spico_editor_set_text (self->editor, draft);
      return;
    }
  save_soon (self);
  if (draft[0] == '\0')
    return;

  typed = spico_editor_get_text (self->editor);
  both = g_strconcat (draft, "\n", typed, NULL);
  spico_editor_set_text (self->editor, both);
}

static void
select_writer (SpicoComposer *self,
               const char    *account_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (spico_account_get_id (account), account_id) == 0)
        spico_account_button_set_selected (self->account_button, account);
    }
}

static DexFuture *
original_loaded_cb (DexFuture *completed,
                    gpointer   user_data)
{
  Pending *pending = user_data;
  const GValue *value = dex_future_get_value (completed, NULL);

  if (value != NULL && pending->generation == pending->self->generation)
    set_original (pending->self, g_value_get_object (value));

  return NULL;
}

/* What somebody has begun to answer since stands. */
static void
load_original (SpicoComposer *self,
               const char    *message_id)
{
  DexFuture *future;

  if (message_id == NULL || spico_composer_subject_get_message (self->subject) != NULL)
    return;

  future = spico_client_get_quoted (self->client, spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), message_id);
  dex_future_disown (dex_future_finally (future, original_loaded_cb, pending_new (self, NULL, NULL), pending_free));
}

static DexFuture *
draft_loaded_cb (DexFuture *completed,
                 gpointer   user_data)
{
  Pending *pending = user_data;
  SpicoComposer *self = pending->self;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (pending->generation != self->generation)
    return NULL;

  /* What cannot be read is not written over: nothing is typed until it is here. */
  gtk_widget_set_visible (self->failure, value == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), value != NULL);
  if (value == NULL)
    {
      emit_failed (self, error);
      return NULL;
    }

  self->is_loaded = TRUE;
  join_draft (self, spico_draft_get_text (g_value_get_object (value)));
  select_writer (self, spico_draft_get_account_id (g_value_get_object (value)));
  load_original (self, spico_draft_get_in_reply_to_id (g_value_get_object (value)));
  spico_composer_urgency_join (self->urgency, spico_draft_get_urgency (g_value_get_object (value)));
  update (self);

  return NULL;
}

static void
load (SpicoComposer *self)
{
  DexFuture *future = spico_client_load_draft (self->client, spico_conversation_get_account_id (self->conversation),
                                               spico_conversation_get_id (self->conversation));

  dex_future_disown (dex_future_finally (future, draft_loaded_cb, pending_new (self, NULL, NULL), pending_free));
}

static void
load_again_cb (SpicoComposer *self)
{
  if (self->conversation != NULL)
    load (self);
}

static gboolean
same_accounts (SpicoComposer *self,
               GPtrArray     *accounts)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) != accounts->len)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (account != g_ptr_array_index (accounts, i))
        return FALSE;
    }

  return TRUE;
}

/* The mailbox, and one's other accounts that take part as well: then it must be said for whom one writes (F022). */
static GPtrArray *
list_writers (SpicoComposer *self)
{
  GListModel *participants = spico_conversation_get_participants (self->conversation);
  SpicoAccount *own = spico_client_find_account (self->client, spico_conversation_get_account_id (self->conversation));
  guint n = participants != NULL ? g_list_model_get_n_items (participants) : 0;
  GPtrArray *writers = g_ptr_array_new ();

  if (own != NULL)
    g_ptr_array_add (writers, own);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoPrincipal) participant = g_list_model_get_item (participants, i);
      SpicoAccount *account = spico_client_find_account (self->client, spico_principal_get_id (participant));

      if (account != NULL && account != own && spico_account_has_discussions (account))
        g_ptr_array_add (writers, account);
    }

  return writers;
}

static void
update_accounts (SpicoComposer *self)
{
  SpicoAccount *selected = spico_account_button_get_selected (self->account_button);
  g_autoptr (GPtrArray) writers = NULL;
  g_autofree char *text = NULL;

  if (self->conversation == NULL)
    return;
  writers = list_writers (self);
  if (same_accounts (self, writers))
    return;

  g_list_store_splice (self->accounts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), writers->pdata, writers->len);
  update (self);
  if (selected != NULL && g_ptr_array_find (writers, selected, NULL))
    return;

  /* What was begun in another name is not to leave in one's own unseen. */
  if (selected != NULL && writers->len > 0 && !spico_editor_is_empty (self->editor))
    {
      text = g_strdup_printf (_("You no longer write on behalf of %s."), spico_account_get_name (selected));
      g_signal_emit (self, signals[FAILED], 0, text);
    }
  spico_account_button_set_selected (self->account_button, writers->len > 0 ? g_ptr_array_index (writers, 0) : NULL);
}

static void
editor_changed_cb (SpicoComposer *self)
{
  save_soon (self);
  update (self);
}

static void
account_chosen_cb (SpicoComposer *self,
                   SpicoAccount  *account)
{
  if (!spico_editor_is_empty (self->editor))
    editor_changed_cb (self);
  update (self);
}

static void
files_failed_cb (SpicoComposer *self,
                 const char    *text)
{
  g_signal_emit (self, signals[FAILED], 0, text);
}

/* What the button does, and what is written. */
static void
update_purpose (SpicoComposer *self)
{
  gboolean corrects = self->corrected != NULL;

  g_object_set (self->urgency, "available", !corrects, NULL);
  gtk_widget_set_visible (self->schedule_button, !corrects);
  gtk_button_set_icon_name (GTK_BUTTON (self->send_button), corrects ? "object-select-symbolic" : "spico-send-symbolic");
  gtk_widget_set_tooltip_text (self->send_button, corrects ? _("Save (Ctrl + Enter)") : _("Send (Ctrl + Enter)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->send_button), GTK_ACCESSIBLE_PROPERTY_LABEL, corrects ? _("Save") : _("Send"), -1);
  g_object_set (self->editor, "placeholder", corrects ? _("Edit the message (Ctrl + Enter to save)") : _("Write a new message (Ctrl + Enter to send)"), NULL);
}

/* The draft is what it was, or has what was written of the correction too. */
static void
forget_correction (SpicoComposer *self)
{
  g_autoptr (SpicoMessage) original = g_steal_pointer (&self->draft_original);

  g_clear_object (&self->corrected);
  g_clear_pointer (&self->draft, g_free);
  set_original (self, original);
  update_purpose (self);
}

static void
leave_correction (SpicoComposer *self,
                  gboolean       keeps_words)
{
  g_autofree char *text = NULL;

  if (self->corrected == NULL)
    return;

  text = keeps_words ? draft_text (self) : g_strdup (self->draft);
  forget_correction (self);
  spico_editor_set_text (self->editor, text);
  editor_changed_cb (self);
}

static void
give_text_back (SpicoComposer *self,
                const char    *text)
{
  g_autofree char *typed = NULL;
  g_autofree char *both = NULL;

  leave_correction (self, TRUE);
  typed = spico_editor_get_text (self->editor);
  both = typed[0] != '\0' ? g_strconcat (text, "\n", typed, NULL) : g_strdup (text);
  spico_editor_set_text (self->editor, both);
  editor_changed_cb (self);
}

static DexFuture *
sent_cb (DexFuture *completed,
         gpointer   user_data)
{
  Pending *pending = user_data;
  SpicoComposer *self = pending->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoDraft) draft = NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    return NULL;

  if (spico_conversation_is_same (pending->conversation, self->conversation))
    {
      select_writer (self, pending->account_id);
      if (pending->original != NULL)
        set_original (self, pending->original);
      spico_composer_urgency_join (self->urgency, pending->urgency);
      give_text_back (self, pending->text);
    }
  else
    {
      draft = make_draft (pending->conversation, pending->account_id, pending->original, pending->urgency, pending->text);
      dex_future_disown (spico_client_join_draft (pending->client, draft));
    }
  emit_failed (self, error);

  return NULL;
}

static void
send_correction (SpicoComposer *self)
{
  g_autoptr (SpicoMessage) message = g_object_ref (self->corrected);
  const char *account_id = spico_principal_get_id (spico_message_get_account (message));
  char *text = g_strchomp (spico_editor_get_text (self->editor));
  Pending *pending = pending_new (self, account_id, text);
  DexFuture *future = spico_client_correct_message (self->client, account_id, spico_message_get_id (message), text);

  leave_correction (self, FALSE);
  /* What was kept of the words stands in the message now. */
  dex_future_disown (save (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  dex_future_disown (dex_future_finally (future, sent_cb, pending, pending_free));
}

/* @send_at: (nullable): later, or now */
static void
send_message (SpicoComposer *self,
              GDateTime     *send_at)
{
  const char *account_id = writer_id (self);
  char *text = g_strchomp (spico_editor_get_text (self->editor));
  g_autoptr (SpicoDraft) draft = make_draft (self->conversation, account_id, spico_composer_subject_get_message (self->subject), spico_composer_urgency_get (self->urgency), text);
  DexFuture *future = send_at != NULL ? spico_client_schedule_draft (self->client, draft, send_at) : spico_client_send_draft (self->client, draft);
  Pending *pending = pending_new (self, account_id, text);

  g_clear_handle_id (&self->save_source, g_source_remove);
  spico_editor_set_text (self->editor, "");
  set_original (self, NULL);
  spico_composer_urgency_set (self->urgency, SPICO_NOT_URGENT);
  /* The store discards the draft with the message. */
  self->is_dirty = FALSE;
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  dex_future_disown (dex_future_finally (future, sent_cb, pending, pending_free));
  g_signal_emit (self, signals[SENT], 0);
}

static void
send_cb (SpicoComposer *self)
{
  if (!gtk_widget_get_sensitive (self->send_button))
    return;

  if (self->corrected != NULL)
    send_correction (self);
  else if (spico_composer_urgency_check (self->urgency))
    send_message (self, NULL);
}

static void
schedule_cb (SpicoComposer *self,
             GDateTime     *send_at)
{
  SpicoUrgency urgency = spico_composer_urgency_get (self->urgency);

  if (!gtk_widget_get_sensitive (self->send_button) || !spico_composer_urgency_check (self->urgency))
    return;
  if (urgency.reply_by != 0 && urgency.reply_by <= g_date_time_to_unix_usec (send_at))
    g_signal_emit (self, signals[FAILED], 0, _("An answer is expected before the message would leave: choose another time for one of them."));
  else
    send_message (self, send_at);
}

static void
leave (SpicoComposer *self)
{
  if (self->corrected != NULL)
    leave_correction (self, FALSE);
  else
    set_original (self, NULL);
  editor_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
leave_activated_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  leave (SPICO_COMPOSER (widget));
}

static gboolean
spico_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_COMPOSER (widget)->editor));
}

static void
spico_composer_dispose (GObject *object)
{
  SpicoComposer *self = SPICO_COMPOSER (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->client);
  g_clear_object (&self->conversation);
  g_clear_object (&self->accounts);
  g_clear_object (&self->participants_signals);
  g_clear_object (&self->corrected);
  g_clear_object (&self->draft_original);
  g_clear_pointer (&self->draft, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_COMPOSER);

  G_OBJECT_CLASS (spico_composer_parent_class)->dispose (object);
}

static void
spico_composer_class_init (SpicoComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_composer_dispose;
  widget_class->grab_focus = spico_composer_grab_focus;

  signals[SENT] = g_signal_new ("sent", SPICO_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", SPICO_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SPICO_TYPE_ACCOUNT_BUTTON);
  g_type_ensure (SPICO_TYPE_COMPOSER_FILES);
  g_type_ensure (SPICO_TYPE_COMPOSER_SUBJECT);
  g_type_ensure (SPICO_TYPE_COMPOSER_URGENCY);
  g_type_ensure (SPICO_TYPE_EDITOR);
  g_type_ensure (SPICO_TYPE_MEMBER_NOTICES);
  g_type_ensure (SPICO_TYPE_SCHEDULE_BUTTON);
  g_type_ensure (SPICO_TYPE_TEMPLATES_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, account_box);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, account_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, notices);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, subject);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, urgency);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, files_bin);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, files);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, editor);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, schedule_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, counter);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposer, failure);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, editor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, files_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave);
  gtk_widget_class_bind_template_callback (widget_class, load_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, schedule_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_install_action (widget_class, "composer.leave", NULL, leave_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "composer.leave", NULL);
}

static void
spico_composer_init (SpicoComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->is_open = TRUE;
  spico_composer_files_serve (self->files, GTK_WIDGET (self), self->attach_button);
  set_original (self, NULL);
  self->participants_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->participants_signals, "items-changed", G_CALLBACK (update_accounts), self);
  self->accounts = g_list_store_new (SPICO_TYPE_ACCOUNT);
  spico_account_button_set_accounts (self->account_button, G_LIST_MODEL (self->accounts));
}

void
spico_composer_set_client (SpicoComposer *self,
                           SpicoClient   *client)
{
  g_return_if_fail (SPICO_IS_COMPOSER (self));

  g_set_object (&self->client, client);
  spico_composer_files_set_client (self->files, client);
  g_signal_connect_object (spico_client_get_accounts (client), "items-changed", G_CALLBACK (update_accounts), self, G_CONNECT_SWAPPED);
}

void
spico_composer_set_is_open (SpicoComposer *self,
                            gboolean       is_open)
{
  g_return_if_fail (SPICO_IS_COMPOSER (self));

  if (self->is_open == is_open)
    return;

  self->is_open = is_open;
  update (self);
  /* The conversation went: what was typed meanwhile is put where it will be found again. */
  if (!is_open)
    dex_future_disown (save (self));
}

gboolean
spico_composer_is_empty (SpicoComposer *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER (self), TRUE);

  return !has_something (self)
         && (self->is_loaded || self->conversation == NULL || *spico_conversation_get_draft_text (self->conversation) == '\0');
}

void
spico_composer_set_conversation (SpicoComposer     *self,
                                 SpicoConversation *conversation)
{
  g_return_if_fail (SPICO_IS_COMPOSER (self));
  g_return_if_fail (conversation == NULL || SPICO_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;
  if (spico_conversation_is_same (self->conversation, conversation))
    {
      g_set_object (&self->conversation, conversation);
      g_signal_group_set_target (self->participants_signals, spico_conversation_get_participants (conversation));
      spico_member_notices_set_members (self->notices, spico_conversation_get_participants (conversation));
      return;
    }

  dex_future_disown (save (self));
  self->generation++;
  self->is_dirty = FALSE;
  self->is_loaded = FALSE;
  g_set_object (&self->conversation, conversation);
  g_signal_group_set_target (self->participants_signals, conversation != NULL ? spico_conversation_get_participants (conversation) : NULL);
  spico_member_notices_set_members (self->notices, conversation != NULL ? spico_conversation_get_participants (conversation) : NULL);
  gtk_widget_set_visible (self->failure, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), TRUE);
  spico_editor_set_text (self->editor, "");
  forget_correction (self);
  set_original (self, NULL);
  spico_composer_urgency_set (self->urgency, SPICO_NOT_URGENT);
  spico_account_button_set_selected (self->account_button, NULL);
  g_list_store_remove_all (self->accounts);
  if (conversation != NULL)
    {
      update_accounts (self);
      spico_composer_files_set_place (self->files, spico_conversation_get_account_id (conversation), spico_conversation_get_id (conversation));
      load (self);
    }
  else
    spico_composer_files_clear_place (self->files);
  update (self);
}

void
spico_composer_reply (SpicoComposer *self,
                      SpicoMessage  *message)
{
  g_return_if_fail (SPICO_IS_COMPOSER (self));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  leave_correction (self, TRUE);
  set_original (self, message);
  if (!spico_editor_is_empty (self->editor))
    save_soon (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

void
spico_composer_correct (SpicoComposer *self,
                        SpicoMessage  *message)
{
  const char *refused;

  g_return_if_fail (SPICO_IS_COMPOSER (self));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  /* The draft gives way once it is here. */
  if (!self->is_loaded || !self->is_open)
    return;

  leave_correction (self, TRUE);
  refused = spico_message_get_refused_text (message);
  self->draft = spico_editor_get_text (self->editor);
  g_set_object (&self->draft_original, spico_composer_subject_get_message (self->subject));
  g_set_object (&self->corrected, message);
  spico_composer_subject_set_corrected (self->subject, message);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.leave", TRUE);
  spico_editor_set_text (self->editor, *refused != '\0' ? refused : spico_message_get_text (message));
  update_purpose (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

void
spico_composer_give_back (SpicoComposer *self,
                          SpicoMessage  *message,
                          const char    *text)
{
  const char *account_id = spico_principal_get_id (spico_message_get_account (message));
  g_autoptr (SpicoDraft) draft = NULL;

  g_return_if_fail (SPICO_IS_COMPOSER (self));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  if (self->conversation != NULL && g_str_equal (spico_conversation_get_id (self->conversation), spico_message_get_conversation_id (message)))
    {
      select_writer (self, account_id);
      spico_composer_urgency_join_message (self->urgency, message);
      give_text_back (self, text);
      gtk_widget_grab_focus (GTK_WIDGET (self->editor));
      return;
    }

  draft = spico_draft_new_message (spico_message_get_account_id (message), spico_message_get_conversation_id (message), account_id, NULL, text);
  dex_future_disown (spico_client_join_draft (self->client, draft));
}

void
spico_composer_reload (SpicoComposer *self)
{
  g_return_if_fail (SPICO_IS_COMPOSER (self));

  if (self->conversation == NULL)
    return;

  if (self->corrected != NULL)
    {
      dex_future_disown (save (self));
      forget_correction (self);
    }
  self->generation++;
  load (self);
}

void
spico_composer_attach (SpicoComposer *self,
                       GSList        *files)
{
  g_return_if_fail (SPICO_IS_COMPOSER (self));

  spico_composer_files_add (self->files, files);
}

DexFuture *
spico_composer_save (SpicoComposer *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER (self), NULL);

  return save (self);
}
