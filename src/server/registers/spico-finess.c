/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FINESS, « extraction cs1100502 » (old format): a first line that names the extraction, then one line a structure of 32 cells without names, separator `;`, quotes used. */
#include <string.h>

#include "spico-identifier.h"
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
  POSTAL_LINE = 15,
  TELEPHONE,
  CATEGORY_CODE = 18,
  CATEGORY,
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
  Encoding encoding;
} Reader;

/* Reads one cell in place, from its first character; answers where the next one begins, or NULL after the last. */
static char *
read_cell (char     *start,
           char    **cell,
           gboolean *is_sound)
{
  char *in = start;
  char *out = start;
  char *end;

  *cell = start;

  if (*in != '"')
    {
      end = strchr (start, ';');
      if (end != NULL)
        *end++ = '\0';
      return end;
    }

  for (in++; *in != '\0'; in++)
    {
      if (*in == '"' && in[1] != '"')
        break;
      if (*in == '"')
        in++;
      *out++ = *in;
    }

  *is_sound &= *in == '"' && (in[1] == ';' || in[1] == '\0');
  end = *in == '"' && in[1] == ';' ? in + 2 : NULL;
  *out = '\0';
  return end;
}

static gboolean
split (GPtrArray *cells,
       char      *line)
{
  gboolean is_sound = TRUE;

  g_ptr_array_set_size (cells, 0);

  while (line != NULL && is_sound)
    {
      char *cell = NULL;

      line = read_cell (line, &cell, &is_sound);
      g_ptr_array_add (cells, cell);
    }

  return is_sound;
}

static const char *
cell (Reader *self,
      guint   column)
{
  return g_ptr_array_index (self->cells, column);
}

static char *
join_cells (Reader *self,
            guint   first,
            guint   last)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint column = first; column <= last; column++)
    g_string_append_printf (text, "%s ", cell (self, column));

  return spico_register_clean (text->str);
}

