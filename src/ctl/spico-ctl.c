/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-ctl.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "spico-auth.h"
#include "spico-ctl-private.h"
#include "spico-relay.h"
#include "spico-schema.h"
#include "spico-server-error.h"

static const SpicoCtlCommand commands[] = {
  { "account", "create", "--login LOGIN --principal ID [--password-stdin | --no-password] | --structure --principal ID", N_ ("Make an account, for a person or for a structure"), SPICO_CTL_OPENS_REGION, spico_ctl_account_create, NULL },
  { "account", "disable", "LOGIN", N_ ("Close an account and end its sessions at once"), SPICO_CTL_OPENS_REGION, spico_ctl_account_disable, NULL },
  { "account", "enable", "LOGIN", N_ ("Open a disabled account again"), SPICO_CTL_OPENS_REGION, spico_ctl_account_enable, NULL },
  { "delegation", "set", "--account ID --delegate ID --scope all|discussions|dossiers --referent NAME", N_ ("Let a person use an account, on a referent’s word"), SPICO_CTL_OPENS_REGION,
    spico_ctl_delegation_set, NULL },
  { "delegation", "end", "--account ID --delegate ID", N_ ("End a delegation at once"), SPICO_CTL_OPENS_REGION, spico_ctl_delegation_end, NULL },
  { "announce", "add", "--kind incident|maintenance|release --title TITLE [--text TEXT] [--from INSTANT --until INSTANT] [--no-mail]", N_ ("Tell everyone of what does not work, of a maintenance window, or of what is new"), SPICO_CTL_OPENS_REGION,
    spico_ctl_announce_add, NULL },
  { "announce", "list", "", N_ ("List what is announced, the newest first"), SPICO_CTL_OPENS_REGION, spico_ctl_announce_list, NULL },
  { "announce", "withdraw", "ID", N_ ("Take an announcement back"), SPICO_CTL_OPENS_REGION, spico_ctl_announce_withdraw, NULL },
  { "group", "find", "NAME", N_ ("List the groups of favourites whose name begins so, with who administers them"), SPICO_CTL_OPENS_REGION, spico_ctl_group_find, NULL },
  { "group", "appoint", "--group ID --administrator ID --requester ID", N_ ("Name an administrator of a group, as one who leaves or a member asks"), SPICO_CTL_OPENS_REGION, spico_ctl_group_appoint, NULL },
  { "group", "requests", "", N_ ("List what is asked about groups whose administrator leaves or has left, the oldest first"), SPICO_CTL_OPENS_REGION, spico_ctl_group_requests, NULL },
  { "group", "grant", "ID", N_ ("Name the administrator whom a request asks for"), SPICO_CTL_OPENS_REGION, spico_ctl_group_grant, NULL },
  { "group", "refuse", "ID", N_ ("Refuse what a request asks for"), SPICO_CTL_OPENS_REGION, spico_ctl_group_refuse, NULL },
  { "import", "rpps", "[--dry-run] [--force] [--progress] FILE", N_ ("Load the professionals from an RPPS extraction"), SPICO_CTL_MAKES_REGION, spico_ctl_import_rpps, NULL },
  { "import", "finess", "[--dry-run] [--force] [--progress] FILE", N_ ("Load the structures from a FINESS extraction (cs1100502)"), SPICO_CTL_MAKES_REGION, spico_ctl_import_finess, NULL },
  { "import", "finess-plus", "[--dry-run] [--force] [--progress] FILE", N_ ("Load the open structures from a FINESS+ extraction (JSON)"), SPICO_CTL_MAKES_REGION, spico_ctl_import_finess_plus, NULL },
  { "import", "nos", "[--dry-run] FILE", N_ ("Load the codes and labels of a nomenclature (CSV)"), SPICO_CTL_MAKES_REGION, spico_ctl_import_nos, NULL },
  { "import", "structures", "[--source NAME] [--dry-run] [--force] [--progress] FILE", N_ ("Load units, structures of coordination and attachments (CSV)"), SPICO_CTL_MAKES_REGION,
    spico_ctl_import_structures, NULL },
  { "import", "mssante", "[--dry-run] [--force] [--progress] FILE", N_ ("Load the addresses of MSSanté from its extraction"), SPICO_CTL_MAKES_REGION, spico_ctl_import_mssante, NULL },
  { "import", "discussions", "FILE", N_ ("Load a demonstration region’s accounts and conversations"), SPICO_CTL_MAKES_REGION, spico_ctl_import_discussions, NULL },
  { "audit", "verify", "[--anchor SEAL:HASH]", N_ ("Follow the chain of the audit, and say where it is broken"), SPICO_CTL_OPENS_REGION, spico_ctl_audit_verify, NULL },
  { "audit", "export", "[--from DAY] [--until DAY] [--person ID] [--account ID] [--dossier ID] [--output FILE]", N_ ("Write rows of the audit as JSON Lines; that is in the audit too"), SPICO_CTL_OPENS_REGION,
    spico_ctl_audit_export, NULL },
  { "backup", NULL, "[--backup-key-file FILE] FILE", N_ ("Back up the region while it is served"), SPICO_CTL_OPENS_ITSELF, NULL, spico_ctl_backup },
  { "verify", NULL, "[--backup-key-file FILE] FILE", N_ ("Read all of a backup and compare it with its hashes; needs no --database"), SPICO_CTL_NEEDS_NONE, NULL, spico_ctl_verify },
  { "restore", NULL, "[--backup-key-file FILE] FILE", N_ ("Fill a new database with a backup"), SPICO_CTL_OPENS_ITSELF, NULL, spico_ctl_restore },
  { "port", NULL, "--to DATABASE [--to-key-file FILE]", N_ ("Move a region that nobody serves to another database, and prove it"), SPICO_CTL_OPENS_ITSELF, NULL, spico_ctl_port },
};

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: spicoctl --database FILE|postgresql://… [--key-file FILE] COMMAND"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %s%s%s %s\n      %s\n", commands[i].room, commands[i].verb != NULL ? " " : "", commands[i].verb != NULL ? commands[i].verb : "", commands[i].usage, _ (commands[i].help));

  g_print ("\n%s\n", _ ("A command that fails changes nothing."));
}

