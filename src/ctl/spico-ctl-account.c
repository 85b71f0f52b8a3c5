/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "spico-auth.h"
#include "spico-ctl-private.h"
#include "spico-operator.h"
#include "spico-server-error.h"

#define GROUPS 4
#define GROUP_LENGTH 5

/* 32 signs that are not taken for one another when read out or copied: 5 random bits each. */
static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";

static char *
generate_password (void)
{
  guint8 random[GROUPS * GROUP_LENGTH];
  g_autoptr (GString) password = g_string_new (NULL);

  if (getentropy (random, sizeof random) != 0)
    g_error ("The kernel gives no random bytes");

  for (guint i = 0; i < sizeof random; i++)
    g_string_append_printf (password, "%s%c", i > 0 && i % GROUP_LENGTH == 0 ? "-" : "", alphabet[random[i] % 32]);

  return g_string_free (g_steal_pointer (&password), FALSE);
}

/* One line; its end is not part of it. */
static char *
read_password (void)
{
  char line[SPICO_AUTH_PASSWORD_MAX + 2];
  char *password;

  if (fgets (line, sizeof line, stdin) == NULL)
    return g_strdup ("");

  line[strcspn (line, "\r\n")] = '\0';
  password = g_strdup (line);
  explicit_bzero (line, sizeof line);
  return password;
}

/* @password: (nullable): %NULL where the person signs in with the operator's OpenID provider only. */
static SpicoCtlStatus
create_person (SpicoSqlConnection *connection,
               const char         *login,
               const char         *principal,
               const char         *password)
{
  GError *error = NULL;
  gboolean succeeded = (password == NULL || g_utf8_validate (password, -1, NULL)) && spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error)
                       && spico_operator_create_account (connection, login, principal, password, g_get_real_time (), &error);
  SpicoCtlStatus status;

  if (!succeeded && error == NULL)
    g_set_error_literal (&error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The password is not UTF-8");

  status = spico_ctl_finish (connection, succeeded, login, error);

  if (status == SPICO_CTL_DONE)
    g_print (_ ("The account “%s” is open.\n"), login);

  return status;
}

static SpicoCtlStatus
create_with_password (SpicoSqlConnection *connection,
                      const char         *login,
                      const char         *principal,
                      gboolean            password_stdin)
{
  g_autofree char *password = password_stdin ? read_password () : generate_password ();
  SpicoCtlStatus status = create_person (connection, login, principal, password);

  if (status == SPICO_CTL_DONE && !password_stdin)
    g_print (_ ("Its password, shown only this once: %s\n"), password);

  return status;
}

static SpicoCtlStatus
create_structure (SpicoSqlConnection *connection,
                  const char         *principal)
{
  GError *error = NULL;
  gboolean succeeded =
    spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error) && spico_operator_open_structure (connection, principal, g_get_real_time (), &error);
  SpicoCtlStatus status = spico_ctl_finish (connection, succeeded, principal, error);

  if (status == SPICO_CTL_DONE)
    g_print (_ ("The account of the structure “%s” is open; delegations give access to it.\n"), principal);

  return status;
}

SpicoCtlStatus
spico_ctl_account_create (SpicoSqlConnection *connection,
                          GStrv              *arguments)
{
  g_autofree char *login = NULL;
  g_autofree char *principal = NULL;
  gboolean is_structure = FALSE;
  gboolean password_stdin = FALSE;
  gboolean no_password = FALSE;
  const GOptionEntry entries[] = {
    { "login", 0, 0, G_OPTION_ARG_STRING, &login, NULL, NULL },
    { "principal", 0, 0, G_OPTION_ARG_STRING, &principal, NULL, NULL },
    { "structure", 0, 0, G_OPTION_ARG_NONE, &is_structure, NULL, NULL },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &password_stdin, NULL, NULL },
    { "no-password", 0, 0, G_OPTION_ARG_NONE, &no_password, NULL, NULL },
    { NULL },
  };

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (principal == NULL)
    return spico_ctl_usage (_ ("--principal is missing."));
  if (is_structure && (login != NULL || password_stdin || no_password))
    return spico_ctl_usage (_ ("Nobody signs in to a structure’s account: it has neither login nor password."));
  if (!is_structure && login == NULL)
    return spico_ctl_usage (_ ("--login is missing."));
  if (password_stdin && no_password)
    return spico_ctl_usage (_ ("--password-stdin and --no-password exclude each other."));
  if (is_structure)
    return create_structure (connection, principal);

  return no_password ? create_person (connection, login, principal, NULL) : create_with_password (connection, login, principal, password_stdin);
}

static SpicoCtlStatus
set_enabled (SpicoSqlConnection *connection,
             GStrv              *arguments,
             gboolean            enabled)
{
  GError *error = NULL;
  const char *login;
  SpicoCtlStatus status;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  login = (*arguments)[1];
  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error) && spico_operator_set_enabled (connection, login, enabled, g_get_real_time (), &error);
  status = spico_ctl_finish (connection, succeeded, login, error);

  if (status == SPICO_CTL_DONE)
    g_print (enabled ? _ ("The account “%s” is open again.\n") : _ ("The account “%s” is disabled; its sessions have ended.\n"), login);

  return status;
}

SpicoCtlStatus
spico_ctl_account_disable (SpicoSqlConnection *connection,
                           GStrv              *arguments)
{
  return set_enabled (connection, arguments, FALSE);
}

SpicoCtlStatus
spico_ctl_account_enable (SpicoSqlConnection *connection,
                          GStrv              *arguments)
{
  return set_enabled (connection, arguments, TRUE);
}
