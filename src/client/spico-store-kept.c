/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-kept.h"

#include "spico-absence.h"
#include "spico-draft-private.h"
#include "spico-kept.h"
#include "spico-rows.h"
#include "spico-sql-query.h"
#include "spico-store-corrections.h"
#include "spico-store-groups.h"
#include "spico-store-scheduled.h"
#include "spico-store-templates.h"

#define T SPICO_SQL_TEXT
#define VALUES SPICO_SQL_VALUES

#define GROUP SPICO_DRAFT_GROUP_PREFIX
#define IS_BASE "d.conversation_id LIKE '" GROUP SPICO_DRAFT_BASE_PREFIX "%'"
#define IS_SHEET "d.conversation_id LIKE '" GROUP SPICO_DRAFT_SHEET_PREFIX "%'"
#define OF_GROUP "g.holder_id = d.holder_id AND '" GROUP "' || g.id = d.conversation_id AND g.local_state <> 3"
#define IS_ENDED "(COALESCE (a.is_gone, 1) = 1 OR a.has_discussions = 0)"

/* A draft of a group that the account administers stands in its editor, and its list says so. */
#define IS_ADMINISTERED                                                                                                                       \
  "EXISTS (SELECT 1 FROM favourite_group AS g JOIN favourite_group_share AS s ON s.holder_id = g.holder_id AND s.group_id = g.id AND s.principal_id = g.holder_id " \
  "WHERE " OF_GROUP " AND s.is_administrator = 1)"

enum {
  HOLDER,
  PLACE,
  NAME,
  TEXT,
  MEMBERS,
  REASON,
  IS_ENDED_COLUMN,
  IS_SHEET_COLUMN,
  ACTIVE_SWITCH,
  PUBLIC_SWITCH,
};

static SpicoDraftSwitch
read_switch (SpicoRows *rows,
             guint      row,
             guint      column)
{
  return (SpicoDraftSwitch) CLAMP (spico_rows_get_int (rows, row, column), SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_DRAFT_SWITCH_ON);
}

static SpicoKept *
make_group (SpicoRows *rows,
            guint      row)
{
  const char *members = spico_rows_get_string (rows, row, MEMBERS);
  g_auto (GStrv) ids = g_strsplit (members, " ", 0);
  SpicoKeptReason reason = spico_rows_get_int (rows, row, IS_ENDED_COLUMN) != 0 ? SPICO_KEPT_ENDED : (SpicoKeptReason) CLAMP (spico_rows_get_int (rows, row, REASON), SPICO_KEPT_NOT_SAVED, SPICO_KEPT_ENDED);

  return spico_kept_new (spico_rows_get_int (rows, row, IS_SHEET_COLUMN) != 0 ? SPICO_KEPT_SHEET : SPICO_KEPT_GROUP, reason, spico_rows_get_text (rows, row, HOLDER),
                         spico_rows_get_text (rows, row, PLACE), spico_rows_get_string (rows, row, NAME), spico_rows_get_string (rows, row, TEXT), (const char *const *) ids, NULL,
                         read_switch (rows, row, ACTIVE_SWITCH), read_switch (rows, row, PUBLIC_SWITCH));
}

