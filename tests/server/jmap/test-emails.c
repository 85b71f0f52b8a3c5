/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F066, F054: mails through the operator's relay of MSSanté. */
#include "spico-jmap-world.h"

#include "spico-blob.h"
#include "spico-email-submission.h"

#define FROM "pa@medecin.mssante.example"
#define TO "'to':[{'name':'Mme B','email':'pb@infirmier.mssante.example'}]"

static void
add_address (SpicoJmapWorld *world,
             const char     *principal_id,
             const char     *address,
             gboolean        is_red_listed)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO mssante_address (id, source, digest, generation, is_listed, address, kind, principal_id, structure_kind, structure_code, service, is_paperless, structure_name, is_red_listed)"
                        " VALUES ($2, 'MSSANTE', '', 0, 1, $2, 'PER', $1, '', '', '', 0, '', $3)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id), SPICO_SQL_TEXT (address), SPICO_SQL_BOOLEAN (is_red_listed)));
}

static gint64
count (SpicoJmapWorld *world,
       const char     *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static SpicoAnswer *
submit (SpicoJmapWorld *world,
        const char     *person_id,
        const char     *account_id,
        const char     *from,
        const char     *more)
{
  return spico_jmap_world_ask (world, person_id, "['EmailSubmission/set',{'accountId':'%s','create':{'m':{'fromAddress':'%s',%s}}},'0']", account_id, from, more);
}

static void
assert_sent (SpicoJmapWorld *world,
             const char     *person_id,
             const char     *account_id,
             const char     *from)
{
  g_autoptr (SpicoAnswer) answer = submit (world, person_id, account_id, from, "'subject':'Un','text':'Deux'," TO);

  g_assert_true (spico_jmap_world_has (answer, "0/1/created/m/id"));
}

static void
assert_refused (SpicoJmapWorld *world,
                const char     *person_id,
                const char     *account_id,
                const char     *from,
                const char     *more,
                const char     *property)
{
  g_autoptr (SpicoAnswer) answer = submit (world, person_id, account_id, from, more);

  assert_text (answer, "0/1/notCreated/m/type", "invalidProperties");
  g_assert_true (spico_jmap_world_lists (answer, "0/1/notCreated/m/properties", property));
}

static SpicoEmailSubmission *
claim (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;
  SpicoEmailSubmission *submission;
  gboolean was_asked;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  submission = spico_email_submission_claim (world->connection, world->now_us, &was_asked, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_cmpint (was_asked, ==, submission != NULL);

  return submission;
}

static void
settle (SpicoJmapWorld       *world,
        SpicoEmailSubmission *submission,
        SpicoMailOutcome      outcome)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_email_submission_settle (submission, world->connection, outcome, world->now_us, world->changes, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
}

static void
assert_status (SpicoJmapWorld *world,
               const char     *status)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['EmailSubmission/get',{'accountId':'pa','ids':null},'0']");

  assert_text (answer, "0/1/list/0/status", status);
  assert_text (answer, "0/1/list/0/fromAddress", FROM);
  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/list/0/recipientCount"), ==, 1);
  g_assert_false (spico_jmap_world_has (answer, "0/1/list/0/text"));
  g_assert_false (spico_jmap_world_has (answer, "0/1/list/0/subject"));
  g_assert_false (spico_jmap_world_has (answer, "0/1/list/0/to"));
}

static void
assert_nothing_left (SpicoJmapWorld *world)
{
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM email_submission WHERE subject <> '' OR text <> ''"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM email_submission_recipient"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message_attachment"), ==, 0);
}

static char *
upload (SpicoJmapWorld *world,
        const char     *bytes)
{
  g_autoptr (SpicoBlob) blob = spico_blob_new ("pa", "application/pdf", world->now_us++);
  g_autoptr (GBytes) piece = g_bytes_new (bytes, strlen (bytes));
  g_autoptr (GError) error = NULL;
  gboolean exists;

  blob->size = (gint64) strlen (bytes);
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_blob_begin (world->connection, blob, "pa", world->now_us, &error));
  g_assert_true (spico_blob_append (world->connection, blob, 0, piece, &exists, &error));
  g_assert_true (spico_blob_finish (world->connection, blob, &exists, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));

  return g_strdup (blob->id);
}

