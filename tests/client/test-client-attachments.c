/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with messages (F054), against a real server. */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-client-attachments.h"
#include "spico-client-lock.h"
#include "spico-client-messages.h"
#include "spico-sql-connection.h"
#include "spico-test-clients.h"

#define SUBJECT "Retour à domicile"
#define MARK "Compte rendu d’hospitalisation de Mme Durand"
#define NAME "Compte rendu Durand.pdf"
#define PDF "application/pdf"

/* More than a connection takes while the other side does not read. */
#define LARGE (24 * 1024 * 1024)

static GBytes *
make_bytes (gsize size)
{
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 31 + i / 4096);
  memcpy (bytes, MARK, MIN (size, strlen (MARK)));

  return g_bytes_new_take (bytes, size);
}

static DexFuture *
try_attach (SpicoClient *client,
            const char  *account_id,
            const char  *conversation_id,
            GBytes      *bytes,
            const char  *name)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  return spico_client_attach (client, conversation_id != NULL ? account_id : NULL, conversation_id, account_id, stream, name, PDF, NULL);
}

static SpicoAttachment *
attach (SpicoClient *client,
        const char  *account_id,
        const char  *conversation_id,
        GBytes      *bytes,
        const char  *name)
{
  return spico_test_await_object (try_attach (client, account_id, conversation_id, bytes, name));
}

static GBytes *
read_all (GInputStream *stream)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gsize n = 1;

  while (n > 0)
    {
      g_autoptr (GBytes) piece = spico_test_await_boxed (dex_input_stream_read_bytes (stream, 100000, G_PRIORITY_DEFAULT));

      n = g_bytes_get_size (piece);
      g_byte_array_append (all, g_bytes_get_data (piece, NULL), (guint) n);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
opens (SpicoClient     *client,
       const char      *account_id,
       SpicoAttachment *attachment,
       GBytes          *bytes)
{
  g_autoptr (GInputStream) stream = spico_test_await_object (spico_client_open_attachment (client, account_id, attachment, NULL));
  g_autoptr (GBytes) found = read_all (stream);

  g_assert_true (g_bytes_equal (found, bytes));
}

static void
send (SpicoClient *client,
      const char  *account_id,
      const char  *conversation_id,
      const char  *text)
{
  g_free (spico_test_await_string (spico_client_send_message (client, account_id, account_id, conversation_id, NULL, text)));
}

/* A conversation of two, with a message of `a` that `b` has. */
static SpicoMessageList *
talk (SpicoTestClients  *fixture,
      char             **id,
      SpicoMessageList **there)
{
  SpicoMessageList *here;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  *id = spico_test_start (fixture->a, MAUGER, TOTARO, SUBJECT, "Un");
  here = spico_client_list_messages (fixture->a, MAUGER, *id);
  spico_test_wait_for (spico_test_last_is (here, "Un", SPICO_MESSAGE_SENT));
  *there = spico_client_list_messages (fixture->b, TOTARO, *id);
  spico_test_wait_for (spico_test_last_is (*there, "Un", SPICO_MESSAGE_SENT));

  return here;
}

static void
cut (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE && spico_client_get_connection (fixture->b) == SPICO_CONNECTION_OFFLINE);
}

static void
restart_a (SpicoTestClients *fixture)
{
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
}

static guint
count_attached (SpicoMessageList *list)
{
  g_autoptr (SpicoMessage) last = spico_test_last_message (list);

  return last != NULL ? spico_message_get_attachment_count (last) : 0;
}

static SpicoAttachment *
attached_at (SpicoMessageList *list,
             guint             position)
{
  g_autoptr (SpicoMessage) last = spico_test_last_message (list);

  return g_list_model_get_item (spico_message_get_attachments (last), position);
}

static GListModel *
draft_of (SpicoClient *client,
          const char  *account_id,
          const char  *conversation_id)
{
  return spico_client_list_draft_attachments (client, conversation_id != NULL ? account_id : NULL, conversation_id);
}

static gboolean
is_in (SpicoAttachment     *attachment,
       SpicoAttachmentState state)
{
  return spico_attachment_get_state (attachment) == state;
}

static gboolean
draft_is (GListModel          *draft,
          guint                n,
          SpicoAttachmentState state)
{
  gboolean ok = g_list_model_get_n_items (draft) == n;

  for (guint i = 0; ok && i < n; i++)
    {
      g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (draft, i);

      ok = is_in (attachment, state);
    }

  return ok;
}

