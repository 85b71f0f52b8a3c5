/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FINESS+, JSON: `pmej`, an array of legal entities (« personnes morales ») each with its sites (`ege`). */
#include <math.h>
#include <string.h>
#include <yyjson.h>

#include "spico-identifier.h"
#include "spico-json-stream.h"
#include "spico-register-cells.h"
#include "spico-register-load.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

/* The nomenclature of the categories of sites, where it was loaded. */
#define CATEGORIES "TRE_R66-CategorieEtablissement"

typedef enum {
  NUMBER,
  NAME,
  LONG_NAME,
  ADDRESS,
  POSTAL_CODE,
  COMMUNE_CODE,
  TOWN,
  TELEPHONE,
  N_COMMON,
  /* Of a site */
  LEGAL_ENTITY = N_COMMON,
  CATEGORY_CODE,
  CATEGORY,
  SIRET,
  TARIFF_CODE,
  FAX,
  OPENED_ON,
  AUTHORISED_ON,
  UPDATED_ON,
  CLOSED_ON,
  LATITUDE,
  LONGITUDE,
  N_SITE,
  /* Of a legal entity */
  SIREN = N_COMMON,
  APE,
  STATUS_CODE,
  ENTITY_CLOSED_ON,
  N_ENTITY,
} Cell;

typedef struct {
  SpicoRegisterLoad *sites;
  SpicoRegisterLoad *entities;
  SpicoSqlConnection *connection;
  GHashTable *categories; /* labels by code */
  GString *value;
  char *today; /* the day of the extraction */
  guint64 number; /* of the legal entity in the file */
} Reader;

static const SpicoRegisterColumn site_columns[] = {
  { .name = "id" },        { .name = "legal_entity" },  { .name = "category_code" }, { .name = "category_group" }, { .name = "commune_code" }, { .name = "siret" },
  { .name = "ape" },       { .name = "tariff_code" },   { .name = "public_service_code" }, { .name = "fax" },      { .name = "opened_on" },    { .name = "authorised_on" },
  { .name = "updated_on" }, { .name = "closed_on" },    { .name = "latitude" },      { .name = "longitude" },
};
static const SpicoRegisterTable site_table = { "site", site_columns, G_N_ELEMENTS (site_columns), 1 };

static const SpicoRegisterColumn entity_columns[] = {
  { .name = "id" },   { .name = "source" },    { .name = "digest" }, { .name = "generation", .is_number = TRUE }, { .name = "is_listed", .is_number = TRUE }, { .name = "name" },
  { .name = "long_name" }, { .name = "siren" }, { .name = "ape" },   { .name = "status_code" },                   { .name = "address" },                      { .name = "postal_code" },
  { .name = "commune_code" }, { .name = "town" }, { .name = "telephone" }, { .name = "closed_on" },
};
static const SpicoRegisterTable entity_table = { "legal_entity", entity_columns, G_N_ELEMENTS (entity_columns), 1 };

/* What stands in the file is text, or an object with a code. */
static const char *
text_of (yyjson_val *object,
         const char *name)
{
  yyjson_val *value = yyjson_obj_get (object, name);
  const char *text = yyjson_get_str (yyjson_is_obj (value) ? yyjson_obj_get (value, "code") : value);

  return text != NULL ? text : "";
}

/* Names of members differ between the schema and the files in the case of their letters. */
static yyjson_val *
find_member (yyjson_val *object,
             const char *name)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (object);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (g_ascii_strcasecmp (yyjson_get_str (key), name) == 0)
        return yyjson_obj_iter_get_val (key);
    }

  return NULL;
}

static void
set_cell (char       *cells[],
          guint       cell,
          const char *text)
{
  g_free (cells[cell]);
  cells[cell] = spico_register_clean (text);
}

static void
set_day (char       *cells[],
         guint       cell,
         const char *text)
{
  g_autofree char *day = g_strndup (text, 10);

  set_cell (cells, cell, spico_register_is_day (day) ? day : "");
}

