/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mail is sent next, and what it tells. What tells an address of the same kind of things waits until the first of them is old enough, and leaves in one mail. Which notifications a mail tells is decided once,
 * when it is first claimed, and stands in their rows: one that is sent again is the same, under the same Message-ID. */
#include "spico-notification.h"

#include "spico-address-proof.h"
#include "spico-assignment-news.h"
#include "spico-delegation-news.h"
#include "spico-group-news.h"
#include "spico-mail-address.h"
#include "spico-operator.h"

/* How long a claim keeps others away: longer than the relay may take for all that was claimed at once. */
#define CLAIM_US (10 * G_TIME_SPAN_MINUTE)
/* How many rows are looked at to make mails of them: who claims makes others wait. */
#define MAX_ROWS 2000
/* How many notifications a mail tells at most; what is more makes another. */
#define MAX_EVENTS 500
/* The rank of what is not due yet. */
#define WAITS 3

/* What leaves at once. */
#define IS_URGENT(t) t ".kind IN ('code', 'address')"
/* What has its own pace, and goes behind all that is about its reader alone. */
#define IS_FOR_ALL(t) t ".kind = 'announcement'"
/* Whether a row is to be sent: a mail that is tried again, or one that has waited for others of its kind, $2 being since when. */
#define IS_DUE(t) "(" t ".mail_id IS NOT NULL OR " IS_URGENT (t) " OR " IS_FOR_ALL (t) " OR " t ".created_at <= $2)"

/* An announcement that stands, and whose window is not over, is for whom the region still lets in. */
#define IS_ANNOUNCED(now)                                                                                                      \
  "EXISTS (SELECT 1 FROM announcement b WHERE b.id = n.group_id AND (b.ends_at IS NULL OR b.ends_at > " now "))"               \
  " AND NOT EXISTS (SELECT 1 FROM login l WHERE l.person_id = n.principal_id AND l.is_enabled = 0)"

/* The operator's deeds are noted by whom does not know whether the region mails: once they are old news, a relay that comes later does not tell them. */
#define IS_OLD_NEWS(now) "n.attempts = 0 AND n.account_id = '" SPICO_OPERATOR_ID "' AND n.created_at < " now " - 259200000000"
G_STATIC_ASSERT (SPICO_NOTIFICATION_PATIENCE_US == G_GINT64_CONSTANT (259200000000));

/* What is somebody else's by now is told to nobody. */
#define IS_ASSIGNED "EXISTS (SELECT 1 FROM participant v WHERE v.conversation_id = n.group_id AND v.account_id = n.account_id AND v.assigned_person_id = n.principal_id)"

/* Who has switched such mails off since it was queued has no address for it. */
#define ADDRESS(now)                                                                                                             \
  "CASE WHEN " IS_OLD_NEWS (now) " THEN NULL WHEN n.kind = 'code' THEN (SELECT c.pending_mail FROM profile c WHERE c.id = n.account_id AND c.code_id = n.id)"       \
  " WHEN n.kind = 'address' THEN n.address"                                                                                    \
  " WHEN n.kind = 'request' AND EXISTS (SELECT 1 FROM group_request q WHERE q.id = n.group_id AND q.status = 'pending') THEN n.address" \
  " WHEN n.kind IN ('group', 'role') AND " SPICO_NOTIFICATION_IS_WANTED ("t", "group") " THEN " SPICO_NOTIFICATION_ADDRESS ("t")          \
  " WHEN n.kind = 'delegation' AND " SPICO_NOTIFICATION_IS_WANTED ("t", "delegation") " THEN " SPICO_NOTIFICATION_ADDRESS ("t") \
  " WHEN n.kind = 'assignment' AND " SPICO_NOTIFICATION_IS_WANTED ("t", "delegation") " AND " IS_ASSIGNED " THEN " SPICO_NOTIFICATION_ADDRESS ("t") \
  " WHEN n.kind IN ('contact', 'conversation') AND " SPICO_NOTIFICATION_IS_WANTED ("t", "contact") " THEN " SPICO_NOTIFICATION_ADDRESS ("t") \
  " WHEN n.kind = 'announcement' AND " SPICO_NOTIFICATION_IS_WANTED ("t", "announcement") " AND " IS_ANNOUNCED (now) " THEN " SPICO_NOTIFICATION_ADDRESS ("t") \
  " END"

