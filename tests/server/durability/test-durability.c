/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages are written through the JMAP engine and the executor, as the server does, on a disk that fails at each of its steps in turn. */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-executor.h"
#include "spico-fault-vfs.h"
#include "spico-jmap-world.h"
#include "spico-journal.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define KEY_HEX "3031323334353637383961626364656630313233343536373839616263646566"
#define NOW_US G_GINT64_CONSTANT (1767225700000000)
#define MAX_TRIES 20

static char *conversation_id;
static char *template_folder;

/* What becomes of the messages of one run. */
typedef struct {
  char *folder;
  char *database;
  GBytes *key;
  SpicoExecutor *executor;
  GMutex mutex;
  GCond cond;
  guint n_under_way;
  guint n_sent;
  GPtrArray *acknowledged; /* ids */
  GPtrArray *failed;
  GRand *chance;
  guint n_cuts;
} Run;

typedef struct {
  SpicoTask task;
  Run *run;
  char *id;
  SpicoJmapRequest *request;
  GBytes *reply;
} Sending;

/* The region. */

static void
encrypt (const char *from,
         const char *to)
{
  g_autofree char *sql = g_strdup_printf ("ATTACH DATABASE '%s' AS keyed KEY \"x'" KEY_HEX "'\"; SELECT sqlcipher_export('keyed'); DETACH DATABASE keyed", to);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (from, SPICO_SQL_OPEN_NONE, NULL, &error);

  g_assert_no_error (error);
  /* An empty file is a database to be. */
  g_file_set_contents (to, "", 0, &error);
  g_assert_no_error (error);
  spico_sql_connection_run_script (connection, sql, &error);
  g_assert_no_error (error);
}

static void
copy (const char *from,
      const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
make_templates (void)
{
  g_autofree char *plain = NULL;
  g_autofree char *keyed = NULL;
  SpicoJmapWorld world;

  template_folder = g_dir_make_tmp ("spico-template-XXXXXX", NULL);
  plain = g_build_filename (template_folder, "plain.db", NULL);
  keyed = g_build_filename (template_folder, "keyed.db", NULL);

  spico_jmap_world_set_up (&world, NULL);
  conversation_id = spico_jmap_world_converse (&world, "pa", "pa", "'pb','pc','fs'");
  g_clear_pointer (&world.connection, spico_sql_connection_free);
  copy (spico_test_database_get_uri (world.database), plain);
  encrypt (plain, keyed);
  spico_jmap_world_tear_down (&world, NULL);
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
remove_folder (const char *folder)
{
  remove_files (folder);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Sending. */

static SpicoTaskResult
run_sending (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  Sending *sending = (Sending *) task;
  SpicoActor actor = { (char *) "pa", (char *) "session" };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  g_clear_pointer (&sending->reply, g_bytes_unref);
  sending->reply = spico_jmap_request_run (sending->request, connection, &actor, NOW_US, changes, error);

  return sending->reply != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static gboolean
has_created (Sending *sending)
{
  gsize length;
  const char *text = g_bytes_get_data (sending->reply, &length);
  yyjson_doc *answer = yyjson_read (text, length, 0);
  gboolean created = g_strcmp0 (spico_jmap_world_text (answer, "0/1/created/x/id"), sending->id) == 0;

  yyjson_doc_free (answer);
  return created;
}

static void
sending_done (SpicoTask    *task,
              const GError *error)
{
  Sending *sending = (Sending *) task;
  Run *run = sending->run;

  g_mutex_lock (&run->mutex);
  if (error == NULL)
    g_assert_true (has_created (sending));
  g_ptr_array_add (error == NULL ? run->acknowledged : run->failed, g_steal_pointer (&sending->id));
  run->n_under_way--;
  g_cond_broadcast (&run->cond);
  g_mutex_unlock (&run->mutex);

  spico_jmap_request_free (sending->request);
  g_clear_pointer (&sending->reply, g_bytes_unref);
  g_free (sending);
}

static SpicoJmapRequest *
new_request (const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"using\":[\"urn:ietf:params:jmap:core\",\"https://spico.esante.com/jmap/discussions\"],\"methodCalls\":[[\"Message/set\","
                                           "{\"accountId\":\"pa\",\"create\":{\"x\":{\"clientId\":\"%s\",\"conversationId\":\"%s\",\"text\":\"Bonjour\"}}},\"0\"]]}",
                                           id, conversation_id);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) problem = NULL;
  SpicoJmapRequest *request = spico_jmap_request_parse (body, &spico_jmap_default_limits, &problem);

  g_assert_nonnull (request);
  return request;
}

static char *
new_id (guint number)
{
  return g_strdup_printf ("01890a5d-ac96-774b-bcce-%012x", number);
}

/* Sends messages together, and waits for their answers. */
static void
say (Run  *run,
     guint n)
{
  g_mutex_lock (&run->mutex);
  run->n_under_way += n;
  g_mutex_unlock (&run->mutex);

  for (guint i = 0; i < n; i++)
    {
      Sending *sending = g_new0 (Sending, 1);

      sending->task.run = run_sending;
      sending->task.done = sending_done;
      sending->run = run;
      sending->id = new_id (++run->n_sent);
      sending->request = new_request (sending->id);
      g_assert_true (spico_executor_write (run->executor, &sending->task));
    }

  g_mutex_lock (&run->mutex);
  while (run->n_under_way > 0)
    g_cond_wait (&run->cond, &run->mutex);
  g_mutex_unlock (&run->mutex);
}

static void
start (Run *run)
{
  SpicoExecutorOptions options = { .database = run->database, .key = run->key, .n_readers = 1, .max_waiting = 64, .max_group = 32, .lock_timeout_ms = 5000 };
  g_autoptr (GError) error = NULL;

  run->executor = spico_executor_new (&options, &error);
  g_assert_no_error (error);
}

static void
stop (Run *run)
{
  g_clear_pointer (&run->executor, spico_executor_free);
}

static void
run_init (Run     *run,
          gboolean is_keyed)
{
  g_autofree char *template = g_build_filename (template_folder, is_keyed ? "keyed.db" : "plain.db", NULL);

  memset (run, 0, sizeof *run);
  g_mutex_init (&run->mutex);
  g_cond_init (&run->cond);
  run->folder = g_dir_make_tmp ("spico-run-XXXXXX", NULL);
  run->database = g_build_filename (run->folder, "region.db", NULL);
  run->key = is_keyed ? g_bytes_new_static (KEY, 32) : NULL;
  run->acknowledged = g_ptr_array_new_with_free_func (g_free);
  run->failed = g_ptr_array_new_with_free_func (g_free);
  copy (template, run->database);
}

static void
run_clear (Run *run)
{
  remove_folder (run->folder);
  g_clear_pointer (&run->key, g_bytes_unref);
  g_ptr_array_unref (run->acknowledged);
  g_ptr_array_unref (run->failed);
  g_free (run->folder);
  g_free (run->database);
  g_mutex_clear (&run->mutex);
  g_cond_clear (&run->cond);
}

/* Checking. */

static gint64
count (SpicoSqlConnection *connection,
       const char         *sql,
       const char         *id)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (connection, sql, id != NULL ? SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)) : NULL, -1, &number, &error);
  g_assert_no_error (error);

  return number;
}

