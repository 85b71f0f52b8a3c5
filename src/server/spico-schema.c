/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-schema.h"

#include "spico-audit-chain.h"
#include "spico-auth-schema.h"
#include "spico-blob-schema.h"
#include "spico-category-tally.h"
#include "spico-mail-schema.h"
#include "spico-directory-index.h"
#include "spico-directory-schema.h"
#include "spico-push-schema.h"
#include "spico-register-schema.h"

/* Times are microseconds since 1970, booleans 0 or 1. Columns named like a property of the type's descriptor hold that property; a
 * `…_key` column is a sort key of `domain`, compared bytewise. There are no foreign keys: rows of one region may one day live on
 * several machines, and every write goes through authz_check and the types' rules, which look for what a reference names. */
#define MIGRATION_DATA                                                                                                         \
  "CREATE TABLE principal ("                                                                                                   \
  "  id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, family_name TEXT NOT NULL, given_name TEXT NOT NULL,"        \
  "  national_id TEXT NOT NULL, profession_code TEXT NOT NULL, profession TEXT NOT NULL, skill TEXT NOT NULL,"                 \
  "  structure_id TEXT, structure_name TEXT NOT NULL, address TEXT NOT NULL, postal_code TEXT NOT NULL, town TEXT NOT NULL,"   \
  "  telephone TEXT NOT NULL, source TEXT NOT NULL, source_date TEXT, is_listed BIGINT NOT NULL, has_account BIGINT NOT NULL," \
  "  name_key TEXT NOT NULL, town_key TEXT NOT NULL);"                                                                         \
  "CREATE INDEX principal_by_name ON principal (name_key, id);"                                                                \
  "CREATE INDEX principal_by_town ON principal (town_key, id);"                                                                \
  "CREATE INDEX principal_by_national_id ON principal (national_id);"                                                          \
  "CREATE INDEX principal_by_structure ON principal (structure_id);"                                                           \
  "CREATE TABLE principal_word (word TEXT NOT NULL, principal_id TEXT NOT NULL, PRIMARY KEY (word, principal_id));"            \
  "CREATE INDEX principal_word_by_principal ON principal_word (principal_id, word);"                                           \
  "CREATE TABLE presence (person_id TEXT PRIMARY KEY, online_until BIGINT NOT NULL, last_seen_at BIGINT NOT NULL);"            \
  "CREATE TABLE absence ("                                                                                                     \
  "  principal_id TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, stand_in_id TEXT, message TEXT NOT NULL,"    \
  "  PRIMARY KEY (principal_id, first_day));"                                                                                  \
  "CREATE TABLE attachment ("                                                                                                  \
  "  person_id TEXT NOT NULL, structure_id TEXT NOT NULL, PRIMARY KEY (person_id, structure_id));"                             \
  "CREATE INDEX attachment_by_structure ON attachment (structure_id);"                                                         \
  "CREATE TABLE delegation ("                                                                                                  \
  "  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, delegate_id TEXT NOT NULL, scope TEXT NOT NULL, set_by TEXT NOT NULL,"     \
  "  referent TEXT NOT NULL, created_at BIGINT NOT NULL, ended_at BIGINT);"                                                    \
  "CREATE UNIQUE INDEX delegation_in_force ON delegation (account_id, delegate_id) WHERE ended_at IS NULL;"                    \
  "CREATE INDEX delegation_by_delegate ON delegation (delegate_id);"                                                           \
  "CREATE TABLE dossier ("                                                                                                     \
  "  id TEXT PRIMARY KEY, client_id TEXT, birth_name TEXT NOT NULL, used_name TEXT NOT NULL, first_names TEXT NOT NULL,"       \
  "  birth_date TEXT NOT NULL, sex TEXT NOT NULL, birth_place_code TEXT NOT NULL, ins_matricule TEXT,"                         \
  "  ins_status TEXT NOT NULL, created_at BIGINT NOT NULL, birth_name_key TEXT NOT NULL, search_key TEXT NOT NULL);"           \
  "CREATE TABLE dossier_member ("                                                                                              \
  "  dossier_id TEXT NOT NULL, account_id TEXT NOT NULL, habilitation BIGINT NOT NULL, refusal BIGINT NOT NULL,"               \
  "  role TEXT NOT NULL, in_active_list BIGINT NOT NULL, added_at BIGINT NOT NULL, added_by_account_id TEXT NOT NULL,"         \
  "  added_by_person_id TEXT NOT NULL, PRIMARY KEY (dossier_id, account_id));"                                                 \
  "CREATE INDEX dossier_member_by_account ON dossier_member (account_id, dossier_id);"                                         \
  "CREATE TABLE conversation ("                                                                                                \
  "  id TEXT PRIMARY KEY, client_id TEXT, subject TEXT NOT NULL, dossier_id TEXT, creator_account_id TEXT NOT NULL,"           \
  "  creator_person_id TEXT NOT NULL, created_at BIGINT NOT NULL, subject_key TEXT NOT NULL, last_message_at BIGINT,"          \
  "  last_message_seq BIGINT NOT NULL, holder_count BIGINT NOT NULL);"                                                         \
  "CREATE INDEX conversation_by_dossier ON conversation (dossier_id);"                                                         \
  "CREATE TABLE participant ("                                                                                                 \
  "  conversation_id TEXT NOT NULL, account_id TEXT NOT NULL, is_pinned BIGINT NOT NULL, is_muted BIGINT NOT NULL,"            \
  "  is_handled BIGINT NOT NULL, last_activity_at BIGINT NOT NULL, PRIMARY KEY (conversation_id, account_id));"                \
  "CREATE INDEX participant_by_account ON participant (account_id, last_activity_at, conversation_id);"                        \
  "CREATE TABLE message ("                                                                                                     \
  "  id TEXT PRIMARY KEY, client_id TEXT, conversation_id TEXT NOT NULL, text TEXT NOT NULL, composed_at BIGINT,"              \
  "  seq BIGINT NOT NULL, sent_at BIGINT NOT NULL, from_person_id TEXT NOT NULL, from_account_id TEXT NOT NULL,"               \
  "  text_key TEXT NOT NULL, UNIQUE (conversation_id, seq));"                                                                  \
  "CREATE INDEX message_by_time ON message (conversation_id, sent_at);"                                                        \
  "CREATE TABLE read_marker ("                                                                                                 \
  "  id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, account_id TEXT NOT NULL, person_id TEXT NOT NULL,"                   \
  "  read_up_to BIGINT NOT NULL, read_at BIGINT, is_marked_unread BIGINT NOT NULL,"                                            \
  "  UNIQUE (conversation_id, account_id, person_id));"                                                                        \
  "CREATE TABLE favourite ("                                                                                                   \
  "  id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, created_at BIGINT NOT NULL, account_id TEXT NOT NULL,"   \
  "  UNIQUE (account_id, principal_id));"                                                                                      \
  "CREATE TABLE state ("                                                                                                       \
  "  account_id TEXT NOT NULL, type TEXT NOT NULL, modseq BIGINT NOT NULL, oldest BIGINT NOT NULL,"                            \
  "  PRIMARY KEY (account_id, type));"                                                                                         \
  "CREATE TABLE change ("                                                                                                      \
  "  account_id TEXT NOT NULL, type TEXT NOT NULL, object_id TEXT NOT NULL, modseq BIGINT NOT NULL,"                           \
  "  created_modseq BIGINT NOT NULL, destroyed BIGINT NOT NULL, changed_at BIGINT NOT NULL,"                                   \
  "  PRIMARY KEY (account_id, type, object_id));"                                                                              \
  "CREATE INDEX change_by_modseq ON change (account_id, type, modseq);"                                                        \
  "CREATE TABLE creation ("                                                                                                    \
  "  object_id TEXT PRIMARY KEY, type TEXT NOT NULL, sha256 TEXT NOT NULL, account_id TEXT NOT NULL,"                          \
  "  person_id TEXT NOT NULL, created_at BIGINT NOT NULL);"                                                                    \
  "CREATE TABLE audit ("                                                                                                       \
  "  id {serial}, at BIGINT NOT NULL, person_id TEXT NOT NULL, account_id TEXT NOT NULL, session_id TEXT NOT NULL,"            \
  "  action TEXT NOT NULL, type TEXT NOT NULL, object_id TEXT NOT NULL, rule TEXT NOT NULL);"                                  \
  "CREATE INDEX audit_by_object ON audit (object_id, at);"