/* What may leave now, and behind it what waits and may leave with it. What is urgent goes first, whatever has piled up. */
#define CANDIDATES                                                                                                             \
  "SELECT n.id, n.kind, n.mail_id, n.rank, " ADDRESS ("$1") " FROM (SELECT w.*, CASE WHEN " IS_URGENT ("w") " THEN 0 WHEN " IS_FOR_ALL ("w") " THEN 2 WHEN " IS_DUE ("w") " THEN 1 ELSE 3 END AS rank" \
  " FROM notification w WHERE w.status = 'queued' AND w.next_at <= $1 ORDER BY rank, w.created_at, w.id LIMIT $3) n"           \
  " LEFT JOIN principal t ON t.id = n.principal_id ORDER BY n.rank, n.created_at, n.id"

/* What is to be said is read anew each time: the address, the names. */
#define CLAIMED                                                                                                                \
  "SELECT n.id, n.account_id, n.attempts, n.created_at, " ADDRESS ("$2") ", COALESCE(t.has_account, 0),"                              \
  " CASE WHEN n.person_id = '" SPICO_OPERATOR_ID "' THEN 'L''opérateur de la région' ELSE COALESCE(p.name, '') END, COALESCE(a.name, ''), COALESCE(r.name, ''), n.matter, COALESCE(o.name, ''),"                         \
  " CASE WHEN o.kind IS NULL OR o.kind = 'person' THEN 0 ELSE 1 END, COALESCE(e.name, ''), n.kind, n.group_id, n.recipient_id," \
  " COALESCE(b.kind, ''), COALESCE(b.title, ''), COALESCE(b.text, ''), COALESCE(b.starts_at, 0), COALESCE(b.ends_at, 0)"      \
  " FROM notification n LEFT JOIN principal t ON t.id = n.principal_id"                                                        \
  " LEFT JOIN principal p ON p.id = n.person_id LEFT JOIN principal a ON a.id = n.account_id"                                  \
  " LEFT JOIN principal r ON r.id = n.recipient_id AND (r.id <> n.principal_id OR r.kind <> 'person')"                         \
  " LEFT JOIN delegation d ON d.id = n.delegation_id LEFT JOIN principal o ON o.id = d.account_id"                             \
  " LEFT JOIN announcement b ON b.id = n.group_id AND n.kind = 'announcement' LEFT JOIN principal e ON e.id = d.delegate_id"                                                                           \
  " WHERE n.status = 'queued' AND n.mail_id = $1 ORDER BY n.created_at, n.id"

static const struct {
  const char *kind;
  SpicoMailKind mail_kind;
  gboolean is_gathered;
} kinds[] = {
  { "contact", SPICO_MAIL_CONTACT, TRUE },
  { "conversation", SPICO_MAIL_CONTACT, TRUE },
  { "group", SPICO_MAIL_GROUP, TRUE },
  { "delegation", SPICO_MAIL_DELEGATION, TRUE },
  { "code", SPICO_MAIL_CODE, FALSE },
  { "address", SPICO_MAIL_FORMER, FALSE },
  { "announcement", SPICO_MAIL_ANNOUNCEMENT, FALSE },
  { "request", SPICO_MAIL_REQUEST, TRUE },
  { "role", SPICO_MAIL_ROLE, TRUE },
  { "assignment", SPICO_MAIL_ASSIGNMENT, TRUE },
};

static guint
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].kind, kind))
        return i;
    }

  g_assert_not_reached ();
}

/**
 * spico_notification_is_due:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @wait_us: how long what happens waits for more of its kind, in microseconds
 * @is_due: (out): whether any is to be sent now
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_notification_is_due (SpicoSqlConnection *connection,
                           gint64              now_us,
                           gint64              wait_us,
                           gboolean           *is_due,
                           GError            **error)
{
  return spico_sql_query_exists (connection, "SELECT 1 FROM notification w WHERE w.status = 'queued' AND w.next_at <= $1 AND " IS_DUE ("w"),
                                 SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us - wait_us)), is_due, error);
}

/* ---- What makes a mail ---- */

