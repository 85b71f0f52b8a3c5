/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that puts a file off, as nobody can look at it now, is asked again. */
#include "spico-client-attachments.h"
#include "spico-test-clients.h"

/* A clamd that has found nothing. */
static gboolean
clean_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source,
          gpointer                data)
{
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  static const char answer[] = "stream: OK";
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

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

static void
state_cb (SpicoAttachment *attachment,
          GParamSpec      *pspec,
          guint           *n_tries)
{
  *n_tries += spico_attachment_get_state (attachment) == SPICO_ATTACHMENT_UPLOADING;
  g_assert_cmpint (spico_attachment_get_state (attachment), !=, SPICO_ATTACHMENT_FAILED);
}

static void
test_put_off (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_autoptr (GSocketService) clamd = g_threaded_socket_service_new (1);
  guint16 port = find_port ();
  g_autofree char *config = g_strdup_printf ("[attachments]\nclamd=127.0.0.1:%u\n", port);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("Note", 4, NULL);
  g_autoptr (SpicoAttachment) attachment = NULL;
  guint n_tries = 0;

  spico_test_region_kill (fixture->region);
  spico_test_region_set_config (fixture->region, config);
  spico_test_region_start (fixture->region);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  attachment = spico_test_await_object (spico_client_attach (fixture->a, NULL, NULL, MAUGER, stream, "Note.txt", "text/plain", NULL));
  g_signal_connect (attachment, "notify::state", G_CALLBACK (state_cb), &n_tries);
  spico_test_wait_for (n_tries >= 2 && spico_attachment_get_state (attachment) == SPICO_ATTACHMENT_WAITING);
  g_assert_null (spico_attachment_get_blob_id (attachment));

  g_signal_connect (clamd, "run", G_CALLBACK (clean_cb), NULL);
  g_assert_true (g_socket_listener_add_inet_port (G_SOCKET_LISTENER (clamd), port, NULL, NULL));
  spico_test_wait_for (spico_attachment_get_state (attachment) == SPICO_ATTACHMENT_READY);
  g_assert_nonnull (spico_attachment_get_blob_id (attachment));
  g_signal_handlers_disconnect_by_data (attachment, &n_tries);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SPICO_TEST_ADD ("attachment-scan/put-off", test_put_off);

  return g_test_run ();
}