/* Where the 180 days of tombstones end; and of each read marker, when the others last heard of it, and whether there is more to tell (docs/protocol.md). */
#define MIGRATION_DELAYS                                                                                                       \
  "CREATE INDEX change_by_tombstone ON change (changed_at) WHERE destroyed = 1;"                                               \
  "ALTER TABLE read_marker ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;"                                                      \
  "ALTER TABLE read_marker ADD COLUMN is_untold BIGINT NOT NULL DEFAULT 0;"                                                    \
  "CREATE INDEX read_marker_untold ON read_marker (told_at) WHERE is_untold = 1;"

/* Who works in a structure, in whichever of their places; absences as objects of their account; and mails that tell people of who wants to reach them. */
#define MIGRATION_CARDS                                                                                                        \
  "CREATE INDEX activity_by_structure ON activity (structure_id, person_id);"                                                  \
  "ALTER TABLE absence ADD COLUMN id TEXT NOT NULL DEFAULT '';"                                                                \
  "ALTER TABLE absence ADD COLUMN client_id TEXT;"                                                                             \
  "ALTER TABLE absence ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;"                                                       \
  "UPDATE absence SET id = principal_id || '_' || first_day;"                                                                  \
  "CREATE UNIQUE INDEX absence_by_id ON absence (id);"

