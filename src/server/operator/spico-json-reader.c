/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-json-reader.h"

#include <string.h>

#include "spico-region-zone.h"
#include "spico-server-error.h"

#define MAX_DAYS 3650
#define MAX_MINUTES (MAX_DAYS * 24 * 60)

/**
 * spico_json_reader_init:
 * @self: a reader
 */
void
spico_json_reader_init (SpicoJsonReader *self)
{
  self->where = g_string_new (NULL);
  self->error = NULL;
}

/**
 * spico_json_reader_clear:
 * @self: a reader
 */
void
spico_json_reader_clear (SpicoJsonReader *self)
{
  g_clear_error (&self->error);
  if (self->where != NULL)
    g_string_free (g_steal_pointer (&self->where), TRUE);
}

/**
 * spico_json_reader_fail:
 * @self: a reader
 * @text: what is wrong here
 *
 * Sets the error, unless one is set already.
 */
void
spico_json_reader_fail (SpicoJsonReader *self,
                        const char      *text)
{
  if (self->error == NULL)
    g_set_error (&self->error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "%s: %s", self->where->len > 0 ? self->where->str : "/", text);
}

/**
 * spico_json_reader_enter:
 * @self: a reader
 * @name: the name of an array
 * @index: an item of it
 *
 * Returns: what spico_json_reader_leave() wants
 */
gsize
spico_json_reader_enter (SpicoJsonReader *self,
                         const char      *name,
                         gsize            index)
{
  gsize mark = self->where->len;

  g_string_append_printf (self->where, "/%s/%" G_GSIZE_FORMAT, name, index);
  return mark;
}

/**
 * spico_json_reader_leave:
 * @self: a reader
 * @mark: what spico_json_reader_enter() gave
 */
void
spico_json_reader_leave (SpicoJsonReader *self,
                         gsize            mark)
{
  if (self->error == NULL)
    g_string_truncate (self->where, mark);
}

static void
fail_at (SpicoJsonReader *self,
         const char      *name,
         const char      *text)
{
  gsize length = self->where->len;

  if (self->error != NULL)
    return;

  g_string_append_printf (self->where, "/%s", name);
  spico_json_reader_fail (self, text);
  g_string_truncate (self->where, length);
}

/**
 * spico_json_reader_known:
 * @self: a reader
 * @object: (nullable): an object
 * @names: the %NULL-terminated names that it may hold
 *
 * Refuses what is no object, and any other name.
 */
void
spico_json_reader_known (SpicoJsonReader   *self,
                         yyjson_val        *object,
                         const char *const *names)
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);
  yyjson_val *key;

  if (!yyjson_is_obj (object))
    spico_json_reader_fail (self, "must be an object");

  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (!g_strv_contains (names, yyjson_get_str (key)))
        fail_at (self, "…", "holds a name that is not known");
    }
}

static yyjson_val *
get (SpicoJsonReader *self,
     yyjson_val      *object,
     const char      *name)
{
  return self->error == NULL ? yyjson_obj_get (object, name) : NULL;
}

/**
 * spico_json_reader_array:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 *
 * Returns: (transfer none) (nullable): the array
 */
yyjson_val *
spico_json_reader_array (SpicoJsonReader *self,
                         yyjson_val      *object,
                         const char      *name)
{
  yyjson_val *value = get (self, object, name);

  if (!yyjson_is_arr (value))
    fail_at (self, name, "must be an array");

  return yyjson_is_arr (value) ? value : NULL;
}

/**
 * spico_json_reader_object:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 *
 * Returns: (transfer none) (nullable): the object
 */
yyjson_val *
spico_json_reader_object (SpicoJsonReader *self,
                          yyjson_val      *object,
                          const char      *name)
{
  yyjson_val *value = get (self, object, name);

  if (!yyjson_is_obj (value))
    fail_at (self, name, "must be an object");

  return yyjson_is_obj (value) ? value : NULL;
}

/**
 * spico_json_reader_optional_text:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 *
 * Returns: (transfer none) (nullable): the text; %NULL where it is absent or null
 */
const char *
spico_json_reader_optional_text (SpicoJsonReader *self,
                                 yyjson_val      *object,
                                 const char      *name)
{
  yyjson_val *value = get (self, object, name);
  const char *text = yyjson_get_str (value);

  if (value == NULL || yyjson_is_null (value))
    return NULL;

  if (text == NULL || strlen (text) != yyjson_get_len (value))
    {
      fail_at (self, name, "must be a text");
      return NULL;
    }

  return text;
}

/**
 * spico_json_reader_text:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 *
 * Returns: (transfer none): the text, which must be there; empty after an error
 */
