/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-conversation-row.h"

#include <glib/gi18n.h>

#include "spico-attachment-text.h"
#include "spico-avatar.h"
#include "spico-change-text.h"
#include "spico-day.h"
#include "spico-patient-text.h"
#include "spico-principal.h"
#include "spico-thread-text.h"
#include "spico-urgency-mark.h"

struct _SpicoConversationRow {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkWidget *pin;
  GtkLabel *subject;
  GtkLabel *time;
  GtkLabel *participants;
  GtkWidget *patient_box;
  GtkLabel *patient;
  GtkLabel *assignee;
  GtkLabel *preview;
  GtkWidget *pending;
  GtkWidget *failed;
  GtkWidget *scheduled;
  GtkWidget *muted;
  GtkWidget *handled;
  GtkLabel *badge;

  /* Made when the row first shows something that presses: most never do. */
  SpicoUrgencyMark *urgency;

  char *label;
  SpicoConversation *conversation;
  GSignalGroup *conversation_signals;
  GSignalGroup *participants_signals;
};

G_DEFINE_FINAL_TYPE (SpicoConversationRow, spico_conversation_row, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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

static void
update_avatar (SpicoConversationRow *self)
{
  GListModel *participants = spico_conversation_get_participants (self->conversation);
  g_autoptr (SpicoPrincipal) first = participants != NULL ? g_list_model_get_item (participants, 0) : NULL;

  spico_avatar_set_name (self->avatar, first != NULL ? spico_principal_get_name (first) : "");
  spico_avatar_set_is_structure (self->avatar, first != NULL && spico_principal_get_kind (first) != SPICO_PRINCIPAL_PERSON);
}

static void
update_time (SpicoConversationRow *self)
{
  GDateTime *time = spico_conversation_get_last_message_at (self->conversation);
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autofree char *text = NULL;

  if (time == NULL)
    time = spico_conversation_get_created_at (self->conversation);
  text = time != NULL ? spico_text_short_time (time, now) : NULL;
  gtk_label_set_label (self->time, text != NULL ? text : "");
}

static char *
format_withdrawn (SpicoConversation *conversation)
{
  const char *author = spico_conversation_get_preview_author (conversation);

  if (spico_conversation_get_preview_is_own (conversation))
    return g_strdup (_("You: message withdrawn"));

  /* Translators: %s is who withdrew the last message, in the list. */
  return author[0] != '\0' ? g_strdup_printf (_("%s: message withdrawn"), author) : g_strdup (_("Message withdrawn"));
}

/* Its words, or how many files it is: which, somebody may read over one's shoulder (B005). */
static char *
format_line (const char *text,
             guint       n_files)
{
  g_autofree char *line = spico_text_one_line (text);

  return *line == '\0' && n_files > 0 ? spico_text_attachment_count (n_files) : g_steal_pointer (&line);
}

static gboolean
has_draft (SpicoConversation *conversation)
{
  return *spico_conversation_get_draft_text (conversation) != '\0' || spico_conversation_get_draft_attachment_count (conversation) > 0;
}

static char *
format_preview (SpicoConversation *conversation)
{
  gboolean is_draft = has_draft (conversation);
  const char *author = spico_conversation_get_preview_author (conversation);
  g_autofree char *line = is_draft ? format_line (spico_conversation_get_draft_text (conversation), spico_conversation_get_draft_attachment_count (conversation))
                                   : format_line (spico_conversation_get_preview (conversation), spico_conversation_get_preview_attachment_count (conversation));

  if (is_draft)
    /* Translators: the unsent text of a conversation, in the list. */
    return g_strdup_printf (_("Draft: %s"), line);
  if (spico_conversation_get_preview_is_withdrawn (conversation))
    return format_withdrawn (conversation);
  if (line[0] == '\0')
    return spico_text_change_preview (conversation);
  if (spico_conversation_get_preview_is_own (conversation))
    /* Translators: one's own last message, in the list. */
    return g_strdup_printf (_("You: %s"), line);
  if (author[0] == '\0')
    return g_steal_pointer (&line);

  /* Translators: the last message, in the list: its author, then its text. */
  return g_strdup_printf (C_("author and text", "%s: %s"), author, line);
}

static void
update_preview (SpicoConversationRow *self)
{
  g_autofree char *preview = format_preview (self->conversation);
  gboolean is_draft = has_draft (self->conversation);

  gtk_label_set_label (self->preview, preview);
  set_class (self->preview, "spico-draft", is_draft);
  set_class (self->preview, "dimmed", !is_draft && !spico_conversation_is_unread (self->conversation));
}

static char *
update_patient (SpicoConversationRow *self)
{
  SpicoPatient *patient = spico_conversation_get_patient (self->conversation);
  g_autofree char *text = NULL;

  if (patient != NULL)
    text = spico_patient_format_identity (spico_patient_get_birth_name (patient), spico_patient_get_first_names (patient),
                                          spico_patient_get_birth_date (patient), spico_patient_get_sex (patient));
  gtk_label_set_label (self->patient, text != NULL ? text : "");
  gtk_widget_set_visible (self->patient_box, text != NULL);

  return g_steal_pointer (&text);
}

static char *
update_assignee (SpicoConversationRow *self)
{
  SpicoPrincipal *assignee = spico_conversation_get_assignee (self->conversation);
  g_autofree char *text = assignee != NULL ? g_strdup_printf (_("%s is taking care of it"), spico_principal_get_name (assignee)) : NULL;

  gtk_label_set_label (self->assignee, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->assignee), text != NULL);

  return g_steal_pointer (&text);
}

