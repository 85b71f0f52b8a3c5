/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-state.h"

#include <glib/gi18n.h>

#include "spico-email.h"
#include "spico-text.h"

/* So many are named; of more it is said how many they are. */
#define MAX_NAMED 8

static guint
count_reached (const SpicoMailValues *values)
{
  guint n = 0;

  for (guint i = 0; i < values->n_to; i++)
    {
      if (*values->to[i].address != '\0')
        n++;
    }

  return n;
}

static const SpicoMailTo *
find_unknown (const SpicoMailValues *values)
{
  for (guint i = 0; i < values->n_to; i++)
    {
      if (!values->to[i].is_known)
        return &values->to[i];
    }

  return NULL;
}

static const SpicoMailTo *
find_stranger (const SpicoMailValues *values)
{
  for (guint i = 0; i < values->n_to; i++)
    {
      if (*values->to[i].address != '\0' && !values->to[i].is_trusted)
        return &values->to[i];
    }

  return NULL;
}

static char *
check_recipients (const SpicoMailValues *values)
{
  const SpicoMailTo *unknown = find_unknown (values);
  const SpicoMailTo *stranger = values->uses_relay ? find_stranger (values) : NULL;

  if (values->n_to == 0)
    return g_strdup (_("Add at least one recipient"));
  if (unknown != NULL && values->is_offline)
    /* Translators: %s is a recipient */
    return g_strdup_printf (_("Off line, the MSSanté address of %s is not known yet"), unknown->name);
  if (unknown != NULL)
    return g_strdup (_("Looking for the MSSanté addresses…"));
  if (count_reached (values) == 0)
    return g_strdup (_("No recipient has an MSSanté address"));
  if (stranger != NULL)
    /* Translators: %s is an address */
    return g_strdup_printf (_("The region sends within MSSanté only: remove %s"), stranger->address);
  if (count_reached (values) > SPICO_EMAIL_MAX_RECIPIENTS)
    return g_strdup_printf (_("No more than %d recipients"), SPICO_EMAIL_MAX_RECIPIENTS);

  return NULL;
}

static char *
check_subject (const SpicoMailValues *values)
{
  if (spico_text_is_blank (values->subject))
    return g_strdup (_("Enter the subject"));
  if (g_utf8_strlen (values->subject, -1) > SPICO_EMAIL_MAX_SUBJECT)
    return g_strdup_printf (_("The subject is too long: no more than %d characters"), SPICO_EMAIL_MAX_SUBJECT);

  return NULL;
}

static char *
check_content (const SpicoMailValues *values)
{
  if (values->n_attachments > SPICO_EMAIL_MAX_ATTACHMENTS)
    return g_strdup_printf (_("No more than %d files"), SPICO_EMAIL_MAX_ATTACHMENTS);
  if (values->size > SPICO_EMAIL_MAX_SIZE)
    {
      g_autofree char *most = g_format_size (SPICO_EMAIL_MAX_SIZE);

      /* Translators: %s is a size, « 7 MB » */
      return g_strdup_printf (_("The files are too large: no more than %s in all"), most);
    }
  if (spico_text_is_blank (values->text) && values->n_attachments == 0)
    return g_strdup (_("Write the mail, or attach a file"));
  if (g_utf8_strlen (values->text, -1) > SPICO_EMAIL_MAX_TEXT)
    return g_strdup_printf (_("The text is too long: no more than %d characters"), SPICO_EMAIL_MAX_TEXT);

  return NULL;
}

/* The first thing to do, in the order of the form. */
static SpicoMailField
find_missing (const SpicoMailValues *values,
              char                 **reason)
{
  if ((*reason = check_recipients (values)) != NULL)
    return SPICO_MAIL_FIELD_TO;
  if ((*reason = check_subject (values)) != NULL)
    return SPICO_MAIL_FIELD_SUBJECT;
  if ((*reason = check_content (values)) != NULL)
    return SPICO_MAIL_FIELD_TEXT;
  if (values->uses_relay && values->is_offline)
    *reason = g_strdup (_("Off line, the mail stays as a draft: send it when the connection is back"));

  return SPICO_MAIL_FIELD_NONE;
}

SpicoMailState *
spico_mail_state_compute (const SpicoMailValues *values)
{
  SpicoMailState *self = g_new0 (SpicoMailState, 1);

  self->left_out = g_ptr_array_new_with_free_func (g_free);
  self->doubtful = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < values->n_to; i++)
    {
      const SpicoMailTo *to = &values->to[i];

      if (to->is_known && *to->address == '\0')
        g_ptr_array_add (self->left_out, g_strdup (to->name));
      else if (*to->address != '\0' && !to->is_trusted)
        g_ptr_array_add (self->doubtful, g_strdup (to->address));
    }
  if (!values->is_busy)
    self->missing = find_missing (values, &self->reason);
  self->can_send = !values->is_busy && self->reason == NULL;

  return self;
}

void
spico_mail_state_free (SpicoMailState *self)
{
  g_free (self->reason);
  g_ptr_array_unref (self->left_out);
  g_ptr_array_unref (self->doubtful);
  g_free (self);
}

static void
append_names (GString    *text,
              const char *sentence,
              GPtrArray  *names)
{
  if (names->len == 0)
    return;

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", sentence);
  for (guint i = 0; i < MIN (names->len, MAX_NAMED); i++)
    g_string_append_printf (text, "\n%s", (const char *) g_ptr_array_index (names, i));
  if (names->len > MAX_NAMED)
    {
      guint n = names->len - MAX_NAMED;
      g_autofree char *rest = g_strdup_printf (g_dngettext (NULL, "and %u other", "and %u others", n), n);

      g_string_append_printf (text, "\n%s", rest);
    }
}

char *
spico_mail_state_ask (SpicoMailState *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_names (text, _("They have no MSSanté address, and will not receive this mail:"), self->left_out);
  append_names (text, _("Spico does not know these addresses as MSSanté. Outside MSSanté, a mail is not protected, and must say nothing of a patient:"), self->doubtful);

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
