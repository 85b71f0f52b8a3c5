/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold in every region, shown on random ones: lists follow the rights, and changes lead where a fresh look leads. */
#include "spico-jmap-world.h"

#include "spico-auth-device.h"
#include "spico-journal.h"

static const char *const people[] = { "pa", "pb", "pc", "pd" };
static const char *const accounts[] = { "pa", "pb", "pc", "pd", "fs", "fo" };

static const char *
pick (const char *const *texts,
      guint              n_texts)
{
  return texts[g_test_rand_int_range (0, (gint32) n_texts)];
}

#define PICK(texts) pick (texts, G_N_ELEMENTS (texts))

static GPtrArray *
list_column (SpicoJmapWorld *world,
             const char     *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (world->connection, sql, NULL, &error);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = TRUE;

  while (has_row)
    {
      g_assert_true (spico_sql_statement_step (statement, &has_row, &error));
      if (has_row)
        g_ptr_array_add (texts, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }

  return texts;
}

/* ---- What people do ---- */

static const char *
person_of (const char *account_id)
{
  return account_id[0] == 'f' ? "pd" : account_id;
}

static const char *const joining[] = { "pa", "pb", "pc", "fs", "fo" };

/* Someone else comes into the circle, with or without habilitation. (A delegate's own refusal would hide dossiers of the account from them without a change of the account's.) */
static void
join_circle (SpicoJmapWorld *world,
             const char     *dossier_id,
             const char     *account)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (world->now_us);
  g_autoptr (GError) error = NULL;

  spico_jmap_world_sql (world,
                        "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                        " VALUES ($1, $2, $3, $4, '', 1, 0, 'pa', 'pa') ON CONFLICT (dossier_id, account_id) DO NOTHING",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier_id), SPICO_SQL_TEXT (account), SPICO_SQL_INT (g_test_rand_bit ()), SPICO_SQL_INT (g_test_rand_bit ())));
  spico_journal_add (journal, account, "Dossier", dossier_id, SPICO_JOURNAL_CREATED);
  spico_journal_write (journal, world->connection, NULL, &error);
  g_assert_no_error (error);
}

static void
do_open_dossier (SpicoJmapWorld *world,
                 const char     *account)
{
  g_autofree char *id = spico_jmap_world_open_dossier (world, person_of (account), account);

  if (g_test_rand_bit ())
    join_circle (world, id, PICK (joining));
}

static void
do_converse (SpicoJmapWorld *world,
             const char     *account)
{
  g_autoptr (GString) participants = g_string_new ("'pn'");

  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      if (g_test_rand_bit ())
        g_string_append_printf (participants, ",'%s'", accounts[i]);
    }
  g_free (spico_jmap_world_converse (world, person_of (account), account, participants->str));
}

static void
do_say (SpicoJmapWorld *world,
        const char     *account)
{
  g_autofree char *sql = g_strdup_printf ("SELECT conversation_id FROM participant WHERE account_id = '%s' ORDER BY 1", account);
  g_autoptr (GPtrArray) conversations = list_column (world, sql);

  if (conversations->len > 0)
    g_free (spico_jmap_world_say (world, person_of (account), account, pick ((const char *const *) conversations->pdata, conversations->len), "Bonjour"));
}

static void
do_read (SpicoJmapWorld *world,
         const char     *account)
{
  g_autofree char *sql = g_strdup_printf ("SELECT conversation_id FROM participant WHERE account_id = '%s' ORDER BY 1", account);
  g_autoptr (GPtrArray) conversations = list_column (world, sql);
  const char *id;

  if (conversations->len == 0)
    return;
  id = pick ((const char *const *) conversations->pdata, conversations->len);
  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['ReadMarker/set',{'accountId':'%s','update':{'%s_%s_%s':{'readUpTo':%d,'isMarkedUnread':%s}}},'0']", account, id,
                                         account, person_of (account), g_test_rand_int_range (0, 4), g_test_rand_bit () ? "true" : "false"));
}

static void
do_handle (SpicoJmapWorld *world,
           const char     *account)
{
  g_autofree char *sql = g_strdup_printf ("SELECT conversation_id FROM participant WHERE account_id = '%s' ORDER BY 1", account);
  g_autoptr (GPtrArray) conversations = list_column (world, sql);

  if (conversations->len > 0)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Conversation/set',{'accountId':'%s','update':{'%s':{'handledSeq':%s}}},'0']", account,
                                           pick ((const char *const *) conversations->pdata, conversations->len), g_test_rand_bit () ? "1" : "0"));
}