/* The files of a data folder: how many are of a vault, and whether any has some bytes in clear. */
static guint
count_files (const char *folder,
             const char *plain)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_files (path, plain);
      else if (plain == NULL)
        n += g_str_has_suffix (name, ".file");
      else if (g_file_get_contents (path, &bytes, &length, NULL))
        n += memmem (bytes, length, plain, strlen (plain)) != NULL || strstr (name, plain) != NULL;
    }

  return n;
}

static void
change_region (SpicoTestClients *fixture,
               const char       *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (fixture->region->database, SPICO_SQL_OPEN_NONE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (spico_sql_run (connection, sql, NULL, &error));
  g_assert_no_error (error);
}

/* Two files without a word; who wrote them has them here, who receives them fetches them, and then they are here too. Nothing of it is in clear on a disk. */
static void
test_sent (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (300000);
  g_autoptr (GBytes) note = g_bytes_new_static ("Note", 4);
  g_autoptr (SpicoAttachment) first = attach (fixture->a, MAUGER, id, report, "/tmp/" NAME);
  g_autoptr (SpicoAttachment) second = attach (fixture->a, MAUGER, id, note, "..\u202egpj.exe");
  g_autoptr (GListModel) draft = draft_of (fixture->a, MAUGER, id);
  g_autoptr (SpicoConversation) of_b = NULL;
  g_autoptr (SpicoAttachment) got = NULL;
  g_autoptr (SpicoAttachment) own = NULL;

  g_assert_cmpstr (spico_attachment_get_name (first), ==, NAME);
  g_assert_cmpstr (spico_attachment_get_name (second), ==, "gpj.exe");
  spico_test_wait_for (draft_is (draft, 2, SPICO_ATTACHMENT_READY));
  send (fixture->a, MAUGER, id, "");
  spico_test_wait_for (g_list_model_get_n_items (draft) == 0 && spico_test_last_is (here, "", SPICO_MESSAGE_SENT));
  spico_test_wait_for (count_attached (there) == 2);
  of_b = spico_test_await_object (spico_client_get_conversation (fixture->b, TOTARO, id));
  spico_test_wait_for (spico_conversation_get_preview_attachment_count (of_b) == 2);

  got = attached_at (there, 0);
  g_assert_cmpint (spico_attachment_get_state (got), ==, SPICO_ATTACHMENT_REMOTE);
  g_assert_cmpstr (spico_attachment_get_name (got), ==, NAME);
  g_assert_cmpstr (spico_attachment_get_media_type (got), ==, PDF);
  g_assert_cmpint (spico_attachment_get_size (got), ==, 300000);
  opens (fixture->b, TOTARO, got, report);
  g_assert_cmpint (spico_attachment_get_state (got), ==, SPICO_ATTACHMENT_LOCAL);

  cut (fixture);
  own = attached_at (here, 0);
  g_assert_true (own == first);
  g_assert_cmpint (spico_attachment_get_state (own), ==, SPICO_ATTACHMENT_LOCAL);
  opens (fixture->a, MAUGER, own, report);
  opens (fixture->b, TOTARO, got, report);
  g_clear_object (&got);
  got = attached_at (there, 1);
  spico_test_fails (spico_client_open_attachment (fixture->b, TOTARO, got, NULL), SPICO_CLIENT_ERROR_OFFLINE);
  g_assert_cmpint (spico_attachment_get_state (got), ==, SPICO_ATTACHMENT_REMOTE);
  g_assert_cmpuint (count_files (fixture->folder_a, NULL), ==, 2);
  g_assert_cmpuint (count_files (fixture->folder_b, NULL), ==, 1);
  g_assert_cmpuint (count_files (fixture->folder_a, "Durand") + count_files (fixture->folder_b, "Durand"), ==, 0);
}

/* Written off line, it stands in the conversation with its file, through the end of the program, and comes once. What a program left behind is swept away. */
static void
test_off_line (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (SpicoAttachment) waiting = NULL;
  g_autoptr (SpicoAttachment) got = NULL;
  g_autofree char *folder = g_strdup (fixture->a->profile->folder);
  g_autofree char *orphan = g_build_filename (folder, "0123456789abcdef0123456789abcdef.file", NULL);

  cut (fixture);
  g_object_unref (attach (fixture->a, MAUGER, id, report, NAME));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_QUEUED) && count_attached (here) == 1);
  g_clear_object (&here);
  g_assert_true (g_file_set_contents (orphan, "left", -1, NULL));
  restart_a (fixture);
  spico_test_wait_for (!g_file_test (orphan, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (fixture->folder_a, NULL), ==, 1);
  here = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_QUEUED) && count_attached (here) == 1);
  waiting = attached_at (here, 0);
  g_assert_cmpint (spico_attachment_get_state (waiting), ==, SPICO_ATTACHMENT_WAITING);
  opens (fixture->a, MAUGER, waiting, report);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_SENT) && spico_test_last_is (there, "Voilà", SPICO_MESSAGE_SENT) && count_attached (there) == 1);
  g_assert_cmpuint (spico_test_count_text (there, "Voilà"), ==, 1);
  got = attached_at (there, 0);
  opens (fixture->b, TOTARO, got, report);
}

