/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-row.h"

#include <glib/gi18n.h>

#include "spico-attachment-text.h"
#include "spico-avatar.h"
#include "spico-change-text.h"
#include "spico-correction-text.h"
#include "spico-day.h"
#include "spico-earlier-dialog.h"
#include "spico-failure-box.h"
#include "spico-forward-text.h"
#include "spico-message-above.h"
#include "spico-message-files.h"
#include "spico-message-menu.h"
#include "spico-quote.h"
#include "spico-reader.h"
#include "spico-reply-text.h"
#include "spico-templates-dialog.h"
#include "spico-thread-text.h"
#include "spico-tooltip.h"
#include "spico-urgency-mark.h"
#include "spico-wrapped-text.h"

struct _SpicoMessageRow {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkBox *column;
  GtkLabel *author;
  GtkBox *bubble_line;
  GtkBox *content;
  GtkLabel *text;
  GtkMenuButton *menu_button;
  GtkWidget *meta;
  GtkLabel *time;
  GtkImage *state_icon;
  GtkLabel *state;

  /* Each is made when the row first shows it: most rows never do, and a conversation has two hundred. */
  GtkWidget *day;
  GtkWidget *divider;
  SpicoQuote *quote;
  SpicoUrgencyMark *urgency;
  SpicoMessageFiles *files;
  GtkWidget *edited_button;
  SpicoFailureBox *failure;
  GtkLabel *seen;

  SpicoClient *client;
  char *label;
  SpicoMessage *message;
  SpicoThreadPlace place;
  gboolean shows_readers;
  gboolean is_closed;
  GSignalGroup *message_signals;
  GSignalGroup *readers_signals;
  GSignalGroup *person_signals;
  GSignalGroup *account_signals;
  GListModel *members;
};

G_DEFINE_FINAL_TYPE (SpicoMessageRow, spico_message_row, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_LABEL,
  N_PROPS
};

enum {
  RETRY,
  REWRITE,
  REPLY,
  SHOW_ORIGINAL,
  WITHDRAW,
  CORRECT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const state_icons[] = {
  [SPICO_MESSAGE_QUEUED] = "spico-queued-symbolic",
  [SPICO_MESSAGE_SENDING] = "spico-queued-symbolic",
  [SPICO_MESSAGE_SENT] = "spico-sent-symbolic",
  [SPICO_MESSAGE_READ] = "spico-read-symbolic",
  [SPICO_MESSAGE_FAILED] = "spico-failed-symbolic",
};

static void
set_class (gpointer    widget,
           const char *css_class,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* What changes the conversation, and what is left of a message that was withdrawn, stand between the bubbles, as a line that says so. */
static gboolean
is_trace (SpicoMessage *message)
{
  return spico_message_get_change (message) != SPICO_MESSAGE_CHANGE_NONE || spico_message_is_withdrawn (message);
}

/* Whether the server has it. */
static gboolean
is_settled (SpicoMessage *message)
{
  SpicoMessageState state = spico_message_get_state (message);

  return state == SPICO_MESSAGE_SENT || state == SPICO_MESSAGE_READ;
}

static gboolean
is_edited (SpicoMessage *message)
{
  return spico_message_get_edited_at (message) != NULL;
}

/* Of one's own only what one does not expect: for whom, or that one has not written it. */
static gboolean
shows_author (SpicoMessageRow *self)
{
  SpicoMessage *message = self->message;

  return spico_message_is_automatic (message) || (self->place.starts_group && !is_trace (message) && (!spico_message_is_own (message) || spico_message_is_for_account (message)));
}

/* « Mme X a ajouté M. Y », or what they wrote. */
static char *
format_text (SpicoMessage *message)
{
  g_autofree char *author = spico_text_author (message);
  gboolean is_mine = spico_message_is_own (message) && !spico_message_is_for_account (message);

  if (spico_message_is_withdrawn (message))
    return spico_text_withdrawn (message);

  return spico_text_change (message, is_mine ? NULL : author, is_settled (message));
}

static char *
format_readers (SpicoMessage *message)
{
  GListModel *readers = spico_message_get_read_by (message);
  guint n = readers != NULL ? g_list_model_get_n_items (readers) : 0;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoReader) reader = g_list_model_get_item (readers, i);
      SpicoPrincipal *account = spico_reader_is_for_account (reader) ? spico_reader_get_account (reader) : NULL;

      g_strv_builder_take (names, spico_text_on_behalf (spico_principal_get_name (spico_reader_get_person (reader)),
                                                        account != NULL ? spico_principal_get_name (account) : NULL));
    }
  strv = g_strv_builder_end (names);

