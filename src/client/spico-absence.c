/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-absence.h"

struct _SpicoAbsence {
  GObject parent_instance;

  char *id;
  char *first_day;
  char *last_day;
  char *stand_in_id;
  char *message;
  char *declared_by_id;
};

G_DEFINE_FINAL_TYPE (SpicoAbsence, spico_absence, G_TYPE_OBJECT)

static void
spico_absence_finalize (GObject *object)
{
  SpicoAbsence *self = SPICO_ABSENCE (object);

  g_free (self->id);
  g_free (self->first_day);
  g_free (self->last_day);
  g_free (self->stand_in_id);
  g_free (self->message);
  g_free (self->declared_by_id);

  G_OBJECT_CLASS (spico_absence_parent_class)->finalize (object);
}

static void
spico_absence_class_init (SpicoAbsenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_absence_finalize;
}

static void
spico_absence_init (SpicoAbsence *self)
{
}

SpicoAbsence *
spico_absence_new (const char *id,
                   const char *first_day,
                   const char *last_day,
                   const char *stand_in_id,
                   const char *message,
                   const char *declared_by_id)
{
  SpicoAbsence *self = g_object_new (SPICO_TYPE_ABSENCE, NULL);

  self->id = g_strdup (id);
  self->first_day = g_strdup (first_day);
  self->last_day = g_strdup (last_day);
  self->stand_in_id = g_strdup (stand_in_id);
  self->message = g_strdup (message);
  self->declared_by_id = g_strdup (declared_by_id);

  return self;
}

const char *
spico_absence_get_id (SpicoAbsence *self)
{
  g_return_val_if_fail (SPICO_IS_ABSENCE (self), NULL);

  return self->id;
}

const char *
spico_absence_get_first_day (SpicoAbsence *self)
{
  g_return_val_if_fail (SPICO_IS_ABSENCE (self), NULL);

  return self->first_day;
}

const char *
spico_absence_get_last_day (SpicoAbsence *self)
{
  g_return_val_if_fail (SPICO_IS_ABSENCE (self), NULL);

  return self->last_day;
}

const char *
spico_absence_get_stand_in_id (SpicoAbsence *self)
{
  g_return_val_if_fail (SPICO_IS_ABSENCE (self), NULL);

  return self->stand_in_id;
}

const char *
spico_absence_get_message (SpicoAbsence *self)
{
  g_return_val_if_fail (SPICO_IS_ABSENCE (self), NULL);

  return self->message;
}

const char *
spico_absence_get_declared_by_id (SpicoAbsence *self)
{
  g_return_val_if_fail (SPICO_IS_ABSENCE (self), NULL);

  return self->declared_by_id;
}
