/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail that an account sends through the operator's relay of MSSanté (F066, F054). */
#include "spico-jmap-private.h"

#include "spico-email-submission.h"
#include "spico-mail-address.h"
#include "spico-message-attachments.h"
#include "spico-register-schema.h"
#include "spico-text.h"

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "EmailSubmission", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "status"))
    return spico_jmap_filter_equal (query, "t.status", value, error);

  return spico_jmap_filter_unknown (error);
}

static gboolean
fail (GError     **error,
      int          code,
      const char  *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

static gboolean
check_rights (SpicoJmapCall *call,
              const char   **rule,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_EMAIL_SEND, NULL, &decision, error))
    return FALSE;

  *rule = decision.rule;
  if (!decision.allow)
    return spico_jmap_refuse (call, "fromAddress", error);
  return context->limits->sends_emails || fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "This region has no relay of MSSanté.");
}

/* The register's word. What a person has put on the red list is theirs to send from, and not their delegates'. */
static gboolean
check_from (SpicoJmapCall *call,
            const char    *address,
            GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  if (!spico_mail_address_is_valid (address))
    return spico_jmap_refuse (call, "fromAddress", error);

  spico_query_add (query, "SELECT 1 FROM mssante_address x JOIN principal o ON o.id = x.principal_id WHERE x.principal_id = {account} AND x.is_listed = 1 AND " SPICO_REGISTER_IS_THERE ("x")
                          " AND (x.is_red_listed = 0 OR {account} = {person} OR o.kind <> 'person') AND x.address = ");
  spico_query_add_text (query, address);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return has_row || spico_jmap_refuse (call, "fromAddress", error);
}

static gboolean
is_one_line (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (c)))
        return FALSE;
    }

  return TRUE;
}

static GPtrArray *
get_recipients (SpicoJmapObject *object)
{
  return spico_jmap_object_value (object, "to")->records;
}

/* Nobody outside MSSanté is sent anything: what it says may be about patients. */
static gboolean
check_to (SpicoJmapCall   *call,
          SpicoJmapObject *object,
          GError         **error)
{
  GPtrArray *recipients = get_recipients (object);

  if (recipients == NULL || recipients->len == 0)
    return spico_jmap_refuse (call, "to", error);

  for (guint i = 0; i < recipients->len; i++)
    {
      SpicoJmapObject *recipient = g_ptr_array_index (recipients, i);
      const char *email = spico_jmap_object_text (recipient, "email");
      const char *name = spico_jmap_object_text (recipient, "name");

      if (!spico_mail_address_is_valid (email) || !spico_mail_address_is_within (email, call->context->limits->mssante_domains) || (name != NULL && !is_one_line (name)))
        return spico_jmap_refuse (call, "to", error);
    }

  return TRUE;
}

static gint64
add_sizes (SpicoJmapObject *object)
{
  GPtrArray *records = spico_jmap_object_value (object, "attachments")->records;
  gint64 size = 0;

  for (guint i = 0; records != NULL && i < records->len; i++)
    size += spico_jmap_object_number (g_ptr_array_index (records, i), "size");

  return size;
}

static gboolean
check_content (SpicoJmapCall   *call,
               SpicoJmapObject *object,
               GError         **error)
{
  const char *subject = spico_jmap_object_text (object, "subject");

  if (spico_text_is_blank (subject) || !is_one_line (subject))
    return spico_jmap_refuse (call, "subject", error);

  return spico_message_check_files (call, object, error)
         && (add_sizes (object) <= SPICO_EMAIL_MAX_SIZE || fail (error, SPICO_JMAP_ERROR_TOO_LARGE, "The attachments are larger together than mailboxes of MSSanté take."));
}

static gboolean
check_pace (SpicoJmapCall *call,
            GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT COUNT(*) FROM email_submission e WHERE e.account_id = {account} AND e.day = {today}");
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return spico_sql_statement_column_int64 (statement, 0) < call->context->limits->max_emails_a_day || fail (error, SPICO_JMAP_ERROR_RATE_LIMIT, "This account has sent too many mails today.");
}

static gboolean
find_today (SpicoJmapCall *call,
            char         **today,
            GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT {today}");
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  *today = g_strdup (spico_sql_statement_column_text (statement, 0));

  return TRUE;
}

static const char *
get_text (SpicoJmapObject *object,
          const char      *property)
{
  const char *text = spico_jmap_object_text (object, property);

  return text != NULL ? text : "";
}

static gboolean
insert (SpicoJmapCall   *call,
        SpicoJmapObject *object,
        GError         **error)
{
  static const char *const columns[] = { "account_id", "person_id", "day", "subject", "text", "next_at", "attempts", NULL };
  SpicoJmapContext *context = call->context;
  g_autofree char *today = NULL;

  if (!find_today (call, &today, error))
    return FALSE;

  return spico_jmap_object_insert (object, call, columns,
                                   SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_TEXT (today),
                                                     SPICO_SQL_TEXT (get_text (object, "subject")), SPICO_SQL_TEXT (get_text (object, "text")), SPICO_SQL_INT (context->now_us), SPICO_SQL_INT (0)),
                                   error);
}

static gboolean
insert_recipients (SpicoJmapCall   *call,
                   const char      *id,
                   SpicoJmapObject *object,
                   GError         **error)
{
  GPtrArray *recipients = get_recipients (object);

  for (guint i = 0; i < recipients->len; i++)
    {
      SpicoJmapObject *recipient = g_ptr_array_index (recipients, i);

      if (!spico_sql_run (call->context->connection, "INSERT INTO email_submission_recipient (email_submission_id, number, name, email) VALUES ($1, $2, $3, $4)",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (i), SPICO_SQL_TEXT (get_text (recipient, "name")), SPICO_SQL_TEXT (get_text (recipient, "email"))), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  g_autofree char *owner = SPICO_EMAIL_OWNER (id);

  if (!check_rights (call, rule, error) || !check_from (call, spico_jmap_object_text (object, "fromAddress"), error) || !check_to (call, object, error)
      || !check_content (call, object, error) || !check_pace (call, error))
    return FALSE;

  spico_jmap_object_set_text (object, "status", "queued");
  spico_jmap_object_set_number (object, "recipientCount", get_recipients (object)->len);
  spico_jmap_object_set_number (object, "createdAt", call->context->now_us);
  spico_journal_add (call->context->journal, call->account_id, "EmailSubmission", id, SPICO_JOURNAL_CREATED);

  return insert (call, object, error) && insert_recipients (call, id, object, error) && spico_message_write_attachments (call, owner, object, error);
}

const SpicoJmapRules spico_email_submission_rules = {
  .type = &spico_type_email_submission,
  .read = SPICO_ACTION_EMAIL_READ,
  .create = SPICO_ACTION_EMAIL_SEND,
  .joins = "",
  .sorts = sorts,
  .sort_descending = TRUE,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
};
