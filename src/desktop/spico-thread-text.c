/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-text.h"

#include <glib/gi18n.h>

#define GROUP_SPAN (5 * G_TIME_SPAN_MINUTE)
#define NAMED_READERS 3
#define NAMED_ADDED 6

static gboolean
same_day (GDateTime *a,
          GDateTime *b)
{
  return g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b)
         && g_date_time_get_year (a) == g_date_time_get_year (b);
}

static gboolean
starts_day (const SpicoThreadMessage *above,
            const SpicoThreadMessage *below)
{
  if (below->time == NULL)
    return FALSE;

  return above == NULL || above->time == NULL || !same_day (above->time, below->time);
}

static gboolean
same_group (const SpicoThreadMessage *above,
            const SpicoThreadMessage *below)
{
  if (above == NULL || below == NULL || starts_day (above, below))
    return FALSE;
  if (g_strcmp0 (above->person_id, below->person_id) != 0 || g_strcmp0 (above->account_id, below->account_id) != 0)
    return FALSE;
  if (above->time == NULL || below->time == NULL)
    return TRUE;

  return ABS (g_date_time_difference (below->time, above->time)) < GROUP_SPAN;
}

SpicoThreadPlace
spico_thread_place (const SpicoThreadMessage *previous,
                    const SpicoThreadMessage *message,
                    const SpicoThreadMessage *next,
                    gboolean                  divider_above,
                    gboolean                  divider_below)
{
  return (SpicoThreadPlace) {
    .starts_day = starts_day (previous, message),
    .starts_group = divider_above || !same_group (previous, message),
    .ends_group = divider_below || !same_group (message, next),
  };
}

static int
days_between (GDateTime *day,
              GDateTime *now)
{
  g_autoptr (GDate) a = g_date_new_dmy (g_date_time_get_day_of_month (day), g_date_time_get_month (day), g_date_time_get_year (day));
  g_autoptr (GDate) b = g_date_new_dmy (g_date_time_get_day_of_month (now), g_date_time_get_month (now), g_date_time_get_year (now));

  return g_date_days_between (a, b);
}

/* French says « 1er » of the first day of a month, and of no other. */
static char *
format_day (GDateTime  *day,
            const char *any,
            const char *first)
{
  return g_date_time_format (day, g_date_time_get_day_of_month (day) == 1 ? first : any);
}

char *
spico_text_full_day (GDateTime *day)
{
  /* Translators: a day, with its year. */
  return format_day (day, C_("day of another year", "%A, %B %-e, %Y"),
                     /* xgettext:no-c-format */
                     C_("first of a month of another year", "%A, %B %-e, %Y"));
}

char *
spico_text_day (GDateTime *day,
                GDateTime *now)
{
  int days = days_between (day, now);

  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  /* Translators: the day above messages of this year: « lundi 16 novembre ». */
  if (g_date_time_get_year (day) == g_date_time_get_year (now))
    return format_day (day, C_("day of this year", "%A, %B %-e"),
                       /* xgettext:no-c-format */
                       C_("first of a month of this year", "%A, %B %-e"));

  return spico_text_full_day (day);
}

char *
spico_text_short_time (GDateTime *time,
                       GDateTime *now)
{
  int days = days_between (time, now);

  if (days <= 0)
    return spico_text_clock (time);
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days < 7)
    return g_date_time_format (time, "%A");
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* xgettext:no-c-format */
    return format_day (time, C_("short day of this year", "%b %-e"),
                       /* xgettext:no-c-format */
                       C_("short first of a month of this year", "%b %-e"));

  return g_date_time_format (time, C_("short day of another year", "%Y-%m-%d"));
}

char *
spico_text_clock (GDateTime *time)
{
  return g_date_time_format (time, C_("time of day", "%H:%M"));
}

char *
spico_text_date_time (GDateTime *time)
{
  return format_day (time, C_("day and time in full", "%A, %B %-e, %Y, %H:%M"), C_("first of a month and time in full", "%A, %B %-e, %Y, %H:%M"));
}

char *
spico_text_on_behalf (const char *person,
                      const char *account)
{
  if (account == NULL)
    return g_strdup (person);

  /* Translators: who acts, and for which account, under a delegation. */
  return g_strdup_printf (_("%s on behalf of %s"), person, account);
}

const char *
spico_text_message_state (SpicoMessageState state)
{
  switch (state)
    {
    case SPICO_MESSAGE_QUEUED:
      return C_("message state", "waiting");
    case SPICO_MESSAGE_SENDING:
      return C_("message state", "sending…");
    case SPICO_MESSAGE_READ:
      return C_("message state", "read");
    case SPICO_MESSAGE_FAILED:
      return C_("message state", "failed");
    case SPICO_MESSAGE_SENT:
    default:
      return C_("message state", "sent");
    }
}

