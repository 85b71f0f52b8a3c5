/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The load of the server's figures: many connections, each with one request under way, as fast as the server answers or at a rate; the delays are printed.
 * Plain sockets and one thread: it must be lighter than what it measures. At a rate, a delay counts from when the request was due, sent or not: a server that
 * stalls does not get a rest for it. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define N_EVENTS 64
#define LAST_US (10 * G_USEC_PER_SEC)
#define WARM_US G_USEC_PER_SEC

int load_port;
char *load_expect;
GPtrArray *load_plan;

static int n_connections = 64;
static int seconds = 4;
static int rate;
static int server_pid;
static char *plan_path;
static char *protocol_name;

typedef struct {
  const Protocol *protocol;
  Slot *slots;
  int epoll;
  gint64 begun_us;
  gint64 window_us;
  gint64 end_us;
  gint64 n_sent;
  gint64 cpu_us;
  guint n_under_way;
  guint n_failed;
  guint next_free;
  GArray *delays;
} Load;

/* What the server's threads have taken of the processors. */
static gint64
read_cpu (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", server_pid);
  g_autofree char *text = NULL;
  unsigned long user, kernel;

  if (server_pid == 0 || !g_file_get_contents (path, &text, NULL, NULL)
      || sscanf (strrchr (text, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2)
    return 0;

  return (gint64) (user + kernel) * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}

static void
send_next (Load  *load,
           Slot  *slot,
           gint64 due_us)
{
  load->n_sent++;
  load->n_under_way++;
  slot->due_us = due_us;
  load->protocol->send (slot);
  slot->line += (guint) n_connections;
}

/* When the next request is due; with no rate, as soon as a connection is free. */
static gint64
next_due (Load  *load,
          gint64 now_us)
{
  return rate > 0 ? load->begun_us + load->n_sent * G_USEC_PER_SEC / rate : now_us;
}

static Slot *
find_free (Load *load)
{
  for (guint i = 0; i < (guint) n_connections; i++)
    {
      Slot *slot = &load->slots[(load->next_free + i) % (guint) n_connections];

      if (slot->due_us == 0)
        {
          load->next_free = (slot->number + 1) % (guint) n_connections;
          return slot;
        }
    }

  return NULL;
}

static void
send_due (Load *load)
{
  for (;;)
    {
      gint64 now_us = g_get_monotonic_time ();
      gint64 due_us = next_due (load, now_us);
      Slot *slot = due_us <= now_us && due_us < load->end_us ? find_free (load) : NULL;

      if (slot == NULL)
        return;
      send_next (load, slot, due_us);
    }
}

static void
receive (Load *load,
         Slot *slot)
{
  Outcome outcome = wire_read (slot->fd, slot->in) ? OUTCOME_MORE : OUTCOME_FAILED;
  gint64 now_us = g_get_monotonic_time ();

  if (outcome == OUTCOME_MORE)
    outcome = load->protocol->receive (slot);
  else
    epoll_ctl (load->epoll, EPOLL_CTL_DEL, slot->fd, NULL);
  if (outcome == OUTCOME_MORE || slot->due_us == 0)
    return;

  if (outcome == OUTCOME_FAILED)
    {
      if (load->n_failed++ == 0)
        fprintf (stderr, "bench-load: %.300s\n", slot->in->str);
      g_string_truncate (slot->in, 0);
    }
  else if ((rate > 0 ? slot->due_us : now_us) >= load->window_us && (rate > 0 || now_us < load->end_us))
    {
      gint64 delay_us = now_us - slot->due_us;

      g_array_append_val (load->delays, delay_us);
    }
  slot->due_us = 0;
  load->n_under_way--;
}

static void
wait_and_receive (Load *load)
{
  struct epoll_event events[N_EVENTS];
  gint64 now_us = g_get_monotonic_time ();
  gint64 until_us = now_us < load->end_us ? MIN (next_due (load, load->end_us), load->end_us) : load->end_us + LAST_US;
  gint64 wait_us = CLAMP (until_us - now_us, 0, G_USEC_PER_SEC);
  struct timespec wait = { wait_us / G_USEC_PER_SEC, wait_us % G_USEC_PER_SEC * 1000 };
  int n;

  /* Late with a request, as every connection is taken: only an answer helps. */
  if (wait_us == 0 && load->n_under_way == (guint) n_connections)
    wait.tv_sec = 1;
  n = epoll_pwait2 (load->epoll, events, N_EVENTS, &wait, NULL);
  for (int i = 0; i < n; i++)
    receive (load, events[i].data.ptr);
}

static void
drive (Load *load)
{
  gint64 cpu_us = 0;
  gint64 now_us = load->begun_us = g_get_monotonic_time ();

  load->window_us = now_us + WARM_US;
  load->end_us = load->window_us + seconds * G_USEC_PER_SEC;
  while (now_us < load->end_us || (load->n_under_way > 0 && now_us < load->end_us + LAST_US))
    {
      if (cpu_us == 0 && now_us >= load->window_us)
        cpu_us = read_cpu ();
      if (load->cpu_us == 0 && now_us >= load->end_us)
        load->cpu_us = read_cpu () - cpu_us;
      send_due (load);
      wait_and_receive (load);
      now_us = g_get_monotonic_time ();
    }
  if (load->cpu_us == 0)
    load->cpu_us = read_cpu () - cpu_us;
  load->n_failed += load->n_under_way;
}

static void
report (Load *load)
{
  printf ("{\"count\": %u, \"failed\": %u, \"rate\": %.1f, \"p50_us\": %" G_GINT64_FORMAT ", \"p99_us\": %" G_GINT64_FORMAT ", \"cpu_us\": %" G_GINT64_FORMAT "}\n",
          load->delays->len, load->n_failed, load->delays->len / (double) seconds, wire_percentile (load->delays, 50), wire_percentile (load->delays, 99), load->cpu_us);
}

static void
open_slots (Load *load)
{
  load->epoll = epoll_create1 (EPOLL_CLOEXEC);
  for (guint i = 0; i < (guint) n_connections; i++)
    {
      Slot *slot = &load->slots[i];
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = slot };

      slot->number = slot->line = i;
      slot->in = g_string_new (NULL);
      load->protocol->open (slot);
      epoll_ctl (load->epoll, EPOLL_CTL_ADD, slot->fd, &event);
    }
}

static void
close_slots (Load *load)
{
  for (guint i = 0; i < (guint) n_connections; i++)
    {
      close (load->slots[i].fd);
      g_string_free (load->slots[i].in, TRUE);
      g_free (load->slots[i].id);
    }
  close (load->epoll);
}

int
main (int    argc,
      char **argv)
{
  const GOptionEntry entries[] = {
    { "protocol", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &protocol_name, "http or xmpp", "NAME" },
    { "port", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &load_port, "The server's, on loopback", "PORT" },
    { "pid", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &server_pid, "The server, whose processor time is told", "PID" },
    { "plan", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &plan_path, "What is sent, a request a line", "FILE" },
    { "expect", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &load_expect, "What stands in a good answer", "TEXT" },
    { "connections", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &n_connections, "How many", "N" },
    { "seconds", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &seconds, "How long, after one second more to warm up", "N" },
    { "rate", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &rate, "Requests a second; 0: as many as can be", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree Slot *slots = NULL;
  Load load = { .delays = delays };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || plan_path == NULL || n_connections < 1 || seconds < 1)
    {
      fprintf (stderr, "bench-load: %s\n", error != NULL ? error->message : "--plan, --port and --protocol are needed");
      return 2;
    }

  load_plan = wire_read_plan (plan_path);
  load.protocol = g_strcmp0 (protocol_name, "xmpp") == 0 ? &xmpp_protocol : &http_protocol;
  load.slots = slots = g_new0 (Slot, (gsize) n_connections);
  open_slots (&load);
  drive (&load);
  report (&load);
  close_slots (&load);
  g_ptr_array_unref (load_plan);

  return load.n_failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