/* Of whoever administers a group no more, nothing says so but the group itself. */
static gboolean
add_groups (SpicoTransaction *transaction,
            const char       *account_id,
            GListStore       *kept,
            GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttttt" "iiiii",
                                                "SELECT d.holder_id, substr (d.conversation_id, length ('" GROUP "') + 1), d.subject, d.text, d.participant_ids, "
                                                "CASE WHEN d.reason = 0 AND EXISTS (SELECT 1 FROM favourite_group AS g WHERE " OF_GROUP ") THEN 4 ELSE d.reason END, " IS_ENDED ", " IS_SHEET ", d.active_switch, d.public_switch "
                                                "FROM draft AS d LEFT JOIN account AS a ON a.id = d.holder_id WHERE ($1 = '' OR d.holder_id = $1) AND d.conversation_id LIKE '" GROUP "%' AND NOT " IS_BASE " "
                                                "AND (" IS_ENDED " OR NOT (" IS_SHEET " OR " IS_ADMINISTERED ")) ORDER BY d.saved_at DESC, d.holder_id, d.conversation_id",
                                                VALUES (T (account_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      g_autoptr (SpicoKept) group = make_group (rows, i);

      g_list_store_append (kept, group);
    }

  return TRUE;
}

static gboolean
add_absences (SpicoTransaction *transaction,
              const char       *account_id,
              GListStore       *kept,
              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tt",
                                                "SELECT a.id, s.value FROM setting AS s JOIN account AS a ON s.name = '" SPICO_STORE_ABSENCE_PREFIX "' || a.id "
                                                "WHERE ($1 = '' OR a.id = $1) AND s.value <> '' AND " IS_ENDED " ORDER BY a.id",
                                                VALUES (T (account_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      g_autoptr (GVariant) variant = g_variant_parse (G_VARIANT_TYPE_STRING_ARRAY, spico_rows_get_text (rows, i, 1), NULL, NULL, NULL);
      g_auto (GStrv) values = variant != NULL && g_variant_n_children (variant) == SPICO_ABSENCE_N_FIELDS ? g_variant_dup_strv (variant, NULL) : NULL;
      static const char *const nobody[] = { NULL };
      g_autoptr (SpicoKept) absence = values != NULL ? spico_kept_new (SPICO_KEPT_ABSENCE, SPICO_KEPT_ENDED, spico_rows_get_text (rows, i, 0), SPICO_ABSENCE_FORM, "", "", nobody, (const char *const *) values, SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_DRAFT_SWITCH_UNTOUCHED) : NULL;

      if (absence != NULL)
        g_list_store_append (kept, absence);
    }

  return TRUE;
}

DexFuture *
spico_store_read_kept (SpicoTransaction *transaction,
                       gpointer          data)
{
  g_autoptr (GListStore) kept = g_list_store_new (SPICO_TYPE_KEPT);
  GError *error = NULL;

  if (!add_groups (transaction, data, kept, &error) || !add_absences (transaction, data, kept, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (g_steal_pointer (&kept));
}

/* Nothing of a sheet is ever saved: it is printed from here. */
#define IS_UNSAVED "NOT " IS_BASE " AND NOT " IS_SHEET

/* What waits, and was edited since, is one. Of messages that are sent later, what was cancelled is counted: what waits or was refused is among the messages (spico_read_waiting()). */
DexFuture *
spico_store_count_unsaved (SpicoTransaction *transaction,
                           gpointer          data)
{
  gint64 n = 0;
  GError *error = NULL;

  if (!spico_sql_query_int64 (transaction->connection,
                              "SELECT COUNT (*) FROM (SELECT holder_id, '" GROUP "' || id FROM favourite_group WHERE local_state IN (1, 2) "
                              "UNION SELECT d.holder_id, d.conversation_id FROM draft AS d WHERE d.conversation_id LIKE '" GROUP "%' AND " IS_UNSAVED " "
                              "UNION SELECT holder_id, 'template ' || id FROM message_template WHERE local_state IN (1, 2) "
                              "UNION SELECT holder_id, 'template ' || id FROM template_draft "
                              "UNION SELECT holder_id, 'scheduled ' || id FROM scheduled_message WHERE local_state = 4 AND local_error = 0 "
                              "UNION SELECT '', name FROM setting WHERE name LIKE '" SPICO_STORE_ABSENCE_PREFIX "%' AND value <> '')",
                              NULL, 0, &n, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_uint ((guint) n);
}

/* A group that is made and edited afterwards is one. What one reads or marks is told later too, and nobody misses it. */
#define COUNT_CHANGES                                                                                                                          \
  "(SELECT COUNT (*) FROM (SELECT DISTINCT holder_id, object_id FROM outbox WHERE kind IN ('" SPICO_OUTBOX_GROUP "', '" SPICO_OUTBOX_GROUP_EDIT "', '" SPICO_OUTBOX_UNGROUP "', '" \
  SPICO_OUTBOX_JOIN "', '" SPICO_OUTBOX_ANSWER "', '" SPICO_OUTBOX_TEMPLATE "', '" SPICO_OUTBOX_TEMPLATE_EDIT "', '" SPICO_OUTBOX_UNTEMPLATE "', '" SPICO_OUTBOX_CORRECTION "', '" \
  SPICO_OUTBOX_SCHEDULED_TIME "', '" SPICO_OUTBOX_UNSCHEDULED "')))"

/* What was refused is not sent either, and does not leave by itself. */
#define COUNT_DRAFTS                                                                                                                           \
  "(SELECT COUNT (*) FROM (SELECT d.holder_id, d.conversation_id FROM draft AS d WHERE " IS_UNSAVED " "                                        \
  "UNION ALL SELECT holder_id, id FROM template_draft "                                                                                        \
  "UNION ALL SELECT holder_id, id FROM message WHERE local_state = 4 UNION ALL SELECT holder_id, id FROM scheduled_message WHERE local_state = 4 " \
  "UNION ALL SELECT '', name FROM setting WHERE name LIKE '" SPICO_STORE_ABSENCE_PREFIX "%' AND value <> ''))"

DexFuture *
spico_store_count_left (SpicoTransaction *transaction,
                        gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ii", "SELECT " COUNT_CHANGES ", " COUNT_DRAFTS, NULL, &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}