/* The address with a postcode, else the first one. */
static yyjson_val *
find_address (yyjson_val *owner)
{
  yyjson_val *addresses = yyjson_obj_get (owner, "adresse");
  yyjson_arr_iter iterator = yyjson_arr_iter_with (addresses);
  yyjson_val *address;

  while ((address = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (text_of (address, "codePostal")[0] != '\0')
        return address;
    }

  return yyjson_arr_get_first (addresses);
}

static void
read_address (yyjson_val *owner,
              char       *cells[])
{
  yyjson_val *address = find_address (owner);
  g_autofree char *street = g_strjoin (" ", text_of (address, "numeroVoie"), text_of (address, "typeVoie"), text_of (address, "libelleVoie"), NULL);

  set_cell (cells, ADDRESS, text_of (address, "ligneQuatre")[0] != '\0' ? text_of (address, "ligneQuatre") : street);
  set_cell (cells, POSTAL_CODE, text_of (address, "codePostal"));
  set_cell (cells, COMMUNE_CODE, text_of (address, "cogCommune"));
  set_cell (cells, TOWN, text_of (address, "ligneAcheminement"));
}

static const char *
telecom_of (yyjson_val *owner,
            const char *name)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (yyjson_obj_get (owner, "contact"));
  yyjson_val *contact;

  while ((contact = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *text = text_of (yyjson_obj_get (contact, "telecom"), name);

      if (text[0] != '\0')
        return text;
    }

  return "";
}

static gboolean
is_between (double value,
            double least,
            double most)
{
  return isfinite (value) && value >= least && value <= most;
}

static gboolean
set_place (char  *cells[],
           double latitude,
           double longitude)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!is_between (latitude, -90, 90) || !is_between (longitude, -180, 180) || (latitude == 0 && longitude == 0))
    return FALSE;

  set_cell (cells, LATITUDE, g_ascii_formatd (text, sizeof text, "%.6f", latitude));
  set_cell (cells, LONGITUDE, g_ascii_formatd (text, sizeof text, "%.6f", longitude));
  return TRUE;
}

/* Degrees stand in either pair of members, the other one being metres of a projection; some records have them the other way round, which shows in metropolitan France only. */
static gboolean
read_pair (yyjson_val *coordinates,
           const char *latitude_name,
           const char *longitude_name,
           char       *cells[])
{
  const char *latitude_text = text_of (coordinates, latitude_name);
  const char *longitude_text = text_of (coordinates, longitude_name);
  double latitude = g_ascii_strtod (latitude_text, NULL);
  double longitude = g_ascii_strtod (longitude_text, NULL);

  if (latitude_text[0] == '\0' || longitude_text[0] == '\0')
    return FALSE;
  if (is_between (latitude, -6, 10) && is_between (longitude, 41, 52))
    return set_place (cells, longitude, latitude);

  return set_place (cells, latitude, longitude);
}

static void
read_place (yyjson_val *owner,
            char       *cells[])
{
  yyjson_val *coordinates = yyjson_obj_get (find_address (owner), "coordonneesGeographique");

  if (!read_pair (coordinates, "directionLatitude", "directionLongitude", cells))
    read_pair (coordinates, "coordonneeY", "coordonneeX", cells);
}