  return spico_text_seen_by ((const char *const *) strv);
}

static void update_cb (SpicoMessageRow *self);

static SpicoQuote *
ensure_quote (SpicoMessageRow *self)
{
  GtkWidget *quote;

  if (self->quote != NULL)
    return self->quote;

  quote = spico_quote_new ();
  self->quote = SPICO_QUOTE (quote);
  g_signal_connect_object (quote, "notify::label", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  gtk_box_insert_child_after (self->column, quote, GTK_WIDGET (self->author));

  return self->quote;
}

/* What it answers, above it. */
static void
update_quote (SpicoMessageRow *self)
{
  SpicoMessage *original = spico_message_is_withdrawn (self->message) ? NULL : spico_message_get_in_reply_to (self->message);

  if (original != NULL)
    spico_quote_set_original (ensure_quote (self), original);
  else if (self->quote != NULL)
    spico_quote_set_original (self->quote, NULL);
  if (self->quote == NULL)
    return;

  gtk_widget_set_halign (GTK_WIDGET (self->quote), spico_message_is_own (self->message) ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_set_visible (GTK_WIDGET (self->quote), original != NULL);
}

/* What goes with it, below its words. */
static void
update_files (SpicoMessageRow *self)
{
  if (self->files == NULL)
    {
      if (self->client == NULL || self->message == NULL || spico_message_get_attachments (self->message) == NULL)
        return;
      self->files = SPICO_MESSAGE_FILES (spico_message_files_new (self->client));
      gtk_box_append (self->content, GTK_WIDGET (self->files));
    }
  spico_message_files_set_message (self->files, self->message);
}

static void
update_side (SpicoMessageRow *self)
{
  gboolean is_own = spico_message_is_own (self->message);
  gboolean between = is_trace (self->message);
  GtkAlign side = between ? GTK_ALIGN_CENTER : is_own ? GTK_ALIGN_END : GTK_ALIGN_START;

  set_class (self, "trace", between);
  set_class (self->text, "spico-bubble", !between);
  set_class (self->text, "caption", between);
  set_class (self->text, "dimmed", between);
  gtk_label_set_justify (self->text, between ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  set_class (self, "own", is_own);
  set_class (self, "starts-group", self->place.starts_group);
  set_class (self, "ends-group", self->place.ends_group);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), !is_own && !between);
  /* It keeps its width in a group, where it is shown once. */
  gtk_widget_set_opacity (GTK_WIDGET (self->avatar), self->place.starts_group ? 1 : 0);
  gtk_widget_set_halign (GTK_WIDGET (self->author), side);
  gtk_widget_set_halign (GTK_WIDGET (self->bubble_line), side);
  gtk_widget_set_halign (GTK_WIDGET (self->text), side);
  if (self->files != NULL)
    gtk_widget_set_halign (GTK_WIDGET (self->files), side);
  /* On the side where there is room. */
  gtk_box_reorder_child_after (self->bubble_line, GTK_WIDGET (self->menu_button), is_own ? NULL : GTK_WIDGET (self->content));
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), !between && !self->is_closed);
  gtk_widget_set_halign (self->meta, side);
  if (self->seen != NULL)
    gtk_widget_set_halign (GTK_WIDGET (self->seen), side);
}

