/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a message takes to its readers while many are connected: each of --streams people holds an event stream; whoever is told of a change asks for it and
 * its text. A delay runs from the sending of the message until its text has come, for each of its five readers. The sums and delays are printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "wire.h"

#define N_EVENTS 256
#define N_WRITERS 16
#define READERS 5
/* Below what the server lets wait. */
#define MOST_OPENING 64
#define LAST_US (20 * G_USEC_PER_SEC)

static int port;
static int n_streams = 1000;
static int seconds = 5;
static int rate = 100;
static char *plan_path;

typedef enum {
  END_STREAM,
  END_READER,
  END_WRITER,
} EndKind;

/* A connection; those of one person have the same number. */
typedef struct {
  EndKind kind;
  int fd;
  guint number;
  GString *in;
  gboolean is_busy;
  gboolean is_again; /* told anew while it asks */
  char *state;       /* of a reader */
} End;

typedef struct {
  int epoll;
  End *streams;
  End *readers;
  End writers[N_WRITERS];
  GPtrArray *plan;
  GHashTable *sent; /* when, by id */
  GArray *delays;
  guint n_ready;
  gint64 n_sent;
} Fanout;

static void
watch (Fanout *self,
       End    *end)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = end };

  if (end->in == NULL)
    end->in = g_string_new (NULL);
  g_string_truncate (end->in, 0);
  epoll_ctl (self->epoll, EPOLL_CTL_ADD, end->fd, &event);
}

static void
drop (End *end)
{
  close (end->fd);
  end->fd = -1;
}

static void
open_stream (Fanout *self,
             guint   number)
{
  g_autofree char *request = g_strdup_printf ("GET /jmap/eventsource/?types=Message&closeafter=no&ping=300 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %043u\r\n\r\n", number);
  End *stream = &self->streams[number];

  *stream = (End) { .kind = END_STREAM, .number = number, .fd = wire_connect (port) };
  self->readers[number] = (End) { .kind = END_READER, .number = number, .fd = -1 };
  watch (self, stream);
  wire_send (stream->fd, request);
}

static void
ask (Fanout *self,
     End    *reader)
{
  g_autofree char *token = g_strdup_printf ("%043u", reader->number);
  g_autofree char *body = g_strdup_printf (
      "{\"using\":[\"urn:ietf:params:jmap:core\",\"https://spico.esante.com/jmap/discussions\"],\"methodCalls\":[[\"Message/changes\",{\"accountId\":\"p8%011u\",\"sinceState\":\"%s\"},"
      "\"c\"],[\"Message/get\",{\"accountId\":\"p8%011u\",\"#ids\":{\"resultOf\":\"c\",\"name\":\"Message/changes\",\"path\":\"/created\"},\"properties\":[\"text\"]},\"g\"]]}",
      reader->number, reader->state, reader->number);
  g_autofree char *request = wire_request (token, body);

  if (reader->fd < 0)
    {
      reader->fd = wire_connect (port);
      watch (self, reader);
    }
  reader->is_busy = TRUE;
  reader->is_again = FALSE;
  wire_send (reader->fd, request);
}

/* The number behind a name, or %NULL. */
static char *
find_number (const char *text,
             const char *name)
{
  const char *found = strstr (text, name);

  return found != NULL ? g_strndup (found + strlen (name), strspn (found + strlen (name), "0123456789")) : NULL;
}

/* The first event is the state as it is; whatever comes then tells of a change. */
static void
stream_told (Fanout *self,
             End    *stream)
{
  End *reader = &self->readers[stream->number];

  if (!g_str_has_suffix (stream->in->str, "\n\n\r\n") && !g_str_has_suffix (stream->in->str, "\n\n"))
    return;

  if (reader->state == NULL)
    {
      if (strstr (stream->in->str, "event: state") == NULL)
        return;
      reader->state = find_number (stream->in->str, "\"Message\":\"");
      if (reader->state == NULL)
        reader->state = g_strdup ("0");
      self->n_ready++;
    }
  else if (reader->is_busy)
    {
      reader->is_again = TRUE;
    }
  else
    {
      ask (self, reader);
    }
  g_string_truncate (stream->in, 0);
}

static void
take_messages (Fanout     *self,
               const char *body)
{
  const char *name = "\"id\":\"";
  gint64 now_us = g_get_monotonic_time ();

  for (const char *found = strstr (body, name); found != NULL; found = strstr (found + 1, name))
    {
      g_autofree char *id = g_strndup (found + strlen (name), 36);
      gint64 *sent_us = g_hash_table_lookup (self->sent, id);
      gint64 delay_us = sent_us != NULL ? now_us - *sent_us : 0;

      if (sent_us != NULL)
        g_array_append_val (self->delays, delay_us);
    }
}

static void
reader_answered (Fanout *self,
                 End    *reader)
{
  const char *body = wire_body (reader->in);
  char *state;

  if (body == NULL)
    return;
  state = wire_is_ok (reader->in) ? find_number (body, "\"newState\":\"") : NULL;
  if (state == NULL)
    g_error ("a reader is refused: %.300s", reader->in->str);
  g_free (reader->state);
  reader->state = state;
  take_messages (self, body);
  reader->is_busy = FALSE;
  g_string_truncate (reader->in, 0);
  if (reader->is_again)
    ask (self, reader);
}