/* How far others see that a person has read: not how far they have written, which their messages say. */
#define MIGRATION_SHOWN_MARKERS                                                                                                \
  "ALTER TABLE read_marker ADD COLUMN shown_up_to BIGINT NOT NULL DEFAULT 0;"                                                  \
  "ALTER TABLE read_marker ADD COLUMN shown_at BIGINT;"                                                                        \
  "UPDATE read_marker SET shown_up_to = read_up_to, shown_at = read_at;"

/* « Dernières recherches »: of a person, in an account. */
#define MIGRATION_SEARCHES                                                                                                     \
  "CREATE TABLE recent_search ("                                                                                               \
  "  id TEXT PRIMARY KEY, client_id TEXT, text TEXT NOT NULL, used_at BIGINT NOT NULL, account_id TEXT NOT NULL,"              \
  "  person_id TEXT NOT NULL, text_key TEXT NOT NULL);"                                                                        \
  "CREATE INDEX recent_search_by_person ON recent_search (account_id, person_id, used_at);"

/* Groups of favourites: `shared_at` tells those with whom a group is shared from those who use a public one of their own accord. A mail tells of each group once a day. */
#define MIGRATION_GROUPS                                                                                                       \
  "CREATE TABLE favourite_group ("                                                                                             \
  "  id TEXT PRIMARY KEY, client_id TEXT, name TEXT NOT NULL, description TEXT NOT NULL, is_active BIGINT NOT NULL,"           \
  "  is_public BIGINT NOT NULL, creator_account_id TEXT NOT NULL, creator_person_id TEXT NOT NULL, created_at BIGINT NOT NULL," \
  "  name_key TEXT NOT NULL);"                                                                                                 \
  "CREATE INDEX favourite_group_public ON favourite_group (name_key, id) WHERE is_public = 1;"                                 \
  "CREATE INDEX favourite_group_by_creator ON favourite_group (creator_account_id) WHERE is_public = 1;"                       \
  "CREATE TABLE favourite_group_member ("                                                                                      \
  "  group_id TEXT NOT NULL, principal_id TEXT NOT NULL, PRIMARY KEY (group_id, principal_id));"                               \
  "CREATE INDEX favourite_group_member_by_principal ON favourite_group_member (principal_id, group_id);"                       \
  "CREATE TABLE favourite_group_share ("                                                                                       \
  "  id TEXT PRIMARY KEY, client_id TEXT, group_id TEXT NOT NULL, principal_id TEXT NOT NULL, is_administrator BIGINT NOT NULL," \
  "  is_accepted BIGINT NOT NULL, shared_at BIGINT, accepted_at BIGINT, accepted_by_person_id TEXT,"                           \
  "  UNIQUE (group_id, principal_id));"                                                                                        \
  "CREATE INDEX favourite_group_share_by_principal ON favourite_group_share (principal_id, group_id);"                         \
  "CREATE TABLE notification_of_group ("                                                                                       \
  "  id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, created_at BIGINT NOT NULL," \
  "  sent_at BIGINT, account_id TEXT NOT NULL, person_id TEXT NOT NULL, day TEXT NOT NULL, next_at BIGINT NOT NULL, attempts BIGINT NOT NULL," \
  "  group_id TEXT NOT NULL DEFAULT '', recipient_id TEXT NOT NULL DEFAULT '', UNIQUE (account_id, principal_id, day, group_id));"                   \
  "INSERT INTO notification_of_group (id, client_id, principal_id, kind, status, created_at, sent_at, account_id, person_id, day, next_at, attempts)" \
  "  SELECT id, client_id, principal_id, kind, status, created_at, sent_at, account_id, person_id, day, next_at, attempts FROM notification;" \
  "DROP TABLE notification;"                                                                                                   \
  "ALTER TABLE notification_of_group RENAME TO notification;"                                                                  \
  "CREATE INDEX notification_due ON notification (next_at) WHERE status = 'queued';"                                           \
  "CREATE INDEX notification_by_age ON notification (created_at);"