typedef struct {
  char *key;
  GPtrArray *ids; /* of its notifications, the first of which names it */
  gboolean is_old; /* whether it was claimed before */
} Heap;

static void
heap_free (gpointer data)
{
  Heap *self = data;

  g_free (self->key);
  g_ptr_array_unref (self->ids);
  g_free (self);
}

/* What has no address is nobody's, and fails alone. */
static char *
make_key (const char *id,
          const char *kind,
          const char *mail_id,
          const char *address)
{
  guint found = find_kind (kind);

  if (mail_id != NULL)
    return g_strconcat ("mail ", mail_id, NULL);
  if (!kinds[found].is_gathered || address == NULL)
    return g_strconcat ("alone ", id, NULL);

  return g_strdup_printf ("kind %d %s", kinds[found].mail_kind, address);
}

static void
add_heap (GPtrArray  *heaps,
          GHashTable *by_key,
          char       *key,
          const char *mail_id,
          const char *id)
{
  Heap *heap = g_new0 (Heap, 1);

  heap->key = key;
  heap->is_old = mail_id != NULL;
  heap->ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (heap->ids, g_strdup (heap->is_old ? mail_id : id));
  g_ptr_array_add (heaps, heap);
  g_hash_table_insert (by_key, heap->key, heap);
}

static void
take_candidate (SpicoSqlStatement *statement,
                guint              most,
                GPtrArray         *heaps,
                GHashTable        *by_key)
{
  const char *id = spico_sql_statement_column_text (statement, 0);
  const char *mail_id = spico_sql_statement_column_text (statement, 2);
  gboolean is_due = spico_sql_statement_column_int64 (statement, 3) < WAITS;
  g_autofree char *key = make_key (id, spico_sql_statement_column_text (statement, 1), mail_id, spico_sql_statement_column_text (statement, 4));
  Heap *heap = g_hash_table_lookup (by_key, key);

  if (heap == NULL && is_due && heaps->len < most)
    add_heap (heaps, by_key, g_steal_pointer (&key), mail_id, id);
  else if (heap != NULL && !heap->is_old && heap->ids->len < MAX_EVENTS)
    g_ptr_array_add (heap->ids, g_strdup (id));
}

static GPtrArray *
make_heaps (SpicoSqlConnection *connection,
            gint64              now_us,
            gint64              wait_us,
            guint               most,
            GError            **error)
{
  g_autoptr (GPtrArray) heaps = g_ptr_array_new_with_free_func (heap_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, CANDIDATES, SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us - wait_us), SPICO_SQL_INT (MAX_ROWS)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return g_steal_pointer (&heaps);
      take_candidate (statement, most, heaps, by_key);
    }

  return NULL;
}

static gboolean
claim_heap (SpicoSqlConnection *connection,
            const Heap         *heap,
            gint64              now_us,
            GError            **error)
{
  const char *mail_id = g_ptr_array_index (heap->ids, 0);
  g_autoptr (SpicoQuery) query = NULL;

  if (heap->is_old)
    return spico_sql_run_later (connection, "UPDATE notification SET next_at = $2 WHERE mail_id = $1 AND status = 'queued'",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (mail_id), SPICO_SQL_INT (now_us + CLAIM_US)), error);

  query = spico_query_new (NULL, NULL, now_us);
  spico_query_add (query, "UPDATE notification SET mail_id = ");
  spico_query_add_text (query, mail_id);
  spico_query_add (query, ", next_at = ");
  spico_query_add_int64 (query, now_us + CLAIM_US);
  spico_query_add (query, " WHERE status = 'queued' AND id IN ");
  spico_query_add_list (query, (const char *const *) heap->ids->pdata, heap->ids->len);

  return spico_query_run_later (query, connection, error);
}

/* ---- What a mail says ---- */

static char *
name_who (const char *person,
          const char *account)
{
  return g_str_equal (person, account) ? g_strdup (person) : g_strconcat (person, " pour le compte de ", account, NULL);
}