/* ---- Tests ---- */

static void
test_it_is_sent_once_and_forgotten (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autoptr (SpicoEmailSubmission) submission = NULL;
  g_autoptr (SpicoEmailSubmission) again = NULL;
  const SpicoEmailAddress *to;

  add_address (world, "pa", FROM, FALSE);
  assert_sent (world, "pa", "pa", FROM);
  assert_status (world, "queued");
  submission = claim (world);
  g_assert_cmpstr (submission->message.subject, ==, "Un");
  g_assert_cmpstr (submission->message.text, ==, "Deux");
  g_assert_cmpstr (submission->message.from.email, ==, FROM);
  to = g_ptr_array_index (submission->message.to, 0);
  g_assert_cmpstr (to->email, ==, "pb@infirmier.mssante.example");
  g_assert_cmpstr (to->name, ==, "Mme B");
  again = claim (world);
  g_assert_null (again);
  settle (world, submission, SPICO_MAIL_SENT);
  g_assert_true (spico_jmap_world_told (world, "pa", "EmailSubmission"));
  assert_status (world, "sent");
  assert_nothing_left (world);
}

static void
test_it_is_tried_again_until_it_is_refused (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  g_autoptr (SpicoEmailSubmission) first = NULL;
  g_autoptr (SpicoEmailSubmission) waits = NULL;
  g_autoptr (SpicoEmailSubmission) second = NULL;

  add_address (world, "pa", FROM, FALSE);
  assert_sent (world, "pa", "pa", FROM);
  first = claim (world);
  settle (world, first, SPICO_MAIL_LATER);
  waits = claim (world);
  g_assert_null (waits);
  world->now_us += 2 * G_TIME_SPAN_MINUTE;
  second = claim (world);
  g_assert_cmpstr (second->message.id, ==, first->message.id);
  g_assert_cmpuint (second->attempts, ==, 1);
  settle (world, second, SPICO_MAIL_REFUSED);
  assert_status (world, "failed");
  assert_nothing_left (world);
}