/* Delegations that are asked for, offered, answered. An end that is set before (the last day of one that is offered) is in `ended_at` from the start. `follows_attachment`: the delegate was attached to the structure,
 * and it rests while they are not. A mail tells of each step of one once. */
#define MIGRATION_DELEGATIONS                                                                                                  \
  "ALTER TABLE delegation ADD COLUMN client_id TEXT;"                                                                          \
  "ALTER TABLE delegation ADD COLUMN status TEXT NOT NULL DEFAULT 'accepted';"                                                 \
  "ALTER TABLE delegation ADD COLUMN ends_on TEXT;"                                                                            \
  "ALTER TABLE delegation ADD COLUMN answered_at BIGINT;"                                                                      \
  "ALTER TABLE delegation ADD COLUMN answered_by_person_id TEXT;"                                                              \
  "ALTER TABLE delegation ADD COLUMN ended_by_person_id TEXT;"                                                                 \
  "ALTER TABLE delegation ADD COLUMN follows_attachment BIGINT NOT NULL DEFAULT 0;"                                            \
  "UPDATE delegation SET status = 'ended' WHERE ended_at IS NOT NULL;"                                                         \
  "UPDATE delegation SET follows_attachment = 1 WHERE status = 'accepted' AND EXISTS"                                          \
  "  (SELECT 1 FROM attachment h WHERE h.person_id = delegation.delegate_id AND h.structure_id = delegation.account_id);"      \
  "DROP INDEX delegation_in_force;"                                                                                            \
  "CREATE UNIQUE INDEX delegation_open ON delegation (account_id, delegate_id) WHERE status IN ('requested', 'offered', 'accepted');" \
  "CREATE INDEX delegation_by_account ON delegation (account_id, delegate_id);"                                                \
  "CREATE INDEX delegation_due ON delegation (ended_at) WHERE status IN ('offered', 'accepted');"                              \
  "CREATE INDEX delegation_by_end ON delegation (ended_at);"                                                                   \
  "ALTER TABLE notification ADD COLUMN delegation_id TEXT;"                                                                    \
  "ALTER TABLE notification ADD COLUMN matter TEXT NOT NULL DEFAULT '';"

#define MIGRATION_ANNOUNCEMENTS                                                                                                \
  "CREATE TABLE announcement ("                                                                                                \
  "  id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, starts_at BIGINT, ends_at BIGINT,"      \
  "  created_at BIGINT NOT NULL);"

/* « Je m'en occupe » (B014): who of those who act for an account answers in a conversation. */
#define MIGRATION_ASSIGNMENTS                                                                                                  \
  "ALTER TABLE participant ADD COLUMN assigned_person_id TEXT;"                                                                \
  "CREATE INDEX participant_assigned ON participant (account_id, assigned_person_id) WHERE assigned_person_id IS NOT NULL;"

