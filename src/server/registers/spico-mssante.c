/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MSSanté, « Extraction_Correspondance_MSSante »: one line a mailbox and whom it belongs to, separator `|`, no quoting, columns found by name. Mailboxes on the red list do not stand in it. */
#include <string.h>

#include "spico-identifier.h"
#include "spico-register-cells.h"
#include "spico-register-load.h"
#include "spico-server-error.h"

typedef enum {
  KIND,
  ADDRESS,
  NATIONAL_ID,
  STRUCTURE_KIND,
  STRUCTURE_CODE,
  N_REQUIRED,
  SERVICE = N_REQUIRED,
  PAPERLESS,
  STRUCTURE_NAME,
  N_COLUMNS,
} Column;

static const SpicoRegisterCell columns[N_COLUMNS] = {
  [KIND] = { "Type de BAL", 10 },
  [ADDRESS] = { "Adresse BAL", 255 },
  [NATIONAL_ID] = { "Identification nationale PP", 20 },
  [STRUCTURE_KIND] = { "Type identifiant structure", 20 },
  [STRUCTURE_CODE] = { "Identification Structure", 40 },
  [SERVICE] = { "Service de rattachement", 255 },
  [PAPERLESS] = { "Dématérialisation", 10 },
  [STRUCTURE_NAME] = { "Raison Sociale structure BAL", 255 },
};

static const SpicoRegisterColumn address_columns[] = {
  { .name = "id" },   { .name = "source" },       { .name = "digest" },         { .name = "generation", .is_number = TRUE }, { .name = "is_listed", .is_number = TRUE }, { .name = "address" },
  { .name = "kind" }, { .name = "principal_id" }, { .name = "structure_kind" }, { .name = "structure_code" },                { .name = "service" },
  { .name = "is_paperless", .is_number = TRUE },  { .name = "structure_name" },
};
static const SpicoRegisterTable address_table = { "mssante_address", address_columns, G_N_ELEMENTS (address_columns), 1 };

typedef struct {
  SpicoRegisterLoad *load;
  SpicoRegisterCells *cells;
  GString *value;
} Reader;

/* The principal of a mailbox: a person, or a site of FINESS; other structures have no principal. */
static char *
find_owner (const char *national_id,
            const char *structure_code)
{
  if (spico_identifier_check_national (national_id) != SPICO_IDENTIFIER_MALFORMED)
    return spico_identifier_person_id (national_id);
  if (national_id[0] == '\0' && spico_identifier_check_finess (structure_code) != SPICO_IDENTIFIER_MALFORMED)
    return spico_identifier_structure_id (structure_code);

  return NULL;
}

static void
add_clean (SpicoRegisterRows *rows,
           const char        *cell)
{
  g_autofree char *text = spico_register_clean (cell);

  spico_register_rows_add_text (rows, text);
}

static void
put_address (SpicoRegisterStore       *store,
             const SpicoRegisterEntry *entry)
{
  g_autofree char **line = spico_register_cells_open (g_ptr_array_index (entry->values, 0), N_COLUMNS);
  SpicoRegisterRows *rows = spico_register_store_rows (store, &address_table);
  g_autofree char *owner = find_owner (line[NATIONAL_ID], line[STRUCTURE_CODE]);

  spico_register_rows_add_text (rows, entry->id);
  spico_register_rows_add_text (rows, "MSSANTE");
  spico_register_rows_add_text (rows, entry->digest);
  spico_register_rows_add_number (rows, entry->generation);
  spico_register_rows_add_number (rows, 1);
  add_clean (rows, line[ADDRESS]);
  add_clean (rows, line[KIND]);
  spico_register_rows_add_text (rows, owner);
  add_clean (rows, line[STRUCTURE_KIND]);
  add_clean (rows, line[STRUCTURE_CODE]);
  add_clean (rows, line[SERVICE]);
  spico_register_rows_add_number (rows, strcmp (line[PAPERLESS], "O") == 0);
  add_clean (rows, line[STRUCTURE_NAME]);
}

