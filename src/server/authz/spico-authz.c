/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-authz.h"

#include "spico-attachment-sql.h"
#include "spico-delegation-sql.h"
#include "spico-register-schema.h"

#define DELEGATION_IN_FORCE SPICO_DELEGATION_IN_FORCE ("g")

/* The patient's refusal of a person overrides every path, a delegation's too (F087). */
#define HABILITATED                                                                                                            \
  "{join} dossier_member v ON v.dossier_id = t.id AND v.account_id = {account} AND v.habilitation = 1 AND v.refusal = 0"         \
  " AND NOT EXISTS (SELECT 1 FROM dossier_member n WHERE n.dossier_id = t.id AND n.account_id = {person} AND n.refusal = 1)"

#define VISIBLE_DOSSIER "dossier t " HABILITATED
#define ACTIVE_DOSSIER VISIBLE_DOSSIER " AND v.in_active_list = 1"
#define VISIBLE_CONVERSATION "conversation t {join} participant v ON v.conversation_id = t.id AND v.account_id = {account}"
#define INITIATED_CONVERSATION VISIBLE_CONVERSATION " AND t.creator_account_id = {account}"
#define VISIBLE_MESSAGE "message t {join} participant v ON v.conversation_id = t.conversation_id AND v.account_id = {account}"

/* Only who wrote a message undoes it, and for the account that it was written for: what an absent account has answered by itself, nobody wrote. */
#define AUTHORED_MESSAGE VISIBLE_MESSAGE " AND t.from_account_id = {account} AND t.from_person_id = {person} AND t.is_automatic = 0"

/* One's own marker exists, at 0, for every conversation that one sees. */
#define ALL_MARKERS                                                                                                            \
  "(SELECT r.id, r.conversation_id, r.account_id, r.person_id, r.read_up_to, r.read_at, r.is_marked_unread, r.shown_up_to,"      \
  " r.shown_at FROM read_marker r"                                                                                             \
  " UNION ALL SELECT o.conversation_id || '_' || o.account_id || '_' || {person}, o.conversation_id, o.account_id, {person},"  \
  " 0, NULL, 0, 0, NULL FROM participant o WHERE o.account_id = {account} AND NOT EXISTS (SELECT 1 FROM read_marker k"                  \
  " WHERE k.conversation_id = o.conversation_id AND k.account_id = {account} AND k.person_id = {person}))"
#define IS_OWN "t.account_id = {account} AND t.person_id = {person}"
/* That of another is seen once it shows that they have read something: that they marked the conversation as unread is theirs alone. */
#define VISIBLE_MARKER                                                                                                         \
  ALL_MARKERS " t {join} participant v ON v.conversation_id = t.conversation_id AND v.account_id = {account}"                    \
              " AND (t.shown_up_to > 0 OR (t.account_id = {account} AND t.read_up_to > 0) OR (" IS_OWN "))"
#define OWN_MARKER VISIBLE_MARKER " AND " IS_OWN

#define OWN_FAVOURITE "(SELECT * FROM favourite w WHERE w.account_id = {account}) t"

/* Whoever writes for the account has its templates, to use and to edit (B021). */
#define OWN_TEMPLATE "(SELECT * FROM message_template w WHERE w.account_id = {account}) t"

/* A mailbox that several share works as one: each sees what waits for its time, and may stop it. When it leaves is its author's to say, who would be surprised. */
#define OWN_SCHEDULED "(SELECT * FROM scheduled_message w WHERE w.account_id = {account}) t"
#define AUTHORED_SCHEDULED "(SELECT * FROM scheduled_message w WHERE w.account_id = {account} AND w.from_person_id = {person}) t"

/* What somebody looks for is theirs alone, whichever account they look for. */
#define OWN_SEARCH "(SELECT * FROM recent_search w WHERE w.account_id = {account} AND w.person_id = {person}) t"

#define OWN_ABSENCE "(SELECT * FROM absence w WHERE w.principal_id = {account}) t"

/* The mails that verify an address notify nobody else; those of an announcement are the region's. */
#define OWN_EMAIL_SUBMISSION "(SELECT * FROM email_submission w WHERE w.account_id = {account}) t"
#define OWN_NOTIFICATION "(SELECT * FROM notification w WHERE w.account_id = {account} AND w.kind NOT IN ('code', 'address', 'announcement', 'request', 'role', 'assignment')) t"

