/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a single message. */
#include "spico-jmap-world.h"
#include "spico-sql-query.h"

static void
test_a_reply_says_what_it_answers (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *asked = spico_jmap_world_say (world, "pa", "pa", id, "Huit heures ?");
  g_autofree char *more = g_strdup_printf ("'text':'Oui','inReplyToId':'%s'", asked);
  g_autoptr (SpicoAnswer) answered = spico_jmap_world_post (world, "pb", "pb", id, more);
  g_autoptr (SpicoAnswer) seen = NULL;

  g_assert_nonnull (spico_jmap_world_text (answered, "0/1/created/x/id"));
  seen = spico_jmap_world_ask (world, "pa",
                               "['Message/query',{'accountId':'pa','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'0'],"
                               "['Message/get',{'accountId':'pa','#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']", id);
  g_assert_true (yyjson_is_null (spico_jmap_world_value (seen, "1/1/list/0/inReplyToId")));
  assert_text (seen, "1/1/list/1/inReplyToId", asked);
}

/* Whoever answers a message of another conversation would show that they know of it; and those who read here may not. */
static void
test_a_reply_stays_in_its_conversation (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *own = spico_jmap_world_converse (world, "pa", "pa", "'pc'");
  g_autofree char *others = spico_jmap_world_converse (world, "pc", "pc", "'pd'");
  g_autofree char *here = spico_jmap_world_say (world, "pa", "pa", id, "Ici");
  g_autofree char *elsewhere = spico_jmap_world_say (world, "pa", "pa", own, "Ailleurs");
  g_autofree char *unseen = spico_jmap_world_say (world, "pc", "pc", others, "Entre nous");
  const char *const refused[] = { elsewhere, unseen, "nobody", id };
  g_autofree char *adding = g_strdup_printf ("'text':'','addedIds':['pc'],'inReplyToId':'%s'", here);
  g_autoptr (SpicoAnswer) added = spico_jmap_world_post (world, "pa", "pa", id, adding);

  spico_jmap_world_assert_refused (added, "inReplyToId");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *more = g_strdup_printf ("'text':'Oui','inReplyToId':'%s'", refused[i]);
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_post (world, "pa", "pa", id, more);

      spico_jmap_world_assert_refused (answer, "inReplyToId");
    }
}

static SpicoAnswer *
update (SpicoJmapWorld *world,
        const char     *person_id,
        const char     *account_id,
        const char     *id,
        const char     *patch)
{
  return spico_jmap_world_ask (world, person_id, "['Message/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", account_id, id, patch);
}

static void
assert_updated (SpicoAnswer *answer,
                const char  *id)
{
  g_autofree char *pointer = g_strconcat ("0/1/updated/", id, NULL);

  g_assert_true (spico_jmap_world_has (answer, pointer));
}

static void
assert_not_updated (SpicoAnswer *answer,
                    const char  *id,
                    const char  *type)
{
  g_autofree char *pointer = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);

  assert_text (answer, pointer, type);
}

static void
read_up_to (SpicoJmapWorld *world,
            const char     *person_id,
            const char     *account_id,
            const char     *conversation_id,
            guint           seq)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person_id, "['ReadMarker/set',{'accountId':'%s','update':{'%s_%s_%s':{'readUpTo':%u}}},'0']",
                                                         account_id, conversation_id, account_id, person_id, seq);

  g_assert_true (yyjson_is_null (spico_jmap_world_value (answer, "0/1/notUpdated")));
}

static void
assert_is (SpicoJmapWorld *world,
           const char     *person_id,
           const char     *account_id,
           const char     *id,
           const char     *text,
           gboolean        is_withdrawn)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person_id, "['Message/get',{'accountId':'%s','ids':['%s']},'0']", account_id, id);

  assert_text (answer, "0/1/list/0/text", text);
  g_assert_cmpint (yyjson_get_bool (spico_jmap_world_value (answer, "0/1/list/0/isWithdrawn")), ==, is_withdrawn);
  g_assert_cmpint (yyjson_is_null (spico_jmap_world_value (answer, "0/1/list/0/withdrawnAt")), ==, !is_withdrawn);
}