static void
test_what_is_refused (SpicoJmapWorld *world,
                      gconstpointer   data)
{
  static const struct {
    const char *more;
    const char *property;
  } bad[] = {
    { "'subject':'Un','text':'Deux'", "to" },
    { "'subject':'Un','to':[]", "to" },
    { "'subject':'Un','to':[{'email':'pb@example.org'}]", "to" },
    { "'subject':'Un','to':[{'email':'pb@mssante.example.org'}]", "to" },
    { "'subject':'Un','to':[{'email':'pb@mssante.example>\\r\\nBcc: <x@mssante.example'}]", "to" },
    { "'subject':'Un','to':[{'name':'B\\r\\nBcc: x','email':'pb@mssante.example'}]", "to" },
    { "'subject':'Un\\r\\nBcc: x@mssante.example'," TO, "subject" },
    { "'subject':' '," TO, "subject" },
    { "'subject':'Un'," TO ",'attachments':[{'blobId':'x','name':'../x'}]", "attachments" },
  };

  add_address (world, "pa", FROM, FALSE);
  add_address (world, "pb", "pb@infirmier.mssante.example", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (world, "pa", "pa", FROM, bad[i].more, bad[i].property);
  assert_refused (world, "pa", "pa", "pb@infirmier.mssante.example", "'subject':'Un'," TO, "fromAddress");
  assert_refused (world, "pa", "pa", "other@mssante.example", "'subject':'Un'," TO, "fromAddress");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM email_submission"), ==, 0);
}

static void
test_a_delegate_sends_for_a_structure (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  add_address (world, "fs", "accueil@ehpad.mssante.example", FALSE);
  add_address (world, "pa", FROM, TRUE);
  spico_jmap_world_delegate (world, "pa", "pb", "discussions");
  assert_sent (world, "pd", "fs", "accueil@ehpad.mssante.example");
  /* What a person has on the red list is theirs. */
  assert_sent (world, "pa", "pa", FROM);
  assert_refused (world, "pb", "pa", FROM, "'subject':'Un'," TO, "fromAddress");
}

static void
test_an_account_has_its_pace (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  add_address (world, "pa", FROM, FALSE);
  for (guint i = 0; i < 3; i++)
    assert_sent (world, "pa", "pa", FROM);
  answer = submit (world, "pa", "pa", FROM, "'subject':'Un'," TO);
  assert_text (answer, "0/1/notCreated/m/type", "rateLimit");
}

static void
test_files_go_along_and_then_are_gone (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *blob = upload (world, "%PDF");
  g_autofree char *more = g_strdup_printf ("'subject':'Un'," TO ",'attachments':[{'blobId':'%s','name':'Bilan d’été.pdf'}]", blob);
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autoptr (SpicoEmailSubmission) submission = NULL;
  g_autoptr (GBytes) mail = NULL;
  const SpicoEmailFile *file;
  guint n_gone;

  add_address (world, "pa", FROM, FALSE);
  answer = submit (world, "pa", "pa", FROM, more);
  g_assert_true (spico_jmap_world_has (answer, "0/1/created/m/id"));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM blob"), ==, 0);
  submission = claim (world);
  file = g_ptr_array_index (submission->message.files, 0);
  g_assert_cmpstr (file->name, ==, "Bilan d’été.pdf");
  g_assert_cmpstr (file->type, ==, "application/pdf");
  g_assert_cmpmem (g_bytes_get_data (file->content, NULL), g_bytes_get_size (file->content), "%PDF", 4);
  settle (world, submission, SPICO_MAIL_SENT);
  assert_nothing_left (world);
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, NULL));
  g_assert_true (spico_blob_sweep (world->connection, world->now_us, 10, &n_gone, NULL));
  g_assert_true (spico_sql_connection_commit (world->connection, NULL));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM blob_piece"), ==, 0);
}

/* Files of mails stand among those of messages: whoever names a mail as a message is named adds nothing to it. */
static void
test_a_mail_adds_no_file_to_a_message (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *blob = upload (world, "%PDF");
  g_autofree char *conversation = spico_jmap_world_converse (world, "pb", "pb", "'pa'");
  g_autofree char *message = spico_jmap_world_say (world, "pb", "pb", conversation, "Bonjour");
  g_autofree char *more = g_strdup_printf ("'clientId':'%s','subject':'Un'," TO ",'attachments':[{'blobId':'%s','name':'a.pdf'}]", message, blob);
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;

  add_address (world, "pa", FROM, FALSE);
  answer = submit (world, "pa", "pa", FROM, more);
  seen = spico_jmap_world_ask (world, "pa", "['Message/get',{'accountId':'pa','ids':['%s']},'0']", message);
  g_assert_cmpint (spico_jmap_world_size (seen, "0/1/list"), ==, 1);
  g_assert_cmpint (spico_jmap_world_size (seen, "0/1/list/0/attachments"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
#define ADD(path, func) g_test_add (path, SpicoJmapWorld, NULL, spico_jmap_world_set_up, func, spico_jmap_world_tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("/emails/F066 it is sent once and forgotten", test_it_is_sent_once_and_forgotten);
  ADD ("/emails/F066 it is tried again until it is refused", test_it_is_tried_again_until_it_is_refused);
  ADD ("/emails/F066 what is refused", test_what_is_refused);
  ADD ("/emails/F022 a delegate sends for a structure", test_a_delegate_sends_for_a_structure);
  ADD ("/emails/F066 an account has its pace", test_an_account_has_its_pace);
  ADD ("/emails/F066 files go along and then are gone", test_files_go_along_and_then_are_gone);
  ADD ("/emails/F066 a mail adds no file to a message", test_a_mail_adds_no_file_to_a_message);

  return g_test_run ();
}
