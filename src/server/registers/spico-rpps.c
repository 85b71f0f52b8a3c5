/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RPPS, « PS_LibreAcces_Personne_activite », one line an activity, separator `|`, no quoting, columns found by name. */
#include <string.h>

#include "spico-identifier.h"
#include "spico-register-import.h"

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
  CATEGORY_CODE,
  SKILL_KIND,
  SKILL_CODE,
  SKILL,
  MODE_CODE,
  SITE_SIRET,
  SITE_FINESS,
  LEGAL_ENTITY,
  STRUCTURE_CODE,
  SITE_SIGN,
  ADDRESSEE_COMPLEMENT,
  PLACE_COMPLEMENT,
  STREET_NUMBER,
  STREET_REPEAT,
  STREET_TYPE,
  STREET,
  DISTRIBUTION,
  CEDEX,
  POSTAL_CODE,
  COMMUNE_CODE,
  COUNTRY_CODE,
  TELEPHONE,
  OTHER_TELEPHONE,
  FAX,
  MAIL,
  AUTHORITY,
  SECTOR_CODE,
  SECTION_CODE,
  ROLE_CODE,
  KIND_CODE,
  N_COLUMNS,
} Column;

static const SpicoRegisterCell columns[N_COLUMNS] = {
  [NATIONAL_ID] = { "Identification nationale PP", 20 },
  [FAMILY_NAME] = { "Nom d'exercice", 120 },
  [GIVEN_NAME] = { "Prénom d'exercice", 120 },
  [PROFESSION_CODE] = { "Code profession", 10 },
  [PROFESSION] = { "Libellé profession", 255 },
  [SITE_NAME] = { "Raison sociale site", 255 },
  [TOWN] = { "Libellé commune (coord. structure)", 255 },
  [TITLE_CODE] = { "Code civilité d'exercice", 10 },
  [CIVILITY_CODE] = { "Code civilité", 10 },
  [CATEGORY_CODE] = { "Code catégorie professionnelle", 10 },
  [SKILL_KIND] = { "Code type savoir-faire", 10 },
  [SKILL_CODE] = { "Code savoir-faire", 20 },
  [SKILL] = { "Libellé savoir-faire", 255 },
  [MODE_CODE] = { "Code mode exercice", 10 },
  [SITE_SIRET] = { "Numéro SIRET site", 20 },
  [SITE_FINESS] = { "Numéro FINESS site", 20 },
  [LEGAL_ENTITY] = { "Numéro FINESS établissement juridique", 20 },
  [STRUCTURE_CODE] = { "Identifiant technique de la structure", 40 },
  [SITE_SIGN] = { "Enseigne commerciale site", 255 },
  [ADDRESSEE_COMPLEMENT] = { "Complément destinataire (coord. structure)", 255 },
  [PLACE_COMPLEMENT] = { "Complément point géographique (coord. structure)", 255 },
  [STREET_NUMBER] = { "Numéro Voie (coord. structure)", 20 },
  [STREET_REPEAT] = { "Indice répétition voie (coord. structure)", 20 },
  [STREET_TYPE] = { "Libellé type de voie (coord. structure)", 60 },
  [STREET] = { "Libellé Voie (coord. structure)", 255 },
  [DISTRIBUTION] = { "Mention distribution (coord. structure)", 255 },
  [CEDEX] = { "Bureau cedex (coord. structure)", 255 },
  [POSTAL_CODE] = { "Code postal (coord. structure)", 10 },
  [COMMUNE_CODE] = { "Code commune (coord. structure)", 10 },
  [COUNTRY_CODE] = { "Code pays (coord. structure)", 10 },
  [TELEPHONE] = { "Téléphone (coord. structure)", 30 },
  [OTHER_TELEPHONE] = { "Téléphone 2 (coord. structure)", 30 },
  [FAX] = { "Télécopie (coord. structure)", 30 },
  [MAIL] = { "Adresse e-mail (coord. structure)", 255 },
  [AUTHORITY] = { "Autorité d'enregistrement", 255 },
  [SECTOR_CODE] = { "Code secteur d'activité", 20 },
  [SECTION_CODE] = { "Code section tableau pharmaciens", 20 },
  [ROLE_CODE] = { "Code rôle", 20 },
  [KIND_CODE] = { "Code genre activité", 20 },
};

