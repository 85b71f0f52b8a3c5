/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-notification-text.h"

#include <glib/gi18n.h>

char *
spico_text_new_messages (guint n_messages,
                         guint n_conversations)
{
  g_return_val_if_fail (n_messages > 0, NULL);

  if (n_messages == 1)
    return g_strdup (_("New message"));
  if (n_conversations <= 1)
    return g_strdup_printf (ngettext ("%u new message", "%u new messages", n_messages), n_messages);

  /* Translators: both numbers are more than one */
  return g_strdup_printf (_("%1$u new messages in %2$u conversations"), n_messages, n_conversations);
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
