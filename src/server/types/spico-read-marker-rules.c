/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read markers: one a conversation, account and person, so that each delegate keeps their own unread (B004). */
#include "spico-type-rules.h"

#include <string.h>

static const SpicoJmapExpression expressions[] = {
  { "isMarkedUnread", "CASE WHEN t.account_id = {account} AND t.person_id = {person} THEN t.is_marked_unread ELSE 0 END" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "readAt", "COALESCE(t.read_at, 0)" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "ReadMarker", "SELECT c.object_id FROM change c" },
  { "Conversation", "SELECT c.object_id || '_' || c.account_id || '_' || {person} FROM change c" },
  { NULL, NULL },
};

/* The conversation of each id: with it, the markers are found by an index. */
static void
narrow (SpicoQuery        *query,
        const char *const *ids,
        gsize              n_ids)
{
  g_autoptr (GPtrArray) conversation_ids = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_ids; i++)
    g_ptr_array_add (conversation_ids, g_strndup (ids[i], strcspn (ids[i], "_")));

  spico_query_add (query, " AND t.conversation_id IN ");
  spico_query_add_list (query, (const char *const *) conversation_ids->pdata, n_ids);
}

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "conversationId"))
    return spico_jmap_filter_equal (query, "t.conversation_id", value, error);
  if (g_str_equal (name, "personId"))
    return spico_jmap_filter_equal (query, "t.person_id", value, error);

  return spico_jmap_filter_unknown (error);
}

/* In a large conversation the markers of others move without a change row here. */
static gboolean
can_calculate (SpicoJmapCall *call,
               gboolean      *can,
               GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  gboolean has_large;

  spico_query_add (query,
                   "SELECT 1 FROM participant p JOIN conversation l ON l.id = p.conversation_id"
                   " WHERE p.account_id = {account} AND l.holder_count > ");
  spico_query_add_int64 (query, SPICO_MARKER_HOLDERS_MAX);
  if (!spico_query_run_exists (query, call->context->connection, &has_large, error))
    return FALSE;

  *can = !has_large;
  return TRUE;
}

typedef struct {
  gint64 read_up_to;
  gboolean is_marked_unread;
} Marker;

static gboolean
find_marker (SpicoJmapCall *call,
             const char    *id,
             Marker        *marker,
             GError       **error)
{
  g_autofree char *sql = g_strconcat ("SELECT read_up_to, is_marked_unread FROM read_marker WHERE id = $1",
                                      spico_sql_connection_for_update (call->context->connection), NULL);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (call->context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);

  gboolean exists;

  *marker = (Marker) { 0 };
  if (statement == NULL || !spico_sql_statement_step (statement, &exists, error))
    return FALSE;

  if (exists)
    {
      marker->read_up_to = spico_sql_statement_column_int64 (statement, 0);
      marker->is_marked_unread = spico_sql_statement_column_boolean (statement, 1);
    }
  return TRUE;
}

/* The larger readUpTo wins, whatever the order in which two devices of a person arrive. */
static gboolean
store_marker (SpicoJmapCall *call,
              const char    *id,
              const char    *conversation_id,
              const Marker  *marker,
              gboolean       has_risen,
              GError       **error)
{
  SpicoJmapContext *context = call->context;

  return spico_sql_run (context->connection,
                        "INSERT INTO read_marker (id, conversation_id, account_id, person_id, read_up_to, read_at, is_marked_unread)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET"
                        " read_at = CASE WHEN excluded.read_up_to > read_marker.read_up_to THEN excluded.read_at ELSE read_marker.read_at END,"
                        " read_up_to = CASE WHEN excluded.read_up_to > read_marker.read_up_to THEN excluded.read_up_to ELSE read_marker.read_up_to END,"
                        " is_marked_unread = excluded.is_marked_unread",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (call->account_id),
                                          SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_INT (marker->read_up_to),
                                          has_risen ? SPICO_SQL_INT (context->now_us) : SPICO_SQL_NULL, SPICO_SQL_BOOLEAN (marker->is_marked_unread)),
                        error);
}