/* « Traité » and archived up to a message: a later one brings the conversation back, in the very transaction that writes it. */
#define MIGRATION_HANDLED                                                                                                      \
  "ALTER TABLE participant ADD COLUMN handled_seq BIGINT NOT NULL DEFAULT 0;"                                                  \
  "ALTER TABLE participant ADD COLUMN archived_seq BIGINT NOT NULL DEFAULT 0;"                                                 \
  "UPDATE participant SET handled_seq = (SELECT c.last_message_seq FROM conversation c WHERE c.id = conversation_id) WHERE is_handled = 1;" \
  "ALTER TABLE participant DROP COLUMN is_handled;"

/* Whom a message removes from its conversation, and the title that it gives it. */
#define MIGRATION_CHANGES                                                                                                      \
  "ALTER TABLE message ADD COLUMN new_subject TEXT;"                                                                           \
  "CREATE TABLE message_removal ("                                                                                             \
  "  message_id TEXT NOT NULL, account_id TEXT NOT NULL, PRIMARY KEY (message_id, account_id));"

/* Whom a message adds to its conversation. */
#define MIGRATION_ADDITIONS                                                                                                    \
  "CREATE TABLE message_addition ("                                                                                            \
  "  message_id TEXT NOT NULL, account_id TEXT NOT NULL, PRIMARY KEY (message_id, account_id));"

/* How an account is told of what happens, where it has set anything. `code_id` is the notification that brings the code, of which only a hash is kept. A notification has an `address` only where it goes to one that
 * is no longer anybody's. */
#define MIGRATION_PROFILES                                                                                                     \
  "CREATE TABLE profile ("                                                                                                     \
  "  id TEXT PRIMARY KEY, mail TEXT NOT NULL, pending_mail TEXT NOT NULL, pending_status TEXT NOT NULL, code_expires_at BIGINT," \
  "  attempts_left BIGINT NOT NULL, telephone TEXT NOT NULL, contact_by_mail BIGINT NOT NULL, group_by_mail BIGINT NOT NULL,"  \
  "  delegation_by_mail BIGINT NOT NULL, code_id TEXT, code_hash TEXT NOT NULL);"                                              \
  "ALTER TABLE notification ADD COLUMN address TEXT NOT NULL DEFAULT '';"

/* Who is added later sees what was written before, and need not read it first. */
#define MIGRATION_HISTORY                                                                                                      \
  "ALTER TABLE participant ADD COLUMN history_seq BIGINT NOT NULL DEFAULT 0;"

/* What an absent account has answered by itself, and during which absence it last did so in a conversation. */
#define MIGRATION_AUTOMATIC_REPLIES                                                                                            \
  "ALTER TABLE message ADD COLUMN is_automatic BIGINT NOT NULL DEFAULT 0;"                                                     \
  "ALTER TABLE participant ADD COLUMN answered_absence_id TEXT;"

/* Which mail tells a notification: nothing before it is claimed, as others of its kind may come, and go along. What waits when the region is brought here is each a mail of its own. */
#define MIGRATION_GATHERED_MAILS                                                                                               \
  "ALTER TABLE notification ADD COLUMN mail_id TEXT;"                                                                          \
  "UPDATE notification SET mail_id = id WHERE status = 'queued';"                                                              \
  "CREATE INDEX notification_by_mail ON notification (mail_id) WHERE status = 'queued';"

/* Announcements that are being mailed, and how far. */
#define MIGRATION_MAILINGS                                                                                                     \
  "CREATE TABLE announcement_mailing ("                                                                                        \
  "  announcement_id TEXT PRIMARY KEY, after_id TEXT NOT NULL, next_at BIGINT NOT NULL, created_at BIGINT NOT NULL);"          \
  "ALTER TABLE profile ADD COLUMN announcement_by_mail BIGINT NOT NULL DEFAULT 1;"

/* Which of its addresses of MSSanté an account prefers. */
#define MIGRATION_PREFERRED_ADDRESSES                                                                                          \
  "ALTER TABLE profile ADD COLUMN preferred_mssante_address TEXT NOT NULL DEFAULT '';"