/* A group is its administrators', and its recipients', whether they have accepted it or not; a public one also everyone's, in the region. */
#define VISIBLE_GROUP "favourite_group t {join} favourite_group_share v ON v.group_id = t.id AND v.principal_id = {account}"
#define ADMINISTERED_GROUP VISIBLE_GROUP " AND v.is_administrator = 1"
#define PUBLIC_GROUP "(SELECT * FROM favourite_group w WHERE w.is_public = 1) t"

/* Whoever leaves names a successor, or a member asks, who sees the group (F058). */
#define HAS_GROUP "EXISTS (SELECT 1 FROM favourite_group_share s WHERE s.group_id = w.id AND s.principal_id = {account}"
#define REQUESTABLE_GROUP                                                                                                      \
  "(SELECT * FROM favourite_group w WHERE " HAS_GROUP " AND s.is_administrator = 1) OR ((w.is_public = 1 OR " HAS_GROUP "))"   \
  " AND EXISTS (SELECT 1 FROM favourite_group_member m WHERE m.group_id = w.id AND m.principal_id = {account}))) t"
#define OWN_GROUP_REQUEST "(SELECT * FROM group_request w WHERE w.account_id = {account}) t"

/* Administrators see with whom a group is shared; who uses a public one is nobody else's business. */
#define SHARES_OF_ADMINISTRATOR                                                                                                \
  "SELECT s.* FROM favourite_group_share a JOIN favourite_group_share s ON s.group_id = a.group_id"                            \
  " WHERE a.principal_id = {account} AND a.is_administrator = 1 AND s.shared_at IS NOT NULL"
#define OWN_SHARE "(SELECT * FROM favourite_group_share w WHERE w.principal_id = {account}) t"
#define ADMINISTERED_SHARE "(" SHARES_OF_ADMINISTRATOR ") t"
#define VISIBLE_SHARE                                                                                                          \
  "(SELECT s.* FROM favourite_group_share s WHERE s.principal_id = {account}"                                                  \
  " UNION ALL " SHARES_OF_ADMINISTRATOR " AND s.principal_id <> {account}) t"

/* The delegations of a person's account are that person's business alone; those of a structure are that of all who act for it. */
#define DELEGATIONS                                                                                                            \
  "SELECT w.* FROM delegation w WHERE (w.account_id = {account} OR w.delegate_id = {account}) AND ({account} = {person}"       \
  " OR EXISTS (SELECT 1 FROM principal o WHERE o.id = {account} AND o.kind <> 'person'))"
#define VISIBLE_DELEGATION "(" DELEGATIONS ") t"

/* The other side answers: the owner, or somebody who holds a delegation on the structure, never who asks (F031); who was offered it. */
#define NOT_OVER "(w.ended_at IS NULL OR w.ended_at > {now})"
#define IS_TO_ANSWER                                                                                                           \
  "((w.status = 'requested' AND w.account_id = {account} AND w.delegate_id <> {person}) OR (w.status = 'offered' AND w.delegate_id = {account} AND " NOT_OVER "))"
#define ANSWERABLE_DELEGATION "(" DELEGATIONS " AND " IS_TO_ANSWER ") t"
/* Nobody grants more than they hold (F022). */
#define ACCEPTABLE_DELEGATION                                                                                                  \
  "(" DELEGATIONS " AND " IS_TO_ANSWER " AND ({account} = {person} OR EXISTS (SELECT 1 FROM delegation g WHERE g.account_id = {account}" \
  " AND g.delegate_id = {person} AND (g.scope = 'all' OR g.scope = w.scope) AND " DELEGATION_IN_FORCE "))) t"
/* Either side ends it (F030); who asked, or offered, takes it back. */
#define ENDABLE_DELEGATION                                                                                                     \
  "(" DELEGATIONS " AND " NOT_OVER " AND (w.status = 'accepted' OR (w.status = 'requested' AND w.delegate_id = {account})"                      \
  " OR (w.status = 'offered' AND w.account_id = {account}))) t"