static gint64
count (SpicoJmapWorld *world,
       const char     *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  g_assert_true (spico_sql_query_int64 (world->connection, sql, NULL, -1, &number, &error));
  return number;
}

#define WITHDRAW "'isWithdrawn':true"

/* Everybody is told, also who has it already, and nobody has anything left to read. */
static void
test_a_message_that_nobody_read_is_withdrawn (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Glycémie de Mme LAPRUNE");
  g_autoptr (SpicoAnswer) before = spico_jmap_world_ask (world, "pb", "['Message/get',{'accountId':'pb','ids':[]},'0'],['Conversation/get',{'accountId':'pb','ids':['%s'],'properties':['unreadCount']},'1']", id);
  g_autoptr (SpicoAnswer) withdrawn = update (world, "pa", "pa", message, WITHDRAW);
  g_autoptr (SpicoAnswer) after = NULL;
  g_autoptr (SpicoAnswer) again = NULL;
  g_autoptr (SpicoAnswer) back = NULL;

  g_assert_cmpint (spico_jmap_world_number (before, "1/1/list/0/unreadCount"), ==, 1);
  assert_updated (withdrawn, message);
  g_assert_true (spico_jmap_world_told (world, "pa", "Message") && spico_jmap_world_told (world, "pb", "Message") && spico_jmap_world_told (world, "fs", "Message"));
  after = spico_jmap_world_ask (world, "pb",
                                "['Message/changes',{'accountId':'pb','sinceState':'%s'},'0'],['Conversation/get',{'accountId':'pb','ids':['%s'],'properties':['unreadCount','lastMessageSeq']},'1'],"
                                "['Conversation/query',{'accountId':'pb','filter':{'isUnread':true}},'2'],['Message/query',{'accountId':'pb','filter':{'text':'glycemie'}},'3']",
                                spico_jmap_world_text (before, "0/1/state"), id);
  assert_text (after, "0/1/updated/0", message);
  g_assert_cmpint (spico_jmap_world_number (after, "1/1/list/0/unreadCount"), ==, 0);
  g_assert_cmpint (spico_jmap_world_number (after, "1/1/list/0/lastMessageSeq"), ==, 1);
  g_assert_cmpuint (spico_jmap_world_size (after, "2/1/ids"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (after, "3/1/ids"), ==, 0);
  assert_is (world, "pd", "fs", message, "", TRUE);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE text <> '' OR text_key <> ''"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'message.withdraw' AND person_id = 'pa' AND rule = 'self/author'"), ==, 1);

  again = update (world, "pa", "pa", message, WITHDRAW);
  assert_updated (again, message);
  g_assert_false (spico_jmap_world_told (world, "pb", "Message"));
  back = update (world, "pa", "pa", message, "'isWithdrawn':false");
  assert_not_updated (back, message, "invalidProperties");
}

/* Whoever has read up to it has read it: by a marker, or by what they wrote below. One's own reading is nobody else's. */
static void
test_what_was_read_is_not_withdrawn (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *first = spico_jmap_world_say (world, "pa", "pa", id, "Un");
  g_autofree char *second = spico_jmap_world_say (world, "pa", "pa", id, "Deux");
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;
  g_autoptr (SpicoAnswer) of_first = NULL;
  g_autoptr (SpicoAnswer) of_second = NULL;
  g_autoptr (SpicoAnswer) of_third = NULL;
  g_autoptr (SpicoAnswer) of_fourth = NULL;

  read_up_to (world, "pa", "pa", id, 2);
  read_up_to (world, "pd", "fs", id, 1);
  of_first = update (world, "pa", "pa", first, WITHDRAW);
  assert_not_updated (of_first, first, "forbidden");
  assert_is (world, "pb", "pb", first, "Un", FALSE);
  of_second = update (world, "pa", "pa", second, WITHDRAW);
  assert_updated (of_second, second);

  third = spico_jmap_world_say (world, "pa", "pa", id, "Trois");
  g_free (spico_jmap_world_say (world, "pb", "pb", id, "Oui"));
  of_third = update (world, "pa", "pa", third, WITHDRAW);
  assert_not_updated (of_third, third, "forbidden");

  /* A delegate who is the person's colleague reads as another. */
  spico_jmap_world_delegate (world, "fs", "pc", "all");
  fourth = spico_jmap_world_say (world, "pd", "fs", id, "Quatre");
  read_up_to (world, "pc", "fs", id, 5);
  of_fourth = update (world, "pd", "fs", fourth, WITHDRAW);
  assert_not_updated (of_fourth, fourth, "forbidden");
}