/* What accounts ask the operator about groups of favourites that lose their administrator. */
#define MIGRATION_GROUP_REQUESTS                                                                                               \
  "CREATE TABLE group_request ("                                                                                               \
  "  id TEXT PRIMARY KEY, client_id TEXT, group_id TEXT NOT NULL, successor_id TEXT NOT NULL, status TEXT NOT NULL,"           \
  "  created_at BIGINT NOT NULL, answered_at BIGINT, account_id TEXT NOT NULL, person_id TEXT NOT NULL, UNIQUE (group_id, account_id));" \
  "CREATE INDEX group_request_by_account ON group_request (account_id);"                                                       \
  "CREATE INDEX group_request_pending ON group_request (created_at) WHERE status = 'pending';"

/* Who declared an absence: what a delegate does has both names. Of those that stood before, nobody knows. */
#define MIGRATION_DECLARERS "ALTER TABLE absence ADD COLUMN declared_by_person_id TEXT;"

/* As which addresses an announcement that is being mailed has been queued, as the hashes of them. */
#define MIGRATION_MAILED_ADDRESSES                                                                                             \
  "CREATE TABLE announcement_address (announcement_id TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (announcement_id, digest));"

/* Which message a message answers, and what is left of messages that were withdrawn. */
#define MIGRATION_REPLIES                                                                                                      \
  "ALTER TABLE message ADD COLUMN in_reply_to_id TEXT;"                                                                        \
  "ALTER TABLE message ADD COLUMN is_withdrawn BIGINT NOT NULL DEFAULT 0;"                                                     \
  "ALTER TABLE message ADD COLUMN withdrawn_at BIGINT;"

/* What goes with a message. Its rows refer to the pieces of blobs, as those of `blob` do. */
#define MIGRATION_ATTACHMENTS                                                                                                  \
  "CREATE TABLE message_attachment ("                                                                                          \
  "  message_id TEXT NOT NULL, number BIGINT NOT NULL, blob_id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size BIGINT NOT NULL," \
  "  PRIMARY KEY (message_id, number));"                                                                                       \
  "CREATE INDEX message_attachment_by_blob ON message_attachment (blob_id);"

/* What messages said before they were corrected: `written_at` is since when, `person_id` who corrected it. */
#define MIGRATION_CORRECTIONS                                                                                                  \
  "ALTER TABLE message ADD COLUMN edited_at BIGINT;"                                                                           \
  "CREATE TABLE message_wording ("                                                                                             \
  "  message_id TEXT NOT NULL, position BIGINT NOT NULL, text TEXT NOT NULL, written_at BIGINT NOT NULL, person_id TEXT NOT NULL," \
  "  PRIMARY KEY (message_id, position));"

/* How messages press whoever reads them (B015). */
#define MIGRATION_URGENCY                                                                                                      \
  "ALTER TABLE message ADD COLUMN is_urgent BIGINT NOT NULL DEFAULT 0;"                                                        \
  "ALTER TABLE message ADD COLUMN reply_by BIGINT;"

/* Templates of messages (B021). */
#define MIGRATION_TEMPLATES                                                                                                    \
  "CREATE TABLE message_template ("                                                                                            \
  "  id TEXT PRIMARY KEY, client_id TEXT, name TEXT NOT NULL, text TEXT NOT NULL, created_at BIGINT NOT NULL, edited_at BIGINT NOT NULL," \
  "  edited_by_person_id TEXT NOT NULL, account_id TEXT NOT NULL, name_key TEXT NOT NULL);"                                    \
  "CREATE INDEX message_template_by_account ON message_template (account_id, name_key);"

/* Mails through MSSanté that wait for the operator's relay, and what became of them. What they say goes once they are sent. Their files stand among those of messages. */
#define MIGRATION_EMAILS                                                                                                       \
  "CREATE TABLE email_submission ("                                                                                            \
  "  id TEXT PRIMARY KEY, client_id TEXT, from_address TEXT NOT NULL, recipient_count BIGINT NOT NULL, status TEXT NOT NULL, created_at BIGINT NOT NULL," \
  "  sent_at BIGINT, account_id TEXT NOT NULL, person_id TEXT NOT NULL, day TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, next_at BIGINT NOT NULL," \
  "  attempts BIGINT NOT NULL);"                                                                                               \
  "CREATE INDEX email_submission_due ON email_submission (next_at) WHERE status = 'queued';"                                   \
  "CREATE INDEX email_submission_by_account ON email_submission (account_id, day);"                                            \
  "CREATE INDEX email_submission_by_age ON email_submission (created_at);"                                                     \
  "CREATE TABLE email_submission_recipient ("                                                                                  \
  "  email_submission_id TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, PRIMARY KEY (email_submission_id, number));"