static void
update_edited (SpicoMessageRow *self)
{
  if (self->edited_button == NULL)
    {
      if (!is_edited (self->message))
        return;
      self->edited_button = gtk_button_new_with_label (_("Edited"));
      gtk_widget_set_focusable (self->edited_button, FALSE);
      set_class (self->edited_button, "flat", TRUE);
      set_class (self->edited_button, "dimmed", TRUE);
      set_class (self->edited_button, "spico-edited", TRUE);
      gtk_widget_set_tooltip_text (self->edited_button, _("Earlier Versions"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->edited_button), "message.show-earlier");
      gtk_box_insert_child_after (GTK_BOX (self->meta), self->edited_button, GTK_WIDGET (self->time));
    }
  gtk_widget_set_visible (self->edited_button, is_edited (self->message));
}

static void
update_meta (SpicoMessageRow *self,
             const char      *time)
{
  SpicoMessageState state = spico_message_get_state (self->message);
  gboolean is_own = spico_message_is_own (self->message);
  gboolean waits = spico_message_is_correcting (self->message);
  GDateTime *sent_at = spico_message_get_sent_at (self->message);
  g_autofree char *in_full = sent_at != NULL ? spico_text_date_time (sent_at) : NULL;

  gtk_label_set_label (self->time, time);
  spico_tooltip_set (self->meta, in_full);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->meta), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, in_full != NULL ? in_full : "", -1);
  gtk_label_set_label (self->state, spico_text_correction_state (self->message));
  gtk_image_set_from_icon_name (self->state_icon, state_icons[waits ? SPICO_MESSAGE_QUEUED : state]);
  set_class (self->state_icon, "error", state == SPICO_MESSAGE_FAILED);
  set_class (self->state_icon, "accent", state == SPICO_MESSAGE_READ && !waits);
  set_class (self->state_icon, "dimmed", (state != SPICO_MESSAGE_READ || waits) && state != SPICO_MESSAGE_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), is_own);
  gtk_widget_set_visible (GTK_WIDGET (self->state), is_own);
  update_edited (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.show-earlier", spico_message_get_earlier (self->message) != NULL);
  gtk_widget_set_visible (self->meta, !spico_message_is_withdrawn (self->message)
                                        && (self->place.ends_group || is_edited (self->message) || (is_own && (!is_settled (self->message) || spico_message_is_correcting (self->message)))));
}

static void
retry_cb (SpicoMessageRow *self)
{
  g_signal_emit (self, signals[RETRY], 0, self->message);
}

static void
rewrite_cb (SpicoMessageRow *self)
{
  g_signal_emit (self, signals[REWRITE], 0, self->message);
}

/* The message, or what it was to say, that the server does not take. */
static void
update_failure (SpicoMessageRow *self)
{
  if (self->failure == NULL)
    {
      if (!spico_failure_box_has (self->message))
        return;
      self->failure = SPICO_FAILURE_BOX (spico_failure_box_new ());
      g_signal_connect_object (self->failure, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->failure, "rewrite", G_CALLBACK (rewrite_cb), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->column, GTK_WIDGET (self->failure), self->meta);
    }
  spico_failure_box_set_message (self->failure, self->message, self->is_closed, is_trace (self->message));
}

static void
update_seen (SpicoMessageRow *self,
             const char      *seen)
{
  if (self->seen == NULL)
    {
      if (seen[0] == '\0')
        return;
      self->seen = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_wrap (self->seen, TRUE);
      gtk_label_set_wrap_mode (self->seen, PANGO_WRAP_WORD_CHAR);
      gtk_label_set_justify (self->seen, GTK_JUSTIFY_RIGHT);
      set_class (self->seen, "spico-meta", TRUE);
      set_class (self->seen, "caption", TRUE);
      set_class (self->seen, "dimmed", TRUE);
      gtk_box_append (self->column, GTK_WIDGET (self->seen));
    }
  spico_wrapped_text_set (self->seen, seen);
  gtk_widget_set_visible (GTK_WIDGET (self->seen), seen[0] != '\0');
}