static const SpicoRegisterColumn activity_columns[] = {
  { .name = "person_id" },      { .name = "number", .is_number = TRUE },
  { .name = "profession_code" }, { .name = "category_code" }, { .name = "mode_code" },       { .name = "sector_code" },    { .name = "section_code" }, { .name = "role_code" },
  { .name = "kind_code" },       { .name = "structure_code" }, { .name = "structure_id" },   { .name = "siret" },          { .name = "legal_entity" }, { .name = "structure_name" },
  { .name = "structure_sign" },  { .name = "complement" },     { .name = "address" },        { .name = "postal_code" },    { .name = "commune_code" }, { .name = "town" },
  { .name = "country_code" },    { .name = "telephone" },      { .name = "other_telephone" }, { .name = "fax" },           { .name = "mail" },         { .name = "authority" },
};
static const SpicoRegisterTable activity_table = { "activity", activity_columns, G_N_ELEMENTS (activity_columns), 2 };

static const SpicoRegisterColumn skill_columns[] = {
  { .name = "person_id" }, { .name = "number", .is_number = TRUE }, { .name = "profession_code" }, { .name = "kind_code" }, { .name = "code" }, { .name = "label" },
};
static const SpicoRegisterTable skill_table = { "person_skill", skill_columns, G_N_ELEMENTS (skill_columns), 2 };

/* What tells one activity of a person from another; a skill is the person's. */
static const Column activity_cells[] = { PROFESSION_CODE, CATEGORY_CODE, MODE_CODE, SECTOR_CODE, SECTION_CODE, ROLE_CODE, KIND_CODE, STRUCTURE_CODE, SITE_SIRET, SITE_FINESS, SITE_NAME, POSTAL_CODE, STREET };
static const Column skill_cells[] = { PROFESSION_CODE, SKILL_KIND, SKILL_CODE, SKILL };

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
join_cells (char *const  *line,
            const Column *wanted,
            guint         n_wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_wanted; i++)
    g_string_append_printf (text, "%s ", line[wanted[i]]);

  return spico_register_clean (text->str);
}

static char *
town_of (char *const *line)
{
  const char *cedex = line[CEDEX];

  if (line[TOWN][0] != '\0')
    return spico_register_clean (line[TOWN]);

  /* « 31000 TOULOUSE CEDEX 9 » */
  return spico_register_clean (cedex + strspn (cedex, "0123456789"));
}

static char *
address_of (char *const *line)
{
  static const Column address[] = { STREET_NUMBER, STREET_REPEAT, STREET_TYPE, STREET };

  return join_cells (line, address, G_N_ELEMENTS (address));
}

static char *
structure_id_of (char *const *line)
{
  return spico_identifier_check_finess (line[SITE_FINESS]) != SPICO_IDENTIFIER_MALFORMED ? spico_identifier_structure_id (line[SITE_FINESS]) : NULL;
}

static gboolean
has_place (char *const *line)
{
  return line[SITE_NAME][0] != '\0' || line[TOWN][0] != '\0' || line[SITE_FINESS][0] != '\0';
}

