/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ROR, RECO² and the operator add to the other registers (docs/operations.md): organisations internes, structures made for coordination, and who is attached to which. Separator `;`, quotes used,
 * columns found by name. */
#include <string.h>

#include "spico-followed-delegations.h"
#include "spico-identifier.h"
#include "spico-register-cells.h"
#include "spico-register-load.h"
#include "spico-register-sorter.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define MAX_IDENTIFIER 40
#define MAX_SOURCE 20
#define ATTACHMENTS_MEMORY (4 * 1024 * 1024)

typedef enum {
  TYPE,
  IDENTIFIER,
  NAME,
  PARENT,
  N_REQUIRED,
  CATEGORY = N_REQUIRED,
  ADDRESS,
  POSTAL_CODE,
  TOWN,
  TELEPHONE,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = {
  [TYPE] = "type",       [IDENTIFIER] = "identifiant",    [NAME] = "nom",      [PARENT] = "parent",       [CATEGORY] = "categorie",
  [ADDRESS] = "adresse", [POSTAL_CODE] = "code_postal",   [TOWN] = "commune",  [TELEPHONE] = "telephone",
};

/* What a line becomes. */
typedef enum {
  KIND,
  PARENT_ID,
  PARENT_NAME,
  OWN_NAME,
  OWN_CATEGORY,
  OWN_ADDRESS,
  OWN_POSTAL_CODE,
  OWN_TOWN,
  OWN_TELEPHONE,
  N_CELLS,
} Cell;

static const SpicoRegisterColumn attachment_columns[] = { { .name = "person_id" }, { .name = "structure_id" }, { .name = "source", .is_kept = TRUE } };
static const SpicoRegisterTable attachment_table = { "attachment", attachment_columns, G_N_ELEMENTS (attachment_columns), 2 };

typedef struct {
  SpicoSqlConnection *connection;
  const char *source;
  SpicoRegisterTarget target;
  SpicoRegisterLoad *load;
  SpicoRegisterSorter *attachments;
  GHashTable *names; /* of parents, by id; of those that are nowhere, NULL */
  GPtrArray *cells;
  GString *value;
  int places[N_COLUMNS];
  guint n_cells;
} Reader;

static gboolean
refuse (GError    **error,
        const char *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, text);
  return FALSE;
}

static const char *
cell (Reader *self,
      Column  column)
{
  return self->places[column] >= 0 && self->places[column] < (int) self->cells->len ? g_ptr_array_index (self->cells, self->places[column]) : "";
}

static gboolean
is_identifier (const char *text,
               gsize       max)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= max && text[length] == '\0';
}

/* An identifier of one source is not that of another: the name of the source is in the id. */
static char *
own_id (Reader     *self,
        const char *identifier)
{
  g_autofree char *id = g_strjoin ("-", self->source, identifier, NULL);
  g_autofree char *lower = g_ascii_strdown (id, -1);

  return g_strconcat ("o", lower, NULL);
}

static char *
parent_id (Reader     *self,
           const char *parent)
{
  if (spico_identifier_check_finess (parent) != SPICO_IDENTIFIER_MALFORMED)
    return spico_identifier_structure_id (parent);

  return is_identifier (parent, MAX_IDENTIFIER) ? own_id (self, parent) : NULL;
}

/* The name of a parent that stands in the directory, or in a line before. */
static gboolean
find_parent (Reader      *self,
             const char  *id,
             const char **name,
             GError     **error)
{
  char *found = NULL;

  if (!g_hash_table_contains (self->names, id))
    {
      if (!spico_sql_query_text (self->connection, "SELECT name FROM principal WHERE id = $1 AND is_listed = 1 AND source <> $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (self->source)),
                                 &found, error))
        return FALSE;
      g_hash_table_insert (self->names, g_strdup (id), found);
    }

  *name = g_hash_table_lookup (self->names, id);
  return TRUE;
}

static void
put_structure (SpicoRegisterStore       *store,
               const SpicoRegisterEntry *entry)
{
  g_autofree char **line = spico_register_cells_open (g_ptr_array_index (entry->values, 0), N_CELLS);
  SpicoRegisterRecord record = {
    .name = g_strdup (line[OWN_NAME]),
    .profession = g_strdup (line[OWN_CATEGORY]),
    .structure_id = line[PARENT_ID][0] != '\0' ? g_strdup (line[PARENT_ID]) : NULL,
    .structure_name = g_strdup (line[PARENT_NAME]),
    .address = g_strdup (line[OWN_ADDRESS]),
    .postal_code = g_strdup (line[OWN_POSTAL_CODE]),
    .town = g_strdup (line[OWN_TOWN]),
    .telephone = g_strdup (line[OWN_TELEPHONE]),
  };

  spico_register_store_put_principal (store, entry, line[KIND], &record);
  spico_register_record_clear (&record);
}

