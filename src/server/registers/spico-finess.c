/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FINESS, « extraction cs1100502 » (old format): a first line that names the extraction, then one line a structure of 32 cells without names, separator `;`, quotes used. */
#include <string.h>

#include "spico-identifier.h"
#include "spico-register-cells.h"
#include "spico-register-lines.h"
#include "spico-register-load.h"
#include "spico-server-error.h"

enum {
  LINE_TYPE,
  NUMBER,
  LEGAL_ENTITY,
  NAME,
  LONG_NAME,
  NAME_COMPLEMENT,
  STREET_NUMBER = 7,
  STREET_TYPE,
  STREET,
  STREET_COMPLEMENT,
  PLACE,
  COMMUNE,
  DEPARTMENT,
  POSTAL_LINE = 15,
  TELEPHONE,
  FAX,
  CATEGORY_CODE,
  CATEGORY,
  CATEGORY_GROUP,
  SIRET = 22,
  APE,
  TARIFF_CODE,
  PUBLIC_SERVICE_CODE = 26,
  OPENED_ON = 28,
  AUTHORISED_ON,
  UPDATED_ON,
  N_CELLS = 32,
};

/* What the bytes of the file are; known from the first line that is not ASCII. */
typedef enum {
  ENCODING_UNKNOWN,
  ENCODING_UTF8,
  ENCODING_LATIN1,
} Encoding;

typedef struct {
  SpicoRegisterLoad *load;
  GPtrArray *cells;
  GString *value;
  Encoding encoding;
} Reader;

static const SpicoRegisterColumn site_columns[] = {
  { .name = "id" },        { .name = "legal_entity" }, { .name = "category_code" }, { .name = "category_group" },      { .name = "commune_code" }, { .name = "siret" },
  { .name = "ape" },       { .name = "tariff_code" },  { .name = "public_service_code" }, { .name = "fax" },           { .name = "opened_on" },    { .name = "authorised_on" },
  { .name = "updated_on" },
};
static const SpicoRegisterTable site_table = { "site", site_columns, G_N_ELEMENTS (site_columns), 1 };

static const char *
cell (Reader *self,
      guint   column)
{
  return g_ptr_array_index (self->cells, column);
}

static char *
join_cells (char *const *line,
            guint        first,
            guint        last)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint column = first; column <= last; column++)
    g_string_append_printf (text, "%s ", line[column]);

  return spico_register_clean (text->str);
}

static void
read_structure (char *const         *line,
                SpicoRegisterRecord *record)
{
  const char *postal_line = line[POSTAL_LINE];
  gsize n_digits = strspn (postal_line, "0123456789");

  record->national_id = g_strdup (line[NUMBER]);
  record->name = spico_register_clean (line[NAME][0] != '\0' ? line[NAME] : line[LONG_NAME]);
  record->profession_code = spico_register_clean (line[CATEGORY_CODE]);
  record->profession = spico_register_clean (line[CATEGORY][0] != '\0' ? line[CATEGORY] : line[CATEGORY_CODE]);
  record->address = join_cells (line, STREET_NUMBER, PLACE);
  record->postal_code = g_strndup (postal_line, n_digits);
  record->town = spico_register_clean (postal_line + n_digits);
  record->telephone = spico_register_clean (line[TELEPHONE]);
  record->also = join_cells (line, LONG_NAME, NAME_COMPLEMENT);
}

/* The commune's number of INSEE: FINESS gives the part within the department, and has codes of its own for those overseas (9A is 971). */
static char *
commune_code_of (char *const *line)
{
  const char *department = line[DEPARTMENT];
  gboolean is_overseas = department[0] == '9' && g_ascii_isupper (department[1]);

  if (line[COMMUNE][0] == '\0' || strlen (department) != 2)
    return g_strdup ("");
  if (is_overseas)
    return g_strdup_printf ("97%s", line[COMMUNE]);

  return g_strconcat (department, line[COMMUNE], NULL);
}

static void
add_day (SpicoRegisterRows *rows,
         const char        *cell)
{
  spico_register_rows_add_text (rows, spico_register_is_day (cell) ? cell : NULL);
}

static void
put_structure (SpicoRegisterStore       *store,
               const SpicoRegisterEntry *entry)
{
  g_autofree char **line = spico_register_cells_open (g_ptr_array_index (entry->values, 0), N_CELLS);
  g_autofree char *commune_code = commune_code_of (line);
  SpicoRegisterRows *rows;
  SpicoRegisterRecord record = { 0 };

  read_structure (line, &record);
  spico_register_store_put_principal (store, entry, "structure", &record);
  spico_register_record_clear (&record);

  rows = spico_register_store_rows (store, &site_table);
  spico_register_rows_add_text (rows, entry->id);
  spico_register_rows_add_text (rows, line[LEGAL_ENTITY]);
  spico_register_rows_add_text (rows, line[CATEGORY_CODE]);
  spico_register_rows_add_text (rows, line[CATEGORY_GROUP]);
  spico_register_rows_add_text (rows, commune_code);
  spico_register_rows_add_text (rows, line[SIRET]);
  spico_register_rows_add_text (rows, line[APE]);
  spico_register_rows_add_text (rows, line[TARIFF_CODE]);
  spico_register_rows_add_text (rows, line[PUBLIC_SERVICE_CODE]);
  spico_register_rows_add_text (rows, line[FAX]);
  add_day (rows, line[OPENED_ON]);
  add_day (rows, line[AUTHORISED_ON]);
  add_day (rows, line[UPDATED_ON]);
}

static const SpicoRegisterTarget target = { .source = "FINESS", .table = "principal", .first_id = "f", .last_id = "g", .is_directory = TRUE, .format = 1, .put = put_structure };

