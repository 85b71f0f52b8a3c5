/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses of MSSanté of an account, and what it decides about them: its decisions outlive the loads of the register (F004). */
#include "spico-mssante-addresses.h"

const SpicoJmapExpression spico_mssante_address_fields[] = {
  { "isPreferred", "CASE WHEN " SPICO_MSSANTE_IS_PREFERRED ("a") " THEN 1 ELSE 0 END" },
  { "sourceDate", "(SELECT r.source_date FROM register_source r WHERE r.source = 'MSSANTE')" },
  { NULL, NULL },
};

/* One that the register has no more is shown to nobody: there is nothing to decide. */
static gboolean
find_address (SpicoJmapCall *call,
              const char    *address,
              gboolean      *is_there,
              gboolean      *is_red_listed,
              GError       **error)
{
  gint64 found;

  if (!spico_sql_query_int64 (call->context->connection,
                              "SELECT x.is_red_listed FROM mssante_address x WHERE x.principal_id = $1 AND x.address = $2 AND x.is_listed = 1 AND " SPICO_REGISTER_IS_THERE ("x"),
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (address)), -1, &found, error))
    return FALSE;

  *is_there = found >= 0;
  *is_red_listed = found == 1;
  return TRUE;
}

static gboolean
write_preferred (SpicoJmapCall *call,
                 const char    *address,
                 GError       **error)
{
  return spico_sql_run (call->context->connection, "UPDATE profile SET preferred_mssante_address = $2 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (address)), error);
}

static gboolean
set_preferred (SpicoJmapCall *call,
               const char    *address,
               GError       **error)
{
  gboolean is_there, is_red_listed;

  if (address[0] == '\0')
    return write_preferred (call, "", error);
  if (!find_address (call, address, &is_there, &is_red_listed, error))
    return FALSE;
  if (!is_there || is_red_listed)
    return spico_jmap_refuse (call, "preferredMssanteAddress", error);

  return write_preferred (call, address, error);
}

static gboolean
set_red_listed (SpicoJmapCall *call,
                const char    *property,
                const char    *address,
                gboolean       is_red_listed,
                GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  gboolean is_there, was_red_listed;

  if (!find_address (call, address, &is_there, &was_red_listed, error))
    return FALSE;
  if (!is_there)
    return spico_jmap_refuse (call, property, error);

  return spico_sql_run (connection, "UPDATE mssante_address SET is_red_listed = $3 WHERE principal_id = $1 AND address = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (address), SPICO_SQL_BOOLEAN (is_red_listed)), error)
         && spico_sql_run (connection, "UPDATE profile SET preferred_mssante_address = '' WHERE id = $1 AND preferred_mssante_address = $2 AND $3 = 1",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (address), SPICO_SQL_BOOLEAN (is_red_listed)), error);
}

static const char *
find_text (SpicoJmapObject *object,
           const char      *property)
{
  const char *text = spico_jmap_object_text (object, property);

  return text != NULL ? text : "";
}

/**
 * spico_mssante_addresses_set:
 * @call: a call of `Profile/set`; the row of the profile is there, and locked
 * @object: what is to be changed
 * @returned: the properties that may not be what was asked
 * @error: return location for an error
 *
 * Writes which address the account prefers, and which are on the red list.
 *
 * Returns: whether it was done
 */
gboolean
spico_mssante_addresses_set (SpicoJmapCall   *call,
                             SpicoJmapObject *object,
                             guint64         *returned,
                             GError         **error)
{
  gboolean adds = spico_jmap_object_has (object, "redListAdd");
  gboolean removes = spico_jmap_object_has (object, "redListRemove");
  gboolean prefers = spico_jmap_object_has (object, "preferredMssanteAddress");

  if (adds || removes || prefers)
    *returned |= spico_jmap_property_bit (call->rules->type, "mssanteAddresses") | spico_jmap_property_bit (call->rules->type, "preferredMssanteAddress");

  return (!removes || set_red_listed (call, "redListRemove", find_text (object, "redListRemove"), FALSE, error))
         && (!adds || set_red_listed (call, "redListAdd", find_text (object, "redListAdd"), TRUE, error))
         && (!prefers || set_preferred (call, find_text (object, "preferredMssanteAddress"), error));
}