/**
 * spico_ctl_usage:
 * @text: what is not understood, translated
 *
 * Returns: %SPICO_CTL_USAGE, once said
 */
SpicoCtlStatus
spico_ctl_usage (const char *text)
{
  g_printerr ("spicoctl: %s\n%s\n", text, _ ("“spicoctl --help” lists the commands."));
  return SPICO_CTL_USAGE;
}

/* The server's errors are English constants (spico-ctl-words.c), some with the place or the detail that they are about beside them: each piece has its translation. */
static char *
translate (const char *message)
{
  g_auto (GStrv) pieces = g_strsplit (message, ": ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; pieces[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ": " : "", pieces[i][0] != '\0' ? _ (pieces[i]) : "");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
sql_text (int code)
{
  switch (code)
    {
    case SPICO_SQL_ERROR_BUSY:
      return _ ("The database is busy: try again in a moment.");
    case SPICO_SQL_ERROR_NOT_A_DATABASE:
      return _ ("This file is not a database of Spico, or it is encrypted.");
    case SPICO_SQL_ERROR_WRONG_KEY:
      return _ ("The key does not open this database.");
    case SPICO_SQL_ERROR_TOO_NEW:
      return _ ("The database comes from a later version of Spico.");
    case SPICO_SQL_ERROR_IO:
      return _ ("The database cannot be opened or read.");
    case SPICO_SQL_ERROR_FULL:
      return _ ("There is no room left on the disk.");
    case SPICO_SQL_ERROR_CORRUPT:
      return _ ("The database is damaged, or its schema is not Spico’s.");
    default:
      return NULL;
    }
}

/**
 * spico_ctl_fail:
 * @subject: (nullable): what it is about, a file or a name as the operator typed it
 * @error: why
 *
 * Returns: %SPICO_CTL_FAILED, once said
 */
SpicoCtlStatus
spico_ctl_fail (const char   *subject,
                const GError *error)
{
  const char *known = error->domain == SPICO_SQL_ERROR ? sql_text (error->code) : NULL;
  g_autofree char *text = known != NULL ? g_strdup (known) : translate (error->message);

  g_printerr ("spicoctl: %s%s%s\n", subject != NULL ? subject : "", subject != NULL ? ": " : "", text);
  return SPICO_CTL_FAILED;
}

/**
 * spico_ctl_finish:
 * @connection: a connection in a transaction
 * @succeeded: whether all was done in it
 * @subject: (nullable): what it is about
 * @error: (transfer full) (nullable): why not
 *
 * Commits or rolls back, and says why.
 *
 * Returns: what to end with
 */
SpicoCtlStatus
spico_ctl_finish (SpicoSqlConnection *connection,
                  gboolean            succeeded,
                  const char         *subject,
                  GError             *error)
{
  g_autoptr (GError) reason = error;

  if (succeeded && spico_sql_connection_commit (connection, &reason))
    return SPICO_CTL_DONE;

  spico_sql_connection_rollback (connection);
  return spico_ctl_fail (subject, reason);
}

/**
 * spico_ctl_parse:
 * @arguments: (inout): what follows a command; its plain words are left in it
 * @entries: (nullable): the command's options
 * @n_words: how many plain words it takes
 *
 * Returns: whether it is understood; if not, it was said
 */
gboolean
spico_ctl_parse (GStrv              *arguments,
                 const GOptionEntry *entries,
                 guint               n_words)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, arguments, &error))
    {
      spico_ctl_usage (error->message);
      return FALSE;
    }

  /* The first word stands for the program's name. */
  if (g_strv_length (*arguments) == n_words + 1)
    return TRUE;

  spico_ctl_usage (_ ("The command has too few or too many words."));
  return FALSE;
}