/* The server goes while it is on its way, then the program: it is begun anew, and its message comes once. */
static void
test_cut (SpicoTestClients *fixture,
          gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) image = make_bytes (LARGE);
  g_autoptr (SpicoAttachment) attachment = NULL;
  g_autoptr (SpicoAttachment) got = NULL;

  spico_test_region_pause (fixture->region);
  attachment = attach (fixture->a, MAUGER, id, image, "scanner.dcm");
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (is_in (attachment, SPICO_ATTACHMENT_UPLOADING));
  cut (fixture);
  spico_test_wait_for (is_in (attachment, SPICO_ATTACHMENT_WAITING));
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_attachment_get_progress (attachment) > 0 && is_in (attachment, SPICO_ATTACHMENT_UPLOADING));
  g_clear_object (&here);
  restart_a (fixture);
  here = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_SENT) && spico_test_last_is (there, "Voilà", SPICO_MESSAGE_SENT));
  g_assert_cmpuint (spico_test_count_text (there, "Voilà"), ==, 1);
  got = attached_at (there, 0);
  opens (fixture->b, TOTARO, got, image);
}

/* A download that breaks leaves nothing, and is begun anew when it is asked for again. */
static void
test_broken (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) image = make_bytes (LARGE);
  g_autoptr (SpicoAttachment) got = NULL;
  DexFuture *future;

  g_object_unref (attach (fixture->a, MAUGER, id, image, "scanner.dcm"));
  send (fixture->a, MAUGER, id, "");
  spico_test_wait_for (count_attached (there) == 1);
  got = attached_at (there, 0);
  future = spico_client_open_attachment (fixture->b, TOTARO, got, NULL);
  spico_test_wait_for (spico_attachment_get_progress (got) > 0);
  spico_test_region_pause (fixture->region);
  g_assert_true (is_in (got, SPICO_ATTACHMENT_DOWNLOADING));
  cut (fixture);
  spico_test_fails (future, SPICO_CLIENT_ERROR_OFFLINE);
  g_assert_true (is_in (got, SPICO_ATTACHMENT_REMOTE));
  g_assert_cmpuint (count_files (fixture->folder_b, NULL), ==, 0);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->b) == SPICO_CONNECTION_ONLINE);
  opens (fixture->b, TOTARO, got, image);
  g_assert_true (is_in (got, SPICO_ATTACHMENT_LOCAL));
}

/* The store as it was before anything was heard of what became of a message; what goes with it was given to the server as @blob. */
static void
forget_answer (SpicoTestClients *fixture,
               const char       *blob)
{
  g_autofree char *again = g_strdup_printf ("INSERT INTO attachment (id, message_id, account_id, name, type, size, file, blob_id) SELECT 'again', message_id, holder_id, name, type, size, "
                                            "(SELECT name FROM attachment_file), %s FROM message_attachment",
                                            blob);

  spico_test_change_store (fixture->a, again);
  spico_test_change_store (fixture->a, "DELETE FROM message_attachment");
  spico_test_change_store (fixture->a, "INSERT INTO outbox (lane, holder_id, kind, object_id, is_attempted) SELECT conversation_id, holder_id, 'message', id, 1 FROM message WHERE text = 'Voilà'");
  spico_test_change_store (fixture->a, "UPDATE message SET local_state = 1, seq = 0, sent_at = 0 WHERE text = 'Voilà'");
  spico_test_change_store (fixture->a, "DELETE FROM sync_state WHERE type = 'Message'");
}

static gint64
count_in_region (SpicoTestClients *fixture,
                 const char       *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (fixture->region->database, SPICO_SQL_OPEN_NONE, NULL, &error);
  gint64 n = 0;

  g_assert_no_error (error);
  g_assert_true (spico_sql_query_int64 (connection, sql, NULL, 0, &n, &error));

  return n;
}