/* Where a person is reached is theirs alone to see; of a structure, whoever acts for it. Nobody needs a row. */
#define OWN_PROFILE                                                                                                            \
  "(SELECT o.id, COALESCE(f.mail, '') AS mail, COALESCE(f.pending_mail, '') AS pending_mail, COALESCE(f.pending_status, 'none') AS pending_status," \
  " f.code_expires_at, COALESCE(f.attempts_left, 0) AS attempts_left, COALESCE(f.telephone, '') AS telephone,"                 \
  " COALESCE(f.contact_by_mail, 1) AS contact_by_mail, COALESCE(f.group_by_mail, 1) AS group_by_mail,"                         \
  " COALESCE(f.delegation_by_mail, 1) AS delegation_by_mail, COALESCE(f.announcement_by_mail, 1) AS announcement_by_mail,"     \
  " COALESCE(f.preferred_mssante_address, '') AS preferred_mssante_address FROM principal o LEFT JOIN profile f ON f.id = o.id" \
  " WHERE o.id = {account} AND ({account} = {person} OR o.kind <> 'person')) t"

/* Where somebody is signed in is their business alone. What has ended is gone, but for what a device still has to be told. */
#define OWN_DEVICE                                                                                                             \
  "(SELECT * FROM auth_session w WHERE w.person_id = {account} AND {account} = {person} AND (w.ended_at IS NULL OR w.must_erase = 1)) t"

/* As long as no message refers to it, a blob is its uploader's alone, in the account that it was uploaded for; then it is whose the message is. */
#define READABLE_BLOB                                                                                                          \
  "(SELECT w.id FROM blob w WHERE w.account_id = {account} AND w.person_id = {person} AND w.is_whole = 1"                      \
  " UNION ALL SELECT a.blob_id FROM message_attachment a WHERE " SPICO_ATTACHMENT_IS_SEEN ("a", "{account}") ") t"

typedef struct {
  const char *name;
  SpicoScope scope;
  SpicoScope object_scope;
  gboolean needs_object;
  const char *visible;
  const char *rule;
} ActionRule;

#define VISIBLE_PRINCIPAL "principal t {join} (SELECT 1 AS one) seen ON " SPICO_REGISTER_IS_THERE ("t")

