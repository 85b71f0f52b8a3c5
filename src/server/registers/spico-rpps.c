/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RPPS: « PS_LibreAcces_Personne_activite », one line an activity, separator `|`, no quoting, columns found by name. */
#include <string.h>

#include "spico-identifier.h"
#include "spico-register-lines.h"
#include "spico-register-load.h"
#include "spico-server-error.h"

typedef enum {
  NATIONAL_ID,
  FAMILY_NAME,
  GIVEN_NAME,
  PROFESSION_CODE,
  PROFESSION,
  SITE_NAME,
  TOWN,
  N_REQUIRED,
  TITLE_CODE = N_REQUIRED,
  CIVILITY_CODE,
  SKILL,
  SITE_FINESS,
  SITE_SIGN,
  STREET_NUMBER,
  STREET_REPEAT,
  STREET_TYPE,
  STREET,
  CEDEX,
  POSTAL_CODE,
  TELEPHONE,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = {
  [NATIONAL_ID] = "Identification nationale PP",
  [FAMILY_NAME] = "Nom d'exercice",
  [GIVEN_NAME] = "Prénom d'exercice",
  [PROFESSION_CODE] = "Code profession",
  [PROFESSION] = "Libellé profession",
  [SITE_NAME] = "Raison sociale site",
  [TOWN] = "Libellé commune (coord. structure)",
  [TITLE_CODE] = "Code civilité d'exercice",
  [CIVILITY_CODE] = "Code civilité",
  [SKILL] = "Libellé savoir-faire",
  [SITE_FINESS] = "Numéro FINESS site",
  [SITE_SIGN] = "Enseigne commerciale site",
  [STREET_NUMBER] = "Numéro Voie (coord. structure)",
  [STREET_REPEAT] = "Indice répétition voie (coord. structure)",
  [STREET_TYPE] = "Libellé type de voie (coord. structure)",
  [STREET] = "Libellé Voie (coord. structure)",
  [CEDEX] = "Bureau cedex (coord. structure)",
  [POSTAL_CODE] = "Code postal (coord. structure)",
  [TELEPHONE] = "Téléphone (coord. structure)",
};

/* A person while their activities are read. The lines of one usually, but not always, follow each other. */
typedef struct {
  SpicoRegisterRecord record;
  gboolean has_place;
} Person;

/* Who is complete is written as soon as the next person begins; only those for whom a place may still come are kept to the end. */
typedef struct {
  SpicoRegisterLoad *load;
  int places[N_COLUMNS];
  guint n_cells;
  GPtrArray *cells;
  Person *current;
  GHashTable *pending;
} Reader;

static void
person_free (gpointer data)
{
  Person *person = data;

  spico_register_record_clear (&person->record);
  g_free (person);
}

/* Cuts the line in place. */
static void
split (GPtrArray *cells,
       char      *line)
{
  g_ptr_array_set_size (cells, 0);

  for (char *cell = line; cell != NULL;)
    {
      char *end = strchr (cell, '|');

      g_ptr_array_add (cells, cell);
      if (end != NULL)
        *end++ = '\0';
      cell = end;
    }
}

static gboolean
read_header (Reader  *self,
             char    *line,
             GError **error)
{
  if (g_str_has_prefix (line, "\xef\xbb\xbf"))
    line += 3;

  split (self->cells, line);
  self->n_cells = self->cells->len;

  for (guint column = 0; column < N_COLUMNS; column++)
    {
      guint place = 0;
      gboolean is_there = g_ptr_array_find_with_equal_func (self->cells, column_names[column], g_str_equal, &place);

      self->places[column] = is_there ? (int) place : -1;

      if (!is_there && column < N_REQUIRED)
        {
          g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is not an RPPS extraction: its first line does not name the column: %s", column_names[column]);
          return FALSE;
        }
    }

  return TRUE;
}

static const char *
cell (Reader *self,
      Column  column)
{
  return self->places[column] >= 0 ? g_ptr_array_index (self->cells, self->places[column]) : "";
}

/* « Dr » and « Pr » are titles of exercise of three professions: medicine, dentistry, pharmacy. Anyone else goes by their civility. */
static const char *
civility_of (const char *title_code,
             const char *civility_code,
             const char *profession_code)
{
  static const char *const titled[] = { "10", "40", "21", NULL };

  if (g_strv_contains (titled, profession_code))
    {
      if (strcmp (title_code, "DR") == 0)
        return "Dr ";
      if (strcmp (title_code, "PR") == 0)
        return "Pr ";
    }

  if (strcmp (civility_code, "MME") == 0 || strcmp (civility_code, "MLLE") == 0)
    return "Mme ";

  return strcmp (civility_code, "M") == 0 ? "M. " : "";
}

/* Joins what is not empty. */
static char *
join_cells (Reader       *self,
            const Column *columns,
            guint         n_columns)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (text, "%s ", cell (self, columns[i]));

  return spico_register_clean (text->str);
}