static const char *
failure_text (SpicoMessageFailure failure)
{
  switch (failure)
    {
    case SPICO_MESSAGE_FAILURE_NO_ACCESS:
      return _("This account no longer takes part in the conversation.");
    case SPICO_MESSAGE_FAILURE_DELEGATION_ENDED:
      return _("The delegation on this account has ended.");
    case SPICO_MESSAGE_FAILURE_TOO_LARGE:
      return _("The message is too long.");
    case SPICO_MESSAGE_FAILURE_CONVERSATION:
      return _("The conversation could not be started: check its members and its patient.");
    case SPICO_MESSAGE_FAILURE_MEMBERS:
      return _("Somebody here cannot take part in this conversation, or it would have too many members. Nobody was added.");
    case SPICO_MESSAGE_FAILURE_INITIATOR:
      return _("Only the account that started the conversation may do this.");
    case SPICO_MESSAGE_FAILURE_PATIENT:
      return _("This patient cannot be attached. They have to be in the active list of the account that started the conversation, and their record open to you.");
    case SPICO_MESSAGE_FAILURE_PATIENT_REFUSES:
      return _("The patient does not want anything to be shared with one of the members. The patient was not attached: nobody was told who they are.");
    case SPICO_MESSAGE_FAILURE_OTHER_PATIENT:
      return _("Somebody else has attached another patient meanwhile. Nothing was changed.");
    case SPICO_MESSAGE_FAILURE_NONE:
    case SPICO_MESSAGE_FAILURE_GROUPS:
    case SPICO_MESSAGE_FAILURE_REFUSED:
    case SPICO_MESSAGE_FAILURE_TOO_LATE:
    default:
      return _("The server refused this message.");
    }
}

/* Whoever was chosen stays chosen: only the group was refused. */
static char *
groups_text (const char *const *names)
{
  g_autofree char *quoted = NULL;

  if (names[1] == NULL)
    /* Translators: %s is the name of a group of favourites */
    return g_strdup_printf (_("The group of favorites “%s” can no longer be used: nothing was sent. “Retry” keeps the same people, without the group."), names[0]);

  /* Translators: between two names of a list, the first and the last of which have their marks already */
  quoted = g_strjoinv (_("”, “"), (char **) names);
  /* Translators: %s are the names of groups of favourites */
  return g_strdup_printf (_("At least one of these groups of favorites can no longer be used: “%s”. Nothing was sent. “Retry” keeps the same people, without the groups."), quoted);
}

char *
spico_text_message_failure (SpicoMessageFailure failure,
                            const char *const  *group_names)
{
  if (failure == SPICO_MESSAGE_FAILURE_GROUPS && group_names != NULL && group_names[0] != NULL)
    return groups_text (group_names);

  return g_strdup (failure_text (failure));
}

/* « A », « A et B », « A, B et C », « A, B et 3 autres ». */
static char *
join_names (const char *const *names,
            guint              max)
{
  GString *text = g_string_new (NULL);
  guint n = g_strv_length ((char **) names);
  guint named = n <= max ? n : max - 1;

  for (guint i = 0; i < named; i++)
    {
      if (i > 0)
        g_string_append (text, i + 1 == n ? C_("list of names", " and ") : C_("list of names", ", "));
      g_string_append (text, names[i]);
    }
  if (named < n)
    g_string_append_printf (text, ngettext (" and %u other", " and %u others", n - named), n - named);

  return g_string_free (text, FALSE);
}

char *
spico_text_seen_by (const char *const *readers)
{
  g_autofree char *names = join_names (readers, NAMED_READERS);

  if (readers[0] == NULL)
    return g_strdup ("");

  /* Translators: read receipt; %s is one or several names. */
  return g_strdup_printf (_("Seen by %s"), names);
}

char *
spico_text_added (const char        *author,
                  const char *const *added)
{
  g_autofree char *names = join_names (added, NAMED_ADDED);

  if (author == NULL)
    /* Translators: %s is one or several names, of who was added to the conversation. */
    return g_strdup_printf (_("You added %s"), names);

  /* Translators: 1: who added somebody to the conversation, 2: one or several names. */
  return g_strdup_printf (_("%1$s added %2$s"), author, names);
}

char *
spico_text_adding (const char *const *added)
{
  g_autofree char *names = join_names (added, NAMED_ADDED);

  /* Translators: what waits or has failed; %s is one or several names, of who is to be added to the conversation. */
  return g_strdup_printf (_("Adding %s"), names);
}