static void
update_label (SpicoMessageRow *self,
              const char      *author,
              const char      *text,
              const char      *time,
              const char      *seen,
              const char      *urgency)
{
  const char *state = spico_message_is_own (self->message) && !spico_message_is_withdrawn (self->message) ? spico_text_correction_state (self->message) : NULL;
  g_autofree char *files = spico_message_is_withdrawn (self->message) ? NULL : spico_text_attachment_names (spico_message_get_attachments (self->message));
  GString *label = g_string_new (text);

  if (files != NULL)
    g_string_append_printf (label, "%s%s", *text != '\0' ? ", " : "", files);
  /* A trace says itself who did it. */
  if (!is_trace (self->message))
    {
      g_string_prepend (label, ", ");
      if (spico_message_get_in_reply_to (self->message) != NULL)
        {
          g_string_prepend (label, spico_quote_get_label (self->quote));
          g_string_prepend (label, ", ");
        }
      g_string_prepend (label, author);
    }
  if (urgency != NULL)
    g_string_append_printf (label, ", %s", urgency);
  if (is_edited (self->message))
    /* Translators: said of a message, after what it says */
    g_string_append_printf (label, ", %s", C_("message", "edited"));
  if (state != NULL)
    g_string_append_printf (label, ", %s", state);
  if (seen[0] != '\0')
    g_string_append_printf (label, ", %s", seen);
  if (time[0] != '\0' && !spico_message_is_withdrawn (self->message))
    g_string_append_printf (label, ", %s", time);

  if (g_set_str (&self->label, label->str))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
  g_string_free (label, TRUE);
}

static void
update_cb (SpicoMessageRow *self)
{
  SpicoMessage *message = self->message;
  g_autofree char *author = NULL;
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *urgency = NULL;

  if (message == NULL)
    return;

  author = spico_text_author (message);
  text = format_text (message);
  time = spico_message_get_sent_at (message) != NULL ? spico_text_clock (spico_message_get_sent_at (message)) : g_strdup ("");
  seen = self->shows_readers ? format_readers (message) : g_strdup ("");

  spico_wrapped_text_set (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *text != '\0');
  spico_wrapped_text_set (self->author, author);
  gtk_widget_set_visible (GTK_WIDGET (self->author), shows_author (self));
  spico_avatar_set_name (self->avatar, spico_principal_get_name (spico_message_get_person (message)));
  spico_avatar_set_is_structure (self->avatar, spico_principal_get_kind (spico_message_get_person (message)) != SPICO_PRINCIPAL_PERSON);
  update_seen (self, seen);
  urgency = spico_urgency_mark_show_message (&self->urgency, message, GTK_WIDGET (self->author));
  update_quote (self);
  update_files (self);
  update_side (self);
  update_meta (self, time);
  update_failure (self);
  update_label (self, author, text, time, seen, urgency);
}

static GtkBox *
frame_of (SpicoMessageRow *self)
{
  return GTK_BOX (adw_bin_get_child (ADW_BIN (self)));
}

static void
update_day_cb (SpicoMessageRow *self)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autofree char *day = NULL;

  if (self->message == NULL)
    return;
  day = self->place.starts_day ? spico_text_day (spico_message_get_sent_at (self->message), now) : NULL;
  spico_message_above_show_day (&self->day, frame_of (self), day);
}

/* « Demain » is another day by then. */
static void
day_changed_cb (SpicoMessageRow *self)
{
  update_day_cb (self);
  update_cb (self);
}

static void
member_named_cb (SpicoMessageRow *self)
{
  update_cb (self);
}

static void
unfollow_members (SpicoMessageRow *self)
{
  for (guint i = 0; self->members != NULL && i < g_list_model_get_n_items (self->members); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (self->members, i);

      g_signal_handlers_disconnect_by_func (principal, member_named_cb, self);
    }
  g_clear_object (&self->members);
}

