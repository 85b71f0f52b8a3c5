/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of mails: French, as all that the server writes. */
#include "spico-mail-text.h"

#include <string.h>

#include "spico-text.h"

#define ON_SPICO " sur Spico, la messagerie sécurisée des professionnels de santé et du social de votre région"
#define NO_ACCOUNT "Vous n'avez pas encore de compte. Demandez-en un à l'opérateur de votre région pour "

/* How several events of a kind are called, behind their number. */
static const char *const several[] = {
  [SPICO_MAIL_CONTACT] = "demandes de contact",
  [SPICO_MAIL_GROUP] = "partages de groupes de favoris",
  [SPICO_MAIL_DELEGATION] = "nouvelles de vos délégations",
  [SPICO_MAIL_REQUEST] = "demandes à propos de groupes de favoris",
  [SPICO_MAIL_ROLE] = "nouvelles de vos groupes de favoris",
  [SPICO_MAIL_ASSIGNMENT] = "conversations qui vous sont confiées",
};

/**
 * spico_mail_text_say:
 * @kind: what a mail is about, but no delegation, of which spico_delegation_news_format() speaks, nor a role, of which spico_group_news_format() does, nor an assignment, of which spico_assignment_news_format() does
 * @who: who did it: « Mme X », or « Mme X pour le compte de Y »
 * @with: (nullable): with whom a group is shared: « vous », or a structure
 *
 * Returns: (transfer full): the sentence that says so, without its point
 */
char *
spico_mail_text_say (SpicoMailKind kind,
                     const char   *who,
                     const char   *with)
{
  switch (kind)
    {
    case SPICO_MAIL_GROUP:
      return g_strconcat (who, " partage un groupe de favoris avec ", with, NULL);
    case SPICO_MAIL_CODE:
      return g_strconcat (who, " souhaite recevoir ses courriels à cette adresse", NULL);
    case SPICO_MAIL_FORMER:
      return g_strconcat (who, " ne recevra plus ses courriels à cette adresse", NULL);
    case SPICO_MAIL_CONTACT:
      return g_strconcat (who, " souhaite vous joindre", NULL);
    case SPICO_MAIL_REQUEST:
      return g_strconcat (who, " demande un autre administrateur pour un groupe de favoris", NULL);
    case SPICO_MAIL_DELEGATION:
    case SPICO_MAIL_ANNOUNCEMENT:
    case SPICO_MAIL_ROLE:
    case SPICO_MAIL_ASSIGNMENT:
    default:
      g_assert_not_reached ();
    }
}

/**
 * spico_mail_text_announce:
 * @kind: `incident`, `maintenance` or `release`
 * @title: what the operator announces, in one line
 *
 * Returns: (transfer full): it as a sentence without its point
 */
char *
spico_mail_text_announce (const char *kind,
                          const char *title)
{
  const char *what = g_str_equal (kind, "incident") ? "Incident sur Spico : " : g_str_equal (kind, "maintenance") ? "Maintenance de Spico : " : "Nouveautés de Spico : ";

  return g_strconcat (what, title, NULL);
}

/* « 1er décembre 2026 à 22 h 05 », in the region: the locale of a server is its own. */
static char *
say_instant (gint64 us)
{
  static const char *const months[] = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (us);
  g_autoptr (GDateTime) time = zone != NULL ? g_date_time_to_timezone (utc, zone) : g_date_time_ref (utc);
  int day = g_date_time_get_day_of_month (time);

  return g_strdup_printf ("%d%s %s %d à %d h %02d", day, day == 1 ? "er" : "", months[g_date_time_get_month (time) - 1], g_date_time_get_year (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time));
}

/**
 * spico_mail_text_detail:
 * @text: the text of an announcement; may be empty
 * @starts_at_us: when its window begins, or an incident began, in microseconds since 1970; 0 where it has none
 * @ends_at_us: when it ends; 0 where nobody knows
 *
 * Returns: (transfer full): what is said below its title, in paragraphs separated by an empty line
 */
char *
spico_mail_text_detail (const char *text,
                        gint64      starts_at_us,
                        gint64      ends_at_us)
{
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (starts_at_us == 0)
    return g_strdup (text);

  from = say_instant (starts_at_us);
  if (ends_at_us == 0)
    return g_strdup_printf ("Depuis le %s.\n\n%s", from, text);

  until = say_instant (ends_at_us);
  return g_strdup_printf ("Du %s au %s.\n\n%s", from, until, text);
}

/* ---- What is to be done ---- */

