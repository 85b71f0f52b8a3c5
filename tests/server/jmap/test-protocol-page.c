/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/protocol.md ends with tables of every type's properties, made from the descriptors. */
#include <glib.h>
#include <string.h>

#include "spico-type.h"

#define MARK "<!-- From here on, made from src/domain/spico-types.c (tests/server/jmap/test-protocol-page.c). -->\n"

static char *
kind_text (const SpicoProperty *property)
{
  static const char *const texts[] = {
    [SPICO_KIND_ID] = "Id", [SPICO_KIND_STRING] = "String", [SPICO_KIND_INTEGER] = "UnsignedInt", [SPICO_KIND_BOOLEAN] = "Boolean",
    [SPICO_KIND_UTC_DATE] = "UTCDate", [SPICO_KIND_DATE] = "Date", [SPICO_KIND_ENUM] = "String", [SPICO_KIND_ID_LIST] = "Id[]",
  };

  return property->kind == SPICO_KIND_RECORD_LIST ? g_strconcat (spico_property_record (property)->name, "[]", NULL) : g_strdup (texts[property->kind]);
}

static void
add_word (GString    *words,
          gboolean    applies,
          const char *word)
{
  if (applies)
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", word);
}

static char *
flag_text (const SpicoProperty *property)
{
  g_autoptr (GString) words = g_string_new (NULL);

  add_word (words, (property->flags & SPICO_PROPERTY_REQUIRED) != 0, "required");
  add_word (words, (property->flags & SPICO_PROPERTY_IMMUTABLE) != 0, "immutable");
  add_word (words, (property->flags & SPICO_PROPERTY_SERVER_SET) != 0, "server-set");
  add_word (words, (property->flags & SPICO_PROPERTY_PER_ACCOUNT) != 0, "per account");
  add_word (words, (property->flags & SPICO_PROPERTY_PER_PERSON) != 0, "per person");
  add_word (words, (property->flags & SPICO_PROPERTY_COMPUTED) != 0, "computed");
  add_word (words, (property->flags & SPICO_PROPERTY_WRITE_ONLY) != 0, "write-only");

  return g_string_free_and_steal (g_steal_pointer (&words));
}

static char *
limit_text (const SpicoProperty *property)
{
  if (property->kind == SPICO_KIND_ENUM)
    {
      g_autofree char *values = g_strjoinv ("`, `", (char **) property->enumeration);

      return g_strconcat ("`", values, "`", NULL);
    }
  if (property->max > 0 && property->kind == SPICO_KIND_STRING)
    return g_strdup_printf ("%" G_GINT64_FORMAT " characters", property->max);
  if (property->max > 0 && (property->kind == SPICO_KIND_ID_LIST || property->kind == SPICO_KIND_RECORD_LIST))
    return g_strdup_printf ("%" G_GINT64_FORMAT " items", property->max);
  if (property->max > 0 && property->kind == SPICO_KIND_INTEGER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, property->max);
  return g_strdup ("");
}

static void
add_properties (GString         *page,
                const SpicoType *type)
{
  g_string_append (page, "\n\n| property | type | limit | | |\n|---|---|---|---|---|\n");
  for (guint i = 0; i < type->n_properties; i++)
    {
      const SpicoProperty *property = &type->properties[i];
      g_autofree char *kind = kind_text (property);
      g_autofree char *limit = limit_text (property);
      g_autofree char *flags = flag_text (property);

      g_string_append_printf (page, "| `%s` | %s%s | %s | %s | %s |\n", property->name, kind, (property->flags & SPICO_PROPERTY_NULLABLE) != 0 ? " or null" : "",
                              limit, flags, property->doc);
    }
}

/* @seen: (element-type utf8): those that were described already: several types may have one. */
static void
add_records (GString         *page,
             const SpicoType *type,
             GHashTable      *seen)
{
  for (guint i = 0; i < type->n_properties; i++)
    {
      const SpicoType *record = spico_property_record (&type->properties[i]);

      if (record == NULL || !g_hash_table_add (seen, (gpointer) record->name))
        continue;
      g_string_append_printf (page, "\n#### %s\n%s", record->name, record->doc);
      add_properties (page, record);
    }
}

static void
add_type (GString         *page,
          const SpicoType *type)
{
  g_string_append_printf (page, "\n### %s\n%s Capability: `%s`. `/set`:%s%s%s%s.", type->name, type->doc, type->capability,
                          spico_type_accepts (type, SPICO_TYPE_CREATE) ? " create" : "", spico_type_accepts (type, SPICO_TYPE_UPDATE) ? " update" : "",
                          spico_type_accepts (type, SPICO_TYPE_DESTROY) ? " destroy" : "", type->verbs == SPICO_TYPE_READ_ONLY ? " nothing" : "");
  add_properties (page, type);
}

static void
add_view (GString         *page,
          const SpicoType *type)
{
  g_string_append_printf (page, "\n### %s\n%s Capability: `%s`. `/get` alone.", type->name, type->doc, type->capability);
  add_properties (page, type);
}

static char *
render_tables (void)
{
  g_autoptr (GString) page = g_string_new (MARK "\n## Properties\n");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_types;
  const SpicoType *const *types = spico_types_all (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      add_type (page, types[i]);
      add_records (page, types[i], seen);
    }
  types = spico_types_views (&n_types);
  for (guint i = 0; i < n_types; i++)
    {
      add_view (page, types[i]);
      add_records (page, types[i], seen);
    }

  return g_string_free_and_steal (g_steal_pointer (&page));
}

/* With SPICO_WRITE_DOCS set, the tables are written instead. */
static void
test_the_tables_say_what_the_descriptors_say (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "../../../docs/protocol.md", NULL);
  g_autofree char *tables = render_tables ();
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;
  char *mark;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  mark = strstr (page, MARK);

  if (g_getenv ("SPICO_WRITE_DOCS") != NULL)
    {
      g_autofree char *prose = mark != NULL ? g_strndup (page, (gsize) (mark - page)) : g_strconcat (page, "\n", NULL);
      g_autofree char *written = g_strconcat (prose, tables, NULL);

      g_file_set_contents (path, written, -1, &error);
      g_assert_no_error (error);
      return;
    }

  g_assert_nonnull (mark);
  g_assert_cmpstr (mark, ==, tables);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol-page/the-tables-say-what-the-descriptors-say", test_the_tables_say_what_the_descriptors_say);

  return g_test_run ();
}
