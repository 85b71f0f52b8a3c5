/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-conversation-flags.h"

#include <glib/gi18n.h>

static const struct {
  const char *action_name;
  SpicoConversationFlag flag;
  gboolean on;
  const char *toast;
} flags[] = {
  { "thread.pin", SPICO_CONVERSATION_PINNED, TRUE, NULL },
  { "thread.unpin", SPICO_CONVERSATION_PINNED, FALSE, NULL },
  { "thread.mute", SPICO_CONVERSATION_MUTED, TRUE, NULL },
  { "thread.unmute", SPICO_CONVERSATION_MUTED, FALSE, NULL },
  { "thread.mark-handled", SPICO_CONVERSATION_HANDLED, TRUE, N_("Marked as handled, until the next message") },
  { "thread.mark-to-handle", SPICO_CONVERSATION_HANDLED, FALSE, NULL },
  { "thread.archive", SPICO_CONVERSATION_ARCHIVED, TRUE, N_("Archived, until the next message") },
  { "thread.unarchive", SPICO_CONVERSATION_ARCHIVED, FALSE, N_("Back in the list") },
};

void
spico_conversation_flags_install (GtkWidgetClass             *widget_class,
                                  GtkWidgetActionActivateFunc activated)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    gtk_widget_class_install_action (widget_class, flags[i].action_name, NULL, activated);
}

/* Before the first message there is nothing to be done with. */
static gboolean
is_possible (SpicoConversation    *conversation,
             SpicoConversationFlag flag)
{
  gboolean is_up_to_last = flag == SPICO_CONVERSATION_HANDLED || flag == SPICO_CONVERSATION_ARCHIVED;

  return !is_up_to_last || spico_conversation_get_last_message_at (conversation) != NULL;
}

void
spico_conversation_flags_update (GtkWidget         *view,
                                 SpicoConversation *conversation)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    gtk_widget_action_set_enabled (view, flags[i].action_name,
                                   spico_conversation_has_flag (conversation, flags[i].flag) != flags[i].on && is_possible (conversation, flags[i].flag));
}

static void
say (GtkWidget         *view,
     SpicoConversation *conversation,
     guint              position)
{
  GVariant *undo = g_variant_new ("(ssub)", spico_conversation_get_account_id (conversation), spico_conversation_get_id (conversation), flags[position].flag, !flags[position].on);

  gtk_widget_activate_action (view, "win.undoable", "(ssv)", _(flags[position].toast), "win.flag-conversation", undo);
}

gboolean
spico_conversation_flags_activate (GtkWidget         *view,
                                   SpicoClient       *client,
                                   SpicoConversation *conversation,
                                   const char        *action_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (!g_str_equal (flags[i].action_name, action_name))
        continue;

      dex_future_disown (spico_client_set_flag (client, spico_conversation_get_account_id (conversation), spico_conversation_get_id (conversation), flags[i].flag, flags[i].on));
      if (flags[i].toast != NULL)
        say (view, conversation, i);
      return flags[i].flag == SPICO_CONVERSATION_ARCHIVED;
    }

  return FALSE;
}

void
spico_conversation_flags_undo (SpicoClient *client,
                               GVariant    *parameter)
{
  const char *account_id;
  const char *conversation_id;
  guint flag;
  gboolean on;

  g_variant_get (parameter, "(&s&sub)", &account_id, &conversation_id, &flag, &on);
  dex_future_disown (spico_client_set_flag (client, account_id, conversation_id, flag, on));
}
