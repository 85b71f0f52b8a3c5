/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session object: RFC 8620 section 2. */
#include "spico-jmap-private.h"

static const struct {
  SpicoScope scope;
  const char *capability;
} scope_capabilities[] = {
  { SPICO_SCOPE_DIRECTORY, SPICO_CAPABILITY_DIRECTORY },
  { SPICO_SCOPE_DISCUSSIONS, SPICO_CAPABILITY_DISCUSSIONS },
  { SPICO_SCOPE_DOSSIERS, SPICO_CAPABILITY_DOSSIERS },
  { SPICO_SCOPE_RELATIONS, SPICO_CAPABILITY_RELATIONS },
};

/**
 * spico_jmap_session_state:
 * @accounts: (element-type SpicoAuthzAccount): the accounts of the person
 * @limits: the limits announced
 *
 * Returns: (transfer full): the `state` of the session object: a digest of all that can change in it
 */
char *
spico_jmap_session_state (GPtrArray             *accounts,
                          const SpicoJmapLimits *limits)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *numbers = g_strdup_printf ("%" G_GSIZE_FORMAT " %u %u %u %u %" G_GSIZE_FORMAT " %u %u %" G_GSIZE_FORMAT, limits->max_size_request, limits->max_calls_in_request,
                                              limits->max_objects_in_get, limits->max_objects_in_set, limits->max_concurrent_requests,
                                              limits->max_size_upload, limits->max_concurrent_upload, limits->offline_hours, limits->max_size_attachments);

  g_autofree char *domains = limits->mssante_domains != NULL ? g_strjoinv (" ", (char **) limits->mssante_domains) : NULL;
  const char *const texts[] = { limits->region_name, limits->support_mail, limits->support_telephone, limits->support_hours, domains, limits->sends_emails ? "relay" : NULL };

  g_checksum_update (checksum, (const guchar *) numbers, -1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *line = g_strconcat ("\n", texts[i] != NULL ? texts[i] : "", NULL);

      g_checksum_update (checksum, (const guchar *) line, -1);
    }
  for (guint i = 0; i < accounts->len; i++)
    {
      const SpicoAuthzAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char *line = g_strdup_printf ("\n%s %u %s", account->account_id, (guint) account->scope, account->name);

      g_checksum_update (checksum, (const guchar *) line, -1);
    }

  return g_strndup (g_checksum_get_string (checksum), 32);
}

static void
add_core (yyjson_mut_doc        *document,
          yyjson_mut_val        *capabilities,
          const SpicoJmapLimits *limits)
{
  yyjson_mut_val *core = yyjson_mut_obj_add_obj (document, capabilities, SPICO_CAPABILITY_CORE);

  yyjson_mut_obj_add_uint (document, core, "maxSizeUpload", limits->max_size_upload);
  yyjson_mut_obj_add_uint (document, core, "maxConcurrentUpload", limits->max_concurrent_upload);
  yyjson_mut_obj_add_uint (document, core, "maxSizeRequest", limits->max_size_request);
  yyjson_mut_obj_add_uint (document, core, "maxConcurrentRequests", limits->max_concurrent_requests);
  yyjson_mut_obj_add_uint (document, core, "maxCallsInRequest", limits->max_calls_in_request);
  yyjson_mut_obj_add_uint (document, core, "maxObjectsInGet", limits->max_objects_in_get);
  yyjson_mut_obj_add_uint (document, core, "maxObjectsInSet", limits->max_objects_in_set);
  yyjson_mut_obj_add_arr (document, core, "collationAlgorithms");
}

static void
add_capabilities (yyjson_mut_doc *document,
                  yyjson_mut_val *capabilities,
                  SpicoScope      scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_capabilities); i++)
    {
      if ((scope & scope_capabilities[i].scope) != 0)
        yyjson_mut_obj_add_obj (document, capabilities, scope_capabilities[i].capability);
    }
}

