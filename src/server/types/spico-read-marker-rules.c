/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read markers: one a conversation, account and person, so that each delegate keeps their own unread (B004). */
#include "spico-type-rules.h"

#include <string.h>

#define READ_AT "CASE WHEN t.account_id = {account} THEN t.read_at ELSE t.shown_at END"

/* Whoever shares the account sees how far it was read at once; the others, what was told (docs/protocol.md). */
static const SpicoJmapExpression expressions[] = {
  { "readUpTo", "CASE WHEN t.account_id = {account} THEN t.read_up_to ELSE t.shown_up_to END" },
  { "readAt", READ_AT },
  { "isMarkedUnread", "CASE WHEN t.account_id = {account} AND t.person_id = {person} THEN t.is_marked_unread ELSE 0 END" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "readAt", "COALESCE(" READ_AT ", 0)" },
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
  gint64 shown_up_to;
  gboolean is_marked_unread;
  gint64 told_at;
  gboolean is_untold;
} Marker;

static char *
find_marker_sql (SpicoJmapCall *call)
{
  return g_strconcat ("SELECT read_up_to, is_marked_unread, told_at, is_untold, shown_up_to FROM read_marker WHERE id = $1",
                      spico_sql_connection_for_update (call->context->connection), NULL);
}

static gboolean
find_marker (SpicoJmapCall *call,
             const char    *id,
             Marker        *marker,
             GError       **error)
{
  g_autofree char *sql = find_marker_sql (call);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (call->context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);

  gboolean exists;

  *marker = (Marker) { 0 };
  if (statement == NULL || !spico_sql_statement_step (statement, &exists, error))
    return FALSE;

  if (exists)
    {
      marker->read_up_to = spico_sql_statement_column_int64 (statement, 0);
      marker->is_marked_unread = spico_sql_statement_column_boolean (statement, 1);
      marker->told_at = spico_sql_statement_column_int64 (statement, 2);
      marker->is_untold = spico_sql_statement_column_boolean (statement, 3);
      marker->shown_up_to = spico_sql_statement_column_int64 (statement, 4);
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

  return spico_sql_run_later (context->connection,
                              "INSERT INTO read_marker (id, conversation_id, account_id, person_id, read_up_to, read_at, is_marked_unread, told_at, is_untold,"
                              " shown_up_to, shown_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET"
                              " read_at = CASE WHEN excluded.read_up_to > read_marker.read_up_to THEN excluded.read_at ELSE read_marker.read_at END,"
                              " read_up_to = CASE WHEN excluded.read_up_to > read_marker.read_up_to THEN excluded.read_up_to ELSE read_marker.read_up_to END,"
                              " shown_at = CASE WHEN excluded.shown_up_to > read_marker.shown_up_to THEN excluded.shown_at ELSE read_marker.shown_at END,"
                              " shown_up_to = excluded.shown_up_to,"
                              " is_marked_unread = excluded.is_marked_unread, told_at = excluded.told_at, is_untold = excluded.is_untold",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (call->account_id),
                                                SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_INT (marker->read_up_to),
                                                has_risen ? SPICO_SQL_INT (context->now_us) : SPICO_SQL_NULL, SPICO_SQL_BOOLEAN (marker->is_marked_unread),
                                                SPICO_SQL_INT (marker->told_at), SPICO_SQL_BOOLEAN (marker->is_untold),
                                                SPICO_SQL_INT (marker->shown_up_to), marker->shown_up_to > 0 ? SPICO_SQL_INT (context->now_us) : SPICO_SQL_NULL),
                              error);
}

static void
tell_others (SpicoJournal    *journal,
             const char      *own_account_id,
             const char      *id,
             GPtrArray       *holders,
             SpicoJournalKind kind)
{
  for (guint i = 0; i < holders->len; i++)
    {
      const char *account_id = g_ptr_array_index (holders, i);

      if (!g_str_equal (account_id, own_account_id))
        spico_journal_add (journal, account_id, "ReadMarker", id, kind);
    }
}

/* Who scrolls through a conversation moves their marker many times: the others hear of it at once, then no more than every few seconds, and of the last move in any case. */
static gboolean
show (SpicoJmapCall *call,
      GPtrArray     *holders,
      Marker        *marker)
{
  gint64 now_us = call->context->now_us;
  gboolean is_large = holders->len > SPICO_MARKER_HOLDERS_MAX;

  marker->is_untold = !is_large && now_us >= marker->told_at && now_us - marker->told_at < SPICO_MARKER_INTERVAL_US;
  if (marker->is_untold)
    return FALSE;

  marker->shown_up_to = marker->read_up_to;
  if (!is_large)
    marker->told_at = now_us;
  return !is_large;
}

static char *
make_id (SpicoJmapCall *call,
         const char    *conversation_id,
         const char    *person_id)
{
  return g_strjoin ("_", conversation_id, call->account_id, person_id, NULL);
}

/**
 * spico_read_marker_announce:
 * @call: the call, whose account and person will have read
 * @conversation_id: the conversation
 *
 * Says that spico_read_marker_raise() will soon be called: see spico_sql_statement_announce().
 */