static const SpicoRegisterTarget target = { .source = "MSSANTE", .table = "mssante_address", .first_id = "a", .last_id = "b", .format = 1, .put = put_address };

/* One `@` with something around it, and nothing that an address of MSSanté does not have. */
static gboolean
is_address (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || strchr (at + 1, '.') == NULL || at[1] == '.')
    return FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (c != at && !g_ascii_isalnum (*c) && strchr (".-_+'&", *c) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Whose mailbox it is comes first: so the index by principal is filled in its own order. */
static char *
make_id (Reader *self)
{
  const char *structure_code = spico_register_cells_get (self->cells, STRUCTURE_CODE);
  const char *address = spico_register_cells_get (self->cells, ADDRESS);
  g_autofree char *owner = find_owner (spico_register_cells_get (self->cells, NATIONAL_ID), structure_code);
  g_autofree char *lower = g_ascii_strdown (address, -1);

  return g_strjoin ("/", "a", owner != NULL ? owner : structure_code, lower, NULL);
}

static gboolean
keep_whosever_it_is (Reader  *self,
                     GError **error)
{
  g_autofree char *id = NULL;

  if (!is_address (spico_register_cells_get (self->cells, ADDRESS)))
    return TRUE;

  id = make_id (self);
  return spico_register_load_keep (self->load, id, error);
}

static gboolean
refuse (Reader             *self,
        guint64             line,
        SpicoRegisterReason reason,
        GError            **error)
{
  spico_register_load_note (self->load, line, reason);

  return keep_whosever_it_is (self, error);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  const char *national_id = spico_register_cells_get (self->cells, NATIONAL_ID);
  g_autofree char *id = NULL;

  if (!is_address (spico_register_cells_get (self->cells, ADDRESS)))
    return refuse (self, number, SPICO_REGISTER_ADDRESS, error);
  if (national_id[0] != '\0' && spico_identifier_check_national (national_id) == SPICO_IDENTIFIER_MALFORMED)
    return refuse (self, number, SPICO_REGISTER_IDENTIFIER, error);
  if (!spico_register_cells_fit (self->cells))
    return refuse (self, number, SPICO_REGISTER_VALUE_TOO_LONG, error);

  id = make_id (self);
  spico_register_cells_close (self->cells, self->value);
  return spico_register_load_add (self->load, id, self->value->str, self->value->len, error);
}

static gboolean
read_line (gpointer           data,
           SpicoRegisterLine *line,
           GError           **error)
{
  Reader *self = data;
  SpicoRegisterReason reason;

  if (line->text != NULL && line->length == 0)
    return TRUE;
  if (spico_register_cells_take (self->cells, line, &reason))
    return read_cells (self, line->number, error);

  return refuse (self, line->number, reason, error);
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->load, spico_register_load_free);
  g_clear_pointer (&self->cells, spico_register_cells_free);
  g_string_free (self->value, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/**
 * spico_mssante_import:
 * @connection: a connection that may write, without a transaction
 * @stream: an extraction of MSSanté, « Extraction_Correspondance_MSSante »
 * @options: (nullable): how it is loaded
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or as spico_register_load_finish()
 *
 * Loads the addresses of MSSanté (F004). An address that no longer stands in the file, be it on the red list, is withdrawn; what its holder decided here stays.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_mssante_import (SpicoSqlConnection         *connection,
                      GInputStream               *stream,
                      const SpicoRegisterOptions *options,
                      GError                    **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { .value = g_string_new (NULL) };

  reader.cells = spico_register_cells_new (columns, N_COLUMNS, N_REQUIRED);
  if (!spico_register_cells_read_header (reader.cells, lines, "The file is not an extraction of MSSanté: its first line does not name the column", error))
    return NULL;

  reader.load = spico_register_load_new (connection, &target, options);
  if (!spico_register_load_each_line (reader.load, lines, read_line, &reader, error))
    return NULL;

  return spico_register_load_finish (reader.load, error);
}