static char *
clean_cell (Reader *self,
            Column  column)
{
  return spico_register_clean (cell (self, column));
}

static gboolean
has_place (Reader *self)
{
  return cell (self, SITE_NAME)[0] != '\0' || cell (self, TOWN)[0] != '\0' || cell (self, SITE_FINESS)[0] != '\0';
}

static char *
town_of (Reader *self)
{
  const char *cedex = cell (self, CEDEX);

  if (cell (self, TOWN)[0] != '\0')
    return clean_cell (self, TOWN);

  /* « 31000 TOULOUSE CEDEX 9 » */
  return spico_register_clean (cedex + strspn (cedex, "0123456789"));
}

static void
read_activity (Reader              *self,
               SpicoRegisterRecord *record)
{
  static const Column address[] = { STREET_NUMBER, STREET_REPEAT, STREET_TYPE, STREET };
  const char *finess = cell (self, SITE_FINESS);

  record->profession_code = clean_cell (self, PROFESSION_CODE);
  record->profession = clean_cell (self, PROFESSION);
  record->skill = clean_cell (self, SKILL);
  record->structure_name = cell (self, SITE_NAME)[0] != '\0' ? clean_cell (self, SITE_NAME) : clean_cell (self, SITE_SIGN);
  record->structure_id = spico_identifier_check_finess (finess) != SPICO_IDENTIFIER_MALFORMED ? spico_identifier_structure_id (finess) : NULL;
  record->address = join_cells (self, address, G_N_ELEMENTS (address));
  record->postal_code = clean_cell (self, POSTAL_CODE);
  record->town = town_of (self);
  record->telephone = clean_cell (self, TELEPHONE);
}

static void
read_person (Reader              *self,
             const char          *id,
             SpicoRegisterRecord *record)
{
  read_activity (self, record);
  record->id = g_strdup (id);
  record->national_id = g_strdup (cell (self, NATIONAL_ID));
  record->family_name = clean_cell (self, FAMILY_NAME);
  record->given_name = clean_cell (self, GIVEN_NAME);
  record->name = g_strconcat (civility_of (cell (self, TITLE_CODE), cell (self, CIVILITY_CODE), record->profession_code), record->given_name,
                              record->given_name[0] != '\0' ? " " : "", record->family_name, NULL);
}

/* The first activity with a place is the main one; a speciality named by another one is not lost. */
static void
merge (Person              *person,
       SpicoRegisterRecord *record,
       gboolean             record_has_place)
{
  g_autofree char *other_skill = NULL;

  if (!person->has_place && record_has_place)
    {
      SpicoRegisterRecord before = person->record;

      person->record = *record;
      *record = before;
      person->has_place = TRUE;
    }

  if (person->record.skill[0] == '\0' && strcmp (person->record.profession_code, record->profession_code) == 0)
    {
      other_skill = g_steal_pointer (&person->record.skill);
      person->record.skill = g_steal_pointer (&record->skill);
      record->skill = g_steal_pointer (&other_skill);
    }
}

static gboolean
leave_current (Reader  *self,
               GError **error)
{
  Person *person = g_steal_pointer (&self->current);
  gboolean succeeded = TRUE;

  if (person != NULL && person->has_place)
    {
      succeeded = spico_register_load_put (self->load, &person->record, error);
      person_free (person);
    }
  else if (person != NULL)
    g_hash_table_insert (self->pending, person->record.id, person);

  return succeeded;
}

static gboolean
is_current (Reader     *self,
            const char *id)
{
  return self->current != NULL && strcmp (self->current->record.id, id) == 0;
}

/* Makes the person of a line the current one; there is none for somebody who is written already. */
static gboolean
enter (Reader     *self,
       const char *id,
       GError    **error)
{
  gpointer person = NULL;

  if (is_current (self, id))
    return TRUE;
  if (!leave_current (self, error))
    return FALSE;

  if (g_hash_table_steal_extended (self->pending, id, NULL, &person))
    self->current = person;

  return TRUE;
}

static gboolean
take_record (Reader              *self,
             SpicoRegisterRecord *record,
             GError             **error)
{
  gboolean is_placed = has_place (self);

  if (!enter (self, record->id, error))
    return FALSE;

  if (self->current != NULL)
    merge (self->current, record, is_placed);
  else if (!spico_register_load_knows (self->load, record->id))
    {
      self->current = g_new0 (Person, 1);
      self->current->record = *record;
      self->current->has_place = is_placed;
      memset (record, 0, sizeof *record);
    }

  return TRUE;
}