static void
read_record (char *const         *line,
             SpicoRegisterRecord *record)
{
  record->profession_code = spico_register_clean (line[PROFESSION_CODE]);
  record->profession = spico_register_clean (line[PROFESSION]);
  record->skill = spico_register_clean (line[SKILL]);
  record->structure_name = spico_register_clean (line[SITE_NAME][0] != '\0' ? line[SITE_NAME] : line[SITE_SIGN]);
  record->structure_id = structure_id_of (line);
  record->address = address_of (line);
  record->postal_code = spico_register_clean (line[POSTAL_CODE]);
  record->town = town_of (line);
  record->telephone = spico_register_clean (line[TELEPHONE]);
  record->national_id = g_strdup (line[NATIONAL_ID]);
  record->family_name = spico_register_clean (line[FAMILY_NAME]);
  record->given_name = spico_register_clean (line[GIVEN_NAME]);
  record->name = g_strconcat (civility_of (line[TITLE_CODE], line[CIVILITY_CODE], record->profession_code), record->given_name, record->given_name[0] != '\0' ? " " : "",
                              record->family_name, NULL);
}

/* Whether a line says of these cells what an earlier one has said. */
static gboolean
is_said (GPtrArray    *lines,
         guint         index,
         const Column *wanted,
         guint         n_wanted)
{
  char *const *line = g_ptr_array_index (lines, index);

  for (guint i = 0; i < index; i++)
    {
      char *const *other = g_ptr_array_index (lines, i);
      gboolean is_same = TRUE;

      for (guint j = 0; j < n_wanted && is_same; j++)
        is_same = strcmp (line[wanted[j]], other[wanted[j]]) == 0;
      if (is_same)
        return TRUE;
    }

  return FALSE;
}

static void
add_activity (SpicoRegisterStore *store,
              const char         *id,
              guint               number,
              char *const        *line)
{
  static const Column complement[] = { ADDRESSEE_COMPLEMENT, PLACE_COMPLEMENT, DISTRIBUTION };
  static const Column codes[] = { PROFESSION_CODE, CATEGORY_CODE, MODE_CODE, SECTOR_CODE, SECTION_CODE, ROLE_CODE, KIND_CODE, STRUCTURE_CODE };
  static const Column rest[] = { COUNTRY_CODE, TELEPHONE, OTHER_TELEPHONE, FAX, MAIL, AUTHORITY };
  SpicoRegisterRows *rows = spico_register_store_rows (store, &activity_table);
  g_autofree char *structure_id = structure_id_of (line);
  g_autofree char *complements = join_cells (line, complement, G_N_ELEMENTS (complement));
  g_autofree char *address = address_of (line);
  g_autofree char *town = town_of (line);

  spico_register_rows_add_text (rows, id);
  spico_register_rows_add_number (rows, number);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    spico_register_rows_add_clean (rows, line[codes[i]]);
  spico_register_rows_add_text (rows, structure_id);
  spico_register_rows_add_clean (rows, line[SITE_SIRET]);
  spico_register_rows_add_clean (rows, line[LEGAL_ENTITY]);
  spico_register_rows_add_clean (rows, line[SITE_NAME]);
  spico_register_rows_add_clean (rows, line[SITE_SIGN]);
  spico_register_rows_add_text (rows, complements);
  spico_register_rows_add_text (rows, address);
  spico_register_rows_add_clean (rows, line[POSTAL_CODE]);
  spico_register_rows_add_clean (rows, line[COMMUNE_CODE]);
  spico_register_rows_add_text (rows, town);
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    spico_register_rows_add_clean (rows, line[rest[i]]);
}

static void
add_skill (SpicoRegisterStore *store,
           const char         *id,
           guint               number,
           char *const        *line)
{
  SpicoRegisterRows *rows = spico_register_store_rows (store, &skill_table);

  spico_register_rows_add_text (rows, id);
  spico_register_rows_add_number (rows, number);
  for (guint i = 0; i < G_N_ELEMENTS (skill_cells); i++)
    spico_register_rows_add_clean (rows, line[skill_cells[i]]);
}

static void
add_children (SpicoRegisterStore *store,
              const char         *id,
              GPtrArray          *lines)
{
  guint n_activities = 0;
  guint n_skills = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      char *const *line = g_ptr_array_index (lines, i);

      if (!is_said (lines, i, activity_cells, G_N_ELEMENTS (activity_cells)))
        add_activity (store, id, ++n_activities, line);
      if (line[SKILL_CODE][0] != '\0' && !is_said (lines, i, skill_cells, G_N_ELEMENTS (skill_cells)))
        add_skill (store, id, ++n_skills, line);
    }
}