static void
tell_holders (SpicoJmapCall *call,
              const char    *id,
              GPtrArray     *holders,
              gboolean       was_seen,
              gboolean       has_risen)
{
  SpicoJournal *journal = call->context->journal;

  spico_journal_add (journal, call->account_id, "ReadMarker", id, SPICO_JOURNAL_UPDATED);
  if (!has_risen || holders->len > SPICO_MARKER_HOLDERS_MAX)
    return;

  for (guint i = 0; i < holders->len; i++)
    {
      const char *account_id = g_ptr_array_index (holders, i);

      if (!g_str_equal (account_id, call->account_id))
        spico_journal_add (journal, account_id, "ReadMarker", id, was_seen ? SPICO_JOURNAL_UPDATED : SPICO_JOURNAL_CREATED);
    }
}

/**
 * spico_read_marker_raise:
 * @call: the call, whose account and person have read
 * @conversation_id: the conversation
 * @holders: (element-type utf8): the accounts that take part
 * @read_up_to: the seq that they read up to; below what was read before, nothing moves
 * @is_marked_unread: « Marquer comme non lu » (F071)
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether it is stored
 */
gboolean
spico_read_marker_raise (SpicoJmapCall *call,
                         const char    *conversation_id,
                         GPtrArray     *holders,
                         gint64         read_up_to,
                         gboolean       is_marked_unread,
                         GError       **error)
{
  g_autofree char *id = g_strjoin ("_", conversation_id, call->account_id, call->context->actor->person_id, NULL);
  Marker marker;
  gboolean has_risen, has_turned, was_seen;

  if (!find_marker (call, id, &marker, error))
    return FALSE;

  has_risen = read_up_to > marker.read_up_to;
  was_seen = marker.read_up_to > 0;
  has_turned = is_marked_unread != marker.is_marked_unread;
  if (!has_risen && !has_turned)
    return TRUE;

  marker.read_up_to = MAX (marker.read_up_to, read_up_to);
  marker.is_marked_unread = is_marked_unread;
  if (!store_marker (call, id, conversation_id, &marker, has_risen, error))
    return FALSE;

  tell_holders (call, id, holders, was_seen, has_risen);
  return TRUE;
}

static gboolean
check_read_up_to (SpicoJmapCall *call,
                  const char    *conversation_id,
                  gint64         read_up_to,
                  GError       **error)
{
  gint64 last_seq;

  if (!spico_sql_query_int64 (call->context->connection, "SELECT last_message_seq FROM conversation WHERE id = $1",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), 0, &last_seq, error))
    return FALSE;

  return read_up_to <= last_seq || spico_jmap_refuse (call, "readUpTo", error);
}

/* « Marquer comme non lu » ends once more has been read, unless it is asked for again. */
static gboolean
wanted_mark (SpicoJmapCall   *call,
             const char      *id,
             SpicoJmapObject *object,
             gboolean        *is_marked_unread,
             GError         **error)
{
  Marker marker;

  if (spico_jmap_object_has (object, "isMarkedUnread"))
    {
      *is_marked_unread = spico_jmap_object_number (object, "isMarkedUnread") != 0;
      return TRUE;
    }
  if (!find_marker (call, id, &marker, error))
    return FALSE;

  *is_marked_unread = marker.is_marked_unread && !spico_jmap_object_has (object, "readUpTo");
  return TRUE;
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  const SpicoType *type = call->rules->type;
  g_autofree char *conversation_id = g_strndup (id, strcspn (id, "_"));
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_free);
  gint64 read_up_to = spico_jmap_object_number (object, "readUpTo");
  gboolean is_marked_unread;

  *returned = spico_jmap_property_bit (type, "readUpTo") | spico_jmap_property_bit (type, "readAt") | spico_jmap_property_bit (type, "isMarkedUnread");

  return check_read_up_to (call, conversation_id, read_up_to, error) && wanted_mark (call, id, object, &is_marked_unread, error)
         && spico_conversation_list_holders (call, conversation_id, holders, error)
         && spico_read_marker_raise (call, conversation_id, holders, read_up_to, is_marked_unread, error);
}

const SpicoJmapRules spico_read_marker_rules = {
  .type = &spico_type_read_marker,
  .read = SPICO_ACTION_MARKER_READ,
  .update = SPICO_ACTION_MARKER_UPDATE,
  .joins = "",
  .expressions = expressions,
  .sorts = sorts,
  .tie_break = "t.conversation_id",
  .dependencies = dependencies,
  .container = "Conversation",
  .narrow = narrow,
  .filter = filter,
  .can_calculate = can_calculate,
  .update_object = update_object,
};