/* Whoever did not hear what became of a message tells it again, with the same blob or another: there is one message, and all its files. */
static void
test_told_twice (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  static const char *const blobs[] = { "blob_id", "NULL" };
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);

  g_object_unref (attach (fixture->a, MAUGER, id, report, NAME));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_SENT) && spico_test_last_is (there, "Voilà", SPICO_MESSAGE_SENT));
  for (guint i = 0; i < G_N_ELEMENTS (blobs); i++)
    {
      g_autoptr (SpicoAttachment) own = NULL;

      cut (fixture);
      forget_answer (fixture, blobs[i]);
      g_clear_object (&here);
      restart_a (fixture);
      here = spico_client_list_messages (fixture->a, MAUGER, id);
      spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_QUEUED) && count_attached (here) == 1);
      spico_test_region_start (fixture->region);
      spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_SENT) && count_attached (here) == 1);
      own = attached_at (here, 0);
      spico_test_wait_for (is_in (own, SPICO_ATTACHMENT_LOCAL));
      opens (fixture->a, MAUGER, own, report);
    }
  g_assert_cmpint (count_in_region (fixture, "SELECT COUNT (*) FROM message WHERE text = 'Voilà'"), ==, 1);
  g_assert_cmpint (count_in_region (fixture, "SELECT COUNT (*) FROM message_attachment"), ==, 1);
  g_assert_cmpuint (spico_test_count_text (there, "Voilà"), ==, 1);
}

/* Let go of while it is on its way, it leaves nothing; so does one that is given up before it is kept. */
static void
test_given_up (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) image = make_bytes (LARGE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (image);
  g_autoptr (SpicoAttachment) attachment = NULL;
  g_autoptr (SpicoAttachment) got = NULL;
  g_autoptr (GListModel) draft = draft_of (fixture->a, MAUGER, id);
  DexFuture *future;

  spico_test_region_pause (fixture->region);
  attachment = attach (fixture->a, MAUGER, id, image, "scanner.dcm");
  spico_test_wait_for (is_in (attachment, SPICO_ATTACHMENT_UPLOADING));
  spico_test_succeeds (spico_client_detach (fixture->a, attachment));
  spico_test_wait_for (g_list_model_get_n_items (draft) == 0 && count_files (fixture->folder_a, NULL) == 0);
  spico_test_fails (spico_client_detach (fixture->a, attachment), SPICO_CLIENT_ERROR_NOT_FOUND);
  spico_test_region_resume (fixture->region);

  future = spico_client_attach (fixture->a, MAUGER, id, MAUGER, stream, "scanner.dcm", NULL, cancellable);
  g_cancellable_cancel (cancellable);
  spico_test_fails (future, SPICO_CLIENT_ERROR_CANCELLED);
  spico_test_wait_for (count_files (fixture->folder_a, NULL) == 0);

  /* And a download. */
  g_object_unref (attach (fixture->a, MAUGER, id, image, "scanner.dcm"));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (count_attached (there) == 1);
  got = attached_at (there, 0);
  g_clear_object (&cancellable);
  cancellable = g_cancellable_new ();
  future = spico_client_open_attachment (fixture->b, TOTARO, got, cancellable);
  spico_test_wait_for (is_in (got, SPICO_ATTACHMENT_DOWNLOADING));
  g_cancellable_cancel (cancellable);
  spico_test_fails (future, SPICO_CLIENT_ERROR_CANCELLED);
  g_assert_cmpint (spico_attachment_get_state (got), ==, SPICO_ATTACHMENT_REMOTE);
  spico_test_wait_for (count_files (fixture->folder_b, NULL) == 0);
}

