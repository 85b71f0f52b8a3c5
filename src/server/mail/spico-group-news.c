/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told by mail of who administers a group of favourites (F058): who decided, and not about which group: its name is free text. */
#include "spico-group-news.h"

#include "spico-delegation-sql.h"
#include "spico-notification.h"
#include "spico-uuid.h"

typedef struct {
  const char *matter;
  const char *own;    /* where a person is told for themselves */
  const char *before; /* where for a structure: what is said before its name, and behind it */
  const char *behind;
} Matter;

static const Matter matters[] = {
  { "appointed", " vous confie l'administration d'un groupe de favoris", " confie à « ", " » l'administration d'un groupe de favoris" },
  { "granted", " accepte votre demande à propos d'un groupe de favoris", " accepte la demande de « ", " » à propos d'un groupe de favoris" },
  { "refused", " refuse votre demande à propos d'un groupe de favoris", " refuse la demande de « ", " » à propos d'un groupe de favoris" },
};

static const Matter *
find_matter (const char *matter)
{
  for (guint i = 0; i < G_N_ELEMENTS (matters); i++)
    {
      if (g_str_equal (matters[i].matter, matter))
        return &matters[i];
    }

  return NULL;
}

/**
 * spico_group_news_queue:
 * @connection: a connection that may write
 * @by_id: who decided, as account and as person
 * @account_id: the account that is told
 * @matter: which mail: `appointed`, `granted` or `refused`
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Tells an account by mail who administers a group from now on, or not. Of a structure, the address that it has set itself, and those who hold its discussions, are told, as of a share.
 *
 * Returns: whether the database answered
 */
gboolean
spico_group_news_queue (SpicoSqlConnection *connection,
                        const char         *by_id,
                        const char         *account_id,
                        const char         *matter,
                        gint64              now_us,
                        GError            **error)
{
  g_autofree char *key = spico_uuid_new (now_us);
  g_autoptr (SpicoQuery) query = spico_query_new (by_id, by_id, now_us);

  g_assert (find_matter (matter) != NULL);
  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, recipient_id, matter) SELECT ");
  spico_query_add_text (query, key);
  spico_query_add (query, " || '_' || t.id, NULL, t.id, 'role', 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, key);
  spico_query_add (query, ", ");
  spico_query_add_text (query, account_id);
  spico_query_add (query, ", ");
  spico_query_add_text (query, matter);
  spico_query_add (query, " FROM principal t WHERE " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND " SPICO_NOTIFICATION_IS_WANTED ("t", "group") " AND (t.id = ");
  spico_query_add_text (query, account_id);
  spico_query_add (query, " OR t.id IN (SELECT d.delegate_id FROM delegation d JOIN principal s ON s.id = d.account_id AND s.kind <> 'person' WHERE d.scope IN ('all', 'discussions')"
                          " AND " SPICO_DELEGATION_IN_FORCE ("d") " AND d.account_id = ");
  spico_query_add_text (query, account_id);
  spico_query_add (query, "))");

  return spico_query_run_later (query, connection, error);
}

/**
 * spico_group_news_format:
 * @matter: what is told
 * @who: who decided
 * @structure: the structure that it is told of; empty where a person is told for themselves
 *
 * Returns: (transfer full) (nullable): the sentence that says so, in French; %NULL where @matter is none
 */
char *
spico_group_news_format (const char *matter,
                         const char *who,
                         const char *structure)
{
  const Matter *found = find_matter (matter);

  if (found == NULL)
    return NULL;

  return structure[0] == '\0' ? g_strconcat (who, found->own, NULL) : g_strconcat (who, found->before, structure, found->behind, NULL);
}