static const char *
say_how (const SpicoMailMessage *message,
         gboolean                is_one)
{
  switch (message->kind)
    {
    case SPICO_MAIL_FORMER:
      return "Si ce changement n'est pas voulu, prévenez l'assistance de votre région, et ouvrez « Mon profil » dans Spico";
    case SPICO_MAIL_DELEGATION:
      if (!message->is_asked)
        return "Ouvrez Spico pour voir vos relations";
      return is_one ? "Ouvrez Spico pour l'accepter ou la refuser, dans vos relations" : "Ouvrez Spico pour y répondre, dans vos relations";
    case SPICO_MAIL_GROUP:
      if (!message->has_account)
        return is_one ? NO_ACCOUNT "l'utiliser" : NO_ACCOUNT "les utiliser";
      return is_one ? "Ouvrez Spico pour accepter de l'utiliser, ou non" : "Ouvrez Spico pour accepter de les utiliser, ou non";
    case SPICO_MAIL_CONTACT:
      if (!message->has_account)
        return is_one ? NO_ACCOUNT "lire ses messages" : NO_ACCOUNT "lire leurs messages";
      return is_one ? "Ouvrez Spico pour lui répondre" : "Ouvrez Spico pour leur répondre";
    case SPICO_MAIL_ANNOUNCEMENT:
      return "Vous recevez ce courriel de l'opérateur de votre région. Pour ne plus recevoir ses annonces par courriel, ouvrez « Mon profil » dans Spico";
    case SPICO_MAIL_REQUEST:
      return is_one ? "Sur le serveur, « spicoctl group requests » la montre, « spicoctl group grant » et « spicoctl group refuse » y répondent"
                    : "Sur le serveur, « spicoctl group requests » les montre, « spicoctl group grant » et « spicoctl group refuse » y répondent";
    case SPICO_MAIL_ROLE:
      return "Ouvrez Spico pour voir vos groupes de favoris";
    case SPICO_MAIL_ASSIGNMENT:
      return is_one ? "Ouvrez Spico pour la lire" : "Ouvrez Spico pour les lire";
    case SPICO_MAIL_CODE:
    default:
      g_assert_not_reached ();
    }
}

/* The lines of a paragraph stay as they are written. */
static void
add_details (GPtrArray  *closing,
             const char *details)
{
  g_auto (GStrv) paragraphs = g_regex_split_simple ("\\R{2,}", details, 0, 0);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      if (!spico_text_is_blank (paragraphs[i]))
        g_ptr_array_add (closing, g_strdup (g_strstrip (paragraphs[i])));
    }
}

/* What is typed is read in two halves. */
static void
add_code (GPtrArray  *closing,
          const char *code)
{
  gsize half = strlen (code) / 2;

  g_ptr_array_add (closing, g_strdup_printf ("Le code à saisir dans « Mon profil » est %.*s %s. Il est valable 30 minutes.", (int) half, code, code + half));
  g_ptr_array_add (closing, g_strdup ("Si cela ne vous dit rien, ne faites rien : rien d'autre ne vous sera envoyé."));
}

static void
add_closing (GPtrArray              *closing,
             const SpicoMailMessage *message,
             gboolean                is_one)
{
  if (message->details != NULL)
    add_details (closing, message->details);
  if (message->code != NULL)
    add_code (closing, message->code);
  else
    g_ptr_array_add (closing, message->url != NULL && message->kind != SPICO_MAIL_REQUEST ? g_strdup_printf ("%s : %s", say_how (message, is_one), message->url) : g_strdup_printf ("%s.", say_how (message, is_one)));
  g_ptr_array_add (closing, g_strdup ("Ce courriel ne contient volontairement aucune information médicale. Il est envoyé automatiquement : n'y répondez pas."));
}

/* ---- What is told ---- */

static guint
count_same (const char *const *events,
            const char        *event)
{
  guint n = 0;

  for (; *events != NULL; events++)
    n += g_str_equal (*events, event);

  return n;
}

/* What reads the same is said once: who shares three groups does not name them. */
static void
add_lines (GPtrArray         *lines,
           const char *const *events)
{
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_left = g_strv_length ((char **) events);

  for (guint i = 0; events[i] != NULL && lines->len < SPICO_MAIL_MAX_LINES; i++)
    {
      guint n;

      if (!g_hash_table_add (said, (gpointer) events[i]))
        continue;
      n = count_same (events, events[i]);
      n_left -= n;
      g_ptr_array_add (lines, n == 1 ? g_strdup (events[i]) : g_strdup_printf ("%s (%u fois)", events[i], n));
    }

  if (n_left > 0)
    g_ptr_array_add (lines, n_left == 1 ? g_strdup ("et un autre") : g_strdup_printf ("et %u autres", n_left));
}