/* Whom it adds or removes may become known later. */
static void
follow_members (SpicoMessageRow *self)
{
  unfollow_members (self);
  if (self->message != NULL)
    g_set_object (&self->members, spico_message_get_members (self->message));

  for (guint i = 0; self->members != NULL && i < g_list_model_get_n_items (self->members); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (self->members, i);

      g_signal_connect_object (principal, "notify::name", G_CALLBACK (member_named_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
targets_cb (SpicoMessageRow *self)
{
  follow_members (self);
  g_signal_group_set_target (self->readers_signals, self->message != NULL ? spico_message_get_read_by (self->message) : NULL);
  g_signal_group_set_target (self->person_signals, self->message != NULL ? spico_message_get_person (self->message) : NULL);
  g_signal_group_set_target (self->account_signals, self->message != NULL ? spico_message_get_account (self->message) : NULL);
}

static void
reply_activated_cb (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  spico_message_row_reply (SPICO_MESSAGE_ROW (widget));
}

/* As long as nobody else is known to have read it; the server has the last word. */
static gboolean
can_withdraw (SpicoMessageRow *self)
{
  return self->message != NULL && !self->is_closed && !is_trace (self->message) && spico_message_is_own (self->message) && !spico_message_is_automatic (self->message)
         && spico_message_get_state (self->message) == SPICO_MESSAGE_SENT;
}

static void
withdraw_activated_cb (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  if (can_withdraw (SPICO_MESSAGE_ROW (widget)))
    g_signal_emit (widget, signals[WITHDRAW], 0, SPICO_MESSAGE_ROW (widget)->message);
}

static gboolean
can_correct (SpicoMessageRow *self)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());

  return self->message != NULL && !self->is_closed && spico_text_may_correct (self->message, now);
}

static void
correct_activated_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  if (can_correct (SPICO_MESSAGE_ROW (widget)))
    g_signal_emit (widget, signals[CORRECT], 0, SPICO_MESSAGE_ROW (widget)->message);
}

/* The store decides: it may have left below an open menu. */
static void
take_back_activated_cb (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  if (SPICO_MESSAGE_ROW (widget)->message != NULL)
    rewrite_cb (SPICO_MESSAGE_ROW (widget));
}

static void
show_earlier_activated_cb (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (widget);

  if (self->message != NULL && spico_message_get_earlier (self->message) != NULL)
    adw_dialog_present (spico_earlier_dialog_new (self->message), widget);
}

static void
show_original_activated_cb (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (widget);

  if (self->message != NULL && spico_message_get_in_reply_to (self->message) != NULL)
    g_signal_emit (self, signals[SHOW_ORIGINAL], 0, self->message);
}

static char *
quote_message (SpicoMessage *message)
{
  g_autofree char *author = spico_text_author (message);

  return spico_text_forward (author, spico_message_get_sent_at (message), spico_message_get_text (message));
}

static void
forward_activated_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (widget);
  g_autofree char *text = NULL;
  gboolean has_files;

  /* The row may have lost its message below an open menu. */
  if (self->message == NULL)
    return;

  text = quote_message (self->message);
  has_files = spico_message_get_attachment_count (self->message) > 0;
  gtk_widget_activate_action (widget, "win.forward", "(sss)", spico_message_get_account_id (self->message), has_files ? spico_message_get_id (self->message) : "", text);
}

/* « Transmettre par courrier »: to people outside Spico too, through MSSanté (F054). */
static void
mail_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  static const char *const nobody[] = { NULL };
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (widget);
  g_autofree char *text = NULL;

  if (self->message == NULL)
    return;

  text = quote_message (self->message);
  gtk_widget_activate_action (widget, "win.mail", "(s^ass)", spico_message_get_account_id (self->message), nobody, text);
}

static void
copy (SpicoMessageRow *self,
      const char      *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  if (SPICO_MESSAGE_ROW (widget)->message != NULL)
    copy (SPICO_MESSAGE_ROW (widget), spico_message_get_text (SPICO_MESSAGE_ROW (widget)->message));
}

/* « Enregistrer comme modèle… » (B021). */
static void
save_template_activated_cb (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (widget);
  SpicoAccount *account = self->message != NULL ? spico_client_find_account (self->client, spico_message_get_account_id (self->message)) : NULL;

  if (self->message != NULL)
    adw_dialog_present (spico_templates_dialog_new_from (self->client, account != NULL && !spico_account_is_personal (account) ? account : NULL, spico_message_get_text (self->message)), widget);
}