/* The account is named with what became of a delegation, not with who acted. A structure is told through those who act for it, and they for which one. */
static char *
say_event (SpicoSqlStatement *statement,
           SpicoMailKind      kind)
{
  const char *person = spico_sql_statement_column_text (statement, 6);
  const char *structure = spico_sql_statement_column_text (statement, 8);
  g_autofree char *who = name_who (person, spico_sql_statement_column_text (statement, 7));

  if (kind == SPICO_MAIL_DELEGATION)
    return spico_delegation_news_format (spico_sql_statement_column_text (statement, 9), person, spico_sql_statement_column_text (statement, 10),
                                         spico_sql_statement_column_boolean (statement, 11), spico_sql_statement_column_text (statement, 12));

  if (kind == SPICO_MAIL_ROLE)
    return spico_group_news_format (spico_sql_statement_column_text (statement, 9), person, structure);

  if (kind == SPICO_MAIL_ASSIGNMENT)
    return spico_assignment_news_format (person, structure);

  if (kind == SPICO_MAIL_ANNOUNCEMENT)
    return spico_mail_text_announce (spico_sql_statement_column_text (statement, 16), spico_sql_statement_column_text (statement, 17));

  return spico_mail_text_say (kind, who, structure[0] != '\0' ? structure : "vous");
}

/* A structure and who acts for it may read the same address: what tells both is one event. */
static gboolean
is_new_event (SpicoSqlStatement *statement,
              GHashTable        *told)
{
  const char *of = spico_sql_statement_column_text (statement, 14);

  return of[0] == '\0' || g_hash_table_add (told, g_strjoin (" ", of, spico_sql_statement_column_text (statement, 1), spico_sql_statement_column_text (statement, 15), NULL));
}

static void
add_event (SpicoNotification *self,
           SpicoSqlStatement *statement,
           GHashTable        *told)
{
  g_ptr_array_add (self->ids, g_strdup (spico_sql_statement_column_text (statement, 0)));
  g_ptr_array_add (self->account_ids, g_strdup (spico_sql_statement_column_text (statement, 1)));
  self->has_account |= spico_sql_statement_column_boolean (statement, 5);
  self->created_at_us = spico_sql_statement_column_int64 (statement, 3);
  if (self->kind == SPICO_MAIL_DELEGATION)
    self->is_asked |= spico_delegation_news_is_asked (spico_sql_statement_column_text (statement, 9));
  if (is_new_event (statement, told))
    g_ptr_array_add (self->events, say_event (statement, self->kind));
}

static void
read_head (SpicoNotification *self,
           SpicoSqlStatement *statement)
{
  const char *address = spico_sql_statement_column_text (statement, 4);

  self->attempts = (guint) spico_sql_statement_column_int64 (statement, 2);
  self->to = address != NULL && spico_mail_address_is_valid (address) ? g_strdup (address) : NULL;
  self->kind = kinds[find_kind (spico_sql_statement_column_text (statement, 13))].mail_kind;
  if (self->kind == SPICO_MAIL_ANNOUNCEMENT)
    self->details = spico_mail_text_detail (spico_sql_statement_column_text (statement, 18), spico_sql_statement_column_int64 (statement, 19), spico_sql_statement_column_int64 (statement, 20));
}

static SpicoNotification *
notification_new (const char *mail_id)
{
  SpicoNotification *self = g_new0 (SpicoNotification, 1);

  self->id = g_strdup (mail_id);
  self->message_id = g_strdup (mail_id);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->account_ids = g_ptr_array_new_with_free_func (g_free);
  self->events = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/* @strangers: told what has another address than the first, since it was gathered. */
static gboolean
read_mail (SpicoNotification  *self,
           SpicoSqlConnection *connection,
           gint64              now_us,
           GPtrArray          *strangers,
           GError            **error)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, CLAIMED, SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (now_us)), error);
  g_autofree char *address = NULL;
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        {
          g_ptr_array_add (self->events, NULL);
          return TRUE;
        }
      if (self->ids->len == 0)
        {
          read_head (self, statement);
          address = g_strdup (spico_sql_statement_column_text (statement, 4));
        }
      if (g_strcmp0 (address, spico_sql_statement_column_text (statement, 4)) == 0)
        add_event (self, statement, told);
      else
        g_ptr_array_add (strangers, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }

  return FALSE;
}

