/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "spico-ctl-private.h"
#include "spico-operator.h"

SpicoCtlStatus
spico_ctl_delegation_set (SpicoSqlConnection *connection,
                          GStrv              *arguments)
{
  g_autofree char *account = NULL;
  g_autofree char *delegate = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *referent = NULL;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account, NULL, NULL },
    { "delegate", 0, 0, G_OPTION_ARG_STRING, &delegate, NULL, NULL },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &scope, NULL, NULL },
    { "referent", 0, 0, G_OPTION_ARG_STRING, &referent, NULL, NULL },
    { NULL },
  };
  GError *error = NULL;
  SpicoCtlStatus status;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (account == NULL || delegate == NULL || scope == NULL || referent == NULL)
    return spico_ctl_usage (_ ("A delegation wants --account, --delegate, --scope and --referent."));

  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error)
              && spico_operator_set_delegation (connection, account, delegate, scope, referent, TRUE, g_get_real_time (), &error);
  status = spico_ctl_finish (connection, succeeded, account, error);

  if (status == SPICO_CTL_DONE)
    g_print (_ ("“%s” may now use the account “%s”.\n"), delegate, account);

  return status;
}

SpicoCtlStatus
spico_ctl_delegation_end (SpicoSqlConnection *connection,
                          GStrv              *arguments)
{
  g_autofree char *account = NULL;
  g_autofree char *delegate = NULL;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account, NULL, NULL },
    { "delegate", 0, 0, G_OPTION_ARG_STRING, &delegate, NULL, NULL },
    { NULL },
  };
  GError *error = NULL;
  SpicoCtlStatus status;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (account == NULL || delegate == NULL)
    return spico_ctl_usage (_ ("Which delegation ends is said with --account and --delegate."));

  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error) && spico_operator_end_delegation (connection, account, delegate, g_get_real_time (), &error);
  status = spico_ctl_finish (connection, succeeded, account, error);

  if (status == SPICO_CTL_DONE)
    g_print (_ ("“%s” may no longer use the account “%s”.\n"), delegate, account);

  return status;
}