/**
 * spico_mail_text_new:
 * @message: a mail
 *
 * Returns: (transfer full): what it says
 */
SpicoMailText *
spico_mail_text_new (const SpicoMailMessage *message)
{
  SpicoMailText *self = g_new0 (SpicoMailText, 1);
  guint n = g_strv_length ((char **) message->events);

  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->closing = g_ptr_array_new_with_free_func (g_free);
  if (n == 1)
    {
      self->subject = g_strdup (message->events[0]);
      self->opening = message->kind == SPICO_MAIL_ANNOUNCEMENT ? g_strdup (message->events[0]) : g_strconcat (message->events[0], ON_SPICO ".", NULL);
    }
  else
    {
      self->subject = g_strdup_printf ("%u %s", n, several[message->kind]);
      self->opening = g_strdup_printf ("%u %s vous attendent" ON_SPICO " :", n, several[message->kind]);
      add_lines (self->lines, message->events);
    }
  add_closing (self->closing, message, n == 1);

  return self;
}

/**
 * spico_mail_text_free:
 * @self: (transfer full) (nullable): a text
 */
void
spico_mail_text_free (SpicoMailText *self)
{
  if (self == NULL)
    return;

  g_free (self->subject);
  g_free (self->opening);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->closing);
  g_free (self);
}

/* ---- How it is shown ---- */

/* Whoever wrote a text may have ended its lines in either way. */
static void
set_line_ends (GString    *text,
               const char *end)
{
  g_string_replace (text, "\r\n", "\n", 0);
  g_string_replace (text, "\n", end, 0);
}

/**
 * spico_mail_text_to_plain:
 * @self: a text
 *
 * Returns: (transfer full): it without any markup, its lines ended by CR LF (RFC 2046 section 4.1.1)
 */
char *
spico_mail_text_to_plain (const SpicoMailText *self)
{
  GString *plain = g_string_new ("Bonjour,\r\n\r\n");

  g_string_append_printf (plain, "%s\r\n", self->opening);
  for (guint i = 0; i < self->lines->len; i++)
    g_string_append_printf (plain, "%s- %s\r\n", i == 0 ? "\r\n" : "", (char *) g_ptr_array_index (self->lines, i));
  for (guint i = 0; i < self->closing->len; i++)
    g_string_append_printf (plain, "\r\n%s\r\n", (char *) g_ptr_array_index (self->closing, i));
  set_line_ends (plain, "\r\n");

  return g_string_free (plain, FALSE);
}

static void
append_escaped (GString    *html,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autoptr (GString) lines = g_string_new (escaped);

  set_line_ends (lines, "<br>\r\n");
  g_string_append (html, lines->str);
}

/* An address that ends it leads there. */
static void
append_paragraph (GString    *html,
                  const char *text,
                  const char *url)
{
  g_autofree char *before = NULL;

  g_string_append (html, "<p>");
  if (url == NULL || !g_str_has_suffix (text, url))
    {
      append_escaped (html, text);
      g_string_append (html, "</p>\r\n");
      return;
    }

  before = g_strndup (text, strlen (text) - strlen (url));
  append_escaped (html, before);
  g_string_append (html, "<a href=\"");
  append_escaped (html, url);
  g_string_append (html, "\">");
  append_escaped (html, url);
  g_string_append (html, "</a></p>\r\n");
}

/**
 * spico_mail_text_to_html:
 * @self: a text
 * @url: (nullable): the address that it leads to
 *
 * Nothing in it is fetched from anywhere, and no colour is set: it is shown as the reader likes it.
 *
 * Returns: (transfer full): it as HTML, its lines ended by CR LF
 */
char *
spico_mail_text_to_html (const SpicoMailText *self,
                         const char          *url)
{
  GString *html = g_string_new ("<!DOCTYPE html>\r\n<html lang=\"fr\">\r\n<head><meta charset=\"utf-8\"><title>");

  append_escaped (html, self->subject);
  g_string_append (html, "</title></head>\r\n<body>\r\n<p>Bonjour,</p>\r\n");
  append_paragraph (html, self->opening, NULL);
  for (guint i = 0; i < self->lines->len; i++)
    {
      g_string_append (html, i == 0 ? "<ul>\r\n<li>" : "<li>");
      append_escaped (html, g_ptr_array_index (self->lines, i));
      g_string_append (html, i + 1 < self->lines->len ? "</li>\r\n" : "</li>\r\n</ul>\r\n");
    }
  for (guint i = 0; i < self->closing->len; i++)
    append_paragraph (html, g_ptr_array_index (self->closing, i), url);
  g_string_append (html, "</body>\r\n</html>\r\n");

  return g_string_free (html, FALSE);
}