static void
do_favour (SpicoJmapWorld *world,
           const char     *account)
{
  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Favourite/set',{'accountId':'%s','create':{'x':{'principalId':'%s'}}},'0']", account, PICK (accounts)));
}

static void
do_forget (SpicoJmapWorld *world,
           const char     *account)
{
  g_autoptr (GPtrArray) favourites = list_column (world, "SELECT id FROM favourite ORDER BY 1");

  if (favourites->len > 0)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Favourite/set',{'accountId':'%s','destroy':['%s']},'0']", account,
                                           pick ((const char *const *) favourites->pdata, favourites->len)));
}

static void
do_leave (SpicoJmapWorld *world,
          const char     *account)
{
  int day = g_test_rand_int_range (1, 29);

  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Absence/set',{'accountId':'%s','create':{'x':{'firstDay':'2026-03-%02d','lastDay':'2026-03-%02d'}}},'0']", account,
                                         day, day + 1));
}

static void
do_shelve (SpicoJmapWorld *world,
           const char     *account)
{
  g_autoptr (GPtrArray) dossiers = list_column (world, "SELECT id FROM dossier ORDER BY 1");

  if (dossiers->len > 0)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Dossier/set',{'accountId':'%s','update':{'%s':{'inActiveList':%s}}},'0']", account,
                                           pick ((const char *const *) dossiers->pdata, dossiers->len), g_test_rand_bit () ? "true" : "false"));
}

static void
do_search (SpicoJmapWorld *world,
           const char     *account)
{
  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['RecentSearch/set',{'accountId':'%s','create':{'x':{'text':'Search %d'}}},'0']", account, g_test_rand_int_range (0, 5)));
}

/* ---- Groups of favourites ---- */

static char *
pick_column (SpicoJmapWorld *world,
             const char     *sql)
{
  g_autoptr (GPtrArray) texts = list_column (world, sql);

  return texts->len > 0 ? g_strdup (pick ((const char *const *) texts->pdata, texts->len)) : NULL;
}

static void
do_template (SpicoJmapWorld *world,
             const char     *account)
{
  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['MessageTemplate/set',{'accountId':'%s','create':{'x':{'name':'Refus','text':'Nous ne pouvons pas'}}},'0']", account));
}

static void
do_untemplate (SpicoJmapWorld *world,
               const char     *account)
{
  g_autofree char *id = pick_column (world, "SELECT id FROM message_template ORDER BY 1");

  if (id != NULL)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['MessageTemplate/set',{'accountId':'%s','destroy':['%s']},'0']", account, id));
}

static char *
pick_members (void)
{
  g_autoptr (GString) members = g_string_new ("'pn'");

  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      if (g_test_rand_bit ())
        g_string_append_printf (members, ",'%s'", accounts[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&members));
}

static void
do_group (SpicoJmapWorld *world,
          const char     *account)
{
  g_autofree char *members = pick_members ();

  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroup/set',{'accountId':'%s','create':{'x':{'name':'G','isPublic':%s,'memberIds':[%s]}}},'0']", account,
                                         g_test_rand_bit () ? "true" : "false", members));
}

static void
do_regroup (SpicoJmapWorld *world,
            const char     *account)
{
  g_autofree char *id = pick_column (world, "SELECT id FROM favourite_group ORDER BY 1");
  g_autofree char *members = pick_members ();

  if (id == NULL)
    return;
  if (g_test_rand_int_range (0, 6) == 0)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroup/set',{'accountId':'%s','destroy':['%s']},'0']", account, id));
  else if (g_test_rand_bit ())
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroup/set',{'accountId':'%s','update':{'%s':{'memberIds':[%s],'isActive':%s}}},'0']", account, id, members,
                                           g_test_rand_bit () ? "true" : "false"));
  else
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroup/set',{'accountId':'%s','update':{'%s':{'name':'%c','isPublic':%s}}},'0']", account, id,
                                           g_test_rand_int_range ('A', 'Z'), g_test_rand_bit () ? "true" : "false"));
}

