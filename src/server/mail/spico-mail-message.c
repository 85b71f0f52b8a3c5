/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-message.h"

#include <string.h>

#define MAX_ADDRESS 254
#define LINE_BYTES 57 /* 76 characters of base64 */
#define WORD_BYTES 42 /* 56 characters of base64, in an encoded word of less than 75 (RFC 2047 section 2) */

/**
 * spico_mail_address_is_valid:
 * @text: an address, from anywhere
 *
 * Returns: whether it is an address that a mail can be sent to: nothing in it means anything to SMTP or to a header
 */
gboolean
spico_mail_address_is_valid (const char *text)
{
  const char *at = strchr (text, '@');
  gsize length = strlen (text);

  if (at == NULL || at == text || length > MAX_ADDRESS || strchr (at + 1, '.') == NULL || at[1] == '.' || at[1] == '-' || text[length - 1] == '.')
    return FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (c == at)
        continue;
      if (!g_ascii_isalnum (*c) && strchr (c < at ? ".!#$%&'*+/=?^_`{|}~-" : ".-", *c) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* At most so many bytes, and no character cut. */
static gsize
cut (const char *text,
     gsize       most)
{
  gsize length = MIN (strlen (text), most);

  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;

  return length;
}

static void
append_header (GString    *mail,
               const char *name,
               const char *text)
{
  g_string_append_printf (mail, "%s:", name);
  while (*text != '\0')
    {
      gsize n = cut (text, WORD_BYTES);
      g_autofree char *word = g_base64_encode ((const guchar *) text, n);

      g_string_append_printf (mail, " =?UTF-8?B?%s?=\r\n", word);
      text += n;
    }
}

static void
append_body (GString    *mail,
             const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += LINE_BYTES)
    {
      g_autofree char *line = g_base64_encode ((const guchar *) text + i, MIN (LINE_BYTES, length - i));

      g_string_append_printf (mail, "%s\r\n", line);
    }
}

/* English names, whatever the locale (RFC 5322 section 3.3). */
static char *
format_date (gint64 us)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (us);

  return g_strdup_printf ("%s, %d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (time) - 1], g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time));
}

#define SPICO_IS " sur Spico, la messagerie sécurisée des professionnels de santé et du social de votre région.\r\n\r\n"

/* What it is about, for the subject too. */
static char *
make_matter (const SpicoMailMessage *self)
{
  if (self->code != NULL)
    return g_strconcat (self->who, " souhaite recevoir ses courriels à cette adresse", NULL);
  if (self->is_former)
    return g_strconcat (self->who, " ne recevra plus ses courriels à cette adresse", NULL);
  if (self->matter != NULL)
    return g_strdup (self->matter);

  return self->shared_with != NULL ? g_strconcat (self->who, " partage un groupe de favoris avec ", self->shared_with, NULL) : g_strconcat (self->who, " souhaite vous joindre", NULL);
}

/* What is typed is read in two halves. */
static char *
say_code (const SpicoMailMessage *self)
{
  gsize half = strlen (self->code) / 2;

  return g_strdup_printf ("Le code à saisir dans « Mon profil » est %.*s %s. Il est valable 30 minutes.\r\n\r\nSi cela ne vous dit rien, ne faites rien : rien d'autre ne vous sera envoyé.", (int) half,
                          self->code, self->code + half);
}

static const char *
say_how (const SpicoMailMessage *self)
{
  if (self->is_former)
    return "Si ce changement n'est pas voulu, prévenez l'assistance de votre région, et ouvrez « Mon profil » dans Spico";
  if (self->matter != NULL)
    return self->is_asked ? "Ouvrez Spico pour l'accepter ou la refuser, dans vos relations" : "Ouvrez Spico pour voir vos relations";
  if (self->shared_with != NULL)
    return self->has_account ? "Ouvrez Spico pour accepter de l'utiliser, ou non"
                             : "Vous n'avez pas encore de compte. Demandez-en un à l'opérateur de votre région pour l'utiliser";

  return self->has_account ? "Ouvrez Spico pour lui répondre" : "Vous n'avez pas encore de compte. Demandez-en un à l'opérateur de votre région pour lire ses messages";
}

static char *
make_text (const SpicoMailMessage *self)
{
  g_autofree char *matter = make_matter (self);
  g_autofree char *address = self->url != NULL ? g_strconcat (" : ", self->url, NULL) : g_strdup (".");
  g_autofree char *how = self->code != NULL ? say_code (self) : g_strconcat (say_how (self), address, NULL);

  return g_strconcat ("Bonjour,\r\n\r\n", matter, SPICO_IS, how,
                      "\r\n\r\nCe courriel ne contient volontairement aucune information médicale. Il est envoyé automatiquement : n'y répondez pas.\r\n", NULL);
}

/**
 * spico_mail_message_format:
 * @self: a notification; its addresses are valid
 *
 * Returns: (transfer full): the mail (RFC 5322), its lines ended by CR LF
 */
char *
spico_mail_message_format (const SpicoMailMessage *self)
{
  GString *mail = g_string_new (NULL);
  g_autofree char *text = make_text (self);
  g_autofree char *date = format_date (self->sent_at_us);
  g_autofree char *subject = make_matter (self);

  g_string_append_printf (mail, "From: Spico <%s>\r\nTo: <%s>\r\nDate: %s\r\nMessage-ID: <%s%s>\r\n", self->from, self->to, date, self->id, strchr (self->from, '@'));
  append_header (mail, "Subject", subject);
  g_string_append (mail, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
  append_body (mail, text);

  return g_string_free (mail, FALSE);
}