/* Whether a message attaches a patient, or detaches one; which one stands in the audit alone (F064). */
#define MIGRATION_PATIENT_CHANGES                                                                                              \
  "ALTER TABLE message ADD COLUMN patient_change TEXT NOT NULL DEFAULT 'none';"

/* Messages that are sent later. Their files stand among those of messages, under the id that the message has once it is sent. */
#define MIGRATION_SCHEDULED                                                                                                    \
  "CREATE TABLE scheduled_message ("                                                                                           \
  "  id TEXT PRIMARY KEY, client_id TEXT, conversation_id TEXT NOT NULL, text TEXT NOT NULL, in_reply_to_id TEXT, is_urgent BIGINT NOT NULL, reply_by BIGINT," \
  "  send_at BIGINT, status TEXT NOT NULL, from_person_id TEXT NOT NULL, from_account_id TEXT NOT NULL, created_at BIGINT NOT NULL," \
  "  account_id TEXT NOT NULL, session_id TEXT NOT NULL);"                                                                     \
  "CREATE INDEX scheduled_message_due ON scheduled_message (send_at, id) WHERE status = 'pending';"                            \
  "CREATE INDEX scheduled_message_by_account ON scheduled_message (account_id, send_at);"

/* A share that waits for an answer is another than one that was given up (F007, F050). Of what stood before, only acceptances are known to be answers. */
#define MIGRATION_ANSWERS                                                                                                      \
  "ALTER TABLE favourite_group_share ADD COLUMN answered_at BIGINT;"                                                           \
  "UPDATE favourite_group_share SET answered_at = accepted_at WHERE is_accepted = 1;"

/* Who handed a conversation to whom answers in it; of one that was handed over before, nobody knows (B014). */
#define MIGRATION_ASSIGNERS "ALTER TABLE participant ADD COLUMN assigned_by_person_id TEXT;"

const SpicoSqlMigration spico_schema_migrations[] = {
  { 1, "directory, dossiers and discussions", MIGRATION_DATA },
  { 2, "signing in", spico_auth_schema_sql },
  { 3, "blobs", spico_blob_schema_sql },
  { 4, "tombstones and what markers still have to tell", MIGRATION_DELAYS },
  { 5, "push subscriptions", spico_push_schema_sql },
  { 6, "the chain of the audit", spico_audit_schema_sql },
  { 7, "registers", spico_register_schema_sql },
  { 8, "cards and absences", MIGRATION_CARDS },
  { 9, "notifications by mail", spico_mail_schema_sql },
  { 10, "the search of the directory", spico_directory_schema_sql },
  { 11, "what others see of read markers", MIGRATION_SHOWN_MARKERS },
  { 12, "recent searches", MIGRATION_SEARCHES },
  { 13, "groups of favourites", MIGRATION_GROUPS },
  { 14, "categories", spico_category_schema_sql },
  { 15, "delegations that are asked for", MIGRATION_DELEGATIONS },
  { 16, "announcements", MIGRATION_ANNOUNCEMENTS },
  { 17, "who answers in a conversation", MIGRATION_ASSIGNMENTS },
  { 18, "members added by messages", MIGRATION_ADDITIONS },
  { 19, "profiles", MIGRATION_PROFILES },
  { 20, "what was written before one was added", MIGRATION_HISTORY },
  { 21, "devices", spico_auth_devices_sql },
  { 22, "automatic replies", MIGRATION_AUTOMATIC_REPLIES },
  { 23, "mails of several notifications", MIGRATION_GATHERED_MAILS },
  { 24, "announcements by mail", MIGRATION_MAILINGS },
  { 25, "preferred addresses of MSSanté", MIGRATION_PREFERRED_ADDRESSES },
  { 26, "who is to administer groups", MIGRATION_GROUP_REQUESTS },
  { 27, "titles given and members removed by messages", MIGRATION_CHANGES },
  { 28, "signing in with OpenID", spico_auth_openid_sql },
  { 29, "handled and archived up to a message", MIGRATION_HANDLED },
  { 30, "who declared an absence, and one mail of an announcement an address", MIGRATION_DECLARERS MIGRATION_MAILED_ADDRESSES },
  { 31, "replies, and messages that were withdrawn", MIGRATION_REPLIES },
  { 32, "attachments of messages", MIGRATION_ATTACHMENTS },
  { 33, "messages that were corrected", MIGRATION_CORRECTIONS },
  { 34, "urgent messages, and answers that are expected", MIGRATION_URGENCY },
  { 35, "templates of messages", MIGRATION_TEMPLATES },
  { 36, "mails through MSSanté", MIGRATION_EMAILS },
  { 37, "patients attached and detached by messages", MIGRATION_PATIENT_CHANGES },
  { 38, "messages sent later", MIGRATION_SCHEDULED },
  { 39, "shared groups that wait for an answer", MIGRATION_ANSWERS },
  { 40, "who handed a conversation over", MIGRATION_ASSIGNERS },
};

