/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register-rows.h"
#include "spico-register.h"

G_BEGIN_DECLS

typedef struct _SpicoRegisterStore SpicoRegisterStore;

/**
 * SpicoRegisterEntry:
 * @id: its id
 * @values: (element-type utf8): what the lines about it gave, in the file's order
 * @digest: the digest of all of them
 * @generation: the number that its row gets
 *
 * What a register says about one principal, or one address.
 */
typedef struct {
  const char *id;
  GPtrArray *values;
  const char *digest;
  gint64 generation;
} SpicoRegisterEntry;

/**
 * SpicoRegisterTarget:
 * @source: the register's name
 * @table: the table whose rows are compared: it has `id`, `source`, `digest`, `generation` and `is_listed`
 * @first_id: the least id of the register
 * @last_id: and what is above all of them
 * @children: (nullable) (array zero-terminated=1): the tables whose rows belong to a person, by `person_id`
 * @is_directory: whether the rows are principals
 * @format: a number, to be raised whenever the same lines give other rows
 * @put: adds the rows of an entry to those that wait
 * @end: (nullable): what else the last transaction does
 * @data: for @end
 *
 * What a register fills.
 */
typedef struct {
  const char *source;
  const char *table;
  const char *first_id;
  const char *last_id;
  const char *const *children;
  gboolean is_directory;
  guint format;
  void (*put) (SpicoRegisterStore       *store,
               const SpicoRegisterEntry *entry);
  gboolean (*end) (SpicoRegisterStore *store,
                   gpointer            data,
                   GError            **error);
  gpointer data;
} SpicoRegisterTarget;

/**
 * SpicoRegisterRecord:
 * @also: words to be found by that stand in no column
 *
 * A principal as a register describes it; what is %NULL is empty. Named like the columns.
 */
typedef struct {
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
char *spico_register_clean (const char *cell);
void spico_register_rows_add_clean (SpicoRegisterRows *rows,
                                    const char        *cell);

SpicoRegisterStore *spico_register_store_new (SpicoSqlConnection        *connection,
                                              const SpicoRegisterTarget *target);
void spico_register_store_free (SpicoRegisterStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterStore, spico_register_store_free)

gboolean spico_register_store_claim (SpicoRegisterStore *self,
                                     gboolean            is_bulk,
                                     gint64             *pending,
                                     GError            **error);
SpicoRegisterRows *spico_register_store_rows (SpicoRegisterStore       *self,
                                              const SpicoRegisterTable *table);
void spico_register_store_put_principal (SpicoRegisterStore        *self,
                                         const SpicoRegisterEntry  *entry,
                                         const char                *kind,
                                         const SpicoRegisterRecord *record);

gboolean spico_register_store_add (SpicoRegisterStore       *self,
                                   const SpicoRegisterEntry *entry,
                                   gboolean                  is_there,
                                   GError                  **error);
gboolean spico_register_store_foresee (SpicoRegisterStore       *self,
                                       const SpicoRegisterEntry *entry,
                                       gint64                   *number,
                                       GError                  **error);
gboolean spico_register_store_remove (SpicoRegisterStore *self,
                                      const char         *id,
                                      GError            **error);
gboolean spico_register_store_settle (SpicoRegisterStore    *self,
                                      SpicoRegisterProgress  progress,
                                      gpointer               progress_data,
                                      GError               **error);

gboolean spico_register_store_begin_apply (SpicoRegisterStore *self,
                                           GError            **error);
gboolean spico_register_store_change (SpicoRegisterStore       *self,
                                      const SpicoRegisterEntry *entry,
                                      gint64                    number,
                                      GError                  **error);
gboolean spico_register_store_withdraw (SpicoRegisterStore *self,
                                        const char         *id,
                                        GError            **error);
gboolean spico_register_store_end_apply (SpicoRegisterStore *self,
                                         const char         *source_date,
                                         gint64              now_us,
                                         gboolean            is_different,
                                         GError            **error);
gboolean spico_register_store_commit (SpicoRegisterStore *self,
                                      GError            **error);

G_END_DECLS
