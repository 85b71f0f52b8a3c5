/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "spico-ctl-private.h"
#include "spico-operator-group-request.h"
#include "spico-operator-group.h"

SpicoCtlStatus
spico_ctl_group_find (SpicoSqlConnection *connection,
                      GStrv              *arguments)
{
  g_autoptr (GPtrArray) groups = NULL;
  GError *error = NULL;
  SpicoCtlStatus status;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  if (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error))
    groups = spico_operator_find_groups (connection, (*arguments)[1], &error);
  status = spico_ctl_finish (connection, groups != NULL, (*arguments)[1], error);

  for (guint i = 0; status == SPICO_CTL_DONE && groups != NULL && i < groups->len; i++)
    {
      const SpicoOperatorGroup *group = g_ptr_array_index (groups, i);

      g_print (_ ("%s: “%s”, made by %s, administered by %s\n"), group->id, group->name, group->creator, group->administrators);
    }

  return status;
}

SpicoCtlStatus
spico_ctl_group_appoint (SpicoSqlConnection *connection,
                         GStrv              *arguments)
{
  g_autofree char *group = NULL;
  g_autofree char *administrator = NULL;
  g_autofree char *requester = NULL;
  const GOptionEntry entries[] = {
    { "group", 0, 0, G_OPTION_ARG_STRING, &group, NULL, NULL },
    { "administrator", 0, 0, G_OPTION_ARG_STRING, &administrator, NULL, NULL },
    { "requester", 0, 0, G_OPTION_ARG_STRING, &requester, NULL, NULL },
    { NULL },
  };
  GError *error = NULL;
  SpicoCtlStatus status;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (group == NULL || administrator == NULL || requester == NULL)
    return spico_ctl_usage (_ ("A new administrator wants --group, --administrator and --requester."));

  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error)
              && spico_operator_appoint (connection, group, administrator, requester, g_get_real_time (), &error);
  status = spico_ctl_finish (connection, succeeded, group, error);

  if (status == SPICO_CTL_DONE)
    g_print (_ ("“%s” now administers the group “%s”.\n"), administrator, group);

  return status;
}

static void
print_request (const SpicoOperatorGroupRequest *request)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local_usec (request->created_at);
  g_autofree char *day = g_date_time_format (time, "%Y-%m-%d");

  /* Translators: the id of a request, its day, who asks, who is to administer a group, its name and its id */
  g_print (_ ("%1$s: on %2$s %3$s asks that %4$s administers the group “%5$s” (%6$s)\n"), request->id, day, request->requester, request->successor, request->group_name, request->group_id);
}

SpicoCtlStatus
spico_ctl_group_requests (SpicoSqlConnection *connection,
                          GStrv              *arguments)
{
  g_autoptr (GPtrArray) requests = NULL;
  GError *error = NULL;
  SpicoCtlStatus status;

  if (!spico_ctl_parse (arguments, NULL, 0))
    return SPICO_CTL_USAGE;

  if (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error))
    requests = spico_operator_list_group_requests (connection, &error);
  status = spico_ctl_finish (connection, requests != NULL, NULL, error);

  for (guint i = 0; status == SPICO_CTL_DONE && requests != NULL && i < requests->len; i++)
    print_request (g_ptr_array_index (requests, i));

  return status;
}

static SpicoCtlStatus
answer (SpicoSqlConnection *connection,
        GStrv              *arguments,
        gboolean            is_granted)
{
  GError *error = NULL;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error)
              && spico_operator_answer_group_request (connection, (*arguments)[1], is_granted, g_get_real_time (), &error);

  return spico_ctl_finish (connection, succeeded, (*arguments)[1], error);
}

SpicoCtlStatus
spico_ctl_group_grant (SpicoSqlConnection *connection,
                       GStrv              *arguments)
{
  return answer (connection, arguments, TRUE);
}

SpicoCtlStatus
spico_ctl_group_refuse (SpicoSqlConnection *connection,
                        GStrv              *arguments)
{
  return answer (connection, arguments, FALSE);
}
