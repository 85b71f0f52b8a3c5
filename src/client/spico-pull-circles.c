/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the circles of the dossiers that were read, so that they are there off line (F017). */
#include "spico-calls.h"
#include "spico-json.h"
#include "spico-pull-private.h"

/* A circle has some ten people, and may have hundreds. */
#define MAX_CIRCLES 100

static gboolean
pull_some (SpicoSession *session,
           SpicoStore   *store,
           SpicoRows    *asked,
           GError      **error)
{
  JsonObject *arguments = spico_arguments_new (spico_rows_get_text (asked, 0, 0));
  JsonArray *calls = json_array_new ();
  JsonArray *ids = json_array_new ();
  g_autoptr (JsonObject) response = NULL;
  g_auto (GStrv) unknown = NULL;
  SpicoCircles *circles;
  JsonObject *got;

  for (guint i = 0; i < spico_rows_get_n_rows (asked); i++)
    json_array_add_string_element (ids, spico_rows_get_text (asked, i, 1));
  json_object_set_array_member (arguments, "ids", ids);
  spico_calls_add (calls, spico_type_dossier_circle.name, "get", arguments, "g", 0);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL)
    return FALSE;

  circles = g_new0 (SpicoCircles, 1);
  circles->asked = spico_rows_ref (asked);
  circles->list = spico_json_get_array (got, "list") != NULL ? json_array_ref (spico_json_get_array (got, "list")) : json_array_new ();
  unknown = dex_await_boxed (spico_store_write (store, spico_store_write_circles, circles, spico_circles_free), error);

  return unknown != NULL && (unknown[0] == NULL || spico_pull_principals (session, store, (const char *const *) unknown, error));
}

/* Returns: whether the circle of every dossier is in the store; %FALSE with @error set */
gboolean
spico_pull_circles (SpicoSession *session,
                    SpicoStore   *store,
                    GError      **error)
{
  guint limit = MIN (MAX_CIRCLES, spico_pull_max_objects (session));

  while (TRUE)
    {
      g_autoptr (SpicoRows) asked = dex_await_boxed (spico_store_read (store, spico_store_read_without_circle, &limit, NULL), error);

      if (asked == NULL)
        return FALSE;
      if (spico_rows_get_n_rows (asked) == 0)
        return TRUE;
      if (!pull_some (session, store, asked, error))
        return FALSE;
    }
}
