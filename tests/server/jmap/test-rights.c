/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The truth table of rights, tests/rights.csv: the rules are checked against it, and docs/rights.md is made from it. */
#include "spico-jmap-world.h"
#include "spico-rights-page.h"

#include <string.h>

#define DOSSIER "the-dossier"
#define CONVERSATION "the-conversation"
#define MESSAGE "the-message"
#define BLOB "the-blob"
#define GROUP "the-group"
#define PUBLIC_GROUP "the-public-group"

static const struct {
  const char *who;
  const char *person;
} cast[] = {
  { "a person who takes part and is habilitated", "pa" },
  { "a person who takes part and is not in the circle", "pb" },
  { "a person of the circle without habilitation", "pm" },
  { "a person whom the patient refuses", "pr" },
  { "a person with habilitation and without the dossier in their active list", "pl" },
  { "a person without any relation", "px" },
  { "a delegate for everything", "pd" },
  { "a delegate for discussions", "pe" },
  { "a delegate for dossiers", "pg" },
  { "a delegate for everything whom the patient refuses", "pq" },
  { "a former delegate", "pf" },
  { "a person attached to the structure", "pc" },
  { "a delegate of a delegate", "py" },
  { "a delegate of another person", "pk" },
  { "a person who asks for a delegation of the structure", "pw" },
  { "a person to whom another offers a delegation", "po" },
  { "a delegate whose login is closed", "ps" },
  { "a delegate whose attachment has ended", "ph" },
  { "an administrator of the group", "g1" },
  { "an administrator who stepped down", "g2" },
  { "an administrator who left", "g3" },
  { "a person with whom the group is shared and who has accepted", "g4" },
  { "a person with whom the group is shared and who has not answered", "g5" },
};