static void
writer_answered (Fanout *self,
                 End    *writer)
{
  const char *body = wire_body (writer->in);

  if (body == NULL)
    return;
  if (!wire_is_ok (writer->in) || strstr (body, "\"created\":{\"m\":") == NULL)
    g_error ("a message is refused: %.300s", writer->in->str);
  writer->is_busy = FALSE;
  g_string_truncate (writer->in, 0);
}

/* Keep-alive connections end when they are idle; a stream does not. */
static void
end_closed (Fanout *self,
            End    *end)
{
  gboolean was_busy = end->is_busy;

  if (end->kind != END_READER)
    g_error ("the server ends a connection: %.300s", end->in->str);
  drop (end);
  if (was_busy)
    ask (self, end);
}

static void
receive (Fanout *self,
         int     wait_ms)
{
  struct epoll_event events[N_EVENTS];
  int n = epoll_wait (self->epoll, events, N_EVENTS, wait_ms);

  for (int i = 0; i < n; i++)
    {
      End *end = events[i].data.ptr;

      if (!wire_read (end->fd, end->in))
        end_closed (self, end);
      else if (end->kind == END_STREAM)
        stream_told (self, end);
      else if (end->kind == END_READER)
        reader_answered (self, end);
      else
        writer_answered (self, end);
    }
}

static End *
find_writer (Fanout *self)
{
  for (guint i = 0; i < N_WRITERS; i++)
    {
      End *writer = &self->writers[((guint) self->n_sent + i) % N_WRITERS];

      if (!writer->is_busy)
        return writer;
    }

  return NULL;
}

/* A message that no writer is free for counts from when it was due. */
static void
send_message (Fanout *self,
              gint64  due_us)
{
  const char *const *line = g_ptr_array_index (self->plan, (guint) self->n_sent % self->plan->len);
  End *writer = find_writer (self);
  char *id = NULL;
  g_autofree char *body = NULL;
  g_autofree char *request = NULL;

  if (writer == NULL)
    return;
  body = wire_make_id (line[1], &id);
  request = wire_request (line[0], body);
  g_hash_table_insert (self->sent, id, g_memdup2 (&due_us, sizeof due_us));
  self->n_sent++;
  writer->is_busy = TRUE;
  wire_send (writer->fd, request);
}

static void
write_messages (Fanout *self)
{
  gint64 begun_us;
  gint64 end_us;

  for (guint i = 0; i < N_WRITERS; i++)
    {
      self->writers[i] = (End) { .kind = END_WRITER, .number = i, .fd = wire_connect (port) };
      watch (self, &self->writers[i]);
    }
  begun_us = g_get_monotonic_time ();
  end_us = begun_us + seconds * G_USEC_PER_SEC;
  while (self->n_sent < (gint64) seconds * rate)
    {
      gint64 due_us = begun_us + self->n_sent * G_USEC_PER_SEC / rate;

      if (due_us <= g_get_monotonic_time ())
        send_message (self, due_us);
      receive (self, 1);
    }
  while (self->delays->len < self->n_sent * READERS && g_get_monotonic_time () < end_us + LAST_US)
    receive (self, 100);
}

static void
open_streams (Fanout *self)
{
  for (guint i = 0; i < (guint) n_streams; i++)
    {
      open_stream (self, i);
      while (i + 1 - self->n_ready > MOST_OPENING)
        receive (self, 1000);
    }
  while (self->n_ready < (guint) n_streams)
    receive (self, 1000);
}

static void
raise_limit (void)
{
  struct rlimit limit;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

int
main (int    argc,
      char **argv)
{
  const GOptionEntry entries[] = {
    { "port", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &port, "The server's, on loopback", "PORT" },
    { "plan", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &plan_path, "The messages, one a line", "FILE" },
    { "streams", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &n_streams, "How many people are connected", "N" },
    { "seconds", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &seconds, "How long messages are sent", "N" },
    { "rate", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &rate, "Messages a second", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Fanout self = { .delays = delays, .sent = sent };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || plan_path == NULL || n_streams < 1 || rate < 1)
    {
      fprintf (stderr, "bench-fanout: %s\n", error != NULL ? error->message : "--plan, --port, --streams and --rate are needed");
      return 2;
    }

  raise_limit ();
  self.epoll = epoll_create1 (EPOLL_CLOEXEC);
  self.plan = wire_read_plan (plan_path);
  self.streams = g_new0 (End, (gsize) n_streams);
  self.readers = g_new0 (End, (gsize) n_streams);
  open_streams (&self);
  write_messages (&self);
  printf ("{\"sent\": %" G_GINT64_FORMAT ", \"received\": %u, \"p50_us\": %" G_GINT64_FORMAT ", \"p99_us\": %" G_GINT64_FORMAT "}\n", self.n_sent, delays->len,
          wire_percentile (delays, 50), wire_percentile (delays, 99));

  return delays->len == self.n_sent * READERS ? EXIT_SUCCESS : EXIT_FAILURE;
}