/* Nobody undoes what another wrote, nor what nobody did. */
static void
test_only_the_author_withdraws (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *of_structure = NULL;
  g_autofree char *added_id = NULL;
  g_autoptr (SpicoAnswer) added = NULL;
  g_autoptr (SpicoAnswer) of_trace = NULL;
  g_autoptr (SpicoAnswer) born = NULL;
  g_autoptr (SpicoAnswer) destroyed = NULL;
  static const struct {
    const char *person;
    const char *account;
    const char *type;
  } refused[] = { { "pc", "fs", "forbidden" }, { "pa", "pa", "forbidden" }, { "pd", "pd", "notFound" }, { "pb", "pb", "notFound" } };

  spico_jmap_world_delegate (world, "fs", "pc", "all");
  id = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  of_structure = spico_jmap_world_say (world, "pd", "fs", id, "Bonjour");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SpicoAnswer) answer = update (world, refused[i].person, refused[i].account, of_structure, WITHDRAW);

      assert_not_updated (answer, of_structure, refused[i].type);
    }
  assert_is (world, "pa", "pa", of_structure, "Bonjour", FALSE);

  added = spico_jmap_world_post (world, "pa", "pa", id, "'text':'','addedIds':['pb']");
  added_id = g_strdup (spico_jmap_world_text (added, "0/1/created/x/id"));
  of_trace = update (world, "pa", "pa", added_id, WITHDRAW);
  assert_not_updated (of_trace, added_id, "forbidden");
  born = spico_jmap_world_post (world, "pa", "pa", id, "'text':'Un'," WITHDRAW);
  spico_jmap_world_assert_refused (born, "isWithdrawn");
  destroyed = spico_jmap_world_ask (world, "pd", "['Message/set',{'accountId':'fs','destroy':['%s']},'0']", of_structure);
  g_assert_true (spico_jmap_world_has (destroyed, "0/1/notDestroyed"));
  assert_is (world, "pa", "pa", of_structure, "Bonjour", FALSE);

  /* Once the delegation has ended, neither may they who wrote it. */
  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1 WHERE delegate_id = 'pd'", NULL);
  g_clear_pointer (&destroyed, yyjson_doc_free);
  destroyed = update (world, "pd", "fs", of_structure, WITHDRAW);
  assert_text (destroyed, "0/1/type", "accountNotFound");
}

/* ---- Corrections ---- */

static SpicoAnswer *
correct (SpicoJmapWorld *world,
         const char     *person_id,
         const char     *account_id,
         const char     *id,
         const char     *text)
{
  g_autofree char *patch = g_strdup_printf ("'text':'%s'", text);

  return update (world, person_id, account_id, id, patch);
}

/* @earlier: what it said before, apart by « | », empty for nothing. */
static void
assert_says (SpicoJmapWorld *world,
             const char     *person_id,
             const char     *account_id,
             const char     *id,
             const char     *text,
             const char     *earlier)
{
  g_auto (GStrv) expected = g_strsplit (earlier, "|", -1);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person_id, "['Message/get',{'accountId':'%s','ids':['%s']},'0']", account_id, id);

  assert_text (answer, "0/1/list/0/text", text);
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/list/0/earlierTexts"), ==, g_strv_length (expected));
  g_assert_cmpint (yyjson_is_null (spico_jmap_world_value (answer, "0/1/list/0/editedAt")), ==, expected[0] == NULL);
  for (guint i = 0; expected[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("0/1/list/0/earlierTexts/%u/text", i);

      assert_text (answer, pointer, expected[i]);
    }
}