/* As the server says, off line too: so large together, and so many. What is refused leaves nothing. */
static void
test_limits (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = NULL;
  g_autoptr (GBytes) half = make_bytes (600000);
  g_autoptr (GBytes) whole = make_bytes (1000001);
  g_autoptr (GBytes) little = g_bytes_new_static ("x", 1);
  SpicoAttachmentLimits limits;

  spico_test_region_kill (fixture->region);
  spico_test_region_set_config (fixture->region, "[http]\nmax-size-upload-mb=3\n[attachments]\nmax-size-mb=1\n");
  spico_test_region_start (fixture->region);
  here = talk (fixture, &id, &there);
  cut (fixture);
  restart_a (fixture);
  spico_test_wait_for ((spico_client_get_attachment_limits (fixture->a, &limits), limits.max_size == 1000000));
  g_assert_cmpint (limits.max_size_each, ==, 1000000);
  g_assert_cmpuint (limits.max_count, ==, 20);

  spico_test_fails (try_attach (fixture->a, MAUGER, id, whole, NAME), SPICO_CLIENT_ERROR_TOO_LARGE);
  g_object_unref (attach (fixture->a, MAUGER, id, half, NAME));
  spico_test_fails (try_attach (fixture->a, MAUGER, id, half, NAME), SPICO_CLIENT_ERROR_TOO_LARGE);
  for (guint i = 1; i < 20; i++)
    g_object_unref (attach (fixture->a, MAUGER, id, little, NAME));
  spico_test_fails (try_attach (fixture->a, MAUGER, id, little, NAME), SPICO_CLIENT_ERROR_TOO_MANY);
  spico_test_fails (spico_client_send_message (fixture->b, TOTARO, TOTARO, id, NULL, " "), SPICO_CLIENT_ERROR_INVALID);
  spico_test_wait_for (count_files (fixture->folder_a, NULL) == 20);
}

/* A clamd that has found something in everything that it is given. */
static gboolean
found_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source,
          gpointer                data)
{
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  static const char answer[] = "stream: Test FOUND";
  g_autofree char *command = g_data_input_stream_read_upto (input, "", 1, NULL, NULL, NULL);
  guint32 length = 1;

  g_data_input_stream_read_byte (input, NULL, NULL);
  while (command != NULL && length > 0)
    {
      length = g_data_input_stream_read_uint32 (input, NULL, NULL);
      if (length > 0 && g_input_stream_skip (G_INPUT_STREAM (input), length, NULL, NULL) <= 0)
        break;
    }
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer, sizeof answer, NULL, NULL, NULL);

  return FALSE;
}

/* What is found is told of that file; the words are kept, and leave without it. */
static void
test_infected (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (GSocketService) clamd = g_threaded_socket_service_new (1);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (clamd), NULL, NULL);
  g_autofree char *config = g_strdup_printf ("[attachments]\nclamd=127.0.0.1:%u\n", port);
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = NULL;
  g_autoptr (GBytes) bytes = make_bytes (1000);
  g_autoptr (SpicoAttachment) attachment = NULL;
  g_autoptr (SpicoMessage) failed = NULL;
  g_autoptr (SpicoDraft) found = NULL;
  g_autoptr (GListModel) draft = NULL;

  g_signal_connect (clamd, "run", G_CALLBACK (found_cb), NULL);
  spico_test_region_kill (fixture->region);
  spico_test_region_set_config (fixture->region, config);
  spico_test_region_start (fixture->region);
  here = talk (fixture, &id, &there);
  draft = draft_of (fixture->a, MAUGER, id);
  spico_test_region_pause (fixture->region);
  attachment = attach (fixture->a, MAUGER, id, bytes, NAME);
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_region_resume (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_FAILED));
  failed = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_failure (failed), ==, SPICO_MESSAGE_FAILURE_ATTACHMENT);
  spico_test_wait_for (is_in (attachment, SPICO_ATTACHMENT_FAILED));
  g_assert_cmpint (spico_attachment_get_failure (attachment), ==, SPICO_ATTACHMENT_FAILURE_INFECTED);

  found = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (failed)));
  g_assert_cmpstr (spico_draft_get_text (found), ==, "Voilà");
  spico_test_wait_for (draft_is (draft, 1, SPICO_ATTACHMENT_FAILED));
  spico_test_fails (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Voilà"), SPICO_CLIENT_ERROR_INVALID);
  spico_test_succeeds (spico_client_retry_attachment (fixture->a, attachment));
  spico_test_wait_for (!is_in (attachment, SPICO_ATTACHMENT_FAILED));
  spico_test_wait_for (is_in (attachment, SPICO_ATTACHMENT_FAILED));
  spico_test_succeeds (spico_client_detach (fixture->a, attachment));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (there, "Voilà", SPICO_MESSAGE_SENT) && count_attached (there) == 0);
  spico_test_wait_for (count_files (fixture->folder_a, NULL) == 0);
}

static gboolean
has_nothing (SpicoMessageList *list)
{
  g_autoptr (SpicoMessage) last = spico_test_last_message (list);

  return spico_message_is_withdrawn (last) && spico_message_get_attachments (last) == NULL && spico_message_get_attachment_count (last) == 0;
}