static void
refuse (Reader             *self,
        guint64             line,
        SpicoRegisterReason reason)
{
  spico_register_load_note (self->load, line, reason);
}

/* A damaged line that still says whose it is must not have them withdrawn. */
static void
keep_whoever_it_is (Reader *self)
{
  const char *national_id = (int) self->cells->len > self->places[NATIONAL_ID] ? cell (self, NATIONAL_ID) : "";
  g_autofree char *id = NULL;

  if (spico_identifier_check_national (national_id) == SPICO_IDENTIFIER_MALFORMED)
    return;

  id = spico_identifier_person_id (national_id);
  spico_register_load_keep (self->load, id);
}

static gboolean
is_new (Reader     *self,
        const char *id)
{
  return !is_current (self, id) && !g_hash_table_contains (self->pending, id) && !spico_register_load_knows (self->load, id);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  SpicoIdentifierCheck check = spico_identifier_check_national (cell (self, NATIONAL_ID));
  SpicoRegisterRecord record = { 0 };
  g_autofree char *id = NULL;
  gboolean succeeded = TRUE;

  if (check == SPICO_IDENTIFIER_MALFORMED)
    {
      refuse (self, number, SPICO_REGISTER_IDENTIFIER);
      return TRUE;
    }

  id = spico_identifier_person_id (cell (self, NATIONAL_ID));
  read_person (self, id, &record);

  if (record.family_name[0] == '\0')
    refuse (self, number, SPICO_REGISTER_NAME);
  else if (!spico_register_record_fits (&record))
    refuse (self, number, SPICO_REGISTER_VALUE_TOO_LONG);
  else
    {
      if (check == SPICO_IDENTIFIER_WRONG_KEY && is_new (self, id))
        spico_register_load_note (self->load, number, SPICO_REGISTER_WRONG_KEY);
      succeeded = take_record (self, &record, error);
    }

  spico_register_load_keep (self->load, id);
  spico_register_record_clear (&record);
  return succeeded;
}

static gboolean
read_line (Reader            *self,
           SpicoRegisterLine *line,
           GError           **error)
{
  SpicoRegisterReason reason = SPICO_REGISTER_LINE_TOO_LONG;
  gboolean is_text = line->text != NULL && spico_register_is_text (line->text, line->length, &reason);

  if (line->text != NULL)
    split (self->cells, line->text);

  if (is_text && line->length == 0)
    return TRUE;
  if (is_text && self->cells->len == self->n_cells)
    return read_cells (self, line->number, error);

  refuse (self, line->number, is_text ? SPICO_REGISTER_CELLS : reason);
  if (line->text != NULL)
    keep_whoever_it_is (self);

  return TRUE;
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
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return leave_current (self, error);
}

static gboolean
write_pending (Reader  *self,
               GError **error)
{
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &person))
    {
      if (!spico_register_load_put (self->load, &((Person *) person)->record, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_first_line (Reader             *self,
                 SpicoRegisterLines *lines,
                 GError            **error)
{
  SpicoRegisterReason reason;
  SpicoRegisterLine line;

  if (!spico_register_lines_next (lines, &line, error))
    {
      if (*error == NULL)
        g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is empty");
      return FALSE;
    }

  if (line.text == NULL || !spico_register_is_text (line.text, line.length, &reason))
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is not an RPPS extraction: its first line is no text");
      return FALSE;
    }

  return read_header (self, line.text, error);
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->load, spico_register_load_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->current, person_free);
  g_clear_pointer (&self->pending, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/**
 * spico_rpps_import:
 * @connection: a connection that may write, without a transaction
 * @stream: an RPPS extraction « PS_LibreAcces_Personne_activite », of 2021's columns or of today's
 * @source_date: (nullable): the extraction date, `YYYY-MM-DD`, where it is known: the file itself does not say
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or a #SpicoSqlError
 *
 * Loads the professionals into the directory (F010, X016). Damaged lines are reported and left out; professionals who no longer stand in the file are withdrawn.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_rpps_import (SpicoSqlConnection *connection,
                   GInputStream       *stream,
                   const char         *source_date,
                   GError            **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { 0 };
  g_autoptr (GError) local_error = NULL;

  reader.cells = g_ptr_array_new ();
  reader.pending = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, person_free);

  if (!read_first_line (&reader, lines, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  reader.load = spico_register_load_begin (connection, "person", "RPPS", source_date, error);
  if (reader.load == NULL || !read_lines (&reader, lines, error) || !write_pending (&reader, error))
    return NULL;

  return spico_register_load_finish (reader.load, error);
}