/* They are mailed by themselves. */
static gboolean
release (SpicoSqlConnection *connection,
         GPtrArray          *strangers,
         gint64              now_us,
         GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);

  if (strangers->len == 0)
    return TRUE;

  spico_query_add (query, "UPDATE notification SET mail_id = NULL, attempts = 0, next_at = {now} WHERE status = 'queued' AND id IN ");
  spico_query_add_list (query, (const char *const *) strangers->pdata, strangers->len);

  return spico_query_run_later (query, connection, error);
}

/* A code that is mailed again is another, and so is its mail: it must not be taken for the first. */
static gboolean
make_code (SpicoNotification  *self,
           SpicoSqlConnection *connection,
           gint64              now_us,
           GError            **error)
{
  if (self->kind != SPICO_MAIL_CODE)
    return TRUE;
  if (!spico_address_proof_make_code (connection, g_ptr_array_index (self->account_ids, 0), self->id, now_us, &self->code, error))
    return FALSE;

  g_free (self->message_id);
  self->message_id = g_strdup_printf ("%s.%" G_GINT64_FORMAT, self->id, now_us);
  if (self->code == NULL)
    g_clear_pointer (&self->to, g_free);
  return TRUE;
}

static gboolean
take_heap (SpicoSqlConnection *connection,
           const Heap         *heap,
           gint64              now_us,
           GPtrArray          *claimed,
           GError            **error)
{
  g_autoptr (SpicoNotification) notification = notification_new (g_ptr_array_index (heap->ids, 0));
  g_autoptr (GPtrArray) strangers = g_ptr_array_new_with_free_func (g_free);

  if (!claim_heap (connection, heap, now_us, error) || !read_mail (notification, connection, now_us, strangers, error) || !release (connection, strangers, now_us, error))
    return FALSE;
  /* Whoever settles does not wait for who claims. */
  if (notification->ids->len == 0)
    return TRUE;
  if (!make_code (notification, connection, now_us, error))
    return FALSE;

  g_ptr_array_add (claimed, g_steal_pointer (&notification));
  return TRUE;
}

/**
 * spico_notification_lock:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Whoever says what is mailed next, in whichever process, does so one after the other, until the transaction ends.
 *
 * Returns: whether it is this one's turn
 */
gboolean
spico_notification_lock (SpicoSqlConnection *connection,
                         gint64              now_us,
                         GError            **error)
{
  return spico_sql_run (connection, "INSERT INTO lease (name, holder, expires_at) VALUES ('mail', '', $1) ON CONFLICT (name) DO UPDATE SET expires_at = excluded.expires_at",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (now_us)), error);
}

/**
 * spico_notification_claim:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @wait_us: how long what happens waits for more of its kind, in microseconds
 * @most: how many mails at most
 * @error: return location for a #SpicoSqlError
 *
 * Claims what is due, so that nobody else sends it; a claim that is not settled ends by itself. What tells the same address of the same kind of things goes along in one mail, once the first of them is @wait_us old.
 *
 * Returns: (transfer full) (element-type SpicoNotification) (nullable): the mails that are to be sent
 */
GPtrArray *
spico_notification_claim (SpicoSqlConnection *connection,
                          gint64              now_us,
                          gint64              wait_us,
                          guint               most,
                          GError            **error)
{
  g_autoptr (GPtrArray) claimed = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_notification_free);
  g_autoptr (GPtrArray) heaps = NULL;

  /* Two that gather at once would each take a part. */
  if (!spico_notification_lock (connection, now_us, error))
    return NULL;

  heaps = make_heaps (connection, now_us, wait_us, most, error);
  if (heaps == NULL)
    return NULL;
  for (guint i = 0; i < heaps->len; i++)
    {
      if (!take_heap (connection, g_ptr_array_index (heaps, i), now_us, claimed, error))
        return NULL;
    }

  return g_steal_pointer (&claimed);
}
