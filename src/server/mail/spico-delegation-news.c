/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told by mail of a delegation (F027): who, whose account, and no patient. */
#include "spico-delegation-news.h"

#include <string.h>

#include "spico-delegation-sql.h"
#include "spico-notification.h"

typedef struct {
  const char *matter;
  gboolean to_delegate;
  gboolean is_asked;   /* whether the recipient is to answer */
  const char *own;     /* where the delegator is a person */
  const char *their;   /* where it is a structure */
} Matter;

/* The owner's side are the owner, or all who hold a delegation on the structure, except who acted. */
static const Matter matters[] = {
  { "asked", FALSE, TRUE, "{who} demande la délégation de votre compte", "{who} demande la délégation du compte « {account} »" },
  { "offered", TRUE, TRUE, "{who} vous propose la délégation de son compte", "{who} vous propose la délégation du compte « {account} »" },
  { "granted", TRUE, FALSE, "{who} vous accorde la délégation de son compte", "{who} vous accorde la délégation du compte « {account} »" },
  { "denied", TRUE, FALSE, "{who} vous refuse la délégation de son compte", "{who} vous refuse la délégation du compte « {account} »" },
  { "removed", TRUE, FALSE, "{who} vous retire la délégation de son compte", "{who} vous retire la délégation du compte « {account} »" },
  { "operator-granted", TRUE, FALSE, "{who} vous accorde la délégation du compte de {account}", "{who} vous accorde la délégation du compte « {account} »" },
  { "operator-denied", TRUE, FALSE, "{who} vous refuse la délégation du compte de {account}", "{who} vous refuse la délégation du compte « {account} »" },
  { "operator-removed", TRUE, FALSE, "{who} vous retire la délégation du compte de {account}", "{who} vous retire la délégation du compte « {account} »" },
  { "over", TRUE, FALSE, "Votre délégation du compte de {account} est arrivée à son terme", "Votre délégation du compte « {account} » est arrivée à son terme" },
  { "taken", FALSE, FALSE, "{who} accepte la délégation de votre compte", "{who} accepte la délégation du compte « {account} »" },
  { "declined", FALSE, FALSE, "{who} refuse la délégation de votre compte", "{who} refuse la délégation du compte « {account} »" },
  { "left", FALSE, FALSE, "{who} met fin à sa délégation de votre compte", "{who} met fin à sa délégation du compte « {account} »" },
  { "others-granted", FALSE, FALSE, "{who} accorde à {delegate} la délégation de votre compte", "{who} accorde à {delegate} la délégation du compte « {account} »" },
  { "others-denied", FALSE, FALSE, "{who} refuse à {delegate} la délégation de votre compte", "{who} refuse à {delegate} la délégation du compte « {account} »" },
  { "others-removed", FALSE, FALSE, "{who} retire à {delegate} la délégation de votre compte", "{who} retire à {delegate} la délégation du compte « {account} »" },
  { "others-over", FALSE, FALSE, "La délégation de votre compte à {delegate} est arrivée à son terme", "La délégation du compte « {account} » à {delegate} est arrivée à son terme" },
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

/* Nobody who has no address, or does not want it; of a structure, who holds a delegation on it that is in force, and the address that it has set itself. */
static void
add_recipients (SpicoQuery                *query,
                const SpicoDelegationNews *self,
                gboolean                   to_delegate)
{
  spico_query_add (query, " FROM principal t WHERE t.id <> ");
  spico_query_add_text (query, self->by_person_id);
  spico_query_add (query, " AND " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND " SPICO_NOTIFICATION_IS_WANTED ("t", "delegation") " AND ");
  if (to_delegate)
    {
      spico_query_add (query, "t.id = ");
      spico_query_add_text (query, self->delegate_id);
      return;
    }

  spico_query_add (query, "t.id <> ");
  spico_query_add_text (query, self->delegate_id);
  spico_query_add (query, " AND (t.id = ");
  spico_query_add_text (query, self->account_id);
  spico_query_add (query, " OR t.id IN (SELECT g.delegate_id FROM delegation g JOIN principal s ON s.id = g.account_id AND s.kind <> 'person' WHERE " SPICO_DELEGATION_IN_FORCE ("g")
                          " AND g.account_id = ");
  spico_query_add_text (query, self->account_id);
  spico_query_add (query, "))");
}

/**
 * spico_delegation_news_queue:
 * @self: what has become of a delegation
 * @connection: a connection that may write
 * @matter: which mail; it says to which side it goes
 * @ids: (element-type utf8): told the notifications that were made
 * @error: return location for a #SpicoSqlError
 *
 * Tells whom it concerns by mail. Nobody is told the same of a delegation twice.
 *
 * Returns: whether the database answered
 */
gboolean
spico_delegation_news_queue (const SpicoDelegationNews *self,
                             SpicoSqlConnection        *connection,
                             const char                *matter,
                             GPtrArray                 *ids,
                             GError                   **error)
{
  const Matter *found = find_matter (matter);
  g_autoptr (SpicoQuery) query = spico_query_new (self->by_account_id, self->by_person_id, self->now_us);
  g_autofree char *key = g_strjoin ("_", self->delegation_id, matter, NULL);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  g_assert (found != NULL);
  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, delegation_id, matter) SELECT ");
  spico_query_add_text (query, key);
  spico_query_add (query, " || '_' || t.id, NULL, t.id, 'delegation', 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, key);
  spico_query_add (query, ", ");
  spico_query_add_text (query, self->delegation_id);
  spico_query_add (query, ", ");
  spico_query_add_text (query, matter);
  add_recipients (query, self, found->to_delegate);
  spico_query_add (query, " ON CONFLICT DO NOTHING RETURNING id");
  statement = spico_query_run (query, connection, error);

  return statement != NULL && spico_sql_collect_texts (statement, ids, error);
}

static void
append_part (GString    *text,
             const char *name,
             const char *who,
             const char *account,
             const char *delegate)
{
  if (g_str_has_prefix (name, "{who}"))
    g_string_append (text, who);
  else if (g_str_has_prefix (name, "{account}"))
    g_string_append (text, account);
  else
    g_string_append (text, delegate);
}

/**
 * spico_delegation_news_format:
 * @matter: what has become of the delegation
 * @who: the person who acted
 * @account: the delegator
 * @is_structure: whether the delegator is one
 * @delegate: the delegate
 *
 * Returns: (transfer full) (nullable): the sentence that says so, in French; %NULL where @matter is none
 */
char *
spico_delegation_news_format (const char *matter,
                              const char *who,
                              const char *account,
                              gboolean    is_structure,
                              const char *delegate)
{
  const Matter *found = find_matter (matter);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at;

  if (found == NULL)
    return NULL;

  at = is_structure ? found->their : found->own;
  while (*at != '\0')
    {
      const char *brace = strchrnul (at, '{');

      g_string_append_len (text, at, brace - at);
      if (*brace == '\0')
        break;
      append_part (text, brace, who, account, delegate);
      at = strchr (brace, '}') + 1;
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * spico_delegation_news_is_asked:
 * @matter: what has become of a delegation
 *
 * Returns: whether whoever is told so is to answer
 */
gboolean
spico_delegation_news_is_asked (const char *matter)
{
  const Matter *found = find_matter (matter);

  return found != NULL && found->is_asked;
}