static void
update_marks (SpicoConversationRow *self)
{
  guint n_unread = spico_conversation_get_unread_count (self->conversation);
  gboolean is_unread = spico_conversation_is_unread (self->conversation);
  g_autofree char *count = n_unread > 0 ? g_strdup_printf ("%u", n_unread) : g_strdup ("•");

  gtk_label_set_label (self->badge, count);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), is_unread);
  set_class (self->subject, "heading", is_unread);
  gtk_widget_set_visible (self->pin, spico_conversation_has_flag (self->conversation, SPICO_CONVERSATION_PINNED));
  gtk_widget_set_visible (self->muted, spico_conversation_has_flag (self->conversation, SPICO_CONVERSATION_MUTED));
  gtk_widget_set_visible (self->handled, spico_conversation_has_flag (self->conversation, SPICO_CONVERSATION_HANDLED));
  gtk_widget_set_visible (self->pending, spico_conversation_get_pending_count (self->conversation) > 0);
  gtk_widget_set_visible (self->failed, spico_conversation_get_failed_count (self->conversation) > 0);
  gtk_widget_set_visible (self->scheduled, spico_conversation_get_scheduled_count (self->conversation) > 0);
}

static void
add_words (char      **label,
           const char *words)
{
  g_autofree char *whole = words != NULL ? g_steal_pointer (label) : NULL;

  if (words != NULL)
    *label = g_strconcat (whole, C_("list of names", ", "), words, NULL);
}

static void
update_cb (SpicoConversationRow *self)
{
  SpicoConversation *conversation = self->conversation;
  g_autofree char *participants = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *assignee = NULL;
  g_autofree char *label = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *urgency = NULL;

  if (conversation == NULL)
    return;

  participants = spico_conversation_format_participants (conversation);
  gtk_label_set_label (self->subject, spico_conversation_get_subject (conversation));
  gtk_label_set_label (self->participants, participants);
  update_avatar (self);
  update_time (self);
  update_preview (self);
  update_marks (self);
  patient = update_patient (self);
  assignee = update_assignee (self);
  urgency = spico_urgency_mark_show_conversation (&self->urgency, conversation, GTK_WIDGET (self->assignee));

  label = spico_text_conversation_label (spico_conversation_get_subject (conversation), participants, patient, assignee,
                                         spico_conversation_get_unread_count (conversation),
                                         spico_conversation_is_marked_unread (conversation),
                                         spico_conversation_get_draft_text (conversation)[0] != '\0',
                                         spico_conversation_get_pending_count (conversation),
                                         spico_conversation_get_failed_count (conversation));
  marked = spico_text_conversation_marks (label, spico_conversation_has_flag (conversation, SPICO_CONVERSATION_MUTED), spico_conversation_has_flag (conversation, SPICO_CONVERSATION_HANDLED));
  add_words (&marked, urgency);
  add_words (&marked, spico_conversation_get_scheduled_count (conversation) > 0 ? _("something is sent later") : NULL);
  if (g_set_str (&self->label, marked))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
participants_notify_cb (SpicoConversationRow *self)
{
  g_signal_group_set_target (self->participants_signals, spico_conversation_get_participants (self->conversation));
  update_cb (self);
}

static void
spico_conversation_row_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SpicoConversationRow *self = SPICO_CONVERSATION_ROW (object);

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
spico_conversation_row_dispose (GObject *object)
{
  SpicoConversationRow *self = SPICO_CONVERSATION_ROW (object);

  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->participants_signals);
  g_clear_object (&self->conversation);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_CONVERSATION_ROW);

  G_OBJECT_CLASS (spico_conversation_row_parent_class)->dispose (object);
}

static void
spico_conversation_row_finalize (GObject *object)
{
  g_free (SPICO_CONVERSATION_ROW (object)->label);

  G_OBJECT_CLASS (spico_conversation_row_parent_class)->finalize (object);
}

static void
spico_conversation_row_class_init (SpicoConversationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_conversation_row_get_property;
  object_class->dispose = spico_conversation_row_dispose;
  object_class->finalize = spico_conversation_row_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SPICO_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-conversation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, pin);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, subject);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, time);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, participants);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, patient_box);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, patient);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, assignee);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, preview);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, pending);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, failed);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, scheduled);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, muted);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, handled);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationRow, badge);
}

static void
spico_conversation_row_init (SpicoConversationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (spico_day_get_default (), "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  self->participants_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->participants_signals, "items-changed", G_CALLBACK (update_cb), self);
  self->conversation_signals = g_signal_group_new (SPICO_TYPE_CONVERSATION);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::participants", G_CALLBACK (participants_notify_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify", G_CALLBACK (update_cb), self);
}

GtkWidget *
spico_conversation_row_new (void)
{
  return g_object_new (SPICO_TYPE_CONVERSATION_ROW, NULL);
}

void
spico_conversation_row_set_conversation (SpicoConversationRow *self,
                                         SpicoConversation    *conversation)
{
  g_return_if_fail (SPICO_IS_CONVERSATION_ROW (self));
  g_return_if_fail (conversation == NULL || SPICO_IS_CONVERSATION (conversation));

  if (!g_set_object (&self->conversation, conversation))
    return;

  g_signal_group_set_target (self->conversation_signals, conversation);
  g_signal_group_set_target (self->participants_signals, conversation != NULL ? spico_conversation_get_participants (conversation) : NULL);
  update_cb (self);
}

char *
spico_conversation_format_participants (SpicoConversation *conversation)
{
  GListModel *participants = spico_conversation_get_participants (conversation);
  guint n = participants != NULL ? g_list_model_get_n_items (participants) : 0;
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoPrincipal) participant = g_list_model_get_item (participants, i);

      if (i > 0)
        g_string_append (names, C_("list of names", ", "));
      g_string_append (names, spico_principal_get_name (participant));
    }

  return g_string_free (names, FALSE);
}
