/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the accounts are told of what happens: one small object each, read anew where it may have changed. */
#include "spico-calls.h"
#include "spico-pull-private.h"
#include "spico-store-profiles.h"

#define MAX_CALLS 32

static gboolean
is_wanted (GHashTable *dirty,
           const char *account_id)
{
  g_autofree char *key = g_strconcat (account_id, " ", spico_type_profile.name, NULL);

  return dirty == NULL || g_hash_table_contains (dirty, key);
}

static void
ask (JsonArray  *calls,
     const char *account_id,
     guint       index)
{
  JsonObject *arguments = spico_arguments_new (account_id);

  json_object_set_null_member (arguments, "ids");
  spico_calls_add (calls, spico_type_profile.name, "get", arguments, "p", index);
}

/* An account that ended meanwhile has none: the session object that is fetched next says so too. */
static gboolean
take (SpicoStore *store,
      JsonObject *response,
      const char *account_id,
      guint       index,
      GError    **error)
{
  const char *failure = spico_calls_error_type (response, "p", index);
  JsonObject *got;

  if (g_strcmp0 (failure, "accountNotFound") == 0 || g_strcmp0 (failure, "accountNotSupportedByMethod") == 0)
    return TRUE;

  got = spico_calls_find (response, "p", index, error);
  return got != NULL && dex_await (spico_store_write (store, spico_store_write_profile, spico_profile_setting_new (account_id, got), spico_setting_free), error);
}

/**
 * spico_pull_profiles:
 * @rows: what spico_store_read_states() has: the accounts, in their order
 * @dirty: (nullable) (element-type utf8): `ACCOUNT TYPE` of what is known to have changed; %NULL for everything
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_pull_profiles (SpicoSession *session,
                     SpicoStore   *store,
                     SpicoRows    *rows,
                     GHashTable   *dirty,
                     GError      **error)
{
  guint most = spico_session_get_limit (session, "maxCallsInRequest", MAX_CALLS);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      const char *account_id = spico_rows_get_text (rows, i, 0);

      if ((i == 0 || !g_str_equal (account_id, spico_rows_get_text (rows, i - 1, 0))) && is_wanted (dirty, account_id))
        g_ptr_array_add (wanted, (gpointer) account_id);
    }

  for (guint start = 0; start < wanted->len; start += MAX (most, 1))
    {
      guint n = MIN (wanted->len - start, MAX (most, 1));
      JsonArray *calls = json_array_new ();
      g_autoptr (JsonObject) response = NULL;

      for (guint i = 0; i < n; i++)
        ask (calls, g_ptr_array_index (wanted, start + i), i);
      response = spico_calls_await (session, calls, error);
      if (response == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          if (!take (store, response, g_ptr_array_index (wanted, start + i), i, error))
            return FALSE;
        }
    }

  return TRUE;
}