static const struct {
  const char *column;
  SpicoAction action;
  const char *object;
} columns[] = {
  { "directory.read", SPICO_ACTION_DIRECTORY_READ, "pa" },
  { "category.read", SPICO_ACTION_CATEGORY_READ, "person_60" },
  { "announcement.read", SPICO_ACTION_ANNOUNCEMENT_READ, "release-1" },
  { "dossier.create", SPICO_ACTION_DOSSIER_CREATE, NULL },
  { "dossier.read", SPICO_ACTION_DOSSIER_READ, DOSSIER },
  { "dossier.update", SPICO_ACTION_DOSSIER_UPDATE, DOSSIER },
  { "circle.read", SPICO_ACTION_CIRCLE_READ, DOSSIER },
  { "conversation.create", SPICO_ACTION_CONVERSATION_CREATE, NULL },
  { "conversation.create about the dossier", SPICO_ACTION_CONVERSATION_CREATE, DOSSIER },
  { "conversation.read", SPICO_ACTION_CONVERSATION_READ, CONVERSATION },
  { "conversation.update", SPICO_ACTION_CONVERSATION_UPDATE, CONVERSATION },
  { "conversation.retitle", SPICO_ACTION_CONVERSATION_RETITLE, CONVERSATION },
  { "conversation.attachPatient", SPICO_ACTION_CONVERSATION_ATTACH, CONVERSATION },
  { "conversation.detachPatient", SPICO_ACTION_CONVERSATION_DETACH, CONVERSATION },
  { "conversation.remove", SPICO_ACTION_CONVERSATION_REMOVE, CONVERSATION },
  { "conversation.export", SPICO_ACTION_CONVERSATION_EXPORT, CONVERSATION },
  { "message.read", SPICO_ACTION_MESSAGE_READ, MESSAGE },
  { "message.create", SPICO_ACTION_MESSAGE_CREATE, CONVERSATION },
  { "message.update", SPICO_ACTION_MESSAGE_UPDATE, "message" },
  { "message.update of another's for the same account", SPICO_ACTION_MESSAGE_UPDATE, "message-of-another" },
  { "message.withdraw", SPICO_ACTION_MESSAGE_WITHDRAW, "message" },
  { "message.withdraw of another's for the same account", SPICO_ACTION_MESSAGE_WITHDRAW, "message-of-another" },
  { "marker.read", SPICO_ACTION_MARKER_READ, CONVERSATION "_pb_pb" },
  { "marker.update", SPICO_ACTION_MARKER_UPDATE, "own" },
  { "marker.update of another's", SPICO_ACTION_MARKER_UPDATE, CONVERSATION "_fo_px" },
  { "favourite.create", SPICO_ACTION_FAVOURITE_CREATE, NULL },
  { "favourite.read", SPICO_ACTION_FAVOURITE_READ, "favourite" },
  { "favourite.destroy", SPICO_ACTION_FAVOURITE_DESTROY, "favourite" },
  { "template.create", SPICO_ACTION_TEMPLATE_CREATE, NULL },
  { "template.read", SPICO_ACTION_TEMPLATE_READ, "template" },
  { "template.update", SPICO_ACTION_TEMPLATE_UPDATE, "template" },
  { "template.destroy", SPICO_ACTION_TEMPLATE_DESTROY, "template" },
  { "scheduled.create", SPICO_ACTION_SCHEDULED_CREATE, CONVERSATION },
  { "scheduled.read", SPICO_ACTION_SCHEDULED_READ, "scheduled" },
  { "scheduled.update", SPICO_ACTION_SCHEDULED_UPDATE, "scheduled" },
  { "scheduled.destroy", SPICO_ACTION_SCHEDULED_DESTROY, "scheduled" },
  { "search.create", SPICO_ACTION_SEARCH_CREATE, NULL },
  { "search.read", SPICO_ACTION_SEARCH_READ, "search" },
  { "search.read of another's", SPICO_ACTION_SEARCH_READ, "search-of-another" },
  { "blob.create", SPICO_ACTION_BLOB_CREATE, NULL },
  { "blob.read", SPICO_ACTION_BLOB_READ, "blob" },
  { "blob.read of another's", SPICO_ACTION_BLOB_READ, "blob-of-another" },
  { "blob.read of a message's", SPICO_ACTION_BLOB_READ, BLOB },
  { "absence.create", SPICO_ACTION_ABSENCE_CREATE, NULL },
  { "absence.read", SPICO_ACTION_ABSENCE_READ, "absence" },
  { "absence.destroy", SPICO_ACTION_ABSENCE_DESTROY, "absence" },
  { "notification.create", SPICO_ACTION_NOTIFICATION_CREATE, NULL },
  { "notification.read", SPICO_ACTION_NOTIFICATION_READ, "notification" },
  { "email.send", SPICO_ACTION_EMAIL_SEND, NULL },
  { "email.read", SPICO_ACTION_EMAIL_READ, "email" },
  { "group.create", SPICO_ACTION_GROUP_CREATE, NULL },
  { "group.read", SPICO_ACTION_GROUP_READ, GROUP },
  { "group.update", SPICO_ACTION_GROUP_UPDATE, GROUP },
  { "group.destroy", SPICO_ACTION_GROUP_DESTROY, GROUP },
  { "publicGroup.read", SPICO_ACTION_PUBLIC_GROUP_READ, PUBLIC_GROUP },
  { "publicGroup.read of a private one", SPICO_ACTION_PUBLIC_GROUP_READ, GROUP },
  { "groupShare.create", SPICO_ACTION_GROUP_SHARE_CREATE, GROUP },
  { "groupShare.join of a public group", SPICO_ACTION_GROUP_SHARE_JOIN, PUBLIC_GROUP },
  { "groupShare.join of a private one", SPICO_ACTION_GROUP_SHARE_JOIN, GROUP },
  { "groupShare.read", SPICO_ACTION_GROUP_SHARE_READ, "own share" },
  { "groupShare.read of another's", SPICO_ACTION_GROUP_SHARE_READ, GROUP "_pz" },
  { "groupShare.read of who uses a public group", SPICO_ACTION_GROUP_SHARE_READ, PUBLIC_GROUP "_pz" },
  { "groupShare.update", SPICO_ACTION_GROUP_SHARE_UPDATE, "own share" },
  { "groupShare.update of another's", SPICO_ACTION_GROUP_SHARE_UPDATE, GROUP "_pz" },
  { "groupShare.accept", SPICO_ACTION_GROUP_SHARE_ACCEPT, "own share" },
  { "groupShare.accept of another's", SPICO_ACTION_GROUP_SHARE_ACCEPT, GROUP "_pz" },
  { "groupShare.appoint", SPICO_ACTION_GROUP_SHARE_APPOINT, GROUP "_pz" },
  { "groupShare.destroy", SPICO_ACTION_GROUP_SHARE_DESTROY, GROUP "_pz" },
  { "groupRequest.create", SPICO_ACTION_GROUP_REQUEST_CREATE, GROUP },
  { "groupRequest.create of a public one", SPICO_ACTION_GROUP_REQUEST_CREATE, PUBLIC_GROUP },
  { "groupRequest.read", SPICO_ACTION_GROUP_REQUEST_READ, "group-request" },
  { "groupRequest.destroy", SPICO_ACTION_GROUP_REQUEST_DESTROY, "group-request" },
  { "delegation.create", SPICO_ACTION_DELEGATION_CREATE, NULL },
  { "delegation.read", SPICO_ACTION_DELEGATION_READ, "request" },
  { "delegation.read of a person's", SPICO_ACTION_DELEGATION_READ, "of-a-person" },
  { "delegation.update", SPICO_ACTION_DELEGATION_UPDATE, "request" },
  { "delegation.accept of a request for everything", SPICO_ACTION_DELEGATION_ACCEPT, "request" },
  { "delegation.accept of a request for discussions", SPICO_ACTION_DELEGATION_ACCEPT, "request-for-discussions" },
  { "delegation.refuse of a request", SPICO_ACTION_DELEGATION_REFUSE, "request" },
  { "delegation.accept of an offer", SPICO_ACTION_DELEGATION_ACCEPT, "offer" },
  { "delegation.refuse of an offer", SPICO_ACTION_DELEGATION_REFUSE, "offer" },
  { "delegation.end", SPICO_ACTION_DELEGATION_END, "fs-pe-discussions" },
  { "delegation.end of a person's", SPICO_ACTION_DELEGATION_END, "of-a-person" },
  { "delegation.end of a request", SPICO_ACTION_DELEGATION_END, "request" },
  { "profile.read", SPICO_ACTION_PROFILE_READ, "own profile" },
  { "profile.update", SPICO_ACTION_PROFILE_UPDATE, "own profile" },
  { "device.read", SPICO_ACTION_DEVICE_READ, "device" },
  { "device.read of another's", SPICO_ACTION_DEVICE_READ, "device-pz" },
  { "device.update", SPICO_ACTION_DEVICE_UPDATE, "device" },
  { "device.erase", SPICO_ACTION_DEVICE_ERASE, "device" },
  { "device.erase of another's", SPICO_ACTION_DEVICE_ERASE, "device-pz" },
};