const guint spico_schema_n_migrations = G_N_ELEMENTS (spico_schema_migrations);

static const struct {
  const SpicoType *type;
  const char *columns[12];
} extra_columns[] = {
  { &spico_type_principal, { "name_key", "town_key", "search_key", "digest", "generation", "number", NULL } },
  { &spico_type_dossier, { "birth_name_key", "search_key", NULL } },
  { &spico_type_conversation, { "subject_key", "last_message_at", "last_message_seq", "holder_count", NULL } },
  { &spico_type_message, { "text_key", NULL } },
  { &spico_type_read_marker, { "told_at", "is_untold", "shown_up_to", "shown_at", NULL } },
  { &spico_type_favourite, { "account_id", NULL } },
  { &spico_type_recent_search, { "account_id", "person_id", "text_key", NULL } },
  { &spico_type_absence, { "principal_id", NULL } },
  { &spico_type_notification, { "account_id", "person_id", "day", "next_at", "attempts", "group_id", "recipient_id", "delegation_id", "matter", "address", "mail_id", NULL } },
  { &spico_type_email_submission, { "account_id", "person_id", "day", "subject", "text", "next_at", "attempts", NULL } },
  { &spico_type_favourite_group, { "name_key", NULL } },
  { &spico_type_favourite_group_share, { NULL } },
  { &spico_type_category, { "label_key", NULL } },
  { &spico_type_delegation, { "follows_attachment", NULL } },
  { &spico_type_announcement, { NULL } },
  { &spico_type_profile, { "code_id", "code_hash", NULL } },
  { &spico_type_device, { "login", "person_id", "confirmed_hash", "refreshed_at", "expires_at", "way", NULL } },
  { &spico_type_group_request, { "account_id", "person_id", NULL } },
  { &spico_type_scheduled_message, { "account_id", "session_id", NULL } },
  { &spico_type_message_template, { "account_id", "name_key", NULL } },
  { &spico_type_public_group, { "client_id", "is_public", "name_key", NULL } },
};

/**
 * spico_schema_migrate:
 * @connection: a connection outside a transaction
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Brings the database to the schema of this program, whoever is missing there into the index of the directory, and what they are into its categories.
 *
 * Returns: whether it is there
 */
gboolean
spico_schema_migrate (SpicoSqlConnection *connection,
                      gint64              now_us,
                      GError            **error)
{
  return spico_sql_migrate (connection, spico_schema_migrations, spico_schema_n_migrations, now_us, error) && spico_directory_index_missing (connection, error)
         && spico_categories_fill (connection, error);
}

/**
 * spico_schema_extra_columns:
 * @type: a data type
 *
 * Returns: (transfer none): the %NULL-terminated columns that its table has beside those of the descriptor's shared properties
 */
const char *const *
spico_schema_extra_columns (const SpicoType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (extra_columns); i++)
    {
      if (extra_columns[i].type == type)
        return extra_columns[i].columns;
    }

  g_assert_not_reached ();
}
