/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of messages that are corrected. */
#include "spico-correction-text.h"

#include <glib/gi18n.h>

#include "spico-correction.h"
#include "spico-thread-text.h"

static gboolean
is_settled (SpicoMessage *message)
{
  SpicoMessageState state = spico_message_get_state (message);

  return state == SPICO_MESSAGE_SENT || state == SPICO_MESSAGE_READ;
}

static gboolean
is_recent (SpicoMessage *message,
           GDateTime    *now)
{
  GDateTime *sent_at = spico_message_get_sent_at (message);

  return !is_settled (message) || (sent_at != NULL && g_date_time_difference (now, sent_at) < SPICO_CORRECTION_MINUTES * G_TIME_SPAN_MINUTE);
}

gboolean
spico_text_may_correct (SpicoMessage *message,
                        GDateTime    *now)
{
  return spico_message_is_own (message) && !spico_message_is_automatic (message) && !spico_message_is_withdrawn (message) && spico_message_get_change (message) == SPICO_MESSAGE_CHANGE_NONE
         && spico_message_get_state (message) != SPICO_MESSAGE_FAILED && is_recent (message, now);
}

const char *
spico_text_correction_state (SpicoMessage *message)
{
  if (is_settled (message) && spico_message_is_correcting (message))
    return C_("message state", "change waiting");

  return spico_text_message_state (spico_message_get_state (message));
}

char *
spico_text_correction_failure (SpicoMessage *message)
{
  const char *words = spico_message_get_refused_text (message);
  g_autofree char *why = NULL;

  if (*words == '\0')
    return NULL;

  why = spico_message_get_correction_failure (message) == SPICO_MESSAGE_FAILURE_TOO_LATE
          ? g_strdup (_("A message can be edited for 15 minutes after it was sent, unless it is withdrawn."))
          : spico_text_message_failure (spico_message_get_correction_failure (message), NULL);

  /* Translators: 1: a sentence that says why, 2: what the person typed */
  return g_strdup_printf (_("Not edited. %1$s\nYour text: “%2$s”"), why, words);
}

char *
spico_text_wording_time (SpicoMessage *wording,
                         gboolean      is_first)
{
  GDateTime *time = spico_message_get_sent_at (wording);
  g_autofree char *when = time != NULL ? spico_text_date_time (time) : g_strdup ("");

  /* Translators: of what a message said before it was edited; %s is since when */
  return g_strdup_printf (is_first ? _("Sent %s") : _("Edited %s"), when);
}