static void
add_attachment (Reader                   *self,
                SpicoRegisterRows        *rows,
                SpicoFollowedDelegations *delegations,
                const char               *key)
{
  g_auto (GStrv) ids = g_strsplit (key, "\x1f", 2);

  spico_followed_delegations_attach (delegations, ids[0], ids[1]);
  spico_register_rows_add_text (rows, ids[0]);
  spico_register_rows_add_text (rows, ids[1]);
  spico_register_rows_add_text (rows, self->source);
}

/* All attachments of the source, in the transaction that makes the load visible. A delegation of a structure to somebody who is attached to it rests when they no longer are (F031). */
static gboolean
replace_attachments (SpicoRegisterStore *store,
                     gpointer            data,
                     GError            **error)
{
  Reader *self = data;
  SpicoRegisterRows *rows = spico_register_store_rows (store, &attachment_table);
  g_autoptr (SpicoFollowedDelegations) delegations = spico_followed_delegations_new (self->connection, error);
  g_autofree char *last = NULL;
  SpicoRegisterItem item = { 0 };
  gboolean has_item = FALSE;

  if (delegations == NULL || !spico_sql_run (self->connection, "DELETE FROM attachment WHERE source = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->source)), error)
      || !spico_register_sorter_sort (self->attachments, error) || !spico_register_sorter_next (self->attachments, &item, &has_item, error))
    return FALSE;

  while (has_item)
    {
      /* A file may say the same twice. */
      if (g_strcmp0 (last, item.key) != 0)
        add_attachment (self, rows, delegations, item.key);
      g_set_str (&last, item.key);
      if (!spico_register_sorter_next (self->attachments, &item, &has_item, error))
        return FALSE;
    }

  return spico_followed_delegations_tell (delegations, g_get_real_time (), error);
}

/* A damaged line that still says what it is about must not have it withdrawn. */
static gboolean
note (Reader             *self,
      guint64             number,
      SpicoRegisterReason reason,
      GError            **error)
{
  g_autofree char *id = NULL;

  spico_register_load_note (self->load, number, reason);
  if (!is_identifier (cell (self, IDENTIFIER), MAX_IDENTIFIER) || strcmp (cell (self, TYPE), "rattachement") == 0)
    return TRUE;

  id = own_id (self, cell (self, IDENTIFIER));
  return spico_register_load_keep (self->load, id, error);
}

static void
append (Reader     *self,
        const char *text)
{
  g_autofree char *clean = spico_register_clean (text);

  g_string_append_printf (self->value, "%s%s", self->value->len > 0 ? "\x1f" : "", clean);
}

static gboolean
fits (Reader *self)
{
  const struct {
    Column column;
    glong max;
  } limits[] = { { NAME, 255 }, { CATEGORY, 255 }, { ADDRESS, 500 }, { POSTAL_CODE, 10 }, { TOWN, 255 }, { TELEPHONE, 30 } };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      if (g_utf8_strlen (cell (self, limits[i].column), -1) > limits[i].max)
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_structure (Reader     *self,
               const char *parent,
               const char *parent_name,
               GError    **error)
{
  static const Column own[] = { NAME, CATEGORY, ADDRESS, POSTAL_CODE, TOWN, TELEPHONE };
  g_autofree char *id = own_id (self, cell (self, IDENTIFIER));

  g_string_truncate (self->value, 0);
  append (self, strcmp (cell (self, TYPE), "unite") == 0 ? "unit" : "structure");
  append (self, parent != NULL ? parent : "");
  append (self, parent_name != NULL ? parent_name : "");
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    append (self, cell (self, own[i]));

  g_hash_table_replace (self->names, g_strdup (id), spico_register_clean (cell (self, NAME)));
  return spico_register_load_add (self->load, id, self->value->str, self->value->len, error);
}

static gboolean
read_structure (Reader  *self,
                guint64  number,
                GError **error)
{
  gboolean is_unit = strcmp (cell (self, TYPE), "unite") == 0;
  g_autofree char *parent = parent_id (self, cell (self, PARENT));
  const char *parent_name = NULL;

  if (!is_identifier (cell (self, IDENTIFIER), MAX_IDENTIFIER))
    return note (self, number, SPICO_REGISTER_IDENTIFIER, error);
  if (cell (self, NAME)[strspn (cell (self, NAME), " ")] == '\0')
    return note (self, number, SPICO_REGISTER_NAME, error);
  if (!fits (self))
    return note (self, number, SPICO_REGISTER_VALUE_TOO_LONG, error);
  if (parent != NULL && !find_parent (self, parent, &parent_name, error))
    return FALSE;
  if (parent_name == NULL && (is_unit || cell (self, PARENT)[0] != '\0'))
    return note (self, number, SPICO_REGISTER_PARENT, error);

  return add_structure (self, parent, parent_name, error);
}

/* Attached gives no right at all (F021). */
static gboolean
read_attachment (Reader  *self,
                 guint64  number,
                 GError **error)
{
  g_autofree char *parent = parent_id (self, cell (self, PARENT));
  g_autofree char *person = NULL;
  g_autofree char *key = NULL;
  const char *parent_name = NULL;

  if (spico_identifier_check_national (cell (self, IDENTIFIER)) == SPICO_IDENTIFIER_MALFORMED)
    return note (self, number, SPICO_REGISTER_IDENTIFIER, error);
  if (parent != NULL && !find_parent (self, parent, &parent_name, error))
    return FALSE;
  if (parent_name == NULL)
    return note (self, number, SPICO_REGISTER_PARENT, error);

  person = spico_identifier_person_id (cell (self, IDENTIFIER));
  key = g_strjoin ("\x1f", person, parent, NULL);
  spico_register_load_note_good (self->load);
  return spico_register_sorter_add (self->attachments, key, "", 0, error);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  const char *type = cell (self, TYPE);

  if (strcmp (type, "structure") == 0 || strcmp (type, "unite") == 0)
    return read_structure (self, number, error);
  if (strcmp (type, "rattachement") == 0)
    return read_attachment (self, number, error);

  return note (self, number, SPICO_REGISTER_TYPE, error);
}

static gboolean
read_line (gpointer           data,
           SpicoRegisterLine *line,
           GError           **error)
{
  Reader *self = data;
  SpicoRegisterReason reason = SPICO_REGISTER_LINE_TOO_LONG;
  gboolean is_text = line->text != NULL && spico_register_is_text (line->text, line->length, &reason);
  gboolean is_sound;

  g_ptr_array_set_size (self->cells, 0);
  is_sound = line->text != NULL && spico_register_split_quoted (self->cells, line->text);
  if (is_text && line->length == 0)
    return TRUE;
  if (is_text && is_sound && self->cells->len == self->n_cells)
    return read_cells (self, line->number, error);

  return note (self, line->number, !is_text ? reason : is_sound ? SPICO_REGISTER_CELLS : SPICO_REGISTER_QUOTES, error);
}

static gboolean
find_columns (Reader  *self,
              GError **error)
{
  for (guint column = 0; column < N_COLUMNS; column++)
    {
      guint place = 0;
      gboolean is_there = g_ptr_array_find_with_equal_func (self->cells, column_names[column], g_str_equal, &place);

      self->places[column] = is_there ? (int) place : -1;
      if (!is_there && column < N_REQUIRED)
        return refuse (error, "The file is not one of structures: its first line does not name the columns type, identifiant, nom and parent");
    }

  self->n_cells = self->cells->len;
  return TRUE;
}

static gboolean
read_header (Reader             *self,
             SpicoRegisterLines *lines,
             GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterLine line = { 0 };
  SpicoRegisterReason reason;
  gboolean has_line = spico_register_lines_next (lines, &line, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_ptr_array_set_size (self->cells, 0);
  if (has_line && line.text != NULL && spico_register_is_text (line.text, line.length, &reason))
    spico_register_split_quoted (self->cells, g_str_has_prefix (line.text, "\xef\xbb\xbf") ? line.text + 3 : line.text);

  return find_columns (self, error);
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->load, spico_register_load_free);
  g_clear_pointer (&self->attachments, spico_register_sorter_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_string_free (self->value, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
check_source (const char *source,
              GError    **error)
{
  static const char *const taken[] = { "RPPS", "FINESS", "FINESS-EJ", "MSSANTE", "NOS", "operator", NULL };

  return (is_identifier (source, MAX_SOURCE) && !g_strv_contains (taken, source)) || refuse (error, "The source of the structures is not a name that they can have");
}

/**
 * spico_structures_import:
 * @connection: a connection that may write, without a transaction
 * @stream: structures as CSV
 * @options: (nullable): how it is loaded; its @source says whose they are, `ROR` unless told
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or as spico_register_load_finish()
 *
 * Loads organisations internes, structures made for coordination, and attachments (F011, F013, F020): all that this source has.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_structures_import (SpicoSqlConnection         *connection,
                         GInputStream               *stream,
                         const SpicoRegisterOptions *options,
                         GError                    **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { .connection = connection, .source = options != NULL && options->source != NULL ? options->source : "ROR", .value = g_string_new (NULL) };

  reader.cells = g_ptr_array_new ();
  reader.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.attachments = spico_register_sorter_new (ATTACHMENTS_MEMORY);
  reader.target = (SpicoRegisterTarget) { .source = reader.source, .table = "principal", .first_id = "o", .last_id = "p", .is_directory = TRUE, .format = 1, .put = put_structure, .end = replace_attachments, .data = &reader };
  if (!check_source (reader.source, error) || !read_header (&reader, lines, error))
    return NULL;

  reader.load = spico_register_load_new (connection, &reader.target, options);
  if (!spico_register_load_each_line (reader.load, lines, read_line, &reader, error))
    return NULL;

  return spico_register_load_finish (reader.load, error);
}
