/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of messages (B004), by the index that triggers keep beside them. */
#include "spico-store-search.h"

#include <string.h>

#include "spico-json.h"
#include "spico-sort-key.h"
#include "spico-store-contact.h"
#include "spico-store-writes.h"

/* Who looks for one message among more than these types another word. */
#define MOST_FOUND 200
#define MOST_WORDS 8
#define LONGEST_WORD 40
/* What begins with one letter is half of what was ever said. */
#define SHORTEST_BEGINNING 2
/* Of a message that is longer, what one reads of it in a list. */
#define SHOWN_CHARACTERS "4000"

static const SpicoSearchFilter everything = { 0 };

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* The index folds accents, and leaves ligatures as they are; a word that is typed without them finds both. */
static void
append_ligature (GString    *match,
                 const char *column,
                 const char *word,
                 const char *letters,
                 const char *ligature)
{
  g_autoptr (GString) other = NULL;

  if (strstr (word, letters) == NULL)
    return;

  other = g_string_new (word);
  g_string_replace (other, letters, ligature, 0);
  g_string_append_printf (match, " OR %s : \"%s\" *", column, other->str);
}

/* Letters and digits alone, as spico_sort_key_words() leaves them: nothing in @word is the index's syntax. */
static void
append_word (GString    *match,
             const char *column,
             const char *word)
{
  gboolean begins = g_utf8_strlen (word, -1) >= SHORTEST_BEGINNING;

  g_string_append_printf (match, " AND (%s : \"%s\"%s", column, word, begins ? " *" : "");
  append_ligature (match, column, word, "oe", "œ");
  append_ligature (match, column, word, "ae", "æ");
  g_string_append_c (match, ')');
}

/* In the index's syntax; %NULL where too little is said. */
static char *
match_of (const char *account_id,
          const char *column,
          const char *text)
{
  g_auto (GStrv) words = spico_sort_key_words (text);
  g_auto (GStrv) holder = spico_sort_key_words (account_id);
  g_autofree char *of_account = g_strjoinv (" AND holder : ", holder);
  g_autoptr (GString) match = g_string_new (NULL);
  gboolean says_something = FALSE;

  g_string_append_printf (match, "holder : %s", of_account);
  for (guint i = 0; i < MOST_WORDS && words[i] != NULL; i++)
    {
      if (strlen (words[i]) > LONGEST_WORD)
        return NULL;
      says_something |= g_utf8_strlen (words[i], -1) >= SHORTEST_BEGINNING;
      append_word (match, column, words[i]);
    }

  return says_something ? g_string_free (g_steal_pointer (&match), FALSE) : NULL;
}

/* Each word stands in its title, its patient's name or a member's. */
#define SAYS_EVERY_WORD                                                                                                                                       \
  "NOT EXISTS (SELECT 1 FROM json_each ($2) AS w WHERE instr (c.search_key, ' ' || w.value) = 0 AND NOT EXISTS "                                              \
  "(SELECT 1 FROM conversation_participant AS m JOIN principal AS p ON p.id = m.principal_id "                                                                \
  "WHERE m.holder_id = $1 AND m.conversation_id = c.id AND instr (p.search_key, ' ' || w.value) > 0))"
/* What was last said before the end of the period was said within it: one looks from the newest on. */
#define SAID_WITHIN                                                                                                                                           \
  "($6 = 0 OR (SELECT m.sent_at FROM message AS m WHERE m.holder_id = c.holder_id AND m.conversation_id = c.id AND m.sent_at > 0 AND m.sent_at < $6 "         \
  "ORDER BY m.seq DESC LIMIT 1) >= $5)"

SpicoRows *
spico_store_searched_conversation_keys (SpicoTransaction *transaction,
                                        SpicoReadQuery   *query,
                                        GError          **error)
{
  const SpicoSearchFilter *filter = query->filter != NULL ? query->filter : &everything;
  g_auto (GStrv) typed = spico_sort_key_words (query->text);
  g_autofree char *words = spico_json_text_array ((const char *const *) typed);

  return spico_rows_read (transaction->connection, "i",
                          "SELECT c.row_id FROM conversation AS c WHERE c.holder_id = $1 AND " SPICO_STORE_IS_SHOWN " AND ($3 IS NULL OR c.dossier_id = $3) "
                          "AND ($4 IS NULL OR EXISTS (SELECT 1 FROM conversation_participant AS m WHERE m.holder_id = $1 AND m.conversation_id = c.id AND m.principal_id = $4)) "
                          "AND c.sort_time >= $5 AND ($7 = 0 OR c.local_unread + c.is_marked_unread > 0) AND " SAYS_EVERY_WORD " AND " SAID_WITHIN " "
                          "ORDER BY c.sort_time DESC, c.row_id DESC",
                          VALUES (T (query->account_id), T (words), T (filter->dossier_id), T (filter->principal_id), N (filter->from), N (filter->before), N (filter->is_unread)), error);
}

/* A place in the indexes, from the second on that a time stands in. */
static gint64
place_of (gint64 time)
{
  return (time / G_USEC_PER_SEC) << SPICO_STORE_SEARCH_ROW_BITS;
}

