/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-notification-text.h"

#include <glib/gi18n.h>

static char *
count_messages (guint n_messages,
                guint n_conversations)
{
  if (n_messages == 1)
    return g_strdup (_("New message"));
  if (n_conversations <= 1)
    return g_strdup_printf (ngettext ("%u new message", "%u new messages", n_messages), n_messages);

  /* Translators: both numbers are more than one */
  return g_strdup_printf (_("%1$u new messages in %2$u conversations"), n_messages, n_conversations);
}

char *
spico_text_new_messages (guint n_messages,
                         guint n_urgent,
                         guint n_conversations)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (n_messages > 0, NULL);

  if (n_urgent > 0 && n_messages == 1)
    return g_strdup (_("Urgent message"));

  text = count_messages (n_messages, n_conversations);
  if (n_urgent == 0)
    return g_steal_pointer (&text);

  /* Translators: 1: “3 new messages”, 2: how many of them are urgent */
  return g_strdup_printf (ngettext ("%1$s, %2$u of them urgent", "%1$s, %2$u of them urgent", n_urgent), text, n_urgent);
}

char *
spico_text_overdue (guint n_conversations)
{
  if (n_conversations == 1)
    return g_strdup (_("Your message was not read in time: call"));

  /* Translators: the number is more than one */
  return g_strdup_printf (_("Messages of %u conversations were not read in time: call"), n_conversations);
}

char *
spico_text_handed (guint n_conversations)
{
  return g_strdup_printf (ngettext ("%u conversation is handed to you", "%u conversations are handed to you", n_conversations), n_conversations);
}

char *
spico_text_new_requests (guint n)
{
  return g_strdup_printf (ngettext ("%u delegation request waits for your answer", "%u delegation requests wait for your answer", n), n);
}

char *
spico_text_new_groups (guint n)
{
  return g_strdup_printf (ngettext ("%u group of favourites is newly shared", "%u groups of favourites are newly shared", n), n);
}

char *
spico_text_new_announcements (guint n)
{
  return g_strdup_printf (ngettext ("%u new communication of the operator", "%u new communications of the operator", n), n);
}
