/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** What is kept of an absence until it is declared (spico-client-forms.h): the name of the form. */
#define SPICO_ABSENCE_FORM "absence"

/**
 * SpicoAbsenceField: the fields of that form, in their order
 */
typedef enum {
  SPICO_ABSENCE_FIRST_DAY,
  SPICO_ABSENCE_LAST_DAY,
  SPICO_ABSENCE_MESSAGE,
  SPICO_ABSENCE_STAND_IN,
  SPICO_ABSENCE_N_FIELDS,
} SpicoAbsenceField;

#define SPICO_TYPE_ABSENCE (spico_absence_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAbsence, spico_absence, SPICO, ABSENCE, GObject)

/**
 * SpicoAbsence:
 *
 * An absence that an account has declared (B016). It does not change.
 */

/**
 * spico_absence_new:
 * @id: the absence
 * @first_day: `YYYY-MM-DD`
 * @last_day: `YYYY-MM-DD`
 * @stand_in_id: (nullable): who stands in
 * @message: what is told to whoever wants to write
 * @declared_by_id: (nullable): who declared it, where that is known (F022)
 *
 * Returns: (transfer full): an absence
 */
SpicoAbsence *spico_absence_new (const char *id,
                                 const char *first_day,
                                 const char *last_day,
                                 const char *stand_in_id,
                                 const char *message,
                                 const char *declared_by_id);

/** spico_absence_get_id: Returns: (transfer none): the absence */
const char *spico_absence_get_id (SpicoAbsence *self);

/** spico_absence_get_first_day: Returns: (transfer none): `YYYY-MM-DD` */
const char *spico_absence_get_first_day (SpicoAbsence *self);

/** spico_absence_get_last_day: Returns: (transfer none): `YYYY-MM-DD` */
const char *spico_absence_get_last_day (SpicoAbsence *self);

/** spico_absence_get_stand_in_id: Returns: (transfer none) (nullable): who stands in */
const char *spico_absence_get_stand_in_id (SpicoAbsence *self);

/** spico_absence_get_message: Returns: (transfer none): what is told to whoever wants to write */
const char *spico_absence_get_message (SpicoAbsence *self);

/** spico_absence_get_declared_by_id: Returns: (transfer none) (nullable): the person who declared it; a delegate, for a structure (F022) */
const char *spico_absence_get_declared_by_id (SpicoAbsence *self);

G_END_DECLS
