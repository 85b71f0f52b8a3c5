/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delegations, as the server tells them: they are asked for, answered and ended on line only. */
#include "spico-store-delegations.h"

#include "spico-json.h"
#include "spico-store-objects.h"
#include "spico-type.h"

#define T SPICO_SQL_TEXT
#define VALUES SPICO_SQL_VALUES

/* Who is asked, for whichever account: never who asked. */
#define IS_TO_ANSWER                                                                                                           \
  "((d.status = 'requested' AND d.account_id = d.holder_id AND d.delegate_id <> $1) OR (d.status = 'offered' AND d.delegate_id = d.holder_id AND d.holder_id = $1))"

/* What has been followed by another between the same two is history. */
#define IS_LATEST                                                                                                              \
  "(d.status NOT IN ('refused', 'ended') OR NOT EXISTS (SELECT 1 FROM delegation AS o WHERE o.holder_id = d.holder_id AND o.account_id = d.account_id" \
  " AND o.delegate_id = d.delegate_id AND (o.created_at > d.created_at OR (o.created_at = d.created_at AND o.row_id > d.row_id))))"

/* What waits for an answer first, then what is in force, then what is over, the latest first. */
#define ORDER                                                                                                                  \
  " ORDER BY CASE d.status WHEN 'requested' THEN 0 WHEN 'offered' THEN 0 WHEN 'accepted' THEN 1 ELSE 2 END, d.created_at DESC, d.row_id"

gboolean
spico_store_put_delegation (SpicoTransaction *transaction,
                            const char       *account_id,
                            JsonObject       *object,
                            GHashTable       *seen,
                            GError          **error)
{
  static const char *const names[] = { "delegatorId", "delegateId", "answeredByPersonId", "endedByPersonId" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *id = spico_json_get_string (object, names[i]);

      if (seen != NULL && id != NULL)
        g_hash_table_add (seen, g_strdup (id));
    }

  return spico_store_upsert (transaction, account_id, &spico_type_delegation, object, error);
}

/* Of an account that the person may use no more. */
gboolean
spico_store_end_delegations (SpicoTransaction *transaction,
                             const char       *account_id,
                             GError          **error)
{
  if (!spico_sql_run (transaction->connection, "DELETE FROM delegation WHERE holder_id = $1", VALUES (T (account_id)), error))
    return FALSE;
  if (spico_sql_connection_changes (transaction->connection) > 0)
    transaction->changes->flags |= SPICO_CHANGE_DELEGATIONS;

  return spico_sql_run (transaction->connection, "DELETE FROM sync_state WHERE account_id = $1 AND type = $2", VALUES (T (account_id), T (spico_type_delegation.name)), error);
}

static const char *
where (SpicoDelegationList list)
{
  switch (list)
    {
    case SPICO_DELEGATIONS_TO_ANSWER:
      return "SELECT d.row_id FROM delegation AS d WHERE " IS_TO_ANSWER ORDER;
    case SPICO_DELEGATIONS_DELEGATORS:
      return "SELECT d.row_id FROM delegation AS d WHERE d.holder_id = $1 AND d.delegate_id = $1 AND " IS_LATEST ORDER;
    case SPICO_DELEGATIONS_ANSWERING:
      return "SELECT d.row_id FROM delegation AS d WHERE d.holder_id = $1 AND d.account_id = $1 AND d.status = 'accepted' AND d.is_suspended = 0 AND d.scope <> 'dossiers'" ORDER;
    case SPICO_DELEGATIONS_DELEGATES:
    default:
      return "SELECT d.row_id FROM delegation AS d WHERE d.holder_id = $1 AND d.account_id = $1 AND " IS_LATEST ORDER;
    }
}

SpicoRows *
spico_store_delegation_keys (SpicoTransaction *transaction,
                             SpicoReadQuery   *query,
                             GError          **error)
{
  const char *whose = query->delegation_list == SPICO_DELEGATIONS_TO_ANSWER ? transaction->person_id : query->account_id;

  return spico_rows_read (transaction->connection, "i", where (query->delegation_list), VALUES (T (whose)), error);
}

gboolean
spico_store_load_delegations (SpicoTransaction *transaction,
                              const char       *keys,
                              SpicoPage        *page,
                              GError          **error)
{
  page->rows = spico_rows_read (transaction->connection, "it" "ttttt" "iitit" "ttiii",
                                "SELECT d.row_id, d.id, d.holder_id, d.account_id, d.delegate_id, d.scope, d.status, d.created_at, d.answered_at, d.answered_by_person_id, d.ended_at, d.ended_by_person_id, "
                                "d.ends_on, d.referent, d.is_suspended, " IS_TO_ANSWER ", "
                                "d.status = 'accepted' AND EXISTS (SELECT 1 FROM principal AS p WHERE p.id = d.account_id AND p.kind <> 'person') AND NOT EXISTS "
                                "(SELECT 1 FROM delegation AS o WHERE o.holder_id = d.account_id AND o.account_id = d.account_id AND o.delegate_id <> d.delegate_id AND o.status = 'accepted' AND o.is_suspended = 0) "
                                "FROM delegation AS d WHERE d.row_id IN (SELECT value FROM json_each ($2))",
                                VALUES (T (transaction->person_id), T (keys)), error);
  return page->rows != NULL;
}

void
spico_store_list_delegation_people (SpicoPage  *page,
                                    GHashTable *ids)
{
  static const guint columns[] = { SPICO_DELEGATION_COLUMN_DELEGATOR_ID, SPICO_DELEGATION_COLUMN_DELEGATE_ID, SPICO_DELEGATION_COLUMN_ANSWERED_BY_ID, SPICO_DELEGATION_COLUMN_ENDED_BY_ID };

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        {
          const char *id = spico_rows_get_text (page->rows, i, columns[j]);

          if (id != NULL)
            g_hash_table_add (ids, (gpointer) id);
        }
    }
}