static void
assert_not_corrected (SpicoAnswer *answer,
                      const char  *id,
                      const char  *type,
                      const char  *property)
{
  g_autofree char *pointer = g_strconcat ("0/1/notUpdated/", id, "/properties/0", NULL);

  assert_not_updated (answer, id, type);
  if (property != NULL)
    assert_text (answer, pointer, property);
}

/* Whoever may read it is told, finds what it says by searching, and reads what it said; it is not unread anew. */
static void
test_a_message_is_corrected (SpicoJmapWorld *world,
                             gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Deux comprimés");
  g_autofree char *other = spico_jmap_world_say (world, "pa", "pa", id, "Bonsoir");
  g_autoptr (SpicoAnswer) before = spico_jmap_world_ask (world, "pb", "['Message/get',{'accountId':'pb','ids':['%s']},'0']", message);
  g_autoptr (SpicoAnswer) first = NULL;
  g_autoptr (SpicoAnswer) second = NULL;
  g_autoptr (SpicoAnswer) after = NULL;
  g_autofree char *edited_at = g_strconcat ("0/1/updated/", message, "/editedAt", NULL);
  g_autofree char *earlier = g_strconcat ("0/1/updated/", message, "/earlierTexts/0/text", NULL);

  assert_says (world, "pb", "pb", message, "Deux comprimés", "");
  read_up_to (world, "pb", "pb", id, 2);
  first = correct (world, "pa", "pa", message, "Trois comprimés");
  g_assert_nonnull (spico_jmap_world_text (first, edited_at));
  assert_text (first, earlier, "Deux comprimés");
  g_assert_true (spico_jmap_world_told (world, "pa", "Message") && spico_jmap_world_told (world, "pb", "Message") && spico_jmap_world_told (world, "fs", "Message"));
  second = correct (world, "pa", "pa", message, "Une gélule");
  assert_updated (second, message);

  after = spico_jmap_world_ask (world, "pb",
                                "['Message/changes',{'accountId':'pb','sinceState':'%s'},'0'],['Conversation/get',{'accountId':'pb','ids':['%s'],'properties':['unreadCount','lastMessageSeq']},'1'],"
                                "['Message/query',{'accountId':'pb','filter':{'text':'gelule'}},'2'],['Message/query',{'accountId':'pb','filter':{'text':'comprimes'}},'3'],"
                                "['Message/get',{'accountId':'pb','ids':['%s'],'properties':['seq','sentAt','earlierTexts']},'4']",
                                spico_jmap_world_text (before, "0/1/state"), id, message);
  assert_text (after, "0/1/updated/0", message);
  g_assert_cmpint (spico_jmap_world_number (after, "1/1/list/0/unreadCount"), ==, 0);
  g_assert_cmpint (spico_jmap_world_number (after, "1/1/list/0/lastMessageSeq"), ==, 2);
  assert_text (after, "2/1/ids/0", message);
  g_assert_cmpuint (spico_jmap_world_size (after, "3/1/ids"), ==, 0);
  g_assert_cmpint (spico_jmap_world_number (after, "4/1/list/0/seq"), ==, 1);
  assert_text (after, "4/1/list/0/earlierTexts/0/writtenAt", spico_jmap_world_text (after, "4/1/list/0/sentAt"));
  assert_text (after, "4/1/list/0/earlierTexts/1/writtenAt", spico_jmap_world_text (first, edited_at));
  assert_says (world, "pd", "fs", message, "Une gélule", "Deux comprimés|Trois comprimés");
  assert_says (world, "pb", "pb", other, "Bonsoir", "");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'message.update' AND person_id = 'pa' AND rule = 'self/author'"), ==, 2);
}

/* An answer that was lost is asked for again, whenever that is; nothing is told twice. */
static void
test_the_same_words_correct_nothing (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Un");
  g_autoptr (SpicoAnswer) same = correct (world, "pa", "pa", message, "Un");
  g_autoptr (SpicoAnswer) corrected = NULL;
  g_autoptr (SpicoAnswer) again = NULL;

  assert_updated (same, message);
  assert_says (world, "pb", "pb", message, "Un", "");
  corrected = correct (world, "pa", "pa", message, "Deux");
  assert_updated (corrected, message);
  g_assert_true (spico_jmap_world_told (world, "pb", "Message"));
  spico_jmap_world_sql (world, "UPDATE message SET sent_at = sent_at - 3600000000", NULL);
  again = correct (world, "pa", "pa", message, "Deux");
  assert_updated (again, message);
  g_assert_false (spico_jmap_world_told (world, "pb", "Message"));
  assert_says (world, "pb", "pb", message, "Deux", "Un");
}