/* With somebody else, or, where it is public, with oneself. */
static void
do_share (SpicoJmapWorld *world,
          const char     *account)
{
  g_autofree char *id = pick_column (world, "SELECT id FROM favourite_group ORDER BY 1");

  if (id != NULL)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroupShare/set',{'accountId':'%s','create':{'x':{'groupId':'%s','principalId':'%s'}}},'0']", account, id,
                                           g_test_rand_bit () ? account : PICK (accounts)));
}

static void
do_answer (SpicoJmapWorld *world,
           const char     *account)
{
  g_autofree char *id = pick_column (world, "SELECT id FROM favourite_group_share ORDER BY 1");

  if (id == NULL)
    return;
  if (g_test_rand_int_range (0, 6) == 0)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroupShare/set',{'accountId':'%s','destroy':['%s']},'0']", account, id));
  else
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['FavouriteGroupShare/set',{'accountId':'%s','update':{'%s':{'%s':%s}}},'0']", account, id,
                                           g_test_rand_bit () ? "isAccepted" : "isAdministrator", g_test_rand_bit () ? "true" : "false"));
}

/* ---- Delegations ---- */

static void
do_ask (SpicoJmapWorld *world,
        const char     *account)
{
  static const char *const scopes[] = { "all", "discussions", "dossiers" };

  yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Delegation/set',{'accountId':'%s','create':{'x':{'delegatorId':'%s','delegateId':'%s','scope':'%s'}}},'0']", account,
                                         g_test_rand_bit () ? account : PICK (accounts), g_test_rand_bit () ? account : PICK (accounts), PICK (scopes)));
}

/* Who looks at the structure goes on acting for it. */
static void
do_reply (SpicoJmapWorld *world,
          const char     *account)
{
  static const char *const statuses[] = { "accepted", "refused", "ended" };
  g_autofree char *id = pick_column (world, "SELECT id FROM delegation WHERE id <> 'fs-pd-all' ORDER BY 1");

  if (id != NULL)
    yyjson_doc_free (spico_jmap_world_ask (world, person_of (account), "['Delegation/set',{'accountId':'%s','update':{'%s':{'status':'%s'}}},'0']", account, id, PICK (statuses)));
}