static void
read_structure (Reader              *self,
                SpicoRegisterRecord *record)
{
  const char *postal_line = cell (self, POSTAL_LINE);
  gsize n_digits = strspn (postal_line, "0123456789");

  record->id = spico_identifier_structure_id (cell (self, NUMBER));
  record->national_id = g_strdup (cell (self, NUMBER));
  record->name = spico_register_clean (cell (self, NAME)[0] != '\0' ? cell (self, NAME) : cell (self, LONG_NAME));
  record->profession_code = spico_register_clean (cell (self, CATEGORY_CODE));
  record->profession = spico_register_clean (cell (self, CATEGORY)[0] != '\0' ? cell (self, CATEGORY) : cell (self, CATEGORY_CODE));
  record->address = join_cells (self, STREET_NUMBER, PLACE);
  record->postal_code = g_strndup (postal_line, n_digits);
  record->town = spico_register_clean (postal_line + n_digits);
  record->telephone = spico_register_clean (cell (self, TELEPHONE));
  record->also = join_cells (self, LONG_NAME, NAME_COMPLEMENT);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  SpicoIdentifierCheck check = spico_identifier_check_finess (cell (self, NUMBER));
  SpicoRegisterRecord record = { 0 };
  gboolean succeeded = TRUE;

  if (check == SPICO_IDENTIFIER_MALFORMED)
    {
      spico_register_load_note (self->load, number, SPICO_REGISTER_IDENTIFIER);
      return TRUE;
    }

  read_structure (self, &record);

  if (record.name[0] == '\0')
    spico_register_load_note (self->load, number, SPICO_REGISTER_NAME);
  else if (!spico_register_record_fits (&record))
    spico_register_load_note (self->load, number, SPICO_REGISTER_VALUE_TOO_LONG);
  else if (!spico_register_load_knows (self->load, record.id))
    {
      if (check == SPICO_IDENTIFIER_WRONG_KEY)
        spico_register_load_note (self->load, number, SPICO_REGISTER_WRONG_KEY);
      succeeded = spico_register_load_put (self->load, &record, error);
    }

  spico_register_load_keep (self->load, record.id);
  spico_register_record_clear (&record);
  return succeeded;
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
static void
keep_whatever_it_is (Reader *self)
{
  g_autofree char *id = NULL;

  if (self->cells->len <= NUMBER || spico_identifier_check_finess (cell (self, NUMBER)) == SPICO_IDENTIFIER_MALFORMED)
    return;

  id = spico_identifier_structure_id (cell (self, NUMBER));
  spico_register_load_keep (self->load, id);
}

static gboolean
read_line (Reader            *self,
           SpicoRegisterLine *line,
           GError           **error)
{
  g_autofree char *text = line->text != NULL ? to_utf8 (self, line) : NULL;
  SpicoRegisterReason reason = line->text == NULL ? SPICO_REGISTER_LINE_TOO_LONG : SPICO_REGISTER_ENCODING;
  gboolean is_sound = text != NULL && spico_register_is_text (text, strlen (text), &reason);
  char *to_split = text != NULL ? text : line->text;

  if (is_sound && text[0] == '\0')
    return TRUE;

  if (to_split != NULL && !split (self->cells, to_split) && is_sound)
    {
      reason = SPICO_REGISTER_QUOTES;
      is_sound = FALSE;
    }

  if (is_sound && self->cells->len == N_CELLS && strcmp (cell (self, LINE_TYPE), "structureet") == 0)
    return read_cells (self, line->number, error);

  spico_register_load_note (self->load, line->number, is_sound ? SPICO_REGISTER_CELLS : reason);
  if (to_split != NULL)
    keep_whatever_it_is (self);

  return TRUE;
}

static gboolean
is_day (const char *text)
{
  static const char shape[] = "0000-00-00";
  gsize i = 0;

  for (; text[i] != '\0' && shape[i] != '\0'; i++)
    {
      if (shape[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
        return FALSE;
    }

  return text[i] == '\0' && shape[i] == '\0';
}

/* « finess;etalab;111;2026-05-12 » */
static gboolean
read_first_line (Reader             *self,
                 SpicoRegisterLines *lines,
                 char              **source_date,
                 GError            **error)
{
  SpicoRegisterLine line;
  gboolean has_line = spico_register_lines_next (lines, &line, error);
  char *text = has_line ? line.text : NULL;

  if (*error != NULL)
    return FALSE;

  if (text != NULL && g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;

  if (text != NULL && split (self->cells, text) && self->cells->len >= 4 && strcmp (cell (self, 0), "finess") == 0 && strcmp (cell (self, 1), "etalab") == 0 && is_day (cell (self, 3)))
    {
      *source_date = g_strdup (cell (self, 3));
      return TRUE;
    }

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is not a FINESS extraction: its first line does not say « finess;etalab;…;DATE »");
  return FALSE;
}

static gboolean
read_lines (Reader             *self,
            SpicoRegisterLines *lines,
            GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterLine line;

  while (spico_register_lines_next (lines, &line, &local_error))
    {
      if (!read_line (self, &line, error))
        return FALSE;
    }

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return error == NULL || *error == NULL;
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->load, spico_register_load_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/**
 * spico_finess_import:
 * @connection: a connection that may write, without a transaction
 * @stream: a FINESS extraction « cs1100502 », in UTF-8 or in Latin-1
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or a #SpicoSqlError
 *
 * Loads the structures into the directory (F011, F012). Damaged lines are reported and left out; structures that no longer stand in the file are withdrawn.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_finess_import (SpicoSqlConnection *connection,
                     GInputStream       *stream,
                     GError            **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { 0 };
  g_autofree char *source_date = NULL;
  g_autoptr (GError) local_error = NULL;

  reader.cells = g_ptr_array_new ();

  if (read_first_line (&reader, lines, &source_date, &local_error))
    reader.load = spico_register_load_begin (connection, "structure", "FINESS", source_date, &local_error);

  if (local_error != NULL || !read_lines (&reader, lines, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return spico_register_load_finish (reader.load, error);
}