/* A category without a label is shown by its code. */
static const char *
label_of (Reader     *self,
          const char *code,
          GError    **error)
{
  char *label = g_hash_table_lookup (self->categories, code);

  if (label != NULL)
    return label;

  if (!spico_sql_query_text (self->connection, "SELECT label FROM nomenclature WHERE system = $1 AND code = $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (CATEGORIES), SPICO_SQL_TEXT (code)), &label, error))
    return NULL;
  if (label == NULL)
    label = g_strdup (code);
  g_hash_table_insert (self->categories, g_strdup (code), label);
  return label;
}

static void
clear_cells (char  *cells[],
             guint  n_cells)
{
  for (guint i = 0; i < n_cells; i++)
    g_clear_pointer (&cells[i], g_free);
}

static gboolean
join_cells (Reader              *self,
            char                *cells[],
            guint                n_cells,
            SpicoRegisterReason *reason)
{
  g_string_truncate (self->value, 0);
  for (guint i = 0; i < n_cells; i++)
    {
      const char *cell = cells[i] != NULL ? cells[i] : "";

      if (!spico_register_is_text (cell, strlen (cell), reason))
        return FALSE;
      g_string_append_printf (self->value, "%s%s", i > 0 ? "\x1f" : "", cell);
    }

  *reason = SPICO_REGISTER_VALUE_TOO_LONG;
  if (self->value->len > SPICO_REGISTER_MAX_LINE)
    return FALSE;

  *reason = SPICO_REGISTER_NAME;
  return cells[NAME] != NULL && cells[NAME][0] != '\0';
}

static void
fill_record (char *const         *cells,
             SpicoRegisterRecord *record)
{
  record->national_id = g_strdup (cells[NUMBER]);
  record->name = g_strdup (cells[NAME]);
  record->profession_code = g_strdup (cells[CATEGORY_CODE]);
  record->profession = g_strdup (cells[CATEGORY]);
  record->address = g_strdup (cells[ADDRESS]);
  record->postal_code = g_strdup (cells[POSTAL_CODE]);
  record->town = g_strdup (cells[TOWN]);
  record->telephone = g_strdup (cells[TELEPHONE]);
  record->also = g_strdup (cells[LONG_NAME]);
}

static void
add_day (SpicoRegisterRows *rows,
         const char        *day)
{
  spico_register_rows_add_text (rows, day[0] != '\0' ? day : NULL);
}

static void
put_site (SpicoRegisterStore       *store,
          const SpicoRegisterEntry *entry)
{
  g_autofree char **cells = spico_register_cells_open (g_ptr_array_index (entry->values, 0), N_SITE);
  SpicoRegisterRecord record = { 0 };
  SpicoRegisterRows *rows;

  fill_record (cells, &record);
  spico_register_store_put_principal (store, entry, "structure", &record);
  spico_register_record_clear (&record);

  rows = spico_register_store_rows (store, &site_table);
  spico_register_rows_add_text (rows, entry->id);
  spico_register_rows_add_text (rows, cells[LEGAL_ENTITY]);
  spico_register_rows_add_text (rows, cells[CATEGORY_CODE]);
  spico_register_rows_add_text (rows, "");
  spico_register_rows_add_text (rows, cells[COMMUNE_CODE]);
  spico_register_rows_add_text (rows, cells[SIRET]);
  spico_register_rows_add_text (rows, "");
  spico_register_rows_add_text (rows, cells[TARIFF_CODE]);
  spico_register_rows_add_text (rows, "");
  spico_register_rows_add_text (rows, cells[FAX]);
  add_day (rows, cells[OPENED_ON]);
  add_day (rows, cells[AUTHORISED_ON]);
  add_day (rows, cells[UPDATED_ON]);
  add_day (rows, cells[CLOSED_ON]);
  add_day (rows, cells[LATITUDE]);
  add_day (rows, cells[LONGITUDE]);
}

static void
put_entity (SpicoRegisterStore       *store,
            const SpicoRegisterEntry *entry)
{
  g_autofree char **cells = spico_register_cells_open (g_ptr_array_index (entry->values, 0), N_ENTITY);
  SpicoRegisterRows *rows = spico_register_store_rows (store, &entity_table);
  static const Cell texts[] = { NAME, LONG_NAME, SIREN, APE, STATUS_CODE, ADDRESS, POSTAL_CODE, COMMUNE_CODE, TOWN, TELEPHONE };

  spico_register_rows_add_text (rows, entry->id);
  spico_register_rows_add_text (rows, "FINESS-EJ");
  spico_register_rows_add_text (rows, entry->digest);
  spico_register_rows_add_number (rows, entry->generation);
  spico_register_rows_add_number (rows, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    spico_register_rows_add_text (rows, cells[texts[i]]);
  add_day (rows, cells[ENTITY_CLOSED_ON]);
}

/* The sites are those of the older format too: the same rows, and the same source. */
static const SpicoRegisterTarget site_target = { .source = "FINESS", .table = "principal", .first_id = "f", .last_id = "g", .is_directory = TRUE, .format = 101, .put = put_site };
static const SpicoRegisterTarget entity_target = { .source = "FINESS-EJ", .table = "legal_entity", .first_id = "e", .last_id = "f", .format = 1, .put = put_entity };

/* A site that has closed no longer stands in the directory; one that will, does until then. */
static gboolean
is_closed (Reader     *self,
           const char *closed_on)
{
  return closed_on[0] != '\0' && (self->today[0] == '\0' || strcmp (closed_on, self->today) <= 0);
}

static gboolean
read_site_cells (Reader     *self,
                 yyjson_val *site,
                 const char *entity,
                 char       *cells[],
                 GError    **error)
{
  yyjson_val *general = find_member (site, "informationsGeneralesEGE");
  yyjson_val *category = find_member (site, "categorieEntiteGeographiqueExercice");
  const char *code = yyjson_get_str (yyjson_is_obj (category) ? yyjson_obj_get (category, "code") : category);
  const char *label = label_of (self, code != NULL ? code : "", error);

  if (label == NULL)
    return FALSE;

  set_cell (cells, NUMBER, text_of (general, "numFinessEge"));
  set_cell (cells, LONG_NAME, text_of (general, "nomEgeLong"));
  set_cell (cells, NAME, text_of (general, "nomEgeCourt"));
  if (cells[NAME][0] == '\0')
    set_cell (cells, NAME, cells[LONG_NAME]);
  read_address (site, cells);
  set_cell (cells, TELEPHONE, telecom_of (site, "telephone"));
  set_cell (cells, LEGAL_ENTITY, entity);
  set_cell (cells, CATEGORY_CODE, code != NULL ? code : "");
  set_cell (cells, CATEGORY, label);
  set_cell (cells, SIRET, text_of (general, "siret"));
  set_cell (cells, TARIFF_CODE, text_of (site, "modefixationtarifaire"));
  set_cell (cells, FAX, telecom_of (site, "telecopie"));
  set_day (cells, OPENED_ON, text_of (general, "dateOuverture"));
  set_day (cells, AUTHORISED_ON, text_of (general, "datePremiereAutorisation"));
  set_day (cells, UPDATED_ON, text_of (site, "dateDerniereMaj"));
  set_day (cells, CLOSED_ON, text_of (general, "dateFermeture"));
  read_place (site, cells);
  return TRUE;
}

static gboolean
fits (char *const         *cells,
      SpicoRegisterReason *reason)
{
  SpicoRegisterRecord record = { 0 };
  gboolean does_fit;

  *reason = SPICO_REGISTER_VALUE_TOO_LONG;
  fill_record (cells, &record);
  does_fit = spico_register_record_fits (&record);
  spico_register_record_clear (&record);
  return does_fit;
}

static gboolean
add_site (Reader  *self,
          char    *cells[],
          GError **error)
{
  SpicoIdentifierCheck check = spico_identifier_check_finess (cells[NUMBER]);
  SpicoRegisterReason reason = SPICO_REGISTER_IDENTIFIER;
  g_autofree char *id = NULL;

  if (check == SPICO_IDENTIFIER_MALFORMED)
    {
      spico_register_load_note (self->sites, self->number, reason);
      return TRUE;
    }
  if (is_closed (self, cells[CLOSED_ON]))
    return TRUE;

  id = spico_identifier_structure_id (cells[NUMBER]);
  if (!join_cells (self, cells, N_SITE, &reason) || !fits (cells, &reason))
    {
      spico_register_load_note (self->sites, self->number, reason);
      return spico_register_load_keep (self->sites, id, error);
    }

  if (check == SPICO_IDENTIFIER_WRONG_KEY)
    spico_register_load_note (self->sites, self->number, SPICO_REGISTER_WRONG_KEY);
  return spico_register_load_add (self->sites, id, self->value->str, self->value->len, error);
}

static gboolean
read_site (Reader     *self,
           yyjson_val *site,
           const char *entity,
           GError    **error)
{
  char *cells[N_SITE] = { NULL };
  gboolean succeeded = read_site_cells (self, site, entity, cells, error) && add_site (self, cells, error);

  clear_cells (cells, N_SITE);
  return succeeded;
}

static gboolean
read_entity (Reader     *self,
             yyjson_val *entity,
             GError    **error)
{
  yyjson_val *general = find_member (entity, "informationsGeneralesPMEJ");
  char *cells[N_ENTITY] = { NULL };
  SpicoRegisterReason reason;
  g_autofree char *id = g_ascii_strdown (text_of (general, "numFinessPm"), -1);
  g_autofree char *key = g_strconcat ("e", id, NULL);
  gboolean succeeded = TRUE;

  set_cell (cells, NUMBER, text_of (general, "numFinessPm"));
  set_cell (cells, LONG_NAME, text_of (general, "denominationLonguePmSmsse"));
  set_cell (cells, NAME, text_of (general, "denominationPm"));
  read_address (entity, cells);
  set_cell (cells, TELEPHONE, telecom_of (entity, "telephone"));
  set_cell (cells, SIREN, text_of (general, "siren"));
  set_cell (cells, APE, text_of (general, "codeApe"));
  set_cell (cells, STATUS_CODE, text_of (general, "statutJuridique"));
  set_day (cells, ENTITY_CLOSED_ON, text_of (general, "dateFermeture"));

  /* Of an entity without a name or a number its sites are still read. */
  if (spico_identifier_check_finess (cells[NUMBER]) != SPICO_IDENTIFIER_MALFORMED && join_cells (self, cells, N_ENTITY, &reason))
    succeeded = spico_register_load_add (self->entities, key, self->value->str, self->value->len, error);

  clear_cells (cells, N_ENTITY);
  return succeeded;
}

static gboolean
read_sites (Reader     *self,
            yyjson_val *entity,
            GError    **error)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (yyjson_obj_get (entity, "ege"));
  const char *number = text_of (find_member (entity, "informationsGeneralesPMEJ"), "numFinessPm");
  yyjson_val *site;

  while ((site = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (!read_site (self, site, number, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_element (Reader  *self,
              GString *element,
              GError **error)
{
  yyjson_doc *document = yyjson_read (element->str, element->len, YYJSON_READ_NOFLAG);
  yyjson_val *entity = yyjson_doc_get_root (document);
  gboolean succeeded = TRUE;

  self->number++;
  if (document == NULL)
    spico_register_load_note (self->sites, self->number, SPICO_REGISTER_CELLS);
  else
    succeeded = read_entity (self, entity, error) && read_sites (self, entity, error);

  yyjson_doc_free (document);
  return succeeded;
}

static gboolean
read_all (Reader                     *self,
          SpicoJsonStream            *json,
          const SpicoRegisterOptions *options,
          GError                    **error)
{
  GString *element = NULL;

  do
    {
      if (!spico_json_stream_next (json, &element, error))
        return FALSE;
      if (element != NULL && self->today[0] == '\0')
        {
          g_free (self->today);
          self->today = g_strndup (spico_json_stream_get_text (json), 10);
        }
      if (element != NULL && !read_element (self, element, error))
        return FALSE;
      if (options != NULL && options->progress != NULL && self->number % 500 == 0)
        options->progress (SPICO_REGISTER_READS, self->number, 0, options->progress_data);
    }
  while (element != NULL);

  return TRUE;
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->sites, spico_register_load_free);
  g_clear_pointer (&self->entities, spico_register_load_free);
  g_hash_table_unref (self->categories);
  g_string_free (self->value, TRUE);
  g_free (self->today);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static SpicoRegisterReport *
finish (Reader  *self,
        GError **error)
{
  if (spico_register_is_day (self->today))
    {
      spico_register_load_set_source_date (self->sites, self->today);
      spico_register_load_set_source_date (self->entities, self->today);
    }

  return spico_register_load_finish (self->sites, error);
}

/**
 * spico_finess_plus_import:
 * @connection: a connection that may write, without a transaction
 * @stream: an extraction of FINESS+, JSON
 * @options: (nullable): how it is loaded; the file says its date
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is cut or something else (nothing is loaded then), an error of the stream, or as spico_register_load_finish()
 *
 * Loads the open sites into the directory (F011, F012), and the legal entities beside it. What is damaged is reported by the number of its legal entity in the file.
 *
 * Returns: (transfer full) (nullable): what was done to the sites
 */
SpicoRegisterReport *
spico_finess_plus_import (SpicoSqlConnection         *connection,
                          GInputStream               *stream,
                          const SpicoRegisterOptions *options,
                          GError                    **error)
{
  g_autoptr (SpicoJsonStream) json = spico_json_stream_new (stream, "pmej", "generatedAt");
  g_auto (Reader) reader = { .connection = connection, .value = g_string_new (NULL), .today = g_strdup ("") };
  SpicoRegisterOptions entity_options = options != NULL ? *options : (SpicoRegisterOptions) { 0 };

  entity_options.is_forced = TRUE;
  reader.categories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.sites = spico_register_load_new (connection, &site_target, options);
  reader.entities = spico_register_load_new (connection, &entity_target, &entity_options);
  spico_register_load_set_companion (reader.sites, reader.entities);
  if (!read_all (&reader, json, options, error))
    return NULL;

  return finish (&reader, error);
}