/* Nothing of it is left, with anybody. */
static void
test_withdrawn (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (SpicoAttachment) got = NULL;
  g_autoptr (SpicoMessage) sent = NULL;

  g_object_unref (attach (fixture->a, MAUGER, id, report, NAME));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_SENT) && count_attached (there) == 1);
  got = attached_at (there, 0);
  opens (fixture->b, TOTARO, got, report);
  g_assert_cmpuint (count_files (fixture->folder_a, NULL) + count_files (fixture->folder_b, NULL), ==, 2);

  sent = spico_test_last_message (here);
  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (sent)));
  spico_test_wait_for (has_nothing (here) && has_nothing (there));
  spico_test_wait_for (count_files (fixture->folder_a, NULL) + count_files (fixture->folder_b, NULL) == 0);
  spico_test_fails (spico_client_open_attachment (fixture->b, TOTARO, got, NULL), SPICO_CLIENT_ERROR_NOT_FOUND);
}

/* Passed on without its bytes by whom it was sent to, in a conversation of its own; by another account of theirs, with them. */
static void
test_forwarded (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autofree char *other_id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessageList) other = NULL;
  g_autoptr (SpicoMessageList) other_there = NULL;
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (GListModel) form = draft_of (fixture->a, MAUGER, NULL);
  g_autoptr (SpicoMessage) received = NULL;
  g_autoptr (SpicoAttachment) got = NULL;
  g_autoptr (SpicoAttachment) got_again = NULL;

  g_object_unref (attach (fixture->b, TOTARO, id, report, NAME));
  send (fixture->b, TOTARO, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_SENT) && count_attached (here) == 1);
  received = spico_test_last_message (here);

  spico_test_succeeds (spico_client_attach_forwarded (fixture->a, NULL, NULL, MAUGER, MAUGER, spico_message_get_id (received)));
  spico_test_wait_for (draft_is (form, 1, SPICO_ATTACHMENT_READY));
  other_id = spico_test_start (fixture->a, MAUGER, TOTARO, "Transféré", "");
  other = spico_client_list_messages (fixture->a, MAUGER, other_id);
  spico_test_wait_for (spico_test_last_is (other, "", SPICO_MESSAGE_SENT) && count_attached (other) == 1);
  g_assert_cmpuint (count_files (fixture->folder_a, NULL), ==, 0);
  got = attached_at (other, 0);
  opens (fixture->a, MAUGER, got, report);

  g_clear_object (&other);
  g_clear_pointer (&other_id, g_free);
  spico_test_succeeds (spico_client_attach_forwarded (fixture->a, NULL, NULL, STRUCTURE, MAUGER, spico_message_get_id (received)));
  other_id = spico_test_start (fixture->a, STRUCTURE, TOTARO, "Transféré de même", "");
  other = spico_client_list_messages (fixture->a, STRUCTURE, other_id);
  spico_test_wait_for (spico_test_last_is (other, "", SPICO_MESSAGE_SENT) && count_attached (other) == 1);
  other_there = spico_client_list_messages (fixture->b, TOTARO, other_id);
  spico_test_wait_for (count_attached (other_there) == 1);
  got_again = attached_at (other_there, 0);
  opens (fixture->b, TOTARO, got_again, report);
}

/* What is attached outlives the program, also beside no text; it goes with its draft. What waits is taken back with its file. */
static void
test_drafts (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (GListModel) draft = NULL;
  g_autoptr (GListModel) form = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autoptr (SpicoMessage) waiting = NULL;
  g_autoptr (SpicoDraft) found = NULL;

  cut (fixture);
  g_object_unref (attach (fixture->a, MAUGER, id, report, NAME));
  g_object_unref (attach (fixture->a, MAUGER, NULL, report, NAME));
  g_clear_object (&here);
  restart_a (fixture);
  draft = draft_of (fixture->a, MAUGER, id);
  form = draft_of (fixture->a, MAUGER, NULL);
  spico_test_wait_for (draft_is (draft, 1, SPICO_ATTACHMENT_WAITING) && draft_is (form, 1, SPICO_ATTACHMENT_WAITING));
  conversation = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  spico_test_wait_for (spico_conversation_get_draft_attachment_count (conversation) == 1);

  spico_test_succeeds (spico_client_discard_draft (fixture->a, NULL, NULL));
  spico_test_wait_for (g_list_model_get_n_items (form) == 0 && count_files (fixture->folder_a, NULL) == 1);
  here = spico_client_list_messages (fixture->a, MAUGER, id);
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_QUEUED) && g_list_model_get_n_items (draft) == 0);
  waiting = spico_test_last_message (here);
  g_assert_true (spico_message_can_take_back (waiting));
  found = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (waiting)));
  g_assert_cmpstr (spico_draft_get_text (found), ==, "Voilà");
  spico_test_wait_for (draft_is (draft, 1, SPICO_ATTACHMENT_WAITING) && spico_test_last_is (here, "Un", SPICO_MESSAGE_SENT));
}

