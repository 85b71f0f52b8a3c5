/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register.h"

G_BEGIN_DECLS

/**
 * SpicoRegisterRecord:
 * @also: words to be found by that stand in no column
 *
 * A principal as a register describes it; what is %NULL is empty. Named like the columns.
 */
typedef struct {
  char *id;
  char *name;
  char *family_name;
  char *given_name;
  char *national_id;
  char *profession_code;
  char *profession;
  char *skill;
  char *structure_id;
  char *structure_name;
  char *address;
  char *postal_code;
  char *town;
  char *telephone;
  char *also;
} SpicoRegisterRecord;

void spico_register_record_clear (SpicoRegisterRecord *record);
gboolean spico_register_record_fits (const SpicoRegisterRecord *record);

/**
 * SpicoRegisterLoad:
 *
 * One load of a register into the directory: a single transaction, at whose end those who no longer stand in the register are withdrawn and the region's Principal state is raised once.
 */
typedef struct _SpicoRegisterLoad SpicoRegisterLoad;

SpicoRegisterLoad *spico_register_load_begin (SpicoSqlConnection *connection,
                                              const char         *kind,
                                              const char         *source,
                                              const char         *source_date,
                                              GError            **error);
void spico_register_load_free (SpicoRegisterLoad *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterLoad, spico_register_load_free)

void spico_register_load_note (SpicoRegisterLoad  *self,
                               guint64             line,
                               SpicoRegisterReason reason);
void spico_register_load_keep (SpicoRegisterLoad *self,
                               const char        *id);
gboolean spico_register_load_knows (SpicoRegisterLoad *self,
                                    const char        *id);
gboolean spico_register_load_put (SpicoRegisterLoad         *self,
                                  const SpicoRegisterRecord *record,
                                  GError                   **error);
SpicoRegisterReport *spico_register_load_finish (SpicoRegisterLoad *self,
                                                 GError           **error);

char *spico_register_clean (const char *cell);
gboolean spico_register_is_text (const char *text,
                                 gsize       length,
                                 SpicoRegisterReason *reason);

G_END_DECLS