char *
spico_text_removed (const char        *author,
                    const char *const *removed)
{
  g_autofree char *names = join_names (removed, NAMED_ADDED);

  if (author == NULL)
    /* Translators: %s is one or several names, of who was removed from the conversation. */
    return g_strdup_printf (_("You removed %s"), names);

  /* Translators: 1: who removed somebody from the conversation, 2: one or several names. */
  return g_strdup_printf (_("%1$s removed %2$s"), author, names);
}

char *
spico_text_removing (const char *const *removed)
{
  g_autofree char *names = join_names (removed, NAMED_ADDED);

  /* Translators: what waits or has failed; %s is one or several names, of who is to be removed from the conversation. */
  return g_strdup_printf (_("Removing %s"), names);
}

char *
spico_text_left (const char *author)
{
  if (author == NULL)
    return g_strdup (_("You left the conversation"));

  /* Translators: %s is who left. */
  return g_strdup_printf (_("%s left the conversation"), author);
}

char *
spico_text_retitled (const char *author,
                     const char *subject)
{
  if (author == NULL)
    /* Translators: %s is the new title of the conversation (F072). */
    return g_strdup_printf (_("You changed the title: “%s”"), subject);

  /* Translators: 1: who changed the title of the conversation (F072), 2: the new one. */
  return g_strdup_printf (_("%1$s changed the title: “%2$s”"), author, subject);
}

char *
spico_text_retitling (const char *subject)
{
  /* Translators: what waits or has failed; %s is the title that the conversation is to have. */
  return g_strdup_printf (_("New title: “%s”"), subject);
}

char *
spico_text_unread_divider (guint n_messages)
{
  return g_strdup_printf (ngettext ("%u new message", "%u new messages", n_messages), n_messages);
}

char *
spico_text_offline (guint n_pending)
{
  g_autofree char *pending = NULL;

  if (n_pending == 0)
    return g_strdup (_("Offline"));

  pending = g_strdup_printf (ngettext ("%u message waiting", "%u messages waiting", n_pending), n_pending);

  return g_strdup_printf ("%s · %s", _("Offline"), pending);
}

char *
spico_text_locked_account (guint hours)
{
  return g_strdup_printf (ngettext ("This computer has not reached the server for more than %u hour. Reconnect to read this account: your drafts are kept.",
                                    "This computer has not reached the server for more than %u hours. Reconnect to read this account: your drafts are kept.", hours),
                          hours);
}

char *
spico_text_locked_dossiers (guint hours)
{
  return g_strdup_printf (ngettext ("This computer has not reached the server for more than %u hour. Reconnect to read the dossiers.",
                                    "This computer has not reached the server for more than %u hours. Reconnect to read the dossiers.", hours),
                          hours);
}

char *
spico_text_conversation_label (const char *subject,
                               const char *participants,
                               const char *patient,
                               const char *assignee,
                               guint       n_unread,
                               gboolean    is_marked_unread,
                               gboolean    has_draft,
                               guint       n_pending,
                               guint       n_failed)
{
  GString *label = g_string_new (subject);

  if (participants[0] != '\0')
    g_string_append_printf (label, ", %s", participants);
  if (patient != NULL)
    g_string_append_printf (label, ", %s", patient);
  if (assignee != NULL)
    g_string_append_printf (label, ", %s", assignee);
  if (n_unread > 0)
    g_string_append_printf (label, ngettext (", %u unread", ", %u unread", n_unread), n_unread);
  else if (is_marked_unread)
    g_string_append_printf (label, ", %s", _("unread"));
  if (has_draft)
    g_string_append_printf (label, ", %s", _("Draft"));
  if (n_pending > 0)
    g_string_append_printf (label, ngettext (", %u message waiting", ", %u messages waiting", n_pending), n_pending);
  if (n_failed > 0)
    g_string_append_printf (label, ngettext (", %u message failed", ", %u messages failed", n_failed), n_failed);

  return g_string_free (label, FALSE);
}

char *
spico_text_conversation_marks (const char *label,
                               gboolean    is_muted,
                               gboolean    is_handled)
{
  GString *marked = g_string_new (label);

  if (is_muted)
    g_string_append_printf (marked, ", %s", _("without notifications"));
  if (is_handled)
    g_string_append_printf (marked, ", %s", C_("conversation", "handled"));

  return g_string_free (marked, FALSE);
}

char *
spico_text_one_line (const char *text)
{
  GString *line = g_string_sized_new (strlen (text));
  gboolean blank = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (line, c);
      else if (!blank)
        g_string_append_c (line, ' ');
      blank = g_unichar_isspace (c);
    }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);

  return g_string_free (line, FALSE);
}