/* How the support desk is reached, where the operator has said it (F101). */
static void
fill_support (yyjson_mut_doc        *document,
              yyjson_mut_val        *support,
              const SpicoJmapLimits *limits)
{
  yyjson_mut_obj_add_strcpy (document, support, "mail", limits->support_mail != NULL ? limits->support_mail : "");
  yyjson_mut_obj_add_strcpy (document, support, "telephone", limits->support_telephone != NULL ? limits->support_telephone : "");
  yyjson_mut_obj_add_strcpy (document, support, "hours", limits->support_hours != NULL ? limits->support_hours : "");
}

/* Which addresses are of MSSanté, and whether the region sends mails there (F066). */
static void
fill_mssante (yyjson_mut_doc        *document,
              yyjson_mut_val        *mssante,
              const SpicoJmapLimits *limits)
{
  yyjson_mut_val *domains = yyjson_mut_obj_add_arr (document, mssante, "domains");

  for (guint i = 0; limits->mssante_domains != NULL && limits->mssante_domains[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (document, domains, limits->mssante_domains[i]);
  yyjson_mut_obj_add_bool (document, mssante, "hasRelay", limits->sends_emails);
}

/**
 * spico_jmap_session_support:
 * @limits: the limits announced
 *
 * Returns: (transfer full): how the support desk is reached, for whoever cannot sign in too
 */
GBytes *
spico_jmap_session_support (const SpicoJmapLimits *limits)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  char *text;
  gsize length;

  yyjson_mut_doc_set_root (document, root);
  fill_support (document, root, limits);
  text = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);
  yyjson_mut_doc_free (document);

  return g_bytes_new_with_free_func (text, length, free, text);
}

/* What may go with a message, told as by JMAP mail (RFC 8621 section 1.3.1). */
static void
add_attachment_limits (yyjson_mut_doc        *document,
                       yyjson_mut_val        *discussions,
                       const SpicoJmapLimits *limits)
{
  if (discussions == NULL)
    return;

  yyjson_mut_obj_add_uint (document, discussions, "maxSizeAttachmentsPerMessage", limits->max_size_attachments);
  yyjson_mut_obj_add_sint (document, discussions, "maxAttachmentsPerMessage", spico_type_find_property (&spico_type_message, "attachments")->max);
}

static void
add_account (yyjson_mut_doc          *document,
             yyjson_mut_val          *accounts,
             const SpicoAuthzAccount *account,
             const SpicoJmapLimits   *limits)
{
  const char *region_name = limits->region_name;
  yyjson_mut_val *object = yyjson_mut_obj (document);
  yyjson_mut_val *capabilities;
  gboolean is_region = g_str_equal (account->rule, "region");

  yyjson_mut_obj_add (accounts, yyjson_mut_strcpy (document, account->account_id), object);
  yyjson_mut_obj_add_strcpy (document, object, "name", is_region && region_name != NULL ? region_name : account->name);
  yyjson_mut_obj_add_bool (document, object, "isPersonal", g_str_equal (account->rule, "self"));
  yyjson_mut_obj_add_bool (document, object, "isReadOnly", is_region);
  capabilities = yyjson_mut_obj_add_obj (document, object, "accountCapabilities");
  add_capabilities (document, capabilities, account->scope);
  add_attachment_limits (document, yyjson_mut_obj_get (capabilities, SPICO_CAPABILITY_DISCUSSIONS), limits);
}

static void
add_primary_accounts (yyjson_mut_doc *document,
                      yyjson_mut_val *root,
                      const char     *person_id)
{
  yyjson_mut_val *primary = yyjson_mut_obj_add_obj (document, root, "primaryAccounts");

  yyjson_mut_obj_add_str (document, primary, SPICO_CAPABILITY_DIRECTORY, SPICO_REGION_ACCOUNT_ID);
  yyjson_mut_obj_add_strcpy (document, primary, SPICO_CAPABILITY_DISCUSSIONS, person_id);
  yyjson_mut_obj_add_strcpy (document, primary, SPICO_CAPABILITY_DOSSIERS, person_id);
  yyjson_mut_obj_add_strcpy (document, primary, SPICO_CAPABILITY_RELATIONS, person_id);
}