/* A quarter of an hour after it was sent, by the server's clock. */
static void
test_what_is_old_is_not_corrected (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Un");
  g_autoptr (SpicoAnswer) early = NULL;
  g_autoptr (SpicoAnswer) late = NULL;

  spico_jmap_world_sql (world, "UPDATE message SET sent_at = sent_at - $1", SPICO_SQL_VALUES (SPICO_SQL_INT (14 * G_TIME_SPAN_MINUTE)));
  early = correct (world, "pa", "pa", message, "Deux");
  assert_updated (early, message);
  spico_jmap_world_sql (world, "UPDATE message SET sent_at = sent_at - $1", SPICO_SQL_VALUES (SPICO_SQL_INT (G_TIME_SPAN_MINUTE + G_TIME_SPAN_SECOND)));
  late = correct (world, "pa", "pa", message, "Trois");
  assert_not_corrected (late, message, "forbidden", NULL);
  assert_says (world, "pb", "pb", message, "Deux", "Un");
}

/* What is made of it is as a message that is written, and it says something or is withdrawn. */
static void
test_what_does_not_correct (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Un");
  g_autofree char *too_long = g_strnfill (20001, 'a');
  const char *const refused[] = { "", " ", "\\n", too_long };
  g_autoptr (SpicoAnswer) both = update (world, "pa", "pa", message, "'text':'Deux'," WITHDRAW);
  g_autoptr (SpicoAnswer) null = update (world, "pa", "pa", message, "'text':null");
  g_autoptr (SpicoAnswer) signed_ = update (world, "pa", "pa", message, "'text':'Deux','editedAt':'2026-01-01T00:00:00Z'");
  g_autoptr (SpicoAnswer) born = spico_jmap_world_post (world, "pa", "pa", id, "'text':'Deux','earlierTexts':[]");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SpicoAnswer) answer = correct (world, "pa", "pa", message, refused[i]);

      assert_not_corrected (answer, message, "invalidProperties", "text");
    }
  assert_not_corrected (both, message, "invalidProperties", "text");
  assert_not_corrected (null, message, "invalidProperties", "text");
  assert_not_corrected (signed_, message, "invalidProperties", "editedAt");
  spico_jmap_world_assert_refused (born, "earlierTexts");
  assert_says (world, "pb", "pb", message, "Un", "");
}

/* What is kept of a message has an end. */
static void
test_corrected_too_often (SpicoJmapWorld *world,
                          gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "0");
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 1; i <= 21; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_clear_pointer (&answer, yyjson_doc_free);
      answer = correct (world, "pa", "pa", message, text);
      if (i <= 20)
        assert_updated (answer, message);
    }
  assert_not_corrected (answer, message, "forbidden", NULL);
  assert_says (world, "pb", "pb", message, "20", "0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19");
}

/* Nobody puts words into another's mouth, not for the same account either. */
static void
test_only_the_author_corrects (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *of_structure = NULL;
  g_autofree char *added_id = NULL;
  g_autoptr (SpicoAnswer) added = NULL;
  g_autoptr (SpicoAnswer) of_trace = NULL;
  g_autoptr (SpicoAnswer) left = NULL;
  static const struct {
    const char *person;
    const char *account;
    const char *type;
  } refused[] = { { "pc", "fs", "forbidden" }, { "pa", "pa", "forbidden" }, { "pd", "pd", "notFound" }, { "pb", "pb", "notFound" } };

  spico_jmap_world_delegate (world, "fs", "pc", "all");
  id = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  of_structure = spico_jmap_world_say (world, "pd", "fs", id, "Bonjour");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SpicoAnswer) answer = correct (world, refused[i].person, refused[i].account, of_structure, "Bonsoir");

      assert_not_corrected (answer, of_structure, refused[i].type, NULL);
    }
  added = spico_jmap_world_post (world, "pa", "pa", id, "'text':'','addedIds':['pb']");
  added_id = g_strdup (spico_jmap_world_text (added, "0/1/created/x/id"));
  of_trace = correct (world, "pa", "pa", added_id, "Bonsoir");
  assert_not_corrected (of_trace, added_id, "forbidden", NULL);
  assert_says (world, "pa", "pa", of_structure, "Bonjour", "");

  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1 WHERE delegate_id = 'pd'", NULL);
  left = correct (world, "pd", "fs", of_structure, "Bonsoir");
  assert_text (left, "0/1/type", "accountNotFound");
}

