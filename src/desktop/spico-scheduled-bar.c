/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-scheduled-bar.h"

#include <glib/gi18n.h>

#include "spico-client-scheduled.h"
#include "spico-day.h"
#include "spico-error-text.h"
#include "spico-schedule-dialog.h"
#include "spico-scheduled-row.h"

struct _SpicoScheduledBar {
  AdwBin parent_instance;

  /* Template widgets */
  GtkListBox *list;

  SpicoComposer *composer;
  SpicoClient *client;
  SpicoConversation *conversation;
  GListModel *messages;
  GSignalGroup *messages_signals;
  /* What is cancelled here: by id, whether its words are wanted whatever is written. */
  GHashTable *cancelled;
};

G_DEFINE_FINAL_TYPE (SpicoScheduledBar, spico_scheduled_bar, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_COMPOSER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What is under way: another conversation may be shown when it is done. */
typedef struct {
  SpicoScheduledBar *self;
  SpicoConversation *conversation;
  SpicoScheduledMessage *message;
} Deed;

static Deed *
deed_new (SpicoScheduledBar     *self,
          SpicoScheduledMessage *message)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->self = g_object_ref (self);
  deed->conversation = g_object_ref (self->conversation);
  deed->message = g_object_ref (message);

  return deed;
}

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_object_unref (deed->self);
  g_object_unref (deed->conversation);
  g_object_unref (deed->message);
  g_free (deed);
}

static gboolean
show_error (SpicoScheduledBar *self,
            DexFuture         *completed)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND) ? _("The message has left meanwhile.") : spico_error_text (error));
  return TRUE;
}

static DexFuture *
done_cb (DexFuture *completed,
         gpointer   user_data)
{
  Deed *deed = user_data;

  show_error (deed->self, completed);

  return NULL;
}

/* ---- The words come back ---- */

static DexFuture *
taken_cb (DexFuture *completed,
          gpointer   user_data)
{
  Deed *deed = user_data;
  SpicoScheduledBar *self = deed->self;

  if (show_error (self, completed) || self->composer == NULL || self->conversation != deed->conversation)
    return NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->composer), TRUE);
  spico_composer_reload (self->composer);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));

  return NULL;
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  Deed *deed = user_data;

  return spico_client_take_back_scheduled (deed->self->client, deed->message, spico_conversation_get_account_id (deed->conversation));
}

/* What is being written is put in the store first: the words join it there. */
static void
take_back (SpicoScheduledBar     *self,
           SpicoScheduledMessage *message)
{
  Deed *deed = deed_new (self, message);
  DexFuture *future = dex_future_then (spico_composer_save (self->composer), saved_cb, deed, NULL);

  g_hash_table_remove (self->cancelled, spico_scheduled_message_get_id (message));
  dex_future_disown (dex_future_finally (future, taken_cb, deed, deed_free));
}

static gboolean
is_wanted (SpicoScheduledBar     *self,
           SpicoScheduledMessage *message)
{
  gpointer is_edited;

  return spico_scheduled_message_get_state (message) == SPICO_SCHEDULED_CANCELLED
         && g_hash_table_lookup_extended (self->cancelled, spico_scheduled_message_get_id (message), NULL, &is_edited)
         && (GPOINTER_TO_INT (is_edited) || spico_composer_is_empty (self->composer));
}

static void
take_back_wanted (SpicoScheduledBar *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->messages); i++)
    {
      g_autoptr (SpicoScheduledMessage) message = g_list_model_get_item (self->messages, i);

      if (is_wanted (self, message))
        {
          take_back (self, message);
          return;
        }
    }
}

static void
cancel (SpicoScheduledBar     *self,
        SpicoScheduledMessage *message,
        gboolean               is_edited)
{
  if (spico_scheduled_message_get_state (message) == SPICO_SCHEDULED_CANCELLED)
    {
      take_back (self, message);
      return;
    }

  g_hash_table_insert (self->cancelled, g_strdup (spico_scheduled_message_get_id (message)), GINT_TO_POINTER (is_edited));
  dex_future_disown (dex_future_finally (spico_client_cancel_scheduled (self->client, message), done_cb, deed_new (self, message), deed_free));
}

/* ---- Its time ---- */