static char *
read_file (const char *path)
{
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, path, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (full, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static GStrv
read_lines (const char *path)
{
  g_autofree char *text = read_file (path);

  g_assert_true (g_str_has_suffix (text, "\n"));
  text[strlen (text) - 1] = '\0';
  return g_strsplit (text, "\n", -1);
}

static void
add_member (SpicoJmapWorld *world,
            const char     *account_id,
            gboolean        habilitation,
            gboolean        refusal,
            gboolean        in_active_list)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                        " VALUES ('" DOSSIER "', $1, $2, $3, '', $4, 0, 'pa', 'pa')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_BOOLEAN (habilitation), SPICO_SQL_BOOLEAN (refusal), SPICO_SQL_BOOLEAN (in_active_list)));
}

static void
add_participant (SpicoJmapWorld *world,
                 const char     *account_id)
{
  g_autofree char *favourite = g_strconcat ("favourite-", account_id, NULL);
  g_autofree char *template = g_strconcat ("template-", account_id, NULL);
  g_autofree char *scheduled = g_strconcat ("scheduled-", account_id, NULL);
  g_autofree char *absence = g_strconcat ("absence-", account_id, NULL);
  g_autofree char *notification = g_strconcat ("notification-", account_id, NULL);
  g_autofree char *email = g_strconcat ("email-", account_id, NULL);
  g_autofree char *request = g_strconcat ("group-request-", account_id, NULL);

  spico_jmap_world_sql (world,
                        "INSERT INTO participant (conversation_id, account_id, is_pinned, is_muted, last_activity_at) VALUES ('" CONVERSATION "', $1, 0, 0, 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world, "INSERT INTO favourite (id, client_id, principal_id, created_at, account_id) VALUES ($1, NULL, 'pn', 0, $2)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (favourite), SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world,
                        "INSERT INTO message_template (id, client_id, name, text, created_at, edited_at, edited_by_person_id, account_id, name_key)"
                        " VALUES ($1, NULL, 'Refus', 'Nous ne pouvons pas', 0, 0, 'pz', $2, 'refus')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (template), SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world,
                        "INSERT INTO scheduled_message (id, conversation_id, text, is_urgent, send_at, status, from_person_id, from_account_id, created_at, account_id, session_id)"
                        " VALUES ($1, '" CONVERSATION "', 'Demain', 0, 1, 'pending', 'pa', $2, 0, $2, '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (scheduled), SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world, "INSERT INTO absence (id, principal_id, first_day, last_day, message) VALUES ($1, $2, '2026-02-01', '2026-02-02', '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (absence), SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world,
                        "INSERT INTO notification (id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts)"
                        " VALUES ($1, 'pn', 'contact', 'sent', 0, $2, 'pa', '2026-01-01', 0, 1)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (notification), SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world,
                        "INSERT INTO email_submission (id, from_address, recipient_count, status, created_at, account_id, person_id, day, subject, text, next_at, attempts)"
                        " VALUES ($1, '', 1, 'sent', 0, $2, 'pa', '2026-01-01', '', '', 0, 1)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (email), SPICO_SQL_TEXT (account_id)));
  spico_jmap_world_sql (world, "INSERT INTO group_request (id, group_id, successor_id, status, created_at, account_id, person_id) VALUES ($1, '" GROUP "', 'pb', 'pending', 0, $2, 'pa')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (request), SPICO_SQL_TEXT (account_id)));
}

static void
add_blob (SpicoJmapWorld *world,
          const char     *account_id,
          const char     *person_id)
{
  g_autofree char *id = g_strjoin ("-", "blob", account_id, person_id, NULL);

  spico_jmap_world_sql (world, "INSERT INTO blob (account_id, id, person_id, type, size, is_whole, created_at) VALUES ($1, $2, $3, '', 0, 1, 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (person_id)));
}

static void
add_search (SpicoJmapWorld *world,
            const char     *account_id,
            const char     *person_id)
{
  g_autofree char *id = g_strjoin ("-", "search", account_id, person_id, NULL);

  spico_jmap_world_sql (world, "INSERT INTO recent_search (id, client_id, text, used_at, account_id, person_id, text_key) VALUES ($1, NULL, 'totaro', 0, $2, $3, 'totaro')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (person_id)));
}

static void
add_device (SpicoJmapWorld *world,
            const char     *person_id)
{
  g_autofree char *id = g_strjoin ("-", "device", person_id, NULL);

  spico_jmap_world_sql (world, "INSERT INTO auth_session (id, login, person_id, created_at, refreshed_at, expires_at, name, must_erase) VALUES ($1, $2, $2, 0, 0, 1, '', 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (person_id)));
}

static void
add_message (SpicoJmapWorld *world,
             const char     *account_id,
             const char     *person_id)
{
  static gint64 seq = 1;
  g_autofree char *id = g_strjoin ("-", "message", account_id, person_id, NULL);

  spico_jmap_world_sql (world,
                        "INSERT INTO message (id, client_id, conversation_id, text, composed_at, seq, sent_at, from_person_id, from_account_id, text_key)"
                        " VALUES ($1, NULL, '" CONVERSATION "', 'Bonjour', NULL, $2, 0, $3, $4, '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (++seq), SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (account_id)));
}

/* A search, a blob and a message of a person, in an account. */
static void
add_own (SpicoJmapWorld *world,
         const char     *account_id,
         const char     *person_id)
{
  add_search (world, account_id, person_id);
  add_blob (world, account_id, person_id);
  add_message (world, account_id, person_id);
}

/* Everyone has searched and uploaded for themselves, for the structure and for `pa`, when perhaps they still might; so has a stranger who is seen nowhere else. */
static void
add_all_own (SpicoJmapWorld *world)
{
  for (guint i = 0; i < G_N_ELEMENTS (cast); i++)
    {
      add_own (world, cast[i].person, cast[i].person);
      add_own (world, cast[i].person, "pz");
      add_device (world, cast[i].person);
      add_own (world, "fs", cast[i].person);
      if (!g_str_equal (cast[i].person, "pa"))
        add_own (world, "pa", cast[i].person);
    }
  add_own (world, "fs", "pz");
  add_device (world, "pz");
}

static void
add_share (SpicoJmapWorld *world,
           const char     *group_id,
           const char     *account_id,
           gboolean        is_administrator,
           gboolean        is_shared,
           gboolean        is_accepted)
{
  g_autofree char *id = g_strjoin ("_", group_id, account_id, NULL);

  spico_jmap_world_sql (world,
                        "INSERT INTO favourite_group_share (id, client_id, group_id, principal_id, is_administrator, is_accepted, shared_at, accepted_at, accepted_by_person_id)"
                        " VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (account_id), SPICO_SQL_BOOLEAN (is_administrator),
                                          SPICO_SQL_BOOLEAN (is_accepted), is_shared ? SPICO_SQL_INT (0) : SPICO_SQL_NULL, is_accepted ? SPICO_SQL_INT (0) : SPICO_SQL_NULL,
                                          SPICO_SQL_TEXT (is_accepted ? account_id : NULL)));
}

/* A private group that `pa`, the structure and `g1` administer, that is shared with `pb`, `g2`, `g4`, `g5` and a stranger, and that `g3` administered once; a public one of theirs, that the stranger uses. `pb` and `pl` are members of both. */
static void
add_groups (SpicoJmapWorld *world)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO favourite_group (id, client_id, name, description, is_active, is_public, creator_account_id, creator_person_id, created_at, name_key)"
                        " VALUES ('" GROUP "', NULL, '', '', 1, 0, 'pa', 'pa', 0, ''), ('" PUBLIC_GROUP "', NULL, '', '', 1, 1, 'pa', 'pa', 0, '')",
                        NULL);
  add_share (world, GROUP, "pa", TRUE, TRUE, TRUE);
  add_share (world, GROUP, "fs", TRUE, TRUE, TRUE);
  add_share (world, GROUP, "pb", FALSE, TRUE, FALSE);
  add_share (world, GROUP, "pz", FALSE, TRUE, FALSE);
  add_share (world, GROUP, "g1", TRUE, TRUE, TRUE);
  add_share (world, GROUP, "g2", FALSE, TRUE, TRUE);
  add_share (world, GROUP, "g4", FALSE, TRUE, TRUE);
  add_share (world, GROUP, "g5", FALSE, TRUE, FALSE);
  add_share (world, PUBLIC_GROUP, "pa", TRUE, TRUE, TRUE);
  add_share (world, PUBLIC_GROUP, "fs", TRUE, TRUE, TRUE);
  add_share (world, PUBLIC_GROUP, "pz", FALSE, FALSE, TRUE);
  spico_jmap_world_sql (world,
                        "INSERT INTO favourite_group_member (group_id, principal_id) VALUES ('" GROUP "', 'pb'), ('" GROUP "', 'pl'), ('" GROUP "', 'g1'), ('" GROUP "', 'g2'), ('" GROUP "', 'g4'), ('" GROUP "', 'g5'), ('" PUBLIC_GROUP "', 'pb'), ('" PUBLIC_GROUP "', 'pl')", NULL);
}

/* What the structure and `pa` have agreed to, and what nobody has answered yet. */
static void
add_delegations (SpicoJmapWorld *world)
{
  spico_jmap_world_delegate (world, "fs", "pe", "discussions");
  spico_jmap_world_delegate (world, "fs", "pg", "dossiers");
  spico_jmap_world_delegate (world, "fs", "pq", "all");
  spico_jmap_world_delegate (world, "fs", "pf", "all");
  spico_jmap_world_delegate (world, "fs", "ps", "all");
  spico_jmap_world_delegate (world, "fs", "ph", "all");
  spico_jmap_world_delegate (world, "pd", "py", "all");
  spico_jmap_world_delegate (world, "pa", "pk", "all");
  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1 WHERE delegate_id = 'pf'", NULL);
  spico_jmap_world_sql (world, "UPDATE delegation SET follows_attachment = 1 WHERE delegate_id = 'ph'", NULL);
  spico_jmap_world_sql (world, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ('closed', 'ps', '', 0, 0)", NULL);
  spico_jmap_world_sql (world,
                        "INSERT INTO delegation (id, account_id, delegate_id, scope, status, set_by, referent, created_at) VALUES"
                        " ('request', 'fs', 'pw', 'all', 'requested', 'pw', '', 0), ('request-for-discussions', 'fs', 'pz', 'discussions', 'requested', 'pz', '', 0),"
                        " ('offer', 'pa', 'po', 'all', 'offered', 'pa', '', 0), ('of-a-person', 'pa', 'pz', 'all', 'accepted', 'pz', '', 0)",
                        NULL);
}

static void
add_category (SpicoJmapWorld *world)
{
  spico_jmap_world_sql (world, "INSERT INTO category (id, kind, code, label, label_key) VALUES ('person_60', 'person', '60', 'Infirmier', 'infirmier')", NULL);
}

static void
add_announcement (SpicoJmapWorld *world)
{
  spico_jmap_world_sql (world, "INSERT INTO announcement (id, kind, title, text, created_at) VALUES ('release-1', 'release', 'Version 3.1', 'Les annonces.', 1)", NULL);
}

/* One dossier, one conversation about it between `pa`, `pb` and the structure `fs`, and everyone else around. */
static void
set_the_scene (SpicoJmapWorld *world)
{
  static const char *const more[] = { "g1", "g2", "g3", "g4", "g5", "pe", "pf", "pg", "ph", "pk", "pl", "pm", "po", "pq", "pr", "ps", "pw", "px", "py" };

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    spico_jmap_world_add_principal (world, more[i], "person", "Q", TRUE);

  spico_jmap_world_sql (world,
                        "INSERT INTO dossier (id, client_id, birth_name, used_name, first_names, birth_date, sex, birth_place_code, ins_matricule, ins_status, created_at,"
                        " birth_name_key, search_key) VALUES ('" DOSSIER "', NULL, '', '', '', '1938-03-12', 'female', '', NULL, 'provisional', 0, '', '')",
                        NULL);
  add_member (world, "pa", TRUE, FALSE, TRUE);
  add_member (world, "fs", TRUE, FALSE, TRUE);
  add_member (world, "pl", TRUE, FALSE, FALSE);
  add_member (world, "pm", FALSE, FALSE, TRUE);
  add_member (world, "pr", TRUE, TRUE, TRUE);
  add_member (world, "pq", FALSE, TRUE, FALSE);

  spico_jmap_world_sql (world,
                        "INSERT INTO conversation (id, client_id, subject, dossier_id, creator_account_id, creator_person_id, created_at, subject_key, last_message_at,"
                        " last_message_seq, holder_count) VALUES ('" CONVERSATION "', NULL, '', '" DOSSIER "', 'pa', 'pa', 0, '', 0, 1, 3)",
                        NULL);
  spico_jmap_world_sql (world,
                        "INSERT INTO message (id, client_id, conversation_id, text, composed_at, seq, sent_at, from_person_id, from_account_id, text_key)"
                        " VALUES ('" MESSAGE "', NULL, '" CONVERSATION "', '', NULL, 1, 0, 'pa', 'pa', '')",
                        NULL);
  spico_jmap_world_sql (world, "INSERT INTO message_attachment (message_id, number, blob_id, name, type, size) VALUES ('" MESSAGE "', 0, '" BLOB "', 'Bilan.pdf', '', 0)", NULL);
  spico_jmap_world_sql (world,
                        "INSERT INTO read_marker (id, conversation_id, account_id, person_id, read_up_to, read_at, is_marked_unread, shown_up_to) VALUES"
                        " ('" CONVERSATION "_pb_pb', '" CONVERSATION "', 'pb', 'pb', 1, 0, 0, 1), ('" CONVERSATION "_fo_px', '" CONVERSATION "', 'fo', 'px', 1, 0, 0, 1)",
                        NULL);
  add_participant (world, "pa");
  add_participant (world, "pb");
  add_participant (world, "fs");

  add_all_own (world);
  add_category (world);
  add_announcement (world);
  add_groups (world);
  add_delegations (world);
}

static const char *
find_person (const char *who)
{
  for (guint i = 0; i < G_N_ELEMENTS (cast); i++)
    {
      if (g_str_equal (cast[i].who, who))
        return cast[i].person;
    }

  g_error ("nobody plays %s", who);
}

static const char *
find_account (const char *acts_for,
              const char *person)
{
  if (g_str_equal (acts_for, "themselves"))
    return person;
  if (g_str_equal (acts_for, "the structure"))
    return "fs";
  g_assert_cmpstr (acts_for, ==, "another person");
  return "pa";
}

/* The favourite, the template, what is sent later, the absence, the notification, the mail and the request of whoever takes part is theirs; the others are asked about that of `pa`. */
static char *
find_object (guint       column,
             const char *person,
             const char *account)
{
  if (g_strcmp0 (columns[column].object, "own") == 0)
    return g_strjoin ("_", CONVERSATION, account, person, NULL);
  if (g_strcmp0 (columns[column].object, "favourite") == 0 || g_strcmp0 (columns[column].object, "template") == 0 || g_strcmp0 (columns[column].object, "scheduled") == 0 || g_strcmp0 (columns[column].object, "absence") == 0
      || g_strcmp0 (columns[column].object, "notification") == 0 || g_strcmp0 (columns[column].object, "email") == 0 || g_strcmp0 (columns[column].object, "group-request") == 0)
    return g_strconcat (columns[column].object, "-", g_str_equal (account, "fs") ? "fs" : "pa", NULL);
  if (g_strcmp0 (columns[column].object, "own profile") == 0)
    return g_strdup (account);
  if (g_strcmp0 (columns[column].object, "device") == 0)
    return g_strconcat ("device-", g_str_equal (account, "fs") ? person : account, NULL);
  if (g_strcmp0 (columns[column].object, "own share") == 0)
    return g_strjoin ("_", GROUP, account, NULL);
  if (g_strcmp0 (columns[column].object, "message") == 0 || g_strcmp0 (columns[column].object, "blob") == 0 || g_strcmp0 (columns[column].object, "search") == 0)
    return g_strjoin ("-", columns[column].object, account, person, NULL);
  if (g_strcmp0 (columns[column].object, "message-of-another") == 0)
    return g_strjoin ("-", "message", account, "pz", NULL);
  if (g_strcmp0 (columns[column].object, "blob-of-another") == 0)
    return g_strjoin ("-", "blob", account, "pz", NULL);
  if (g_strcmp0 (columns[column].object, "search-of-another") == 0)
    return g_strjoin ("-", "search", account, "pz", NULL);
  return g_strdup (columns[column].object);
}

static void
check_cell (SpicoJmapWorld *world,
            const char     *who,
            const char     *acts_for,
            guint           column,
            const char     *expected)
{
  SpicoActor actor = { (char *) find_person (who), (char *) "session" };
  gboolean is_in_region = spico_action_scope (columns[column].action) == SPICO_SCOPE_DIRECTORY;
  const char *account = is_in_region ? "region" : find_account (acts_for, actor.person_id);
  g_autofree char *object = find_object (column, actor.person_id, account);
  SpicoAuthzDecision decision;
  g_autoptr (GError) error = NULL;

  spico_authz_check (world->connection, &actor, world->now_us, account, columns[column].action, object, &decision, &error);
  g_assert_no_error (error);
  g_test_message ("%s, for %s: %s", who, acts_for, columns[column].column);
  g_assert_cmpstr (decision.allow ? "yes" : "no", ==, expected);
  g_assert_cmpint (g_str_equal (decision.rule, "none"), ==, !decision.allow);
}

static void
test_rules_agree_with_the_table (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_auto (GStrv) lines = read_lines ("../../rights.csv");
  g_auto (GStrv) header = g_strsplit (lines[0], ",", -1);

  set_the_scene (world);
  g_assert_cmpuint (g_strv_length (header), ==, G_N_ELEMENTS (columns) + 2);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_assert_cmpstr (header[i + 2], ==, columns[i].column);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, G_N_ELEMENTS (columns) + 2);
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        check_cell (world, cells[0], cells[1], j, cells[j + 2]);
    }
}

static void
test_every_action_is_in_the_table (void)
{
  for (SpicoAction action = SPICO_ACTION_DIRECTORY_READ; action < SPICO_N_ACTIONS; action++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        found |= columns[i].action == action && g_str_has_prefix (columns[i].column, spico_action_name (action));
      g_assert_true (found);
    }
}

static void
test_what_nobody_named_is_denied (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  SpicoActor actor = { (char *) "pa", (char *) "session" };
  SpicoAuthzDecision decision;
  g_autoptr (GError) error = NULL;

  set_the_scene (world);
  spico_authz_check (world->connection, &actor, world->now_us, "pa", SPICO_ACTION_NONE, DOSSIER, &decision, &error);
  g_assert_no_error (error);
  g_assert_false (decision.allow);
  spico_authz_check (world->connection, &actor, world->now_us, "pa", SPICO_ACTION_DOSSIER_READ, NULL, &decision, &error);
  g_assert_no_error (error);
  g_assert_false (decision.allow);
}

static char *
render_page (void)
{
  g_autofree char *table = read_file ("../../rights.csv");
  g_autofree char *words = read_file ("../../rights-words.csv");
  g_autoptr (GError) error = NULL;
  char *page = spico_rights_page_render (table, words, &error);

  g_assert_no_error (error);
  return page;
}

/* With SPICO_WRITE_DOCS set, the page is written instead. */
static void
test_the_page_is_made_from_the_table (void)
{
  g_autofree char *page = render_page ();
  g_autofree char *written = NULL;

  if (g_getenv ("SPICO_WRITE_DOCS") != NULL)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "../../../docs/rights.md", NULL);
      g_autoptr (GError) error = NULL;

      g_file_set_contents (path, page, -1, &error);
      g_assert_no_error (error);
    }

  written = read_file ("../../../docs/rights.md");
  /* Two whole pages side by side tell nobody where they differ. */
  if (!g_str_equal (written, page))
    g_error ("docs/rights.md does not say what tests/rights.csv and tests/rights-words.csv do: SPICO_WRITE_DOCS=1 writes it anew");
}

static void
test_the_page_quotes_the_interface (void)
{
  g_autofree char *words = read_file ("../../rights-words.csv");
  g_autofree char *translation = read_file ("../../../po/fr.po");
  g_autoptr (GError) error = NULL;

  spico_rights_page_check_quotes (words, translation, &error);
  g_assert_no_error (error);
  g_assert_false (spico_rights_page_check_quotes ("page,what,,«\u00a0Ce que personne n'a traduit\u00a0»,\n", translation, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

#define SMALL_TABLE "who,acts for,dossier.read\na nurse,themselves,yes\na stranger,themselves,no\na friend,themselves,no\n"
#define SMALL_WORDS                                                                                                            \
  "kind,code,subject,words,meaning\npage,title,,# Droits,\nlabel,who,,Qui,\nlabel,acts for,,Pour,\nlabel,account,,Compte,\n"   \
  "label,situation,,Situation,\nlabel,meaning,,Sens,\nlabel,yes,,oui,\nlabel,no,,non,\nlabel,everyone,,Toute personne,\n"      \
  "label,any account,,tout compte,\naccount,themselves,,soi-même,Son compte.\nanyone,themselves,a stranger,Toute autre,\n"    \
  "who,a nurse,,\"Infirmier, infirmière\",Habilité.\nwho,a stranger,,Inconnu,Rien.\nwho,a friend,,Ami,Rien.\n"                 \
  "subject,dossiers,,Dossiers,\naction,dossier.read,dossiers,Lire le dossier,\n"

static void
test_people_who_may_the_same_share_a_row (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *page = spico_rights_page_render (SMALL_TABLE, SMALL_WORDS, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (page, ==,
                   "<!-- Made from tests/rights.csv and tests/rights-words.csv by jmap-test-rights, with SPICO_WRITE_DOCS=1 -->\n"
                   "\n# Droits\n\n## Dossiers\n\n| Qui | Pour | Lire le dossier |\n| --- | --- | :-: |\n"
                   "| Infirmier, infirmière | soi-même | oui |\n| Toute autre | soi-même | non |\n");
}

static void
test_what_has_no_words_is_said (void)
{
  static const struct {
    const char *table;
    const char *more_words;
    const char *said;
  } cases[] = {
    { "who,acts for,dossier.read,dossier.update\na nurse,themselves,yes,no\n", "", "\"action,dossier.update,SUBJECT,WORDS IN FRENCH,\" to tests/rights-words.csv*one of \"dossiers\"" },
    { SMALL_TABLE "a doctor,themselves,yes\n", "", "\"who,a doctor,,WORDS IN FRENCH," },
    { SMALL_TABLE "a nurse,the structure,yes\n", "", "\"account,the structure,,WORDS IN FRENCH," },
    { SMALL_TABLE, "action,dossier.update,dossiers,Modifier le dossier,\n", "action,dossier.update,dossiers*about nothing" },
    { SMALL_TABLE, "who,a doctor,,Médecin,Rien.\n", "who,a doctor,*about nothing" },
    { SMALL_TABLE "a nurse,themselves,perhaps\n", "", "neither yes nor no" },
    { SMALL_TABLE, "label,perhaps,,peut-être,\n", "label,perhaps,*about nothing" },
    { SMALL_TABLE, "subject,agenda,,Agenda,\n", "subject,agenda,*about nothing" },
    { SMALL_TABLE, "action,dossier.read,dossiers,Lire,\n", "twice" },
    { SMALL_TABLE, "page,what,,\"Lisez : ceci\",\n", "U+00A0" },
    { SMALL_TABLE, "page,what,,,\n", "no words in French" },
    { SMALL_TABLE, "page,what,,Lisez, puis agissez,\n", "in double quotes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = g_strconcat (SMALL_WORDS, cases[i].more_words, NULL);
      g_autofree char *pattern = g_strconcat ("*", cases[i].said, "*", NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *page = spico_rights_page_render (cases[i].table, words, &error);

      g_assert_null (page);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_test_message ("%s", error->message);
      g_assert_true (g_pattern_match_simple (pattern, error->message));
    }
}

#define ADD(name, function) g_test_add ("/rights/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("rules-agree-with-the-table", test_rules_agree_with_the_table);
  ADD ("what-nobody-named-is-denied", test_what_nobody_named_is_denied);
  g_test_add_func ("/rights/every-action-is-in-the-table", test_every_action_is_in_the_table);
  g_test_add_func ("/rights/the-page-is-made-from-the-table", test_the_page_is_made_from_the_table);
  g_test_add_func ("/rights/the-page-quotes-the-interface", test_the_page_quotes_the_interface);
  g_test_add_func ("/rights/people-who-may-the-same-share-a-row", test_people_who_may_the_same_share_a_row);
  g_test_add_func ("/rights/what-has-no-words-is-said", test_what_has_no_words_is_said);

  return g_test_run ();
}