/* Withdrawn, it has no earlier words either, and takes no later ones. */
static void
test_what_is_withdrawn_says_nothing_any_more (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Glycémie de Mme LAPRUNE");
  g_autoptr (SpicoAnswer) corrected = correct (world, "pa", "pa", message, "Glycémie");
  g_autoptr (SpicoAnswer) withdrawn = update (world, "pa", "pa", message, WITHDRAW);
  g_autoptr (SpicoAnswer) again = NULL;
  g_autofree char *earlier = g_strconcat ("0/1/updated/", message, "/earlierTexts", NULL);

  assert_updated (corrected, message);
  g_assert_cmpuint (spico_jmap_world_size (withdrawn, earlier), ==, 0);
  assert_says (world, "pb", "pb", message, "", "");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message_wording"), ==, 0);
  again = correct (world, "pa", "pa", message, "Glycémie");
  assert_not_corrected (again, message, "forbidden", NULL);
  assert_says (world, "pb", "pb", message, "", "");
}

/* ---- Two at once ---- */

#define N_MESSAGES 20

typedef struct {
  SpicoJmapWorld *world;
  const char *conversation;
  char **messages;
  gboolean withdrawn[N_MESSAGES];
} Race;

static gpointer
withdraw_all (gpointer data)
{
  Race *race = data;
  SpicoJmapWorld own;

  spico_jmap_world_join (&own, race->world);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr (SpicoAnswer) answer = update (&own, "pa", "pa", race->messages[i], WITHDRAW);

      race->withdrawn[i] = !yyjson_is_null (spico_jmap_world_value (answer, "0/1/updated"));
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

static gpointer
read_all (gpointer data)
{
  Race *race = data;
  SpicoJmapWorld own;

  spico_jmap_world_join (&own, race->world);
  for (guint i = 0; i < N_MESSAGES; i++)
    read_up_to (&own, "pb", "pb", race->conversation, i + 1);
  spico_jmap_world_leave (&own);

  return NULL;
}

/* Withdrawn while another reads it: either it is gone for everybody, or it stands for everybody. */
static void
test_withdrawn_while_it_is_read (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  Race race = { .world = world, .conversation = id };
  GThread *author;
  GThread *reader;

  for (guint i = 0; i < N_MESSAGES; i++)
    g_ptr_array_add (messages, spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));
  race.messages = (char **) messages->pdata;
  author = g_thread_new ("author", withdraw_all, &race);
  reader = g_thread_new ("reader", read_all, &race);
  g_thread_join (author);
  g_thread_join (reader);

  for (guint i = 0; i < N_MESSAGES; i++)
    assert_is (world, "pb", "pb", race.messages[i], race.withdrawn[i] ? "" : "Bonjour", race.withdrawn[i]);
}

static gpointer
correct_all (gpointer data)
{
  Race *race = data;
  SpicoJmapWorld own;

  spico_jmap_world_join (&own, race->world);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr (SpicoAnswer) answer = correct (&own, "pa", "pa", race->messages[i], "Bonsoir");

      g_assert_true (spico_jmap_world_has (answer, "0/1/updated"));
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

/* Corrected at one computer while it is withdrawn at another: nothing of either wording is left. */
static void
test_corrected_while_it_is_withdrawn (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  Race race = { .world = world, .conversation = id };
  GThread *one;
  GThread *other;

  for (guint i = 0; i < N_MESSAGES; i++)
    g_ptr_array_add (messages, spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));
  race.messages = (char **) messages->pdata;
  one = g_thread_new ("one", correct_all, &race);
  other = g_thread_new ("other", withdraw_all, &race);
  g_thread_join (one);
  g_thread_join (other);

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_assert_true (race.withdrawn[i]);
      assert_says (world, "pb", "pb", race.messages[i], "", "");
    }
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message_wording"), ==, 0);
}