/* The server has purged what waited for too long beside a draft: it is given it anew. */
static void
test_purged (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (SpicoAttachment) attachment = attach (fixture->a, MAUGER, id, report, NAME);
  g_autoptr (SpicoAttachment) got = NULL;

  spico_test_wait_for (is_in (attachment, SPICO_ATTACHMENT_READY));
  change_region (fixture, "DELETE FROM blob");
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (spico_test_last_is (there, "Voilà", SPICO_MESSAGE_SENT) && count_attached (there) == 1);
  g_assert_cmpuint (spico_test_count_text (there, "Voilà"), ==, 1);
  got = attached_at (there, 0);
  opens (fixture->b, TOTARO, got, report);
}

static void
damage_files (SpicoClient *client)
{
  g_autoptr (GDir) dir = g_dir_open (client->profile->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (client->profile->folder, name, NULL);

      if (g_str_has_suffix (name, ".file"))
        g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
    }
}

/* Sizes that are not, and a copy that the disk has damaged: nothing is given that is not what was sent. */
static void
test_lies (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (SpicoAttachment) got = NULL;

  g_object_unref (attach (fixture->a, MAUGER, id, report, NAME));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (count_attached (there) == 1);
  got = attached_at (there, 0);
  spico_test_change_store (fixture->b, "UPDATE message_attachment SET size = 99999");
  spico_test_fails (spico_client_open_attachment (fixture->b, TOTARO, got, NULL), SPICO_CLIENT_ERROR_SERVER);
  spico_test_change_store (fixture->b, "UPDATE message_attachment SET size = 100001");
  spico_test_fails (spico_client_open_attachment (fixture->b, TOTARO, got, NULL), SPICO_CLIENT_ERROR_SERVER);
  spico_test_change_store (fixture->b, "UPDATE message_attachment SET size = 9000000000000");
  spico_test_fails (spico_client_open_attachment (fixture->b, TOTARO, got, NULL), SPICO_CLIENT_ERROR_SERVER);
  spico_test_wait_for (count_files (fixture->folder_b, NULL) == 0);
  spico_test_change_store (fixture->b, "UPDATE message_attachment SET size = 100000");
  opens (fixture->b, TOTARO, got, report);

  damage_files (fixture->b);
  opens (fixture->b, TOTARO, got, report);
  spico_test_wait_for (count_files (fixture->folder_b, NULL) == 1);
}

/* Locked, nothing is read on; signed out, nothing is left. */
static void
test_locked (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (300000);
  g_autoptr (SpicoAttachment) got = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) error = NULL;

  g_object_unref (attach (fixture->a, MAUGER, id, report, NAME));
  send (fixture->a, MAUGER, id, "Voilà");
  spico_test_wait_for (count_attached (there) == 1);
  got = attached_at (there, 0);
  stream = spico_test_await_object (spico_client_open_attachment (fixture->b, TOTARO, got, NULL));
  piece = spico_test_await_boxed (dex_input_stream_read_bytes (stream, 1000, G_PRIORITY_DEFAULT));
  g_assert_cmpuint (g_bytes_get_size (piece), ==, 1000);

  g_clear_object (&there);
  spico_test_succeeds (spico_client_lock (fixture->b));
  g_assert_false (spico_test_await (dex_input_stream_read_bytes (stream, 1000, G_PRIORITY_DEFAULT), &error));
  spico_test_fails (spico_client_open_attachment (fixture->b, TOTARO, got, NULL), SPICO_CLIENT_ERROR_STATE);
  spico_test_succeeds (spico_client_unlock (fixture->b, SPICO_TEST_PASSWORD));
  opens (fixture->b, TOTARO, got, report);
  g_assert_cmpuint (count_files (fixture->folder_b, NULL), ==, 1);

  spico_test_succeeds (spico_client_sign_out (fixture->b));
  g_assert_cmpuint (count_files (fixture->folder_b, NULL), ==, 0);
}

