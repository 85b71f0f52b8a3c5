/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line an event on the standard error, where the service manager collects them. Never a login, an account's id, an address or a word that someone wrote. */
#include "spico-log.h"

#include <stdio.h>
#include <string.h>

static gint highest = SPICO_LOG_INFO;

static const struct {
  SpicoLogLevel level;
  const char *name;
} levels[] = {
  { SPICO_LOG_ERROR, "error" },
  { SPICO_LOG_WARNING, "warning" },
  { SPICO_LOG_INFO, "info" },
};

static const char *
level_name (SpicoLogLevel level)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      if (levels[i].level == level)
        return levels[i].name;
    }

  g_assert_not_reached ();
}

/**
 * spico_log_set_level:
 * @level: the least that is still written
 *
 * May be called while others log.
 */
void
spico_log_set_level (SpicoLogLevel level)
{
  g_atomic_int_set (&highest, (gint) level);
}

/**
 * spico_log_parse_level:
 * @name: `error`, `warning` or `info`
 * @level: (out): the level
 *
 * Returns: whether it is one
 */
gboolean
spico_log_parse_level (const char    *name,
                       SpicoLogLevel *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      if (strcmp (levels[i].name, name) == 0)
        {
          *level = levels[i].level;
          return TRUE;
        }
    }

  return FALSE;
}

/* The journal reads the level from the line's beginning and has a clock of its own. */
static gboolean
is_in_journal (void)
{
  static gsize answer = 0;

  if (g_once_init_enter (&answer))
    g_once_init_leave (&answer, g_getenv ("JOURNAL_STREAM") != NULL ? 1 : 2);

  return answer == 1;
}

/**
 * spico_log:
 * @level: how much it matters
 * @event: what it is, in one word
 * @format: `key=value` pairs, without anything personal
 * @...: their values
 *
 * Writes one line. Safe from any thread.
 */
void
spico_log (SpicoLogLevel level,
           const char   *event,
           const char   *format,
           ...)
{
  g_autofree char *details = NULL;
  va_list arguments;

  if ((gint) level > g_atomic_int_get (&highest))
    return;

  va_start (arguments, format);
  details = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  /* One call, so that lines of several threads do not mix. */
  if (is_in_journal ())
    {
      fprintf (stderr, "<%d>event=%s %s level=%s\n", (int) level, event, details, level_name (level));
    }
  else
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");

      fprintf (stderr, "event=%s %s level=%s time=%s\n", event, details, level_name (level), time);
    }
}

/**
 * spico_log_failure:
 * @what: what failed, in one word
 * @request_id: (nullable): the request that it failed for
 * @error: why
 *
 * Logs a failure of the server. The messages of this program's errors hold nothing personal.
 */
void
spico_log_failure (const char   *what,
                   const char   *request_id,
                   const GError *error)
{
  g_autofree char *message = g_strdelimit (g_strdup (error->message), "\"\n\r", ' ');

  spico_log (SPICO_LOG_ERROR, "failure", "what=%s domain=%s code=%d message=\"%s\" id=%s", what, g_quark_to_string (error->domain), error->code, message,
             request_id != NULL ? request_id : "-");
}