#define ADD(name, function) g_test_add ("/server/messages/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

/* What leaves Spico leaves its trace first; who takes no part hears of nothing. */
static void
test_an_export_leaves_its_trace (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pa'");
  g_autoptr (SpicoAnswer) exported = spico_jmap_world_ask (world, "pd", "['Conversation/export',{'accountId':'fs','id':'%s'},'0']", id);
  g_autoptr (SpicoAnswer) elsewhere = spico_jmap_world_ask (world, "pd", "['Conversation/export',{'accountId':'pd','id':'%s'},'0']", id);
  g_autoptr (SpicoAnswer) stranger = spico_jmap_world_ask (world, "pb", "['Conversation/export',{'accountId':'pb','id':'%s'},'0']", id);
  g_autoptr (SpicoAnswer) unnamed = spico_jmap_world_ask (world, "pd", "['Conversation/export',{'accountId':'fs'},'0']");
  g_autoptr (SpicoAnswer) more = spico_jmap_world_ask (world, "pd", "['Conversation/export',{'accountId':'fs','id':'%s','ids':[]},'0']", id);
  g_autoptr (SpicoAnswer) others = spico_jmap_world_ask (world, "pb", "['Conversation/export',{'accountId':'fs','id':'%s'},'0']", id);
  g_autoptr (SpicoAnswer) region = spico_jmap_world_ask (world, "pd", "['Conversation/export',{'accountId':'region','id':'%s'},'0']", id);

  assert_text (exported, "0/0", "Conversation/export");
  assert_text (exported, "0/1/accountId", "fs");
  assert_text (exported, "0/1/id", id);
  g_assert_nonnull (spico_jmap_world_text (exported, "0/1/exportedAt"));
  assert_text (elsewhere, "0/1/type", "notFound");
  assert_text (stranger, "0/1/type", "notFound");
  assert_text (unnamed, "0/1/type", "invalidArguments");
  assert_text (more, "0/1/type", "invalidArguments");
  assert_text (others, "0/1/type", "accountNotFound");
  assert_text (region, "0/1/type", "accountNotSupportedByMethod");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.export' AND type = 'Conversation' AND person_id = 'pd' AND account_id = 'fs'"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.export'"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("a-reply-says-what-it-answers", test_a_reply_says_what_it_answers);
  ADD ("a-reply-stays-in-its-conversation", test_a_reply_stays_in_its_conversation);
  ADD ("a-message-that-nobody-read-is-withdrawn", test_a_message_that_nobody_read_is_withdrawn);
  ADD ("what-was-read-is-not-withdrawn", test_what_was_read_is_not_withdrawn);
  ADD ("only-the-author-withdraws", test_only_the_author_withdraws);
  ADD ("a-message-is-corrected", test_a_message_is_corrected);
  ADD ("the-same-words-correct-nothing", test_the_same_words_correct_nothing);
  ADD ("what-is-old-is-not-corrected", test_what_is_old_is_not_corrected);
  ADD ("what-does-not-correct", test_what_does_not_correct);
  ADD ("corrected-too-often", test_corrected_too_often);
  ADD ("only-the-author-corrects", test_only_the_author_corrects);
  ADD ("what-is-withdrawn-says-nothing-any-more", test_what_is_withdrawn_says_nothing_any_more);
  ADD ("corrected-while-it-is-withdrawn", test_corrected_while_it_is_withdrawn);
  ADD ("withdrawn-while-it-is-read", test_withdrawn_while_it_is_read);
  ADD ("an-export-leaves-its-trace", test_an_export_leaves_its_trace);

  return g_test_run ();
}
