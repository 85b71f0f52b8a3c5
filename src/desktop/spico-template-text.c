/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-template-text.h"

#include <glib/gi18n.h>

#define PREVIEW_LENGTH 120

const char *
spico_template_text_reason (SpicoTemplateReason reason)
{
  switch (reason)
    {
    case SPICO_TEMPLATE_REASON_CONFLICT:
      return _("Somebody else has saved this template meanwhile. What you wrote is kept.");
    case SPICO_TEMPLATE_REASON_GONE:
      return _("Somebody else has deleted this template. Save it to make a new one.");
    case SPICO_TEMPLATE_REASON_FULL:
      return _("There are 100 templates already: delete one, then save this one.");
    case SPICO_TEMPLATE_REASON_ENDED:
      return _("You no longer act for the structure. What you wrote is kept here.");
    case SPICO_TEMPLATE_REASON_REFUSED:
      return _("The server has refused this template. What you wrote is kept.");
    case SPICO_TEMPLATE_REASON_NONE:
    default:
      return _("What you had not saved is here again.");
    }
}

const char *
spico_template_text_name (SpicoMessageTemplate *template)
{
  const char *name = spico_message_template_get_name (template);

  if (name == NULL)
    name = spico_message_template_get_draft_name (template);

  return name != NULL && *name != '\0' ? name : _("Untitled template");
}

char *
spico_template_text_preview (SpicoMessageTemplate *template)
{
  const char *text = spico_message_template_get_text (template);
  g_autofree char *beginning = NULL;

  if (text == NULL)
    text = spico_message_template_get_draft_text (template);
  if (text == NULL)
    return g_strdup ("");

  beginning = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), PREVIEW_LENGTH));
  g_strdelimit (beginning, "\n\r\t", ' ');
  return g_strdup (g_strstrip (beginning));
}