/* Signing in, or taking a device away. */
static void
do_device (SpicoJmapWorld *world,
           const char     *account)
{
  const char *person = person_of (account);
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM auth_session WHERE person_id = '%s' ORDER BY 1", person);
  g_autofree char *known = pick_column (world, sql);
  g_autofree char *id = g_strdup_printf ("device-%" G_GINT64_FORMAT, world->now_us);
  g_autoptr (GError) error = NULL;

  if (known != NULL && g_test_rand_bit ())
    {
      yyjson_doc_free (spico_jmap_world_ask (world, person, "['Device/set',{'accountId':'%s','update':{'%s':{'mustErase':true}}},'0']", person, known));
      return;
    }

  world->now_us++;
  spico_jmap_world_sql (world, "INSERT INTO auth_session (id, login, person_id, created_at, refreshed_at, expires_at, name, must_erase) VALUES ($1, $2, $2, $3, $3, $3, '', 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (person), SPICO_SQL_INT (world->now_us)));
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_auth_tell_device (world->connection, person, id, SPICO_JOURNAL_CREATED, world->now_us, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
}

static void (*const deeds[]) (SpicoJmapWorld *world, const char *account) = {
  do_open_dossier, do_converse, do_say, do_say, do_say, do_read, do_read, do_handle, do_favour, do_forget, do_template, do_template, do_untemplate, do_search, do_shelve, do_leave, do_group, do_regroup, do_share, do_share, do_answer, do_answer, do_answer, do_ask, do_ask, do_reply, do_reply, do_device,
};

static void
do_something (SpicoJmapWorld *world)
{
  static const char *const actors[] = { "pa", "pb", "pc", "pd", "fs" };

  deeds[g_test_rand_int_range (0, G_N_ELEMENTS (deeds))](world, PICK (actors));
}

/* ---- Lists follow the rights ---- */

static const struct {
  const char *type;
  SpicoAction action;
  const char *all_ids;
} readable[] = {
  { "Dossier", SPICO_ACTION_DOSSIER_READ, "SELECT id FROM dossier" },
  { "Conversation", SPICO_ACTION_CONVERSATION_READ, "SELECT id FROM conversation" },
  { "Message", SPICO_ACTION_MESSAGE_READ, "SELECT id FROM message" },
  { "Favourite", SPICO_ACTION_FAVOURITE_READ, "SELECT id FROM favourite" },
  { "MessageTemplate", SPICO_ACTION_TEMPLATE_READ, "SELECT id FROM message_template" },
  { "ScheduledMessage", SPICO_ACTION_SCHEDULED_READ, "SELECT id FROM scheduled_message" },
  { "RecentSearch", SPICO_ACTION_SEARCH_READ, "SELECT id FROM recent_search" },
  { "Notification", SPICO_ACTION_NOTIFICATION_READ, "SELECT id FROM notification" },
  { "Absence", SPICO_ACTION_ABSENCE_READ, "SELECT id FROM absence" },
  { "FavouriteGroup", SPICO_ACTION_GROUP_READ, "SELECT id FROM favourite_group" },
  { "FavouriteGroupShare", SPICO_ACTION_GROUP_SHARE_READ, "SELECT id FROM favourite_group_share" },
  { "PublicGroup", SPICO_ACTION_PUBLIC_GROUP_READ, "SELECT id FROM favourite_group" },
  { "Delegation", SPICO_ACTION_DELEGATION_READ, "SELECT id FROM delegation" },
  { "Device", SPICO_ACTION_DEVICE_READ, "SELECT id FROM auth_session" },
  { "Category", SPICO_ACTION_CATEGORY_READ, "SELECT id FROM category" },
  { "Announcement", SPICO_ACTION_ANNOUNCEMENT_READ, "SELECT id FROM announcement" },
  { "Profile", SPICO_ACTION_PROFILE_READ, "SELECT id FROM principal" },
  { "ReadMarker", SPICO_ACTION_MARKER_READ,
    "SELECT id FROM read_marker UNION SELECT c.id || '_' || a.id || '_' || p.id FROM conversation c, principal a, principal p WHERE p.kind = 'person'" },
};

static void
delegate_at_random (SpicoJmapWorld *world)
{
  static const char *const scopes[] = { "all", "discussions", "dossiers" };

  for (guint i = 0; i < 5; i++)
    {
      const char *account = PICK (accounts);
      const char *person = PICK (people);

      if (g_str_equal (account, person) || (g_str_equal (account, "fs") && g_str_equal (person, "pd")))
        continue;
      spico_jmap_world_sql (world, "DELETE FROM delegation WHERE account_id = $1 AND delegate_id = $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (account), SPICO_SQL_TEXT (person)));
      spico_jmap_world_delegate (world, account, person, PICK (scopes));
      if (g_test_rand_bit ())
        spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = $3 WHERE account_id = $1 AND delegate_id = $2",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (account), SPICO_SQL_TEXT (person), SPICO_SQL_INT (world->now_us + (g_test_rand_bit () ? 1 : -1) * G_TIME_SPAN_DAY)));
    }
}

static gboolean
may (SpicoJmapWorld *world,
     const char     *person,
     const char     *account,
     SpicoAction     action,
     const char     *id)
{
  SpicoActor actor = { (char *) person, (char *) "session" };
  SpicoAuthzDecision decision;
  g_autoptr (GError) error = NULL;

  spico_authz_check (world->connection, &actor, world->now_us, account, action, id, &decision, &error);
  g_assert_no_error (error);
  return decision.allow;
}

static void
compare_lists (SpicoJmapWorld *world,
               const char     *person,
               const char     *account,
               guint           kind)
{
  g_autoptr (GPtrArray) all = list_column (world, readable[kind].all_ids);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['%s/get',{'accountId':'%s','ids':null,'properties':['id']},'0'],['%s/query',{'accountId':'%s'},'1']",
                                                         readable[kind].type, account, readable[kind].type, account);
  g_autoptr (GHashTable) got = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n_got = spico_jmap_world_size (answer, "0/1/list");
  guint n_allowed = 0;

  g_assert_cmpuint (n_got, ==, spico_jmap_world_size (answer, "1/1/ids"));
  for (gsize i = 0; i < n_got; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("0/1/list/%" G_GSIZE_FORMAT "/id", i);

      g_hash_table_add (got, (gpointer) spico_jmap_world_text (answer, pointer));
    }

  for (guint i = 0; i < all->len; i++)
    {
      const char *id = g_ptr_array_index (all, i);
      gboolean allowed = may (world, person, account, readable[kind].action, id);

      n_allowed += allowed;
      g_assert_cmpint (allowed, ==, g_hash_table_contains (got, id));
      g_assert_cmpint (allowed, ==, (spico_jmap_world_lists (answer, "1/1/ids", id)));
    }
  g_assert_cmpuint (n_allowed, ==, n_got);
}

static void
test_lists_are_what_may_be_read (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  for (guint i = 0; i < 100; i++)
    do_something (world);
  delegate_at_random (world);

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (accounts); j++)
        {
          for (guint k = 0; k < G_N_ELEMENTS (readable); k++)
            compare_lists (world, people[i], accounts[j], k);
        }
      for (guint k = 0; k < G_N_ELEMENTS (readable); k++)
        compare_lists (world, people[i], "region", k);
    }
}