static void
spico_message_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_message_row_dispose (GObject *object)
{
  SpicoMessageRow *self = SPICO_MESSAGE_ROW (object);

  unfollow_members (self);
  g_clear_object (&self->message_signals);
  g_clear_object (&self->readers_signals);
  g_clear_object (&self->person_signals);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->message);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_MESSAGE_ROW);

  G_OBJECT_CLASS (spico_message_row_parent_class)->dispose (object);
}

static void
spico_message_row_finalize (GObject *object)
{
  g_free (SPICO_MESSAGE_ROW (object)->label);

  G_OBJECT_CLASS (spico_message_row_parent_class)->finalize (object);
}

static void
spico_message_row_class_init (SpicoMessageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_message_row_get_property;
  object_class->dispose = spico_message_row_dispose;
  object_class->finalize = spico_message_row_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RETRY] = g_signal_new ("retry", SPICO_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_MESSAGE);
  signals[REWRITE] = g_signal_new ("rewrite", SPICO_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_MESSAGE);
  signals[REPLY] = g_signal_new ("reply", SPICO_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_MESSAGE);
  signals[WITHDRAW] = g_signal_new ("withdraw", SPICO_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_MESSAGE);
  signals[CORRECT] = g_signal_new ("correct", SPICO_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_MESSAGE);
  signals[SHOW_ORIGINAL] = g_signal_new ("show-original", SPICO_TYPE_MESSAGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_MESSAGE);

  g_type_ensure (SPICO_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, column);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, author);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, bubble_line);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, content);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, text);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, meta);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, time);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, SpicoMessageRow, state);
  gtk_widget_class_install_action (widget_class, "message.reply", NULL, reply_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.withdraw", NULL, withdraw_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.correct", NULL, correct_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.take-back", NULL, take_back_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.show-earlier", NULL, show_earlier_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.show-original", NULL, show_original_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.copy", NULL, copy_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.forward", NULL, forward_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.mail", NULL, mail_activated_cb);
  gtk_widget_class_install_action (widget_class, "message.save-template", NULL, save_template_activated_cb);
}

static void
spico_message_row_init (SpicoMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  spico_message_menu_set_up (self->menu_button);
  g_signal_connect_object (spico_day_get_default (), "changed", G_CALLBACK (day_changed_cb), self, G_CONNECT_SWAPPED);

  self->readers_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->readers_signals, "items-changed", G_CALLBACK (update_cb), self);
  self->person_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->person_signals, "notify::name", G_CALLBACK (update_cb), self);
  self->account_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->account_signals, "notify::name", G_CALLBACK (update_cb), self);
  self->message_signals = g_signal_group_new (SPICO_TYPE_MESSAGE);
  g_signal_group_connect_swapped (self->message_signals, "notify::person", G_CALLBACK (targets_cb), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::account", G_CALLBACK (targets_cb), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::added", G_CALLBACK (targets_cb), self);
  g_signal_group_connect_swapped (self->message_signals, "notify::read-by", G_CALLBACK (targets_cb), self);
  g_signal_group_connect_swapped (self->message_signals, "notify", G_CALLBACK (update_cb), self);
}

GtkWidget *
spico_message_row_new (SpicoClient *client)
{
  SpicoMessageRow *self = g_object_new (SPICO_TYPE_MESSAGE_ROW, NULL);

  g_set_object (&self->client, client);

  return GTK_WIDGET (self);
}

void
spico_message_row_set_message (SpicoMessageRow *self,
                               SpicoMessage    *message)
{
  g_return_if_fail (SPICO_IS_MESSAGE_ROW (self));
  g_return_if_fail (message == NULL || SPICO_IS_MESSAGE (message));

  if (!g_set_object (&self->message, message))
    return;

  self->place = (SpicoThreadPlace) { .starts_group = TRUE, .ends_group = TRUE };
  self->shows_readers = FALSE;
  g_signal_group_set_target (self->message_signals, message);
  targets_cb (self);
  update_files (self);
  update_cb (self);
}