static gboolean
add_structure (Reader     *self,
               const char *id,
               GError    **error)
{
  g_string_truncate (self->value, 0);
  for (guint i = 0; i < N_CELLS; i++)
    g_string_append_printf (self->value, "%s%s", i > 0 ? "\x1f" : "", cell (self, i));

  return spico_register_load_add (self->load, id, self->value->str, self->value->len, error);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  SpicoIdentifierCheck check = spico_identifier_check_finess (cell (self, NUMBER));
  SpicoRegisterRecord record = { 0 };
  g_autofree char *id = NULL;
  gboolean fits;

  if (check == SPICO_IDENTIFIER_MALFORMED)
    {
      spico_register_load_note (self->load, number, SPICO_REGISTER_IDENTIFIER);
      return TRUE;
    }

  id = spico_identifier_structure_id (cell (self, NUMBER));
  read_structure ((char *const *) self->cells->pdata, &record);
  fits = record.name[0] != '\0' && spico_register_record_fits (&record);
  if (!fits)
    spico_register_load_note (self->load, number, record.name[0] == '\0' ? SPICO_REGISTER_NAME : SPICO_REGISTER_VALUE_TOO_LONG);
  else if (check == SPICO_IDENTIFIER_WRONG_KEY)
    spico_register_load_note (self->load, number, SPICO_REGISTER_WRONG_KEY);

  spico_register_record_clear (&record);
  return fits ? add_structure (self, id, error) : spico_register_load_keep (self->load, id, error);
}

/* Older files are Latin-1. One file has one encoding: once UTF-8 has been seen, bytes that are none are damage. */
static char *
to_utf8 (Reader            *self,
         SpicoRegisterLine *line)
{
  if (memchr (line->text, '\0', line->length) != NULL)
    return NULL;

  if (self->encoding == ENCODING_UNKNOWN && !g_str_is_ascii (line->text))
    self->encoding = g_utf8_validate_len (line->text, line->length, NULL) ? ENCODING_UTF8 : ENCODING_LATIN1;

  if (self->encoding == ENCODING_LATIN1)
    return g_convert (line->text, (gssize) line->length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);

  return g_utf8_validate_len (line->text, line->length, NULL) ? g_strndup (line->text, line->length) : NULL;
}

/* A damaged line that still says which structure it is must not have it withdrawn. */
static gboolean
keep_whatever_it_is (Reader  *self,
                     GError **error)
{
  g_autofree char *id = NULL;

  if (self->cells->len <= NUMBER || spico_identifier_check_finess (cell (self, NUMBER)) == SPICO_IDENTIFIER_MALFORMED)
    return TRUE;

  id = spico_identifier_structure_id (cell (self, NUMBER));
  return spico_register_load_keep (self->load, id, error);
}

static gboolean
read_line (gpointer           data,
           SpicoRegisterLine *line,
           GError           **error)
{
  Reader *self = data;
  g_autofree char *text = line->text != NULL ? to_utf8 (self, line) : NULL;
  SpicoRegisterReason reason = line->text == NULL ? SPICO_REGISTER_LINE_TOO_LONG : SPICO_REGISTER_ENCODING;
  gboolean is_sound = text != NULL && spico_register_is_text (text, strlen (text), &reason);
  char *to_split = text != NULL ? text : line->text;

  if (is_sound && text[0] == '\0')
    return TRUE;

  if (to_split != NULL && !spico_register_split_quoted (self->cells, to_split) && is_sound)
    {
      reason = SPICO_REGISTER_QUOTES;
      is_sound = FALSE;
    }

  if (is_sound && self->cells->len == N_CELLS && strcmp (cell (self, LINE_TYPE), "structureet") == 0)
    return read_cells (self, line->number, error);

  spico_register_load_note (self->load, line->number, is_sound ? SPICO_REGISTER_CELLS : reason);
  return to_split == NULL || keep_whatever_it_is (self, error);
}

/* « finess;etalab;111;2026-05-12 » */
static gboolean
read_first_line (Reader             *self,
                 SpicoRegisterLines *lines,
                 char              **source_date,
                 GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterLine line = { 0 };
  gboolean has_line = spico_register_lines_next (lines, &line, &local_error);
  char *text = has_line ? line.text : NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (text != NULL && g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;

  if (text != NULL && spico_register_split_quoted (self->cells, text) && self->cells->len >= 4 && strcmp (cell (self, 0), "finess") == 0 && strcmp (cell (self, 1), "etalab") == 0 && spico_register_is_day (cell (self, 3)))
    {
      *source_date = g_strdup (cell (self, 3));
      return TRUE;
    }

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is not a FINESS extraction: its first line does not say « finess;etalab;…;DATE »");
  return FALSE;
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->load, spico_register_load_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_string_free (self->value, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/**
 * spico_finess_import:
 * @connection: a connection that may write, without a transaction
 * @stream: a FINESS extraction « cs1100502 », in UTF-8 or in Latin-1
 * @options: (nullable): how it is loaded; the file says its date
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or as spico_register_load_finish()
 *
 * Loads the structures into the directory (F011, F012). Damaged lines are reported and left out; structures that no longer stand in the file are withdrawn.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_finess_import (SpicoSqlConnection         *connection,
                     GInputStream               *stream,
                     const SpicoRegisterOptions *options,
                     GError                    **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { .value = g_string_new (NULL) };
  g_autofree char *source_date = NULL;

  reader.cells = g_ptr_array_new ();
  if (!read_first_line (&reader, lines, &source_date, error))
    return NULL;

  reader.load = spico_register_load_new (connection, &target, options);
  spico_register_load_set_source_date (reader.load, source_date);
  if (!spico_register_load_each_line (reader.load, lines, read_line, &reader, error))
    return NULL;

  return spico_register_load_finish (reader.load, error);
}