void
spico_read_marker_announce (SpicoJmapCall *call,
                            const char    *conversation_id)
{
  g_autofree char *sql = find_marker_sql (call);
  g_autofree char *id = make_id (call, conversation_id, call->context->actor->person_id);

  spico_sql_announce (call->context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
}

/**
 * spico_read_marker_raise:
 * @call: the call, whose account and person have read
 * @conversation_id: the conversation
 * @holders: (element-type utf8) (nullable): the accounts that take part, to show it to them; or %NULL where a message of the person already says it
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
  g_autofree char *id = make_id (call, conversation_id, call->context->actor->person_id);
  Marker marker;
  gboolean has_risen, has_turned, was_shown, is_told;

  if (!find_marker (call, id, &marker, error))
    return FALSE;

  has_risen = read_up_to > marker.read_up_to;
  was_shown = marker.shown_up_to > 0;
  has_turned = is_marked_unread != marker.is_marked_unread;
  if (!has_risen && !has_turned)
    return TRUE;

  marker.read_up_to = MAX (marker.read_up_to, read_up_to);
  marker.is_marked_unread = is_marked_unread;
  is_told = has_risen && holders != NULL && show (call, holders, &marker);
  if (!store_marker (call, id, conversation_id, &marker, has_risen, error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "ReadMarker", id, SPICO_JOURNAL_UPDATED);
  if (is_told)
    tell_others (call->context->journal, call->account_id, id, holders, was_shown ? SPICO_JOURNAL_UPDATED : SPICO_JOURNAL_CREATED);

  return TRUE;
}

/**
 * spico_read_marker_mark_unread:
 * @call: the call, whose account it is
 * @conversation_id: a conversation of that account
 * @person_id: who acts for the account too, and is to look at it
 * @error: return location for a #SpicoSqlError
 *
 * Marks it as unread for somebody else, as « Marquer comme non lu » does (F071): what they have read stays read, and the others see nothing of it.
 *
 * Returns: whether it is stored
 */
gboolean
spico_read_marker_mark_unread (SpicoJmapCall *call,
                               const char    *conversation_id,
                               const char    *person_id,
                               GError       **error)
{
  g_autofree char *id = make_id (call, conversation_id, person_id);

  if (!spico_sql_run (call->context->connection,
                      "INSERT INTO read_marker (id, conversation_id, account_id, person_id, read_up_to, is_marked_unread, told_at, is_untold, shown_up_to)"
                      " VALUES ($1, $2, $3, $4, 0, 1, 0, 0, 0) ON CONFLICT (id) DO UPDATE SET is_marked_unread = 1",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (person_id)), error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "ReadMarker", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

typedef struct {
  char *id;
  char *conversation_id;
  char *account_id;
} DueMarker;

static void
due_marker_free (DueMarker *marker)
{
  g_free (marker->id);
  g_free (marker->conversation_id);
  g_free (marker->account_id);
  g_free (marker);
}

static DueMarker *
due_marker_new (SpicoSqlStatement *statement)
{
  DueMarker *marker = g_new0 (DueMarker, 1);

  marker->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  marker->conversation_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  marker->account_id = g_strdup (spico_sql_statement_column_text (statement, 2));

  return marker;
}

/* Takes the markers that are due, so that no other process tells them too. Those that somebody moves just now can wait. */
static gboolean
take_due (SpicoSqlConnection *connection,
          gint64              now_us,
          guint               most,
          GPtrArray          *markers,
          GError            **error)
{
  g_autofree char *sql = g_strconcat ("UPDATE read_marker SET told_at = $1, is_untold = 0, shown_up_to = read_up_to, shown_at = read_at WHERE is_untold = 1"
                                      " AND id IN (SELECT id FROM read_marker WHERE is_untold = 1 AND told_at <= $2 ORDER BY told_at LIMIT $3",
                                      spico_sql_connection_for_update_of_free (connection), ") RETURNING id, conversation_id, account_id", NULL);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = spico_sql_query (connection, sql,
                               SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us - SPICO_MARKER_INTERVAL_US), SPICO_SQL_INT (most)), error);
  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (markers, due_marker_new (statement));
    }

  return TRUE;
}

/**
 * spico_read_markers_are_due:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @due: (out): whether spico_read_markers_tell() has anything to do
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_read_markers_are_due (SpicoSqlConnection *connection,
                            gint64              now_us,
                            gboolean           *due,
                            GError            **error)
{
  return spico_sql_query_exists (connection, "SELECT 1 FROM read_marker WHERE is_untold = 1 AND told_at <= $1",
                                 SPICO_SQL_VALUES (SPICO_SQL_INT (now_us - SPICO_MARKER_INTERVAL_US)), due, error);
}

/**
 * spico_read_markers_tell:
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @most: how many markers at most
 * @n_told: (out): how many there were
 * @changes: (element-type SpicoStateChange): told what to tell the event streams once the transaction is committed
 * @error: return location for a #SpicoSqlError
 *
 * Tells the other holders of the markers that have moved since they last heard of them, %SPICO_MARKER_INTERVAL_US ago or more.
 *
 * Returns: whether they are told
 */
gboolean
spico_read_markers_tell (SpicoSqlConnection *connection,
                         gint64              now_us,
                         guint               most,
                         guint              *n_told,
                         GPtrArray          *changes,
                         GError            **error)
{
  g_autoptr (GPtrArray) markers = g_ptr_array_new_with_free_func ((GDestroyNotify) due_marker_free);
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);

  if (!take_due (connection, now_us, most, markers, error))
    return FALSE;

  *n_told = markers->len;
  for (guint i = 0; i < markers->len; i++)
    spico_conversation_announce_holders (connection, ((DueMarker *) g_ptr_array_index (markers, i))->conversation_id);
  for (guint i = 0; i < markers->len; i++)
    {
      const DueMarker *marker = g_ptr_array_index (markers, i);
      g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_free);

      if (!spico_conversation_list_holders (connection, marker->conversation_id, holders, error))
        return FALSE;
      tell_others (journal, marker->account_id, marker->id, holders, SPICO_JOURNAL_UPDATED);
    }

  return spico_journal_write (journal, connection, changes, error);
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

  return spico_conversation_check_seq (call, conversation_id, "readUpTo", read_up_to, error) && wanted_mark (call, id, object, &is_marked_unread, error)
         && spico_conversation_list_holders (call->context->connection, conversation_id, holders, error)
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