/* A trace stands alone, whoever wrote around it. */
static SpicoThreadMessage
thread_message (SpicoMessage *message)
{
  return (SpicoThreadMessage) {
    .person_id = is_trace (message) ? spico_message_get_id (message) : spico_principal_get_id (spico_message_get_person (message)),
    .account_id = spico_principal_get_id (spico_message_get_account (message)),
    .time = spico_message_get_sent_at (message),
  };
}

static void
update_above (SpicoMessageRow *self,
              gboolean         has_divider,
              guint            n_unread)
{
  g_autofree char *divider = has_divider ? spico_text_unread_divider (n_unread) : NULL;

  update_day_cb (self);
  spico_message_above_show_divider (&self->divider, frame_of (self), self->day, divider);
}

void
spico_message_row_set_neighbours (SpicoMessageRow *self,
                                  SpicoMessage    *previous,
                                  SpicoMessage    *next,
                                  gint64           first_unread_seq,
                                  guint            n_unread,
                                  gboolean         shows_readers)
{
  SpicoThreadMessage above;
  SpicoThreadMessage here;
  SpicoThreadMessage below;
  SpicoThreadPlace place;
  gboolean divider_above;
  gboolean divider_below;
  gboolean is_same;

  g_return_if_fail (SPICO_IS_MESSAGE_ROW (self));
  g_return_if_fail (SPICO_IS_MESSAGE (self->message));

  here = thread_message (self->message);
  if (previous != NULL)
    above = thread_message (previous);
  if (next != NULL)
    below = thread_message (next);
  divider_above = first_unread_seq > 0 && spico_message_get_seq (self->message) == first_unread_seq;
  divider_below = first_unread_seq > 0 && next != NULL && spico_message_get_seq (next) == first_unread_seq;

  place = spico_thread_place (previous != NULL ? &above : NULL, &here, next != NULL ? &below : NULL, divider_above, divider_below);
  is_same = place.starts_day == self->place.starts_day && place.starts_group == self->place.starts_group && place.ends_group == self->place.ends_group && shows_readers == self->shows_readers;
  self->place = place;
  self->shows_readers = shows_readers;
  update_above (self, divider_above, n_unread);
  /* All rows are told where one message comes: most stand as before. */
  if (!is_same)
    update_cb (self);
}

void
spico_message_row_set_is_closed (SpicoMessageRow *self,
                                 gboolean         is_closed)
{
  g_return_if_fail (SPICO_IS_MESSAGE_ROW (self));

  self->is_closed = is_closed;
  if (self->message != NULL)
    update_failure (self);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), !is_closed && self->message != NULL && !is_trace (self->message));
}

void
spico_message_row_set_is_marked (SpicoMessageRow *self,
                                 gboolean         is_marked)
{
  g_return_if_fail (SPICO_IS_MESSAGE_ROW (self));

  set_class (self, "marked", is_marked);
}

static gboolean
can_reply (SpicoMessageRow *self)
{
  return self->message != NULL && !self->is_closed && !is_trace (self->message) && is_settled (self->message);
}

gboolean
spico_message_row_reply (SpicoMessageRow *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_ROW (self), FALSE);

  if (!can_reply (self))
    return FALSE;

  g_signal_emit (self, signals[REPLY], 0, self->message);
  return TRUE;
}

/* What cannot be done is not in the menu. */
void
spico_message_row_update_actions (SpicoMessageRow *self)
{
  g_return_if_fail (SPICO_IS_MESSAGE_ROW (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.reply", can_reply (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.withdraw", can_withdraw (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.correct", can_correct (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.take-back", self->message != NULL && !self->is_closed && spico_message_can_take_back (self->message));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.save-template", self->message != NULL && spico_message_is_own (self->message) && *spico_message_get_text (self->message) != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "message.show-original", self->message != NULL && spico_message_get_in_reply_to (self->message) != NULL);
}

gboolean
spico_message_row_open_menu (SpicoMessageRow *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_ROW (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->menu_button)))
    return FALSE;

  gtk_menu_button_popup (self->menu_button);
  return TRUE;
}