/* A message is a row, its number, its trace, its creation, and a change for each of the four who hold it: all of them, or none. */
static void
check_whole (SpicoSqlConnection *connection)
{
  static const char *const holders[] = { "pa", "pb", "pc", "fs" };
  gint64 n = count (connection, "SELECT count(*) FROM message", NULL);

  g_assert_cmpint (count (connection, "SELECT count(DISTINCT seq) FROM message WHERE seq >= 1", NULL), ==, n);
  g_assert_cmpint (count (connection, "SELECT coalesce(max(seq), 0) FROM message", NULL), ==, n);
  g_assert_cmpint (count (connection, "SELECT last_message_seq FROM conversation WHERE id = $1", conversation_id), ==, n);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM creation WHERE type = 'Message'", NULL), ==, n);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM audit WHERE type = 'Message'", NULL), ==, n);
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      g_assert_cmpint (count (connection, "SELECT count(*) FROM change WHERE type = 'Message' AND account_id = $1", holders[i]), ==, n);
      g_assert_cmpint (count (connection, "SELECT coalesce((SELECT modseq FROM state WHERE type = 'Message' AND account_id = $1), 0)", holders[i]), ==, n);
    }
}

static void
check_there (SpicoSqlConnection *connection,
             GPtrArray          *ids,
             gint64              n)
{
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (count (connection, "SELECT count(*) FROM message WHERE id = $1", g_ptr_array_index (ids, i)), ==, n);
}

/* Opens what is left, as a server that starts again does, and lets it serve. */
static void
check (const char *database,
       GBytes     *key,
       GPtrArray  *acknowledged,
       GPtrArray  *refused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (database, SPICO_SQL_OPEN_NONE, key, &error);
  SpicoJmapWorld world = { .connection = connection, .now_us = NOW_US };

  g_assert_no_error (error);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", NULL), ==, 0);
  check_whole (connection);
  check_there (connection, acknowledged, 1);
  check_there (connection, refused, 0);

  world.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  said = spico_jmap_world_say (&world, "pb", "pb", conversation_id, "Bien reçu");
  check_whole (connection);
  spico_jmap_world_leave (&world);
  connection = NULL;
}

/* Power cuts. */