SpicoRows *
spico_store_found_keys (SpicoTransaction *transaction,
                        SpicoReadQuery   *query,
                        GError          **error)
{
  const SpicoSearchFilter *filter = query->filter != NULL ? query->filter : &everything;
  g_autofree char *in_text = match_of (query->account_id, "text", query->text);
  g_autofree char *in_names = match_of (query->account_id, "name", query->text);

  if (in_text == NULL)
    return spico_rows_read (transaction->connection, "i", "SELECT 0 WHERE 0", NULL, error);

  return spico_rows_read (transaction->connection, "i", SPICO_STORE_SEARCH,
                          VALUES (T (in_text), T (in_names), T (query->account_id), N (MOST_FOUND), T (filter->dossier_id), T (filter->principal_id), N (place_of (filter->from)),
                                  N (filter->before > 0 ? place_of (filter->before) : G_MAXINT64), N (filter->is_unread), T (transaction->person_id)), error);
}

#define OF_KEYS "m.row_id IN (SELECT value FROM json_each ($1)) ORDER BY m.row_id"

gboolean
spico_store_load_found (SpicoTransaction *transaction,
                        const char       *keys,
                        SpicoPage        *page,
                        GError          **error)
{
  page->rows = spico_rows_read (transaction->connection, "i" "ttttttt" "i" "t",
                                "SELECT m.row_id, m.conversation_id, c.subject, c.dossier_id, c.patient_birth_name, c.patient_first_names, c.patient_birth_date, c.patient_sex, "
                                "CASE WHEN m.sent_at > 0 THEN m.sent_at ELSE m.composed_at END, "
                                "(SELECT group_concat (a.name, ', ') FROM message_attachment AS a WHERE a.holder_id = m.holder_id AND a.message_id = m.id ORDER BY a.number) "
                                "FROM message AS m JOIN conversation AS c ON c.holder_id = m.holder_id AND c.id = m.conversation_id WHERE " OF_KEYS,
                                VALUES (T (keys)), error);
  if (page->rows == NULL)
    return FALSE;

  page->quoted = spico_rows_read (transaction->connection, "titttii",
                                  "SELECT m.id, m.seq, substr (m.text, 1, " SHOWN_CHARACTERS "), m.from_person_id, m.from_account_id, m.is_withdrawn, "
                                  "(SELECT COUNT (*) FROM message_attachment AS a WHERE a.holder_id = m.holder_id AND a.message_id = m.id) "
                                  "FROM message AS m JOIN conversation AS c ON c.holder_id = m.holder_id AND c.id = m.conversation_id WHERE " OF_KEYS,
                                  VALUES (T (keys)), error);

  return page->quoted != NULL;
}

void
spico_store_list_found_people (SpicoPage  *page,
                               GHashTable *ids)
{
  for (guint i = 0; i < spico_rows_get_n_rows (page->quoted); i++)
    {
      g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->quoted, i, SPICO_QUOTED_COLUMN_PERSON_ID));
      g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->quoted, i, SPICO_QUOTED_COLUMN_ACCOUNT_ID));
    }
}

/* One whose identity was corrected is offered once, as it was last written. */
#define TALKED_ABOUT                                                                                                                   \
  "SELECT c.dossier_id, c.patient_birth_name, c.patient_first_names, c.patient_birth_date, c.patient_sex FROM conversation AS c "      \
  "WHERE c.row_id IN (SELECT MAX (row_id) FROM conversation WHERE holder_id = $1 AND dossier_id IS NOT NULL AND is_gone = 0 GROUP BY dossier_id) " \
  "AND c.patient_birth_name <> '' ORDER BY c.patient_birth_name, c.patient_first_names, c.patient_birth_date"

DexFuture *
spico_store_read_talked_about (SpicoTransaction *transaction,
                               gpointer          data)
{
  SpicoWrite *what = data;
  g_autoptr (SpicoPage) page = spico_page_new ();
  gboolean may_read = FALSE;
  GError *error = NULL;

  if (!spico_store_may_read (transaction, SPICO_READ_CONVERSATIONS, what->account_id, &may_read, &error))
    return dex_future_new_for_error (error);

  page->rows = spico_rows_read (transaction->connection, "ttttt", TALKED_ABOUT, VALUES (T (may_read ? what->account_id : "")), &error);

  return page->rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page)) : dex_future_new_for_error (error);
}

#define TALKED_WITH                                                                                                                    \
  "SELECT m.principal_id FROM conversation_participant AS m JOIN conversation AS c ON c.holder_id = m.holder_id AND c.id = m.conversation_id "     \
  "WHERE m.holder_id = $1 AND m.principal_id <> $1 AND c.is_gone = 0"

DexFuture *
spico_store_read_talked_with (SpicoTransaction *transaction,
                              gpointer          data)
{
  SpicoWrite *what = data;
  g_autoptr (SpicoPage) page = spico_page_new ();
  gboolean may_read = FALSE;
  GError *error = NULL;

  if (!spico_store_may_read (transaction, SPICO_READ_CONVERSATIONS, what->account_id, &may_read, &error))
    return dex_future_new_for_error (error);

  page->principals = spico_store_read_principals_where (transaction, "p.id IN (" TALKED_WITH ") ORDER BY p.search_key, p.id", VALUES (T (may_read ? what->account_id : "")), &error);

  return page->principals != NULL ? dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page)) : dex_future_new_for_error (error);
}
