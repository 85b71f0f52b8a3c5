/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SPICO_TYPE_CATEGORY (spico_category_get_type ())
G_DECLARE_FINAL_TYPE (SpicoCategory, spico_category, SPICO, CATEGORY, GObject)

/**
 * SpicoCategory:
 *
 * A profession, or a category of structures, as one chooses among them (F086, F092). Property, read-only: `label` (string).
 */

/**
 * spico_category_new:
 * @code: the code that those who have it are found by
 * @label: its label
 *
 * Returns: (transfer full): a category
 */
SpicoCategory *spico_category_new (const char *code,
                                   const char *label);

/** spico_category_get_code: Returns: (transfer none): the code that those who have it are found by */
const char *spico_category_get_code (SpicoCategory *self);

/** spico_category_get_label: Returns: (transfer none): its label */
const char *spico_category_get_label (SpicoCategory *self);

G_END_DECLS