static void
cut_power_cb (guint    step,
              gpointer data)
{
  Run *run = data;
  g_autofree char *folder = g_dir_make_tmp ("spico-cut-XXXXXX", NULL);
  g_autofree char *database = g_build_filename (folder, "region.db", NULL);

  spico_fault_vfs_cut_power (folder, run->chance);
  check (database, run->key, run->acknowledged, run->failed);
  remove_folder (folder);
  run->n_cuts++;
}

static void
checkpoint (Run *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (run->database, SPICO_SQL_OPEN_NONE, run->key, &error);

  g_assert_no_error (error);
  spico_sql_connection_run_script (connection, "PRAGMA wal_checkpoint(RESTART)", &error);
  g_assert_no_error (error);
}

/* Messages one by one and together, before and after the journal is written back while others go on, and when all have left. */
static void
work (Run *run)
{
  start (run);
  say (run, 1);
  say (run, 6);
  checkpoint (run);
  say (run, 2);
  stop (run);
  start (run);
  say (run, 1);
  stop (run);
}

static void
test_power_cuts (gconstpointer data)
{
  gboolean is_keyed = GPOINTER_TO_INT (data);
  Run run;

  run_init (&run, is_keyed);
  run.chance = g_rand_new_with_seed (is_keyed ? 2 : 1);
  spico_fault_vfs_watch (run.folder, cut_power_cb, &run);
  work (&run);
  spico_fault_vfs_watch (NULL, NULL, NULL);

  g_assert_cmpuint (run.failed->len, ==, 0);
  g_assert_cmpuint (run.acknowledged->len, ==, 10);
  g_assert_cmpuint (run.n_cuts, >, 100);
  g_test_message ("%u power cuts", run.n_cuts);
  check (run.database, run.key, run.acknowledged, run.failed);
  g_rand_free (run.chance);
  run_clear (&run);
}

/* Faults of a disk under a server that goes on. */

/* Sends until it is acknowledged, as a client does; the disk works again. */
static void
check_serves_again (Run *run)
{
  guint before = run->acknowledged->len;

  for (guint i = 0; i < MAX_TRIES && run->acknowledged->len == before; i++)
    say (run, 1);
  g_assert_cmpuint (run->acknowledged->len, ==, before + 1);
}

static gboolean
try_fault (SpicoFault fault,
           guint      step)
{
  gboolean has_struck;
  Run run;

  run_init (&run, FALSE);
  spico_fault_vfs_watch (run.folder, NULL, NULL);
  spico_fault_vfs_arm (fault, step);
  start (&run);
  say (&run, 1);
  say (&run, 4);
  has_struck = spico_fault_vfs_disarm ();
  check_serves_again (&run);
  stop (&run);
  spico_fault_vfs_watch (NULL, NULL, NULL);

  g_assert_cmpuint (run.acknowledged->len + run.failed->len, ==, run.n_sent);
  /* On a disk that is gone nobody knows whether a commit that could not be flushed is there: the client asks again, under the same `clientId`. */
  if (fault == SPICO_FAULT_STUCK)
    g_ptr_array_set_size (run.failed, 0);
  check (run.database, NULL, run.acknowledged, run.failed);
  run_clear (&run);

  return has_struck;
}

typedef struct {
  SpicoFault fault;
  guint stride;
} Series;

static void
test_faults (gconstpointer data)
{
  const Series *series = data;
  guint n = 0;

  for (guint step = 1; try_fault (series->fault, step); step += series->stride)
    n++;
  g_assert_cmpuint (n, >, 10);
  g_test_message ("%u faults", n);
}

int
main (int    argc,
      char **argv)
{
  /* A server that knows a disk to be gone tries again for a while: not at each step. */
  static const Series series[] = { { SPICO_FAULT_ERROR, 1 }, { SPICO_FAULT_SHORT, 1 }, { SPICO_FAULT_FULL, 1 }, { SPICO_FAULT_STUCK, 7 } };
  int status;

  g_test_init (&argc, &argv, NULL);
  spico_fault_vfs_register ();
  make_templates ();

  g_test_add_data_func ("/durability/power-cut-at-every-step", GINT_TO_POINTER (FALSE), test_power_cuts);
  g_test_add_data_func ("/durability/power-cut-at-every-step-encrypted", GINT_TO_POINTER (TRUE), test_power_cuts);
  g_test_add_data_func ("/durability/error-at-every-step", &series[0], test_faults);
  g_test_add_data_func ("/durability/short-write-at-every-step", &series[1], test_faults);
  g_test_add_data_func ("/durability/full-disk-from-every-step", &series[2], test_faults);
  g_test_add_data_func ("/durability/disk-gone", &series[3], test_faults);
  status = g_test_run ();

  remove_folder (template_folder);
  g_free (template_folder);
  g_free (conversation_id);
  return status;
}