/* ---- Changes lead where a fresh look leads ---- */

static const struct {
  const char *type;
  const char *arguments;
} queries[] = {
  { "Conversation", "" },
  { "Conversation", ",'filter':{'isUnread':true}" },
  { "Conversation", ",'filter':{'isHandled':false},'sort':[{'property':'lastMessageAt','isAscending':true}]" },
  { "Message", "" },
  { "Message", ",'filter':{'minSeq':2},'sort':[{'property':'sentAt','isAscending':false}]" },
  { "ReadMarker", "" },
  { "ReadMarker", ",'sort':[{'property':'readAt','isAscending':false}]" },
  { "Favourite", "" },
  { "RecentSearch", "" },
  { "Dossier", ",'filter':{'inActiveList':true}" },
  { "FavouriteGroup", "" },
  { "FavouriteGroup", ",'filter':{'isUsable':true}" },
  { "FavouriteGroup", ",'filter':{'isAdministrator':true},'sort':[{'property':'createdAt','isAscending':false}]" },
  { "FavouriteGroupShare", "" },
  { "FavouriteGroupShare", ",'filter':{'isAccepted':true}" },
  { "Delegation", "" },
  { "Delegation", ",'filter':{'status':'accepted'}" },
  { "PublicGroup", "" },
  { "PublicGroup", ",'filter':{'isActive':true}" },
  { "Principal", "" },
};

typedef struct {
  GPtrArray *ids;
  char *state;
} Mirror;

static const char *
account_for (const char *type,
             const char *account)
{
  return g_str_equal (type, "Principal") || g_str_equal (type, "PublicGroup") ? "region" : account;
}

static void
look_afresh (SpicoJmapWorld *world,
             const char     *person,
             const char     *account,
             guint           query,
             Mirror         *mirror)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['%s/query',{'accountId':'%s'%s},'0']", queries[query].type,
                                                         account_for (queries[query].type, account), queries[query].arguments);
  gsize n_ids = spico_jmap_world_size (answer, "0/1/ids");

  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/canCalculateChanges"), ==, 1);
  mirror->state = g_strdup (spico_jmap_world_text (answer, "0/1/queryState"));
  mirror->ids = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_ids; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("0/1/ids/%" G_GSIZE_FORMAT, i);

      g_ptr_array_add (mirror->ids, g_strdup (spico_jmap_world_text (answer, pointer)));
    }
}

static void
mirror_clear (Mirror *mirror)
{
  g_clear_pointer (&mirror->ids, g_ptr_array_unref);
  g_clear_pointer (&mirror->state, g_free);
}

/* As a client does it: RFC 8620 section 5.6. */
static void
apply_changes (SpicoJmapWorld *world,
               const char     *person,
               const char     *account,
               guint           query,
               Mirror         *mirror)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['%s/queryChanges',{'accountId':'%s','sinceQueryState':'%s'%s},'0']", queries[query].type,
                                                         account_for (queries[query].type, account), mirror->state, queries[query].arguments);
  gsize n_removed = spico_jmap_world_size (answer, "0/1/removed");
  gsize n_added = spico_jmap_world_size (answer, "0/1/added");

  g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/type"), ==, NULL);
  for (gsize i = 0; i < n_removed; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("0/1/removed/%" G_GSIZE_FORMAT, i);
      guint index;

      if (g_ptr_array_find_with_equal_func (mirror->ids, spico_jmap_world_text (answer, pointer), g_str_equal, &index))
        g_ptr_array_remove_index (mirror->ids, index);
    }
  for (gsize i = 0; i < n_added; i++)
    {
      g_autofree char *id = g_strdup_printf ("0/1/added/%" G_GSIZE_FORMAT "/id", i);
      g_autofree char *index = g_strdup_printf ("0/1/added/%" G_GSIZE_FORMAT "/index", i);
      gint64 place = spico_jmap_world_number (answer, index);

      g_assert_cmpint (place, <=, mirror->ids->len);
      g_ptr_array_insert (mirror->ids, (int) place, g_strdup (spico_jmap_world_text (answer, id)));
    }
  g_set_str (&mirror->state, spico_jmap_world_text (answer, "0/1/newQueryState"));
}

