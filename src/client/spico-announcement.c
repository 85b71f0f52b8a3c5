/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-announcement-private.h"

#include "spico-json.h"
#include "spico-type.h"

struct _SpicoAnnouncement {
  GObject parent_instance;

  char *id;
  SpicoAnnouncementKind kind;
  char *title;
  char *text;
  GDateTime *starts_at;
  GDateTime *ends_at;
  GDateTime *created_at;
  gboolean is_read;
};

G_DEFINE_FINAL_TYPE (SpicoAnnouncement, spico_announcement, G_TYPE_OBJECT)

static void
spico_announcement_finalize (GObject *object)
{
  SpicoAnnouncement *self = SPICO_ANNOUNCEMENT (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->text);
  g_clear_pointer (&self->starts_at, g_date_time_unref);
  g_clear_pointer (&self->ends_at, g_date_time_unref);
  g_clear_pointer (&self->created_at, g_date_time_unref);

  G_OBJECT_CLASS (spico_announcement_parent_class)->finalize (object);
}

static void
spico_announcement_class_init (SpicoAnnouncementClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_announcement_finalize;
}

static void
spico_announcement_init (SpicoAnnouncement *self)
{
}

SpicoAnnouncement *
spico_announcement_new (const char           *id,
                        SpicoAnnouncementKind kind,
                        const char           *title,
                        const char           *text,
                        gint64                starts_at,
                        gint64                ends_at,
                        gint64                created_at,
                        gboolean              is_read)
{
  SpicoAnnouncement *self = g_object_new (SPICO_TYPE_ANNOUNCEMENT, NULL);

  self->id = g_strdup (id);
  self->kind = kind;
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  self->starts_at = starts_at != 0 ? g_date_time_new_from_unix_local_usec (starts_at) : NULL;
  self->ends_at = ends_at != 0 ? g_date_time_new_from_unix_local_usec (ends_at) : NULL;
  self->created_at = g_date_time_new_from_unix_local_usec (created_at);
  self->is_read = is_read;

  return self;
}

static gboolean
fits (const char *text,
      const char *property)
{
  return text != NULL && g_utf8_strlen (text, -1) <= spico_type_find_property (&spico_type_announcement, property)->max;
}

/* Returns: whether it is one, with the times that it has to have */
static gboolean
find_kind (const char            *name,
           gint64                 starts_at,
           gint64                 ends_at,
           SpicoAnnouncementKind *kind)
{
  if (g_strcmp0 (name, "incident") == 0)
    {
      *kind = SPICO_ANNOUNCEMENT_INCIDENT;
      return starts_at != 0 && (ends_at == 0 || ends_at > starts_at);
    }
  if (g_strcmp0 (name, "maintenance") == 0)
    {
      *kind = SPICO_ANNOUNCEMENT_MAINTENANCE;
      return starts_at != 0 && ends_at > starts_at;
    }

  *kind = SPICO_ANNOUNCEMENT_RELEASE;
  return g_strcmp0 (name, "release") == 0;
}

SpicoAnnouncement *
spico_announcement_parse (JsonObject *object,
                          gboolean    is_read)
{
  const char *id = spico_json_get_string (object, "id");
  const char *title = spico_json_get_string (object, "title");
  const char *text = spico_json_get_string (object, "text");
  gint64 starts_at = spico_json_parse_time (spico_json_get_string (object, "startsAt"));
  gint64 ends_at = spico_json_parse_time (spico_json_get_string (object, "endsAt"));
  SpicoAnnouncementKind kind;

  if (id == NULL || !fits (title, "title") || !fits (text, "text") || !find_kind (spico_json_get_string (object, "kind"), starts_at, ends_at, &kind))
    return NULL;

  return spico_announcement_new (id, kind, title, text, starts_at, ends_at, spico_json_parse_time (spico_json_get_string (object, "createdAt")), is_read);
}

/* The newest first, always in the same order. */
int
spico_announcement_compare (SpicoAnnouncement *a,
                            SpicoAnnouncement *b)
{
  int order = g_date_time_compare (b->created_at, a->created_at);

  return order != 0 ? order : g_strcmp0 (b->id, a->id);
}

const char *
spico_announcement_get_id (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), NULL);

  return self->id;
}

SpicoAnnouncementKind
spico_announcement_get_kind (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), SPICO_ANNOUNCEMENT_RELEASE);

  return self->kind;
}

const char *
spico_announcement_get_title (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), NULL);

  return self->title;
}

const char *
spico_announcement_get_text (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), NULL);

  return self->text;
}

GDateTime *
spico_announcement_get_starts_at (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), NULL);

  return self->starts_at;
}

GDateTime *
spico_announcement_get_ends_at (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), NULL);

  return self->ends_at;
}

GDateTime *
spico_announcement_get_created_at (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), NULL);

  return self->created_at;
}

gboolean
spico_announcement_is_read (SpicoAnnouncement *self)
{
  g_return_val_if_fail (SPICO_IS_ANNOUNCEMENT (self), FALSE);

  return self->is_read;
}
