/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-type.h"

#include <string.h>

typedef void (*PropertyCheck) (const SpicoType     *type,
                               const SpicoProperty *property);

static void
check_properties (const SpicoType *type,
                  PropertyCheck    check)
{
  for (guint i = 0; i < type->n_properties; i++)
    {
      check (type, &type->properties[i]);
      if (type->properties[i].kind == SPICO_KIND_RECORD_LIST)
        check_properties (spico_property_record (&type->properties[i]), check);
    }
}

static void
for_each_property (PropertyCheck check)
{
  guint n_types;
  const SpicoType *const *types = spico_types_all (&n_types);

  g_assert_cmpuint (n_types, >, 0);
  for (guint i = 0; i < n_types; i++)
    check_properties (types[i], check);
  types = spico_types_views (&n_types);
  for (guint i = 0; i < n_types; i++)
    check_properties (types[i], check);
}

static char *
snake_case (const char *camel)
{
  GString *snake = g_string_new (NULL);

  for (const char *c = camel; *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c))
        g_string_append_c (snake, '_');
      g_string_append_c (snake, g_ascii_tolower (*c));
    }

  return g_string_free (snake, FALSE);
}

static void
check_column (const SpicoType     *type,
              const SpicoProperty *property)
{
  /* The table of delegations is older than the type: every account's column is called so there. */
  gboolean is_delegator = type == &spico_type_delegation && g_str_equal (property->name, "delegatorId");
  g_autofree char *expected = is_delegator ? g_strdup ("account_id") : snake_case (property->name);

  if (property->kind == SPICO_KIND_ID_LIST || property->kind == SPICO_KIND_RECORD_LIST || (property->flags & SPICO_PROPERTY_WRITE_ONLY) != 0)
    g_assert_null (property->column);
  else
    g_assert_cmpstr (property->column, ==, expected);
}

static void
test_columns_are_named_after_properties (void)
{
  for_each_property (check_column);
}

static void
check_bound (const SpicoType     *type,
             const SpicoProperty *property)
{
  gboolean bounded_by_kind = property->kind == SPICO_KIND_INTEGER || property->kind == SPICO_KIND_BOOLEAN ||
                             property->kind == SPICO_KIND_UTC_DATE || property->kind == SPICO_KIND_DATE ||
                             property->kind == SPICO_KIND_ENUM;

  g_test_message ("%s.%s", type->name, property->name);
  g_assert_true (bounded_by_kind || property->max > 0);
  g_assert_true ((property->kind == SPICO_KIND_ENUM || property->kind == SPICO_KIND_RECORD_LIST) == (property->enumeration != NULL));
}

static void
test_everything_that_a_client_sends_is_bounded (void)
{
  for_each_property (check_bound);
}

static void
check_flags (const SpicoType     *type,
             const SpicoProperty *property)
{
  g_test_message ("%s.%s", type->name, property->name);
  if (property->flags & SPICO_PROPERTY_REQUIRED)
    g_assert_false (property->flags & (SPICO_PROPERTY_SERVER_SET | SPICO_PROPERTY_NULLABLE));
  if (property->flags & SPICO_PROPERTY_COMPUTED)
    g_assert_true (property->flags & SPICO_PROPERTY_SERVER_SET);
  if (property->flags & SPICO_PROPERTY_WRITE_ONLY)
    g_assert_false (property->flags & SPICO_PROPERTY_SERVER_SET);
}

static void
test_flags_do_not_contradict_each_other (void)
{
  for_each_property (check_flags);
}

static void
test_each_type_begins_with_its_id_and_is_found_by_name (void)
{
  guint n_types;
  const SpicoType *const *types = spico_types_all (&n_types);

  /* A set of types is the bits of a number. */
  g_assert_cmpuint (n_types, <=, 32);
  for (guint i = 0; i < n_types; i++)
    {
      guint place;

      g_assert_cmpstr (types[i]->properties[0].name, ==, "id");
      g_assert_true (spico_type_find (types[i]->name) == types[i]);
      g_assert_true (spico_type_find_place (types[i]->name, &place));
      g_assert_cmpuint (place, ==, i);
    }

  g_assert_null (spico_type_find ("Nobody"));
}

static void
test_views_are_only_read (void)
{
  guint n_types;
  const SpicoType *const *types = spico_types_views (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_assert_cmpstr (types[i]->properties[0].name, ==, "id");
      g_assert_null (spico_type_find (types[i]->name));
      g_assert_cmpint (types[i]->verbs, ==, SPICO_TYPE_READ_ONLY);
    }
}

static void
test_verbs (void)
{
  g_assert_true (spico_type_accepts (&spico_type_message, SPICO_TYPE_CREATE));
  g_assert_true (spico_type_accepts (&spico_type_message, SPICO_TYPE_UPDATE));
  g_assert_false (spico_type_accepts (&spico_type_message, SPICO_TYPE_DESTROY));
  g_assert_false (spico_type_accepts (&spico_type_principal, SPICO_TYPE_CREATE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/columns-are-named-after-properties", test_columns_are_named_after_properties);
  g_test_add_func ("/types/everything-that-a-client-sends-is-bounded", test_everything_that_a_client_sends_is_bounded);
  g_test_add_func ("/types/flags-do-not-contradict-each-other", test_flags_do_not_contradict_each_other);
  g_test_add_func ("/types/begin-with-their-id-and-are-found-by-name", test_each_type_begins_with_its_id_and_is_found_by_name);
  g_test_add_func ("/types/views-are-only-read", test_views_are_only_read);
  g_test_add_func ("/types/verbs", test_verbs);

  return g_test_run ();
}
