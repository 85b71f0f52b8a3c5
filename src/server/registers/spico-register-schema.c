/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-schema.h"

/* A row of a register has the digest of the lines that it comes from, and the number of the load that brought it (`generation`): where that number is the `pending` one of a source,
 * the load has not ended and nobody sees the row. The source '' counts the loads.
 *
 * `principal.search_key` holds all words that a principal is found by, each between two spaces. `principal_word` leads from a word of a name, or of the name of a place, to the principals;
 * `directory_term` does for what many share: a town leads to all who have its `town_key`, a label (profession, skill, category) to no one in particular. */
const char spico_register_schema_sql[] =
  "ALTER TABLE principal ADD COLUMN search_key TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE principal ADD COLUMN digest TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE principal ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;"
  "UPDATE principal SET search_key = COALESCE((SELECT ' ' || string_agg(w.word, ' ') || ' ' FROM principal_word w WHERE w.principal_id = principal.id), '');"
  "DROP INDEX principal_word_by_principal;"
  "ALTER TABLE attachment ADD COLUMN source TEXT NOT NULL DEFAULT 'operator';"
  "CREATE TABLE directory_term (word TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (word, kind, value));"
  "CREATE TABLE register_source ("
  "  source TEXT PRIMARY KEY, source_date TEXT, generation BIGINT NOT NULL, pending BIGINT, holder TEXT NOT NULL, loaded_at BIGINT);"
  "INSERT INTO register_source (source, source_date, generation, holder)"
  "  SELECT source, MAX(source_date), 0, '' FROM principal WHERE source <> 'operator' GROUP BY source;"
  "CREATE TABLE activity ("
  "  person_id TEXT NOT NULL, number BIGINT NOT NULL, profession_code TEXT NOT NULL, category_code TEXT NOT NULL, mode_code TEXT NOT NULL,"
  "  sector_code TEXT NOT NULL, section_code TEXT NOT NULL, role_code TEXT NOT NULL, kind_code TEXT NOT NULL, structure_code TEXT NOT NULL,"
  "  structure_id TEXT, siret TEXT NOT NULL, legal_entity TEXT NOT NULL, structure_name TEXT NOT NULL, structure_sign TEXT NOT NULL,"
  "  complement TEXT NOT NULL, address TEXT NOT NULL, postal_code TEXT NOT NULL, commune_code TEXT NOT NULL, town TEXT NOT NULL,"
  "  country_code TEXT NOT NULL, telephone TEXT NOT NULL, other_telephone TEXT NOT NULL, fax TEXT NOT NULL, mail TEXT NOT NULL,"
  "  authority TEXT NOT NULL, PRIMARY KEY (person_id, number));"
  "CREATE TABLE person_skill ("
  "  person_id TEXT NOT NULL, number BIGINT NOT NULL, profession_code TEXT NOT NULL, kind_code TEXT NOT NULL, code TEXT NOT NULL,"
  "  label TEXT NOT NULL, PRIMARY KEY (person_id, number));"
  "CREATE TABLE site ("
  "  id TEXT PRIMARY KEY, legal_entity TEXT NOT NULL, category_code TEXT NOT NULL, category_group TEXT NOT NULL, commune_code TEXT NOT NULL,"
  "  siret TEXT NOT NULL, ape TEXT NOT NULL, tariff_code TEXT NOT NULL, public_service_code TEXT NOT NULL, fax TEXT NOT NULL,"
  "  opened_on TEXT, authorised_on TEXT, updated_on TEXT, closed_on TEXT, latitude TEXT, longitude TEXT);"
  "CREATE INDEX site_by_legal_entity ON site (legal_entity);"
  "CREATE TABLE legal_entity ("
  "  id TEXT PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL, generation BIGINT NOT NULL, is_listed BIGINT NOT NULL,"
  "  name TEXT NOT NULL, long_name TEXT NOT NULL, siren TEXT NOT NULL, ape TEXT NOT NULL, status_code TEXT NOT NULL, address TEXT NOT NULL,"
  "  postal_code TEXT NOT NULL, commune_code TEXT NOT NULL, town TEXT NOT NULL, telephone TEXT NOT NULL, closed_on TEXT);"
  "CREATE TABLE mssante_address ("
  "  id TEXT PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL, generation BIGINT NOT NULL, is_listed BIGINT NOT NULL,"
  "  address TEXT NOT NULL, kind TEXT NOT NULL, principal_id TEXT, structure_kind TEXT NOT NULL, structure_code TEXT NOT NULL,"
  "  service TEXT NOT NULL, is_paperless BIGINT NOT NULL, structure_name TEXT NOT NULL, is_red_listed BIGINT NOT NULL DEFAULT 0);"
  "CREATE INDEX mssante_address_by_principal ON mssante_address (principal_id);"
  "CREATE TABLE nomenclature ("
  "  system TEXT NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, ended_on TEXT, source_date TEXT, PRIMARY KEY (system, code));";
