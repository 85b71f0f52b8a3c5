/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MSSanté, « Extraction_Correspondance_MSSante »: one line a mailbox and whom it belongs to, separator `|`, no quoting, columns found by name. Mailboxes on the red list do not stand in it. */
#include <string.h>

#include "spico-identifier.h"
#include "spico-register-import.h"

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
  spico_register_rows_add_clean (rows, line[ADDRESS]);
  spico_register_rows_add_clean (rows, line[KIND]);
  spico_register_rows_add_text (rows, owner);
  spico_register_rows_add_clean (rows, line[STRUCTURE_KIND]);
  spico_register_rows_add_clean (rows, line[STRUCTURE_CODE]);
  spico_register_rows_add_clean (rows, line[SERVICE]);
  spico_register_rows_add_number (rows, strcmp (line[PAPERLESS], "O") == 0);
  spico_register_rows_add_clean (rows, line[STRUCTURE_NAME]);
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
find_id (SpicoRegisterCells *cells)
{
  const char *structure_code = spico_register_cells_get (cells, STRUCTURE_CODE);
  const char *address = spico_register_cells_get (cells, ADDRESS);
  g_autofree char *owner = find_owner (spico_register_cells_get (cells, NATIONAL_ID), structure_code);
  g_autofree char *lower = g_ascii_strdown (address, -1);

  return is_address (address) ? g_strjoin ("/", "a", owner != NULL ? owner : structure_code, lower, NULL) : NULL;
}

static gboolean
check (SpicoRegisterCells  *cells,
       SpicoRegisterReason *reason)
{
  const char *national_id = spico_register_cells_get (cells, NATIONAL_ID);

  *reason = SPICO_REGISTER_ADDRESS;
  if (!is_address (spico_register_cells_get (cells, ADDRESS)))
    return FALSE;

  *reason = SPICO_REGISTER_IDENTIFIER;
  return national_id[0] == '\0' || spico_identifier_check_national (national_id) != SPICO_IDENTIFIER_MALFORMED;
}

static const SpicoRegisterFormat format = {
  .columns = columns,
  .n_columns = N_COLUMNS,
  .n_required = N_REQUIRED,
  .message = "The file is not an extraction of MSSanté: its first line does not name the column",
  .target = &target,
  .find_id = find_id,
  .check = check,
};

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
  return spico_register_import (connection, stream, &format, options, error);
}
