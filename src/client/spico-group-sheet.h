/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* In characters: of the title, and of each other part. */
#define SPICO_GROUP_SHEET_MAX_TITLE 100
#define SPICO_GROUP_SHEET_MAX_TEXT 1000

/**
 * SpicoGroupSheetPart: what a person writes of a sheet
 */
typedef enum {
  /** its title */
  SPICO_GROUP_SHEET_TITLE,
  /** « Qui sommes-nous ? » */
  SPICO_GROUP_SHEET_ABOUT,
  /** « Nous trouver dans Spico » */
  SPICO_GROUP_SHEET_FINDING,
  /** « Téléphone, horaires » */
  SPICO_GROUP_SHEET_CONTACT,
  SPICO_GROUP_SHEET_N_PARTS,
} SpicoGroupSheetPart;

#define SPICO_TYPE_GROUP_SHEET (spico_group_sheet_get_type ())

/**
 * SpicoGroupSheet:
 * @parts: (nullable): by #SpicoGroupSheetPart; %NULL where nothing was written: then it is as it is proposed
 *
 * What stands in the « Contactez-nous » sheet of a group besides its exact name (F059).
 */
typedef struct {
  char *parts[SPICO_GROUP_SHEET_N_PARTS];
} SpicoGroupSheet;

GType spico_group_sheet_get_type (void);

/** spico_group_sheet_new: Returns: (transfer full): a sheet in which nothing was written */
SpicoGroupSheet *spico_group_sheet_new (void);
SpicoGroupSheet *spico_group_sheet_copy (SpicoGroupSheet *self);
void spico_group_sheet_free (SpicoGroupSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoGroupSheet, spico_group_sheet_free)

/** spico_group_sheet_to_text: Returns: (transfer full): how it is kept; empty where nothing was written */
char *spico_group_sheet_to_text (const SpicoGroupSheet *self);

/** spico_group_sheet_from_text: Returns: (transfer full): a sheet that was kept */
SpicoGroupSheet *spico_group_sheet_from_text (const char *text);

G_END_DECLS