/* What the disk has lost before it was sent is told, and its message waits for its author. */
static void
test_lost (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (SpicoAttachment) attachment = NULL;
  g_autoptr (SpicoMessage) failed = NULL;
  g_autoptr (GListModel) draft = draft_of (fixture->a, MAUGER, id);

  cut (fixture);
  attachment = attach (fixture->a, MAUGER, id, report, NAME);
  send (fixture->a, MAUGER, id, "Voilà");
  damage_files (fixture->a);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "Voilà", SPICO_MESSAGE_FAILED) && is_in (attachment, SPICO_ATTACHMENT_FAILED));
  g_assert_cmpint (spico_attachment_get_failure (attachment), ==, SPICO_ATTACHMENT_FAILURE_UNREADABLE);
  failed = spico_test_last_message (here);
  g_object_unref (spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (failed))));
  spico_test_wait_for (draft_is (draft, 1, SPICO_ATTACHMENT_FAILED));
  spico_test_succeeds (spico_client_detach (fixture->a, attachment));
  spico_test_wait_for (g_list_model_get_n_items (draft) == 0 && count_files (fixture->folder_a, NULL) == 0);
}

/* What was read for a structure goes with the delegation, and what was to be written for it stays; what was read is closed while the server was not reached for too long (F030). */
static void
test_delegated (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = NULL;
  g_autoptr (GBytes) report = make_bytes (100000);
  g_autoptr (GBytes) note = g_bytes_new_static ("Note", 4);
  g_autoptr (SpicoAttachment) got = NULL;
  g_autoptr (SpicoAttachment) written = NULL;
  g_autoptr (GListModel) draft = NULL;
  g_autoptr (SpicoList) shown = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  g_object_unref (attach (fixture->b, TOTARO, NULL, report, NAME));
  id = spico_test_start (fixture->b, TOTARO, STRUCTURE, SUBJECT, "Voilà");
  here = spico_client_list_messages (fixture->a, STRUCTURE, id);
  spico_test_wait_for (count_attached (here) == 1);
  got = attached_at (here, 0);
  opens (fixture->a, STRUCTURE, got, report);
  g_assert_cmpuint (count_files (fixture->folder_a, NULL), ==, 1);

  written = attach (fixture->a, STRUCTURE, id, note, NAME);
  draft = draft_of (fixture->a, STRUCTURE, id);
  cut (fixture);
  opens (fixture->a, STRUCTURE, got, report);
  spico_test_change_store (fixture->a, "UPDATE setting SET value = '1000000' WHERE name = 'contact'");
  spico_test_fails (spico_client_open_attachment (fixture->a, STRUCTURE, got, NULL), SPICO_CLIENT_ERROR_OFFLINE);

  change_region (fixture, "UPDATE delegation SET status = 'ended' WHERE account_id = '" STRUCTURE "'");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (count_files (fixture->folder_a, NULL) == 1);
  spico_test_fails (spico_client_open_attachment (fixture->a, STRUCTURE, got, NULL), SPICO_CLIENT_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (draft), ==, 1);
  opens (fixture->a, STRUCTURE, written, note);
  shown = spico_test_list_filled (fixture->a, STRUCTURE);
  conversation = spico_test_find_conversation (shown, SUBJECT);
  g_assert_cmpuint (spico_conversation_get_draft_attachment_count (conversation), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SPICO_TEST_ADD ("attachments/sent", test_sent);
  SPICO_TEST_ADD ("attachments/off-line", test_off_line);
  SPICO_TEST_ADD ("attachments/cut", test_cut);
  SPICO_TEST_ADD ("attachments/broken", test_broken);
  SPICO_TEST_ADD ("attachments/told-twice", test_told_twice);
  SPICO_TEST_ADD ("attachments/given-up", test_given_up);
  SPICO_TEST_ADD ("attachments/limits", test_limits);
  SPICO_TEST_ADD ("attachments/infected", test_infected);
  SPICO_TEST_ADD ("attachments/withdrawn", test_withdrawn);
  SPICO_TEST_ADD ("attachments/forwarded", test_forwarded);
  SPICO_TEST_ADD ("attachments/drafts", test_drafts);
  SPICO_TEST_ADD ("attachments/purged", test_purged);
  SPICO_TEST_ADD ("attachments/lies", test_lies);
  SPICO_TEST_ADD ("attachments/lost", test_lost);
  SPICO_TEST_ADD ("attachments/locked", test_locked);
  SPICO_TEST_ADD ("attachments/delegated", test_delegated);

  return g_test_run ();
}
