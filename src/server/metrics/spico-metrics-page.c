/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page, in Prometheus' text format (version 0.0.4). The names of the process's own figures are those that every program gives there. */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "spico-metrics-private.h"

static const char *const error_kinds[SPICO_N_ERROR_KINDS] = {
  "failed", "busy", "constraint", "unique", "wrong-key", "not-a-database", "io", "full", "corrupt", "too-new", "not-encrypted", "timeout",
};

static void
write_head (GString    *page,
            const char *name,
            const char *type,
            const char *help)
{
  g_string_append_printf (page, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A decimal point whatever the locale. */
static void
write_sample (GString    *page,
              const char *name,
              const char *labels,
              double      value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.15g", value);
  g_string_append_printf (page, "%s%s%s%s %s\n", name, labels != NULL ? "{" : "", labels != NULL ? labels : "", labels != NULL ? "}" : "", digits);
}

static void
write_one (GString    *page,
           const char *name,
           const char *type,
           const char *help,
           double      value)
{
  write_head (page, name, type, help);
  write_sample (page, name, NULL, value);
}

static void
write_histogram (GString              *page,
                 const char           *name,
                 const char           *labels,
                 const SpicoHistogram *histogram)
{
  const char *comma = labels != NULL ? "," : "";
  g_autofree char *bucket = g_strconcat (name, "_bucket", NULL);
  g_autofree char *sum = g_strconcat (name, "_sum", NULL);
  g_autofree char *count = g_strconcat (name, "_count", NULL);
  guint64 below = 0;

  for (guint i = 0; i <= histogram->n_bounds; i++)
    {
      char bound[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";
      g_autofree char *with_bound = NULL;

      if (i < histogram->n_bounds)
        g_ascii_formatd (bound, sizeof bound, "%g", histogram->bounds[i]);
      with_bound = g_strdup_printf ("%s%sle=\"%s\"", labels != NULL ? labels : "", comma, bound);
      below += histogram->counts[i];
      write_sample (page, bucket, with_bound, (double) below);
    }
  write_sample (page, sum, labels, histogram->sum);
  write_sample (page, count, labels, (double) histogram->n);
}

static void
write_requests (GString      *page,
                SpicoMetrics *self)
{
  write_head (page, "spico_http_requests_total", "counter", "Requests by route, method and status; status 0: the client left before its answer.");
  for (guint i = 0; i < self->routes->len; i++)
    {
      SpicoRouteMetrics *route = g_ptr_array_index (self->routes, i);
      GHashTableIter iter;
      gpointer key, value;

      g_hash_table_iter_init (&iter, route->requests);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          g_autofree char *labels = g_strdup_printf ("route=\"%s\",%s", route->path, (const char *) key);

          write_sample (page, "spico_http_requests_total", labels, (double) *(guint64 *) value);
        }
    }

  write_head (page, "spico_http_request_duration_seconds", "histogram", "From a request's head to the end of its answer; event streams and downloads are left out.");
  for (guint i = 0; i < self->routes->len; i++)
    {
      SpicoRouteMetrics *route = g_ptr_array_index (self->routes, i);
      g_autofree char *labels = g_strdup_printf ("route=\"%s\"", route->path);

      if (route->seconds.n > 0)
        write_histogram (page, "spico_http_request_duration_seconds", labels, &route->seconds);
    }
}

static void
write_database (GString      *page,
                SpicoMetrics *self)
{
  write_head (page, "spico_writer_group_size", "histogram", "How many writes were committed at once.");
  write_histogram (page, "spico_writer_group_size", NULL, &self->group_sizes);
  write_head (page, "spico_database_errors_total", "counter", "Transactions that an error of the database ended.");
  for (guint i = 0; i < SPICO_N_ERROR_KINDS; i++)
    {
      g_autofree char *labels = g_strdup_printf ("kind=\"%s\"", error_kinds[i]);

      write_sample (page, "spico_database_errors_total", labels, (double) self->errors[i]);
    }
  write_one (page, "spico_database_retries_total", "counter", "Transactions that were tried again.", (double) self->n_retries);
  write_one (page, "spico_audit_seals_total", "counter", "Rows of the audit that this process has sealed.", (double) self->n_sealed);
  write_one (page, "spico_audit_seal_lag_seconds", "gauge", "For how long the oldest row of the audit has waited for its seal.", self->seal_lag);
}

static void
write_scans (GString      *page,
             SpicoMetrics *self)
{
  static const char *const labels[] = {
    [SPICO_VERDICT_UNKNOWN] = "outcome=\"unknown\"",
    [SPICO_VERDICT_CLEAN] = "outcome=\"clean\"",
    [SPICO_VERDICT_FOUND] = "outcome=\"found\"",
  };

  write_head (page, "spico_scans_total", "counter", "Uploads that were given to the scanner, by what it said; unknown: it could not.");
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    write_sample (page, "spico_scans_total", labels[i], (double) self->n_scans[i]);
}

static void
write_gauges (GString           *page,
              const SpicoGauges *gauges)
{
  write_one (page, "spico_http_connections", "gauge", "Connected clients.", gauges->connections);
  write_one (page, "spico_event_streams", "gauge", "Open event streams.", gauges->streams);
  write_one (page, "spico_http_body_bytes", "gauge", "What the bodies being received take.", (double) gauges->body_bytes);
  write_head (page, "spico_executor_waiting", "gauge", "Requests that wait for the database.");
  write_sample (page, "spico_executor_waiting", "queue=\"read\"", gauges->reads_waiting);
  write_sample (page, "spico_executor_waiting", "queue=\"write\"", gauges->writes_waiting);
  write_one (page, "spico_database_writable", "gauge", "Whether the last commit was done.", gauges->can_write ? 1 : 0);
}

static guint
count_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;

  /* Not the folder's own. */
  return n > 0 ? n - 1 : 0;
}

static void
write_process (GString      *page,
               SpicoMetrics *self)
{
  g_autofree char *memory = NULL;
  unsigned long total = 0, resident = 0;
  struct rlimit files = { 0 };
  struct rusage usage = { 0 };

  if (g_file_get_contents ("/proc/self/statm", &memory, NULL, NULL) && sscanf (memory, "%lu %lu", &total, &resident) == 2)
    {
      write_one (page, "process_virtual_memory_bytes", "gauge", "Virtual memory.", (double) total * (double) sysconf (_SC_PAGESIZE));
      write_one (page, "process_resident_memory_bytes", "gauge", "Resident memory.", (double) resident * (double) sysconf (_SC_PAGESIZE));
    }
  getrusage (RUSAGE_SELF, &usage);
  getrlimit (RLIMIT_NOFILE, &files);
  write_one (page, "process_cpu_seconds_total", "counter", "Processor time, user and system.",
             (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
  write_one (page, "process_open_fds", "gauge", "Open files.", count_files ());
  write_one (page, "process_max_fds", "gauge", "How many files may be open.", (double) files.rlim_cur);
  write_one (page, "process_start_time_seconds", "gauge", "When the process started, since 1970.", (double) self->started_us / 1e6);
  write_one (page, "spico_uptime_seconds", "gauge", "For how long it has run.", (double) (g_get_real_time () - self->started_us) / 1e6);
}

/**
 * spico_metrics_write:
 * @self: counters
 * @gauges: what is so now
 *
 * Returns: (transfer full): the page
 */
char *
spico_metrics_write (SpicoMetrics      *self,
                     const SpicoGauges *gauges)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GString *page = g_string_new (NULL);

  write_head (page, "spico_build_info", "gauge", "The program.");
  write_sample (page, "spico_build_info", "version=\"" SPICO_VERSION "\"", 1);
  write_requests (page, self);
  write_database (page, self);
  write_scans (page, self);
  write_gauges (page, gauges);
  write_process (page, self);

  return g_string_free (page, FALSE);
}