/* The first activity with a place is the main one; a speciality of the same profession named by another one is not lost. */
static void
read_main (GPtrArray           *lines,
           SpicoRegisterRecord *record)
{
  guint main_line = 0;

  for (guint i = 0; i < lines->len && !has_place (g_ptr_array_index (lines, main_line)); i++)
    main_line = has_place (g_ptr_array_index (lines, i)) ? i : main_line;

  read_record (g_ptr_array_index (lines, main_line), record);
  for (guint i = 0; i < lines->len && record->skill[0] == '\0'; i++)
    {
      char *const *line = g_ptr_array_index (lines, i);
      g_autofree char *code = spico_register_clean (line[PROFESSION_CODE]);

      if (strcmp (code, record->profession_code) != 0)
        continue;
      g_free (record->skill);
      record->skill = spico_register_clean (line[SKILL]);
    }
}

static void
put_person (SpicoRegisterStore       *store,
            const SpicoRegisterEntry *entry)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  SpicoRegisterRecord record = { 0 };

  for (guint i = 0; i < entry->values->len; i++)
    g_ptr_array_add (lines, spico_register_cells_open (g_ptr_array_index (entry->values, i), N_COLUMNS));

  read_main (lines, &record);
  spico_register_store_put_principal (store, entry, "person", &record);
  add_children (store, entry->id, lines);
  spico_register_record_clear (&record);
}

static const char *const children[] = { "activity", "person_skill", NULL };
static const SpicoRegisterTarget target = { .source = "RPPS", .table = "principal", .first_id = "p", .last_id = "q", .children = children, .is_directory = TRUE, .format = 1, .put = put_person };

static char *
find_id (SpicoRegisterCells *cells)
{
  const char *national_id = spico_register_cells_get (cells, NATIONAL_ID);

  return spico_identifier_check_national (national_id) != SPICO_IDENTIFIER_MALFORMED ? spico_identifier_person_id (national_id) : NULL;
}

static gboolean
check (SpicoRegisterCells  *cells,
       SpicoRegisterReason *reason)
{
  *reason = SPICO_REGISTER_IDENTIFIER;
  if (spico_identifier_check_national (spico_register_cells_get (cells, NATIONAL_ID)) == SPICO_IDENTIFIER_MALFORMED)
    return FALSE;

  *reason = SPICO_REGISTER_NAME;
  return !spico_register_cells_is_blank (cells, FAMILY_NAME);
}

static gboolean
is_odd (SpicoRegisterCells *cells)
{
  return spico_identifier_check_national (spico_register_cells_get (cells, NATIONAL_ID)) == SPICO_IDENTIFIER_WRONG_KEY;
}

static const SpicoRegisterFormat format = {
  .columns = columns,
  .n_columns = N_COLUMNS,
  .n_required = N_REQUIRED,
  .message = "The file is not an RPPS extraction: its first line does not name the column",
  .target = &target,
  .find_id = find_id,
  .check = check,
  .is_odd = is_odd,
};

/**
 * spico_rpps_import:
 * @connection: a connection that may write, without a transaction
 * @stream: an RPPS extraction « PS_LibreAcces_Personne_activite », of 2021's columns or of today's
 * @options: (nullable): how it is loaded
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or as spico_register_load_finish()
 *
 * Loads the professionals with their activities and skills into the directory (F010, X016). Damaged lines are reported and left out; professionals who no longer stand in the file are
 * withdrawn.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_rpps_import (SpicoSqlConnection         *connection,
                   GInputStream               *stream,
                   const SpicoRegisterOptions *options,
                   GError                    **error)
{
  return spico_register_import (connection, stream, &format, options, error);
}
