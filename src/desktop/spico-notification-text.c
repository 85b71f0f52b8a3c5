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