static void
time_chosen_cb (Deed      *deed,
                GDateTime *time)
{
  DexFuture *future = spico_client_change_scheduled (deed->self->client, deed->message, time);

  dex_future_disown (dex_future_finally (future, done_cb, deed_new (deed->self, deed->message), deed_free));
}

static void
deed_destroy_cb (gpointer  data,
                 GClosure *closure)
{
  deed_free (data);
}

static void
change_time (SpicoScheduledBar     *self,
             SpicoScheduledMessage *message)
{
  AdwDialog *dialog = spico_schedule_dialog_new (spico_scheduled_message_get_send_at (message));

  g_signal_connect_data (dialog, "chosen", G_CALLBACK (time_chosen_cb), deed_new (self, message), deed_destroy_cb, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
deed_cb (SpicoScheduledBar *self,
         guint              deed,
         SpicoScheduledRow *row)
{
  SpicoScheduledMessage *message = spico_scheduled_row_get_message (row);

  if (deed == SPICO_SCHEDULED_SEND)
    dex_future_disown (dex_future_finally (spico_client_send_scheduled (self->client, message), done_cb, deed_new (self, message), deed_free));
  else if (deed == SPICO_SCHEDULED_CHANGE_TIME)
    change_time (self, message);
  else
    cancel (self, message, deed == SPICO_SCHEDULED_EDIT);
}

/* ---- Showing ---- */

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = spico_scheduled_row_new (item);

  g_signal_connect_object (row, "deed", G_CALLBACK (deed_cb), user_data, G_CONNECT_SWAPPED);

  return row;
}

static void
changed_cb (SpicoScheduledBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (self->messages) > 0);
  take_back_wanted (self);
}

static void
set_messages (SpicoScheduledBar *self,
              GListModel        *messages)
{
  g_signal_group_set_target (self->messages_signals, messages);
  g_set_object (&self->messages, messages);
  gtk_list_box_bind_model (self->list, messages, create_row, self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), messages != NULL && g_list_model_get_n_items (messages) > 0);
}

/* « demain » is « aujourd'hui » by now. */
static void
day_changed_cb (SpicoScheduledBar *self)
{
  gtk_list_box_bind_model (self->list, self->messages, create_row, self, NULL);
}

static void
spico_scheduled_bar_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  g_set_object (&SPICO_SCHEDULED_BAR (object)->composer, g_value_get_object (value));
}

static void
spico_scheduled_bar_dispose (GObject *object)
{
  SpicoScheduledBar *self = SPICO_SCHEDULED_BAR (object);

  g_clear_object (&self->messages_signals);
  g_clear_object (&self->composer);
  g_clear_object (&self->messages);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);
  g_clear_pointer (&self->cancelled, g_hash_table_unref);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_scheduled_bar_parent_class)->dispose (object);
}

static void
spico_scheduled_bar_class_init (SpicoScheduledBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = spico_scheduled_bar_set_property;
  object_class->dispose = spico_scheduled_bar_dispose;
  properties[PROP_COMPOSER] = g_param_spec_object ("composer", NULL, NULL, SPICO_TYPE_COMPOSER, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-scheduled-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduledBar, list);
}

static void
spico_scheduled_bar_init (SpicoScheduledBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancelled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->messages_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->messages_signals, "items-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_object (spico_day_get_default (), "changed", G_CALLBACK (day_changed_cb), self, G_CONNECT_SWAPPED);
}

void
spico_scheduled_bar_set_client (SpicoScheduledBar *self,
                                SpicoClient       *client)
{
  g_return_if_fail (SPICO_IS_SCHEDULED_BAR (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));

  g_set_object (&self->client, client);
}

void
spico_scheduled_bar_set_conversation (SpicoScheduledBar *self,
                                      SpicoConversation *conversation)
{
  g_autoptr (GListModel) messages = NULL;

  g_return_if_fail (SPICO_IS_SCHEDULED_BAR (self));
  g_return_if_fail (conversation == NULL || SPICO_IS_CONVERSATION (conversation));

  if (spico_conversation_is_same (self->conversation, conversation))
    {
      g_set_object (&self->conversation, conversation);
      return;
    }

  g_set_object (&self->conversation, conversation);
  g_hash_table_remove_all (self->cancelled);
  messages = conversation != NULL ? spico_client_list_scheduled (self->client, spico_conversation_get_id (conversation)) : NULL;
  set_messages (self, messages);
}