static void
add_urls (yyjson_mut_doc *document,
          yyjson_mut_val *root,
          const char     *base_url)
{
  static const struct {
    const char *name;
    const char *path;
  } urls[] = {
    { "apiUrl", "/jmap/api" },
    { "downloadUrl", "/jmap/download/{accountId}/{blobId}/{name}?type={type}" },
    { "uploadUrl", "/jmap/upload/{accountId}/" },
    { "eventSourceUrl", "/jmap/eventsource/?types={types}&closeafter={closeafter}&ping={ping}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *url = g_strconcat (base_url, urls[i].path, NULL);

      yyjson_mut_obj_add_strcpy (document, root, urls[i].name, url);
    }
}

static GBytes *
write_session (GPtrArray             *accounts,
               const SpicoActor      *actor,
               const SpicoJmapLimits *limits,
               const char            *login,
               const char            *base_url)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *capabilities = yyjson_mut_obj_add_obj (document, root, "capabilities");
  yyjson_mut_val *account_map;
  g_autofree char *state = spico_jmap_session_state (accounts, limits);
  char *text;
  gsize length;

  yyjson_mut_doc_set_root (document, root);
  add_core (document, capabilities, limits);
  add_capabilities (document, capabilities, SPICO_SCOPE_DIRECTORY | SPICO_SCOPE_OWN);
  fill_support (document, yyjson_mut_obj_add_obj (document, yyjson_mut_obj_get (capabilities, SPICO_CAPABILITY_DIRECTORY), "support"), limits);
  fill_mssante (document, yyjson_mut_obj_add_obj (document, yyjson_mut_obj_get (capabilities, SPICO_CAPABILITY_DIRECTORY), "mssante"), limits);
  yyjson_mut_obj_add_uint (document, yyjson_mut_obj_get (capabilities, SPICO_CAPABILITY_RELATIONS), "offlineHours", limits->offline_hours);
  account_map = yyjson_mut_obj_add_obj (document, root, "accounts");
  for (guint i = 0; i < accounts->len; i++)
    add_account (document, account_map, g_ptr_array_index (accounts, i), limits);
  add_primary_accounts (document, root, actor->person_id);
  yyjson_mut_obj_add_strcpy (document, root, "username", login);
  add_urls (document, root, base_url);
  yyjson_mut_obj_add_strcpy (document, root, "state", state);

  text = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);
  yyjson_mut_doc_free (document);
  return g_bytes_new_with_free_func (text, length, free, text);
}

/**
 * spico_jmap_session:
 * @connection: a connection, in a transaction
 * @actor: who asks
 * @limits: the limits announced
 * @login: the name that they signed in with
 * @base_url: what the paths follow: `https://region.example`; empty for paths alone
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): the session object
 */
GBytes *
spico_jmap_session (SpicoSqlConnection    *connection,
                    const SpicoActor      *actor,
                    const SpicoJmapLimits *limits,
                    const char            *login,
                    const char            *base_url,
                    gint64                 now_us,
                    GError               **error)
{
  g_autoptr (GPtrArray) accounts = spico_authz_accounts (connection, actor->person_id, now_us, error);

  return accounts != NULL ? write_session (accounts, actor, limits, login, base_url) : NULL;
}

/**
 * spico_jmap_state_of:
 * @connection: a connection, in a transaction
 * @account_id: an account
 * @type_name: a type
 * @error: return location for a #SpicoSqlError
 *
 * Returns: the state, 0 before anything happened; -1 on error
 */
gint64
spico_jmap_state_of (SpicoSqlConnection *connection,
                     const char         *account_id,
                     const char         *type_name,
                     GError            **error)
{
  gint64 state;

  if (!spico_sql_query_int64 (connection, "SELECT modseq FROM state WHERE account_id = $1 AND type = $2",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (type_name)), 0, &state, error))
    return -1;

  return state;
}