static const SpicoCtlCommand *
find_command (GStrv words)
{
  for (guint i = 0; words[0] != NULL && i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (commands[i].room, words[0]) == 0 && (commands[i].verb == NULL || g_strcmp0 (commands[i].verb, words[1]) == 0))
        return &commands[i];
    }

  return NULL;
}

/**
 * spico_ctl_read_key:
 * @path: (nullable): a file that holds a raw key, as the server's configuration has it; its size is the connection's to check
 * @key: (out) (transfer full) (nullable): the key; %NULL without a file
 * @error: a #GFileError
 *
 * Returns: whether it could be read
 */
gboolean
spico_ctl_read_key (const char *path,
                    GBytes    **key,
                    GError    **error)
{
  char *contents = NULL;
  gsize length = 0;

  *key = NULL;
  if (path != NULL && !g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  if (path != NULL)
    *key = g_bytes_new_take (contents, length);

  return TRUE;
}

/**
 * spico_ctl_subject:
 * @database: a path or an address
 *
 * Returns: (transfer none) (nullable): what may be said of it: an address may hold a password, and is not repeated
 */
const char *
spico_ctl_subject (const char *database)
{
  return g_str_has_prefix (database, "postgres") ? NULL : database;
}

static SpicoCtlStatus
run_on_region (const SpicoCtlCommand *command,
               const SpicoCtlTarget  *target,
               GStrv                 *arguments)
{
  SpicoSqlOpenFlags flags = command->opening == SPICO_CTL_MAKES_REGION ? SPICO_SQL_OPEN_CREATE : SPICO_SQL_OPEN_NONE;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (target->database, flags, target->key, &error);
  SpicoCtlStatus status;

  if (connection == NULL || !spico_schema_migrate (connection, g_get_real_time (), &error))
    return spico_ctl_fail (spico_ctl_subject (target->database), error);

  status = command->run (connection, arguments);
  /* What ends, ends at once. */
  if (status == SPICO_CTL_DONE)
    spico_relay_tell_anything (target->database);

  return status;
}

static SpicoCtlStatus
run_command (const SpicoCtlCommand *command,
             const char            *database,
             const char            *key_file,
             GStrv                  words)
{
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  /* The command's last word stays as the name that option parsers expect first. */
  g_auto (GStrv) arguments = g_strdupv (command->verb != NULL ? words + 1 : words);
  SpicoCtlTarget target = { .database = database };

  if (!spico_auth_init (&error) || !spico_ctl_read_key (key_file, &key, &error))
    return spico_ctl_fail (NULL, error);

  target.key = key;

  return command->run_on != NULL ? command->run_on (&target, &arguments) : run_on_region (command, &target, &arguments);
}

/**
 * spico_ctl_run:
 * @arguments: (array zero-terminated=1): the command line, the program's name first
 *
 * Runs one command.
 *
 * Returns: what the program ends with
 */
SpicoCtlStatus
spico_ctl_run (GStrv arguments)
{
  g_autofree char *database = NULL;
  g_autofree char *key_file = NULL;
  gboolean wants_help = FALSE;
  gboolean wants_version = FALSE;
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &database, NULL, NULL },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_file, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &wants_version, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) words = g_strdupv (arguments);
  const SpicoCtlCommand *command;
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &words, &error))
    return spico_ctl_usage (error->message);

  if (wants_help)
    {
      print_help ();
      return SPICO_CTL_DONE;
    }

  if (wants_version)
    {
      g_print ("spicoctl %s\n", SPICO_VERSION);
      return SPICO_CTL_DONE;
    }

  command = find_command (words + 1);
  if (command == NULL)
    return spico_ctl_usage (_ ("There is no such command."));
  if (database == NULL && command->opening != SPICO_CTL_NEEDS_NONE)
    return spico_ctl_usage (_ ("--database is missing."));

  return run_command (command, database, key_file, words + 1);
}