const char *
spico_json_reader_text (SpicoJsonReader *self,
                        yyjson_val      *object,
                        const char      *name)
{
  const char *text = spico_json_reader_optional_text (self, object, name);

  if (text == NULL)
    fail_at (self, name, "must be a text");

  return text != NULL ? text : "";
}

/**
 * spico_json_reader_boolean:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 *
 * Returns: the value; FALSE where it is absent
 */
gboolean
spico_json_reader_boolean (SpicoJsonReader *self,
                           yyjson_val      *object,
                           const char      *name)
{
  yyjson_val *value = get (self, object, name);

  if (value != NULL && !yyjson_is_bool (value))
    fail_at (self, name, "must be true or false");

  return yyjson_is_true (value);
}

/**
 * spico_json_reader_integer:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 * @max: the largest value
 *
 * Returns: the number, 0 to @max
 */
gint64
spico_json_reader_integer (SpicoJsonReader *self,
                           yyjson_val      *object,
                           const char      *name,
                           gint64           max)
{
  yyjson_val *value = get (self, object, name);

  if (!yyjson_is_uint (value) || yyjson_get_uint (value) > (guint64) max)
    {
      fail_at (self, name, "must be a number within bounds");
      return 0;
    }

  return (gint64) yyjson_get_uint (value);
}

/* Midnight of the day that lies some days away, in the region's zone. */
static GDateTime *
day_at (gint64 now_us,
        int    days)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (now_us);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, spico_region_zone_get ());
  g_autoptr (GDateTime) moved = g_date_time_add_days (local, days);

  return g_date_time_new (g_date_time_get_timezone (moved), g_date_time_get_year (moved), g_date_time_get_month (moved), g_date_time_get_day_of_month (moved), 0, 0, 0);
}

static gboolean
read_clock (const char *text,
            int        *hour,
            int        *minute)
{
  if (strlen (text) != 5 || text[2] != ':' || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return FALSE;

  *hour = (text[0] - '0') * 10 + text[1] - '0';
  *minute = (text[3] - '0') * 10 + text[4] - '0';
  return *hour < 24 && *minute < 60;
}

/**
 * spico_json_reader_time:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 * @now_us: the time of the load, in microseconds since 1970
 * @time_us: (out): the time, in microseconds since 1970
 *
 * Reads `{"daysAgo": 3, "time": "09:12"}`, a wall clock time in Europe/Paris, or `{"minutesAgo": 45}`.
 *
 * Returns: whether it is one, and is past
 */
gboolean
spico_json_reader_time (SpicoJsonReader *self,
                        yyjson_val      *object,
                        const char      *name,
                        gint64           now_us,
                        gint64          *time_us)
{
  yyjson_val *time = spico_json_reader_object (self, object, name);
  int hour = 0;
  int minute = 0;

  *time_us = now_us;
  if (time == NULL)
    return FALSE;

  if (yyjson_obj_get (time, "minutesAgo") != NULL)
    *time_us = now_us - spico_json_reader_integer (self, time, "minutesAgo", MAX_MINUTES) * 60 * G_USEC_PER_SEC;
  else
    {
      g_autoptr (GDateTime) day = day_at (now_us, -(int) spico_json_reader_integer (self, time, "daysAgo", MAX_DAYS));
      g_autoptr (GDateTime) moment = NULL;

      if (!read_clock (spico_json_reader_text (self, time, "time"), &hour, &minute))
        {
          fail_at (self, name, "must hold a time of day, such as 09:12");
          return FALSE;
        }

      moment = g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day), hour, minute, 0);
      *time_us = g_date_time_to_unix_usec (moment);
    }

  if (*time_us > now_us)
    fail_at (self, name, "must be past");

  return self->error == NULL;
}

/**
 * spico_json_reader_day:
 * @self: a reader
 * @object: an object
 * @name: a name of it
 * @now_us: the time of the load, in microseconds since 1970
 *
 * Reads `{"daysAgo": 2}` or `{"daysAhead": 5}`.
 *
 * Returns: (transfer full): the day, `YYYY-MM-DD`
 */
char *
spico_json_reader_day (SpicoJsonReader *self,
                       yyjson_val      *object,
                       const char      *name,
                       gint64           now_us)
{
  yyjson_val *value = spico_json_reader_object (self, object, name);
  gboolean is_ahead = yyjson_obj_get (value, "daysAhead") != NULL;
  int days = value != NULL ? (int) spico_json_reader_integer (self, value, is_ahead ? "daysAhead" : "daysAgo", MAX_DAYS) : 0;
  g_autoptr (GDateTime) day = day_at (now_us, is_ahead ? days : -days);

  return g_date_time_format (day, "%Y-%m-%d");
}