static const ActionRule action_rules[SPICO_N_ACTIONS] = {
  [SPICO_ACTION_DIRECTORY_READ] = { "directory.read", SPICO_SCOPE_DIRECTORY, 0, TRUE, VISIBLE_PRINCIPAL, "everyone" },
  [SPICO_ACTION_CATEGORY_READ] = { "category.read", SPICO_SCOPE_DIRECTORY, 0, TRUE, "category t", "everyone" },
  [SPICO_ACTION_ANNOUNCEMENT_READ] = { "announcement.read", SPICO_SCOPE_DIRECTORY, 0, TRUE, "announcement t", "everyone" },
  [SPICO_ACTION_DOSSIER_READ] = { "dossier.read", SPICO_SCOPE_DOSSIERS, 0, TRUE, VISIBLE_DOSSIER, "habilitation" },
  [SPICO_ACTION_DOSSIER_CREATE] = { "dossier.create", SPICO_SCOPE_DOSSIERS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_DOSSIER_UPDATE] = { "dossier.update", SPICO_SCOPE_DOSSIERS, 0, TRUE, VISIBLE_DOSSIER, "habilitation" },
  [SPICO_ACTION_CIRCLE_READ] = { "circle.read", SPICO_SCOPE_DOSSIERS, 0, TRUE, VISIBLE_DOSSIER, "habilitation" },
  [SPICO_ACTION_CONVERSATION_READ] = { "conversation.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_CONVERSATION, "participant" },
  [SPICO_ACTION_CONVERSATION_CREATE] = { "conversation.create", SPICO_SCOPE_DISCUSSIONS, SPICO_SCOPE_DOSSIERS, FALSE, ACTIVE_DOSSIER, "active-list" },
  [SPICO_ACTION_CONVERSATION_UPDATE] = { "conversation.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_CONVERSATION, "participant" },
  [SPICO_ACTION_CONVERSATION_RETITLE] = { "conversation.retitle", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, INITIATED_CONVERSATION, "initiator" },
  [SPICO_ACTION_CONVERSATION_ATTACH] = { "conversation.attachPatient", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, INITIATED_CONVERSATION, "initiator" },
  [SPICO_ACTION_CONVERSATION_DETACH] = { "conversation.detachPatient", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, INITIATED_CONVERSATION, "initiator" },
  [SPICO_ACTION_CONVERSATION_REMOVE] = { "conversation.remove", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, INITIATED_CONVERSATION, "initiator" },
  [SPICO_ACTION_CONVERSATION_EXPORT] = { "conversation.export", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_CONVERSATION, "participant" },
  [SPICO_ACTION_MESSAGE_READ] = { "message.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_MESSAGE, "participant" },
  [SPICO_ACTION_MESSAGE_CREATE] = { "message.create", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_CONVERSATION, "participant" },
  [SPICO_ACTION_MESSAGE_UPDATE] = { "message.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, AUTHORED_MESSAGE, "author" },
  [SPICO_ACTION_MESSAGE_WITHDRAW] = { "message.withdraw", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, AUTHORED_MESSAGE, "author" },
  [SPICO_ACTION_MARKER_READ] = { "marker.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_MARKER, "participant" },
  [SPICO_ACTION_MARKER_UPDATE] = { "marker.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_MARKER, "own-marker" },
  [SPICO_ACTION_FAVOURITE_READ] = { "favourite.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_FAVOURITE, "owner" },
  [SPICO_ACTION_FAVOURITE_CREATE] = { "favourite.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_FAVOURITE_DESTROY] = { "favourite.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_FAVOURITE, "owner" },
  [SPICO_ACTION_TEMPLATE_READ] = { "template.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_TEMPLATE, "owner" },
  [SPICO_ACTION_TEMPLATE_CREATE] = { "template.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_TEMPLATE_UPDATE] = { "template.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_TEMPLATE, "owner" },
  [SPICO_ACTION_TEMPLATE_DESTROY] = { "template.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_TEMPLATE, "owner" },
  [SPICO_ACTION_SCHEDULED_READ] = { "scheduled.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_SCHEDULED, "owner" },
  [SPICO_ACTION_SCHEDULED_CREATE] = { "scheduled.create", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_CONVERSATION, "participant" },
  [SPICO_ACTION_SCHEDULED_UPDATE] = { "scheduled.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, AUTHORED_SCHEDULED, "author" },
  [SPICO_ACTION_SCHEDULED_DESTROY] = { "scheduled.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_SCHEDULED, "owner" },
  [SPICO_ACTION_SEARCH_READ] = { "search.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_SEARCH, "owner" },
  [SPICO_ACTION_SEARCH_CREATE] = { "search.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_ABSENCE_READ] = { "absence.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_ABSENCE, "owner" },
  [SPICO_ACTION_ABSENCE_CREATE] = { "absence.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_ABSENCE_DESTROY] = { "absence.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_ABSENCE, "owner" },
  [SPICO_ACTION_NOTIFICATION_READ] = { "notification.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_NOTIFICATION, "owner" },
  [SPICO_ACTION_NOTIFICATION_CREATE] = { "notification.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_EMAIL_READ] = { "email.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_EMAIL_SUBMISSION, "owner" },
  [SPICO_ACTION_EMAIL_SEND] = { "email.send", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_GROUP_READ] = { "group.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_GROUP, "shared" },
  [SPICO_ACTION_GROUP_CREATE] = { "group.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_GROUP_UPDATE] = { "group.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, ADMINISTERED_GROUP, "administrator" },
  [SPICO_ACTION_GROUP_DESTROY] = { "group.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, ADMINISTERED_GROUP, "administrator" },
  [SPICO_ACTION_PUBLIC_GROUP_READ] = { "publicGroup.read", SPICO_SCOPE_DIRECTORY, 0, TRUE, PUBLIC_GROUP, "public" },
  [SPICO_ACTION_GROUP_SHARE_READ] = { "groupShare.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_SHARE, "shared" },
  [SPICO_ACTION_GROUP_SHARE_CREATE] = { "groupShare.create", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, ADMINISTERED_GROUP, "administrator" },
  [SPICO_ACTION_GROUP_SHARE_JOIN] = { "groupShare.join", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, PUBLIC_GROUP, "public" },
  [SPICO_ACTION_GROUP_SHARE_UPDATE] = { "groupShare.update", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, VISIBLE_SHARE, "shared" },
  [SPICO_ACTION_GROUP_SHARE_ACCEPT] = { "groupShare.accept", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_SHARE, "recipient" },
  [SPICO_ACTION_GROUP_SHARE_APPOINT] = { "groupShare.appoint", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, ADMINISTERED_SHARE, "administrator" },
  [SPICO_ACTION_GROUP_SHARE_DESTROY] = { "groupShare.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, ADMINISTERED_SHARE, "administrator" },
  [SPICO_ACTION_GROUP_REQUEST_READ] = { "groupRequest.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_GROUP_REQUEST, "owner" },
  [SPICO_ACTION_GROUP_REQUEST_CREATE] = { "groupRequest.create", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, REQUESTABLE_GROUP, "administrator-or-member" },
  [SPICO_ACTION_GROUP_REQUEST_DESTROY] = { "groupRequest.destroy", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, OWN_GROUP_REQUEST, "owner" },
  [SPICO_ACTION_DELEGATION_READ] = { "delegation.read", SPICO_SCOPE_RELATIONS, 0, TRUE, VISIBLE_DELEGATION, "side" },
  [SPICO_ACTION_DELEGATION_CREATE] = { "delegation.create", SPICO_SCOPE_SELF, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_DELEGATION_UPDATE] = { "delegation.update", SPICO_SCOPE_RELATIONS, 0, TRUE, VISIBLE_DELEGATION, "side" },
  [SPICO_ACTION_DELEGATION_ACCEPT] = { "delegation.accept", SPICO_SCOPE_RELATIONS, 0, TRUE, ACCEPTABLE_DELEGATION, "other-side" },
  [SPICO_ACTION_DELEGATION_REFUSE] = { "delegation.refuse", SPICO_SCOPE_RELATIONS, 0, TRUE, ANSWERABLE_DELEGATION, "other-side" },
  [SPICO_ACTION_DELEGATION_END] = { "delegation.end", SPICO_SCOPE_RELATIONS, 0, TRUE, ENDABLE_DELEGATION, "side" },
  [SPICO_ACTION_PROFILE_READ] = { "profile.read", SPICO_SCOPE_RELATIONS, 0, TRUE, OWN_PROFILE, "owner" },
  [SPICO_ACTION_PROFILE_UPDATE] = { "profile.update", SPICO_SCOPE_RELATIONS, 0, TRUE, OWN_PROFILE, "owner" },
  [SPICO_ACTION_DEVICE_READ] = { "device.read", SPICO_SCOPE_RELATIONS, 0, TRUE, OWN_DEVICE, "owner" },
  [SPICO_ACTION_DEVICE_UPDATE] = { "device.update", SPICO_SCOPE_SELF, 0, TRUE, OWN_DEVICE, "owner" },
  [SPICO_ACTION_DEVICE_ERASE] = { "device.erase", SPICO_SCOPE_SELF, 0, TRUE, OWN_DEVICE, "owner" },
  [SPICO_ACTION_BLOB_READ] = { "blob.read", SPICO_SCOPE_DISCUSSIONS, 0, TRUE, READABLE_BLOB, "uploader-or-participant" },
  [SPICO_ACTION_BLOB_CREATE] = { "blob.create", SPICO_SCOPE_DISCUSSIONS, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_PUSH] = { "push", SPICO_SCOPE_NONE, 0, FALSE, NULL, "account" },
  [SPICO_ACTION_ECHO] = { "core.echo", SPICO_SCOPE_NONE, 0, FALSE, NULL, "account" },
};

static SpicoScope
scope_from_text (const char *text)
{
  if (g_str_equal (text, "all"))
    return SPICO_SCOPE_DISCUSSIONS | SPICO_SCOPE_DOSSIERS | SPICO_SCOPE_RELATIONS;
  if (g_str_equal (text, "discussions"))
    return SPICO_SCOPE_DISCUSSIONS | SPICO_SCOPE_RELATIONS;
  if (g_str_equal (text, "dossiers"))
    return SPICO_SCOPE_DOSSIERS | SPICO_SCOPE_RELATIONS;
  return SPICO_SCOPE_NONE;
}

/* What a person may reach of an account. A delegate's delegate, and whoever is merely attached, find no row here (F021, F022). */
static gboolean
find_scope (SpicoSqlConnection *connection,
            const char         *person_id,
            gint64              now_us,
            const char         *account_id,
            SpicoScope         *scope,
            const char        **rule,
            GError            **error)
{
  g_autoptr (SpicoQuery) query = NULL;
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  *scope = SPICO_SCOPE_NONE;
  *rule = "none";

  if (g_str_equal (account_id, SPICO_REGION_ACCOUNT_ID))
    {
      *scope = SPICO_SCOPE_DIRECTORY;
      *rule = "region";
      return TRUE;
    }
  if (g_str_equal (account_id, person_id))
    {
      *scope = SPICO_SCOPE_OWN;
      *rule = "self";
      return TRUE;
    }

  query = spico_query_new (account_id, person_id, now_us);
  spico_query_add (query, "SELECT g.scope FROM delegation g WHERE g.account_id = {account} AND g.delegate_id = {person} AND " DELEGATION_IN_FORCE);
  statement = spico_query_run (query, connection, error);
  if (statement == NULL)
    return FALSE;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      *scope |= scope_from_text (spico_sql_statement_column_text (statement, 0));
      *rule = "delegation";
    }

  return FALSE;
}

static SpicoQuery *
new_relation (const char       *person_id,
              gint64            now_us,
              const char       *account_id,
              const ActionRule *rule,
              const char       *object_id)
{
  SpicoQuery *query = spico_query_new (account_id, person_id, now_us);

  spico_query_add (query, "SELECT 1 FROM ");
  spico_query_add (query, rule->visible);
  spico_query_add (query, " WHERE t.id = ");
  spico_query_add_text (query, object_id);

  return query;
}

static gboolean
is_related (SpicoSqlConnection *connection,
            const char         *person_id,
            gint64              now_us,
            const char         *account_id,
            const ActionRule   *rule,
            const char         *object_id,
            gboolean           *related,
            GError            **error)
{
  g_autoptr (SpicoQuery) query = new_relation (person_id, now_us, account_id, rule, object_id);

  return spico_query_run_exists (query, connection, related, error);
}

/**
 * spico_authz_check:
 * @connection: a connection, in a transaction
 * @actor: who acts
 * @now_us: the time, in microseconds since 1970
 * @account_id: the account acted for, from anywhere
 * @action: what is to be done
 * @object_id: (nullable): what it is done to, from anywhere; see #SpicoAction
 * @decision: (out): what is decided
 * @error: return location for a #SpicoSqlError
 *
 * The one function that gives rights: denied, unless a relation row allows it (design section 6).
 *
 * Returns: whether the database answered
 */
gboolean
spico_authz_check (SpicoSqlConnection *connection,
                   const SpicoActor   *actor,
                   gint64              now_us,
                   const char         *account_id,
                   SpicoAction         action,
                   const char         *object_id,
                   SpicoAuthzDecision *decision,
                   GError            **error)
{
  const ActionRule *rule = &action_rules[action];
  const char *account_rule;
  const char *object_rule = "account";
  SpicoScope needed = rule->scope | (object_id != NULL ? rule->object_scope : 0);
  SpicoScope scope;
  g_autofree char *both = NULL;

  *decision = (SpicoAuthzDecision) { FALSE, "none" };

  if (rule->name == NULL || (rule->needs_object && object_id == NULL) || (rule->visible == NULL && object_id != NULL))
    return TRUE;
  if (!find_scope (connection, actor->person_id, now_us, account_id, &scope, &account_rule, error))
    return FALSE;
  if (scope == SPICO_SCOPE_NONE || (scope & needed) != needed)
    return TRUE;

  if (object_id != NULL)
    {
      gboolean related;

      if (!is_related (connection, actor->person_id, now_us, account_id, rule, object_id, &related, error))
        return FALSE;
      if (!related)
        return TRUE;
      object_rule = rule->rule;
    }

  both = g_strconcat (account_rule, "/", object_rule, NULL);
  *decision = (SpicoAuthzDecision) { TRUE, g_intern_string (both) };
  return TRUE;
}

/**
 * spico_authz_announce:
 * @connection: a connection, in a transaction
 * @actor: who acts
 * @now_us: the time, in microseconds since 1970
 * @account_id: the account acted for
 * @action: what is to be done to an object
 * @object_id: the object, from anywhere
 *
 * Says that spico_authz_check() will soon be asked the same: see spico_sql_statement_announce().
 */
void
spico_authz_announce (SpicoSqlConnection *connection,
                      const SpicoActor   *actor,
                      gint64              now_us,
                      const char         *account_id,
                      SpicoAction         action,
                      const char         *object_id)
{
  g_autoptr (SpicoQuery) query = NULL;

  if (!spico_sql_connection_is_announced_to (connection))
    return;

  query = new_relation (actor->person_id, now_us, account_id, &action_rules[action], object_id);
  spico_query_announce (query, connection);
}

/**
 * spico_authz_visible:
 * @action: an action that reads objects
 *
 * The same rule as a list: what follows FROM to find the objects that the account may read, under the alias `t` (with `v` for the row that relates them to the account), for a
 * #SpicoQuery. It presumes that the person may use the account.
 *
 * Returns: (transfer none): SQL
 */
const char *
spico_authz_visible (SpicoAction action)
{
  g_assert (action_rules[action].visible != NULL);
  return action_rules[action].visible;
}

/**
 * spico_action_name:
 * @action: an action
 *
 * Returns: (transfer none): its name in the audit and in `docs/rights.md`
 */
const char *
spico_action_name (SpicoAction action)
{
  return action_rules[action].name;
}

/**
 * spico_action_scope:
 * @action: an action
 *
 * Returns: what an account must give for it
 */
SpicoScope
spico_action_scope (SpicoAction action)
{
  return action_rules[action].scope;
}

/**
 * spico_scope_covers:
 * @scope: what a person may reach of an account
 * @type_name: a type of data, from anywhere
 *
 * Returns: whether objects of that type are in the scope
 */
gboolean
spico_scope_covers (SpicoScope  scope,
                    const char *type_name)
{
  const SpicoType *type = spico_type_find (type_name);

  if (type == NULL)
    return FALSE;
  if (g_str_equal (type->capability, SPICO_CAPABILITY_DIRECTORY))
    return (scope & SPICO_SCOPE_DIRECTORY) != 0;
  if (g_str_equal (type->capability, SPICO_CAPABILITY_DISCUSSIONS))
    return (scope & SPICO_SCOPE_DISCUSSIONS) != 0;
  if (g_str_equal (type->capability, SPICO_CAPABILITY_RELATIONS))
    return (scope & SPICO_SCOPE_RELATIONS) != 0;
  return g_str_equal (type->capability, SPICO_CAPABILITY_DOSSIERS) && (scope & SPICO_SCOPE_DOSSIERS) != 0;
}

/**
 * spico_authz_account_free:
 * @account: (transfer full): an account
 */
void
spico_authz_account_free (SpicoAuthzAccount *account)
{
  g_free (account->account_id);
  g_free (account->name);
  g_free (account);
}

static void
add_account (GPtrArray  *accounts,
             const char *account_id,
             const char *name,
             SpicoScope  scope,
             const char *rule)
{
  SpicoAuthzAccount *account = g_new0 (SpicoAuthzAccount, 1);

  account->account_id = g_strdup (account_id);
  account->name = g_strdup (name);
  account->scope = scope;
  account->rule = rule;
  g_ptr_array_add (accounts, account);
}

static SpicoQuery *
new_accounts_query (const char *person_id,
                    gint64      now_us)
{
  SpicoQuery *query = spico_query_new (NULL, person_id, now_us);

  spico_query_add (query,
                   "SELECT p.id, p.name, '' AS scope, 0 AS place, p.name_key FROM principal p WHERE p.id = {person}"
                   " UNION ALL SELECT g.account_id, COALESCE(p.name, g.account_id), g.scope, 1, COALESCE(p.name_key, '')"
                   " FROM delegation g LEFT JOIN principal p ON p.id = g.account_id"
                   " WHERE g.delegate_id = {person} AND g.account_id <> {person} AND " DELEGATION_IN_FORCE
                   " ORDER BY 4, 5, 1");
  return query;
}

/* Each account by itself, and one that is delegated in several scopes as one. */
static gboolean
add_own_and_delegated (GPtrArray          *accounts,
                       SpicoSqlConnection *connection,
                       const char         *person_id,
                       gint64              now_us,
                       GError            **error)
{
  g_autoptr (SpicoQuery) query = new_accounts_query (person_id, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  statement = spico_query_run (query, connection, error);
  if (statement == NULL)
    return FALSE;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      const char *account_id;
      SpicoScope scope;
      SpicoAuthzAccount *last;

      if (!has_row)
        return TRUE;
      account_id = spico_sql_statement_column_text (statement, 0);
      scope = scope_from_text (spico_sql_statement_column_text (statement, 2));
      last = g_ptr_array_index (accounts, accounts->len - 1);
      if (g_str_equal (account_id, person_id))
        g_set_str (&last->name, spico_sql_statement_column_text (statement, 1));
      else if (g_str_equal (last->account_id, account_id))
        last->scope |= scope;
      else if (scope != SPICO_SCOPE_NONE)
        add_account (accounts, account_id, spico_sql_statement_column_text (statement, 1), scope, "delegation");
    }

  return FALSE;
}

/**
 * spico_authz_accounts:
 * @connection: a connection, in a transaction
 * @person_id: a person
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (element-type SpicoAuthzAccount) (nullable): the accounts that the person may use: their own, the delegated ones, the region
 */
GPtrArray *
spico_authz_accounts (SpicoSqlConnection *connection,
                      const char         *person_id,
                      gint64              now_us,
                      GError            **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_authz_account_free);

  add_account (accounts, person_id, person_id, SPICO_SCOPE_OWN, "self");
  if (!add_own_and_delegated (accounts, connection, person_id, now_us, error))
    return NULL;
  add_account (accounts, SPICO_REGION_ACCOUNT_ID, SPICO_REGION_ACCOUNT_ID, SPICO_SCOPE_DIRECTORY, "region");

  return g_steal_pointer (&accounts);
}

/**
 * spico_authz_announce_accounts:
 * @connection: a connection, in a transaction
 * @person_id: a person
 * @now_us: the time, in microseconds since 1970
 *
 * Says that spico_authz_accounts() will soon be asked the same: see spico_sql_statement_announce().
 */
void
spico_authz_announce_accounts (SpicoSqlConnection *connection,
                               const char         *person_id,
                               gint64              now_us)
{
  g_autoptr (SpicoQuery) query = NULL;

  if (!spico_sql_connection_is_announced_to (connection))
    return;

  query = new_accounts_query (person_id, now_us);
  spico_query_announce (query, connection);
}

static void
add_scope (GHashTable *accounts,
           const char *person_id,
           const char *account_id,
           SpicoScope  scope)
{
  GPtrArray *own = g_hash_table_lookup (accounts, person_id);
  SpicoAuthzAccount *last = g_ptr_array_index (own, own->len - 1);

  if (g_str_equal (last->account_id, account_id))
    last->scope |= scope;
  else if (scope != SPICO_SCOPE_NONE)
    add_account (own, account_id, account_id, scope, "delegation");
}

static gboolean
add_delegations_of (SpicoSqlConnection *connection,
                    const char *const  *person_ids,
                    gsize               n_ids,
                    gint64              now_us,
                    GHashTable         *accounts,
                    GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT g.delegate_id, g.account_id, g.scope FROM delegation g WHERE g.account_id <> g.delegate_id AND " DELEGATION_IN_FORCE
                          " AND g.delegate_id IN ");
  spico_query_add_list (query, person_ids, n_ids);
  spico_query_add (query, " ORDER BY g.delegate_id, g.account_id");
  statement = spico_query_run (query, connection, error);
  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      add_scope (accounts, spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_text (statement, 1),
                 scope_from_text (spico_sql_statement_column_text (statement, 2)));
    }

  return FALSE;
}

/**
 * spico_authz_accounts_of_people:
 * @connection: a connection, in a transaction
 * @person_ids: (array length=n_ids): people
 * @n_ids: how many, at least one
 * @now_us: the time, in microseconds since 1970
 * @accounts: (element-type utf8 GPtrArray): a table, owning its keys and values, to which the accounts of each are added: those of spico_authz_accounts(), unnamed
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_authz_accounts_of_people (SpicoSqlConnection *connection,
                                const char *const  *person_ids,
                                gsize               n_ids,
                                gint64              now_us,
                                GHashTable         *accounts,
                                GError            **error)
{
  for (gsize i = 0; i < n_ids; i++)
    {
      GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_authz_account_free);

      add_account (own, SPICO_REGION_ACCOUNT_ID, SPICO_REGION_ACCOUNT_ID, SPICO_SCOPE_DIRECTORY, "region");
      add_account (own, person_ids[i], person_ids[i], SPICO_SCOPE_OWN, "self");
      g_hash_table_insert (accounts, g_strdup (person_ids[i]), own);
    }

  return add_delegations_of (connection, person_ids, n_ids, now_us, accounts, error);
}