static void
test_query_changes_lead_to_the_query (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  Mirror mirrors[G_N_ELEMENTS (queries)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    look_afresh (world, "pd", "fs", i, &mirrors[i]);

  for (guint round = 0; round < 40; round++)
    {
      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        do_something (world);

      for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
        {
          Mirror fresh = { 0 };

          g_test_message ("%s %s", queries[i].type, queries[i].arguments);
          apply_changes (world, "pd", "fs", i, &mirrors[i]);
          look_afresh (world, "pd", "fs", i, &fresh);
          g_assert_cmpstr (mirrors[i].state, ==, fresh.state);
          g_assert_cmpuint (mirrors[i].ids->len, ==, fresh.ids->len);
          for (guint j = 0; j < fresh.ids->len; j++)
            g_assert_cmpstr (mirrors[i].ids->pdata[j], ==, fresh.ids->pdata[j]);
          mirror_clear (&fresh);
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    mirror_clear (&mirrors[i]);
}

static void
apply_list (yyjson_doc *answer,
            const char *name,
            GHashTable *ids,
            gboolean    add)
{
  g_autofree char *list = g_strconcat ("0/1/", name, NULL);
  gsize size = spico_jmap_world_size (answer, list);

  for (gsize i = 0; i < size; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("%s/%" G_GSIZE_FORMAT, list, i);

      if (add)
        g_hash_table_add (ids, g_strdup (spico_jmap_world_text (answer, pointer)));
      else
        g_hash_table_remove (ids, spico_jmap_world_text (answer, pointer));
    }
}

/* A client that follows /changes page by page holds what /get lists. */
static void
follow_changes (SpicoJmapWorld *world,
                const char     *type,
                GHashTable     *ids,
                char          **state)
{
  gboolean has_more = TRUE;

  while (has_more)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pd", "['%s/changes',{'accountId':'%s','sinceState':'%s','maxChanges':3},'0']", type, account_for (type, "fs"), *state);

      g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/type"), ==, NULL);
      apply_list (answer, "created", ids, TRUE);
      apply_list (answer, "updated", ids, TRUE);
      apply_list (answer, "destroyed", ids, FALSE);
      g_set_str (state, spico_jmap_world_text (answer, "0/1/newState"));
      has_more = spico_jmap_world_number (answer, "0/1/hasMoreChanges") == 1;
    }
}

static void
test_changes_lead_to_the_list (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  static const char *const types[] = { "Conversation", "Message", "Favourite", "FavouriteGroup", "FavouriteGroupShare", "PublicGroup" };
  GHashTable *ids[G_N_ELEMENTS (types)];
  char *states[G_N_ELEMENTS (types)];

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      ids[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      states[i] = g_strdup ("0");
    }

  for (guint round = 0; round < 30; round++)
    {
      for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
        do_something (world);

      for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        {
          g_autoptr (SpicoAnswer) list = NULL;

          follow_changes (world, types[i], ids[i], &states[i]);
          list = spico_jmap_world_ask (world, "pd", "['%s/query',{'accountId':'%s'},'0'],['%s/get',{'accountId':'%s','ids':[]},'1']", types[i], account_for (types[i], "fs"), types[i],
                                       account_for (types[i], "fs"));
          g_assert_cmpuint (spico_jmap_world_size (list, "0/1/ids"), ==, g_hash_table_size (ids[i]));
          g_assert_cmpstr (spico_jmap_world_text (list, "1/1/state"), ==, states[i]);
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_hash_table_unref (ids[i]);
      g_free (states[i]);
    }
}

#define ADD(name, function) g_test_add ("/properties/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("lists-are-what-may-be-read", test_lists_are_what_may_be_read);
  ADD ("query-changes-lead-to-the-query", test_query_changes_lead_to_the_query);
  ADD ("changes-lead-to-the-list", test_changes_lead_to_the_list);

  return g_test_run ();
}
