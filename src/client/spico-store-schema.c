/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-schema.h"

#include "spico-sql-migration.h"

/* The cached columns are those of the descriptors (a test compares them); the others are the store's own. The same object may be
 * held by several accounts of the person: holder_id says which. */
static const char version_1[] =
  "CREATE TABLE principal (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  kind TEXT NOT NULL DEFAULT '',\n"
  "  name TEXT NOT NULL DEFAULT '',\n"
  "  family_name TEXT NOT NULL DEFAULT '',\n"
  "  given_name TEXT NOT NULL DEFAULT '',\n"
  "  national_id TEXT NOT NULL DEFAULT '',\n"
  "  profession_code TEXT NOT NULL DEFAULT '',\n"
  "  profession TEXT NOT NULL DEFAULT '',\n"
  "  skill TEXT NOT NULL DEFAULT '',\n"
  "  structure_id TEXT,\n"
  "  structure_name TEXT NOT NULL DEFAULT '',\n"
  "  address TEXT NOT NULL DEFAULT '',\n"
  "  postal_code TEXT NOT NULL DEFAULT '',\n"
  "  town TEXT NOT NULL DEFAULT '',\n"
  "  telephone TEXT NOT NULL DEFAULT '',\n"
  "  source TEXT NOT NULL DEFAULT '',\n"
  "  source_date TEXT,\n"
  "  is_listed BIGINT NOT NULL DEFAULT 0,\n"
  "  has_account BIGINT NOT NULL DEFAULT 0,\n"
  "  presence TEXT NOT NULL DEFAULT '',\n"
  "  absent_until TEXT,\n"
  "  stand_in_id TEXT,\n"
  "  search_key TEXT NOT NULL DEFAULT '',\n"
  "  fetched_at BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (id)\n"
  ");\n"
  "CREATE TABLE dossier (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  birth_name TEXT NOT NULL DEFAULT '',\n"
  "  used_name TEXT NOT NULL DEFAULT '',\n"
  "  first_names TEXT NOT NULL DEFAULT '',\n"
  "  birth_date TEXT NOT NULL DEFAULT '',\n"
  "  sex TEXT NOT NULL DEFAULT '',\n"
  "  birth_place_code TEXT NOT NULL DEFAULT '',\n"
  "  ins_matricule TEXT,\n"
  "  ins_status TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  in_active_list BIGINT NOT NULL DEFAULT 0,\n"
  "  habilitation BIGINT NOT NULL DEFAULT 0,\n"
  "  role TEXT NOT NULL DEFAULT '',\n"
  "  holder_id TEXT NOT NULL,\n"
  "  search_key TEXT NOT NULL DEFAULT '',\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE TABLE conversation (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  subject TEXT NOT NULL DEFAULT '',\n"
  "  dossier_id TEXT,\n"
  "  patient_birth_name TEXT NOT NULL DEFAULT '',\n"
  "  patient_first_names TEXT NOT NULL DEFAULT '',\n"
  "  patient_birth_date TEXT,\n"
  "  patient_sex TEXT NOT NULL DEFAULT '',\n"
  "  creator_account_id TEXT NOT NULL DEFAULT '',\n"
  "  creator_person_id TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  is_pinned BIGINT NOT NULL DEFAULT 0,\n"
  "  is_muted BIGINT NOT NULL DEFAULT 0,\n"
  "  is_handled BIGINT NOT NULL DEFAULT 0,\n"
  "  last_message_at BIGINT,\n"
  "  last_message_seq BIGINT NOT NULL DEFAULT 0,\n"
  "  unread_count BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  search_key TEXT NOT NULL DEFAULT '',\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  local_error BIGINT NOT NULL DEFAULT 0,\n"
  "  is_gone BIGINT NOT NULL DEFAULT 0,\n"
  "  sort_time BIGINT NOT NULL DEFAULT 0,\n"
  "  preview TEXT NOT NULL DEFAULT '',\n"
  "  preview_person_id TEXT,\n"
  "  local_last_at BIGINT NOT NULL DEFAULT 0,\n"
  "  local_last_seq BIGINT NOT NULL DEFAULT 0,\n"
  "  local_unread BIGINT NOT NULL DEFAULT 0,\n"
  "  is_marked_unread BIGINT NOT NULL DEFAULT 0,\n"
  "  pending_count BIGINT NOT NULL DEFAULT 0,\n"
  "  failed_count BIGINT NOT NULL DEFAULT 0,\n"
  "  draft_text TEXT NOT NULL DEFAULT '',\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE TABLE message (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  conversation_id TEXT NOT NULL DEFAULT '',\n"
  "  text TEXT NOT NULL DEFAULT '',\n"
  "  composed_at BIGINT,\n"
  "  seq BIGINT NOT NULL DEFAULT 0,\n"
  "  sent_at BIGINT NOT NULL DEFAULT 0,\n"
  "  from_person_id TEXT NOT NULL DEFAULT '',\n"
  "  from_account_id TEXT NOT NULL DEFAULT '',\n"
  "  holder_id TEXT NOT NULL,\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  local_error BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE TABLE read_marker (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  conversation_id TEXT NOT NULL DEFAULT '',\n"
  "  account_id TEXT NOT NULL DEFAULT '',\n"
  "  person_id TEXT NOT NULL DEFAULT '',\n"
  "  read_up_to BIGINT NOT NULL DEFAULT 0,\n"
  "  read_at BIGINT,\n"
  "  is_marked_unread BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE TABLE favourite (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  principal_id TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE INDEX conversation_order ON conversation (holder_id, is_pinned DESC, sort_time DESC);\n"
  "CREATE INDEX conversation_dossier ON conversation (holder_id, dossier_id);\n"
  "CREATE INDEX message_order ON message (holder_id, conversation_id, local_state, seq);\n"
  "CREATE INDEX message_waiting ON message (local_state) WHERE local_state <> 0;\n"
  "CREATE INDEX message_sent_at ON message (holder_id, sent_at);\n"
  "CREATE INDEX read_marker_conversation ON read_marker (holder_id, conversation_id);\n"
  "CREATE INDEX dossier_order ON dossier (holder_id, in_active_list, search_key);\n"
  "CREATE INDEX favourite_principal ON favourite (holder_id, principal_id);\n"
  "CREATE TABLE conversation_participant (\n"
  "  holder_id TEXT NOT NULL,\n"
  "  conversation_id TEXT NOT NULL,\n"
  "  position BIGINT NOT NULL,\n"
  "  principal_id TEXT NOT NULL,\n"
  "  PRIMARY KEY (holder_id, conversation_id, position)\n"
  ");\n"
  "CREATE INDEX conversation_participant_principal ON conversation_participant (principal_id);\n"
  "CREATE TABLE account (\n"
  "  id TEXT PRIMARY KEY,\n"
  "  name TEXT NOT NULL,\n"
  "  is_personal BIGINT NOT NULL,\n"
  "  has_discussions BIGINT NOT NULL,\n"
  "  has_dossiers BIGINT NOT NULL,\n"
  "  is_gone BIGINT NOT NULL DEFAULT 0\n"
  ");\n"
  "CREATE TABLE sync_state (\n"
  "  account_id TEXT NOT NULL,\n"
  "  type TEXT NOT NULL,\n"
  "  state TEXT NOT NULL,\n"
  "  PRIMARY KEY (account_id, type)\n"
  ");\n"
  "CREATE TABLE outbox (\n"
  "  row_id {serial},\n"
  "  lane TEXT NOT NULL,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  kind TEXT NOT NULL,\n"
  "  object_id TEXT NOT NULL,\n"
  "  UNIQUE (lane, kind, object_id)\n"
  ");\n"
  "CREATE TABLE draft (\n"
  "  holder_id TEXT NOT NULL,\n"
  "  conversation_id TEXT NOT NULL,\n"
  "  account_id TEXT,\n"
  "  participant_ids TEXT NOT NULL DEFAULT '',\n"
  "  dossier_id TEXT,\n"
  "  subject TEXT NOT NULL DEFAULT '',\n"
  "  text TEXT NOT NULL DEFAULT '',\n"
  "  saved_at BIGINT NOT NULL,\n"
  "  PRIMARY KEY (holder_id, conversation_id)\n"
  ");\n"
  "CREATE TABLE recent_search (\n"
  "  row_id {serial},\n"
  "  text TEXT NOT NULL UNIQUE,\n"
  "  used_at BIGINT NOT NULL\n"
  ");\n"
  "CREATE TABLE setting (\n"
  "  name TEXT PRIMARY KEY,\n"
  "  value TEXT NOT NULL\n"
  ");\n";

static const char version_2[] =
  "CREATE INDEX conversation_mailboxes ON conversation (id);\n";

/* The people of the person's own structures, as they were last read (spico-pull-colleagues.c). */
static const char version_3[] =
  "CREATE TABLE colleague (principal_id TEXT PRIMARY KEY);\n";

/* The circle of each dossier; has_circle is 0 where it is still to be read, or to be read anew. */
static const char version_4[] =
  "CREATE TABLE circle_member (\n"
  "  row_id {serial},\n"
  "  holder_id TEXT NOT NULL,\n"
  "  dossier_id TEXT NOT NULL,\n"
  "  principal_id TEXT NOT NULL,\n"
  "  role TEXT NOT NULL,\n"
  "  habilitation BIGINT NOT NULL,\n"
  "  refusal BIGINT NOT NULL,\n"
  "  UNIQUE (holder_id, dossier_id, principal_id)\n"
  ");\n"
  "ALTER TABLE dossier ADD COLUMN has_circle BIGINT NOT NULL DEFAULT 0;\n"
  "CREATE INDEX dossier_without_circle ON dossier (holder_id) WHERE has_circle = 0;\n";

/* Latest searches are the server's as well; those before were this computer's alone, and start anew. */
static const char version_5[] =
  "DROP TABLE recent_search;\n"
  "CREATE TABLE recent_search (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  text TEXT NOT NULL DEFAULT '',\n"
  "  used_at BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  text_key TEXT NOT NULL DEFAULT '',\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n";

/* Groups of favourites, their members, and the shares that give them (F033). */
static const char version_6[] =
  "CREATE TABLE favourite_group (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  name TEXT NOT NULL DEFAULT '',\n"
  "  description TEXT NOT NULL DEFAULT '',\n"
  "  is_active BIGINT NOT NULL DEFAULT 0,\n"
  "  is_public BIGINT NOT NULL DEFAULT 0,\n"
  "  creator_account_id TEXT NOT NULL DEFAULT '',\n"
  "  creator_person_id TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  search_key TEXT NOT NULL DEFAULT '',\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE TABLE favourite_group_member (\n"
  "  holder_id TEXT NOT NULL,\n"
  "  group_id TEXT NOT NULL,\n"
  "  position BIGINT NOT NULL,\n"
  "  principal_id TEXT NOT NULL,\n"
  "  PRIMARY KEY (holder_id, group_id, position)\n"
  ");\n"
  "CREATE TABLE favourite_group_share (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  group_id TEXT NOT NULL DEFAULT '',\n"
  "  principal_id TEXT NOT NULL DEFAULT '',\n"
  "  is_administrator BIGINT NOT NULL DEFAULT 0,\n"
  "  is_accepted BIGINT NOT NULL DEFAULT 0,\n"
  "  shared_at BIGINT,\n"
  "  accepted_at BIGINT,\n"
  "  accepted_by_person_id TEXT,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE INDEX favourite_group_share_group ON favourite_group_share (holder_id, group_id, principal_id);\n";

/* Conversations that are there already are read anew: one may have been taken since (B014). */
static const char version_7[] =
  "ALTER TABLE conversation ADD COLUMN assigned_person_id TEXT;\n"
  "DELETE FROM sync_state WHERE type = 'Conversation';\n";

/* Delegations, as the server tells them (F022). */
static const char version_8[] =
  "CREATE TABLE delegation (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  account_id TEXT NOT NULL DEFAULT '',\n"
  "  delegate_id TEXT NOT NULL DEFAULT '',\n"
  "  scope TEXT NOT NULL DEFAULT '',\n"
  "  ends_on TEXT,\n"
  "  status TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  answered_at BIGINT,\n"
  "  answered_by_person_id TEXT,\n"
  "  ended_at BIGINT,\n"
  "  ended_by_person_id TEXT,\n"
  "  set_by TEXT NOT NULL DEFAULT '',\n"
  "  referent TEXT NOT NULL DEFAULT '',\n"
  "  is_suspended BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n";

/* Whom a message adds (F053), apart by spaces. What an earlier program has read of it already is read anew: messages without words, and where in a conversation one was added. */
static const char version_9[] =
  "ALTER TABLE message ADD COLUMN added_ids TEXT NOT NULL DEFAULT '';\n"
  "ALTER TABLE conversation ADD COLUMN history_seq BIGINT NOT NULL DEFAULT 0;\n"
  "DELETE FROM sync_state WHERE type = 'Conversation';\n"
  "DELETE FROM sync_state WHERE type = 'Message' AND EXISTS (SELECT 1 FROM message WHERE text = '' AND local_state = 0);\n"
  "DELETE FROM message WHERE text = '' AND local_state = 0;\n";

/* What an absent account has answered by itself (B016). */
static const char version_10[] =
  "ALTER TABLE message ADD COLUMN is_automatic BIGINT NOT NULL DEFAULT 0;\n";

/* By which groups of favourites members were chosen, as spico_group_uses_to_text() gives them, until the server has taken it (F041). */
static const char version_11[] =
  "ALTER TABLE conversation ADD COLUMN used_groups TEXT NOT NULL DEFAULT '';\n"
  "ALTER TABLE message ADD COLUMN used_groups TEXT NOT NULL DEFAULT '';\n"
  "ALTER TABLE draft ADD COLUMN used_groups TEXT NOT NULL DEFAULT '';\n";

/* What else a message changes of its conversation (F072), and what the last one did, for the list. What an earlier program has read of it already is read anew. */
static const char version_12[] =
  "ALTER TABLE message ADD COLUMN removed_ids TEXT NOT NULL DEFAULT '';\n"
  "ALTER TABLE message ADD COLUMN new_subject TEXT;\n"
  "ALTER TABLE conversation ADD COLUMN preview_change BIGINT NOT NULL DEFAULT 0;\n"
  "UPDATE conversation SET preview_change = 1 WHERE preview = '' AND preview_person_id IS NOT NULL;\n"
  "DELETE FROM sync_state WHERE type = 'Message' AND EXISTS (SELECT 1 FROM message WHERE text = '' AND added_ids = '' AND local_state = 0);\n"
  "DELETE FROM message WHERE text = '' AND added_ids = '' AND local_state = 0;\n";

/* « Traité » and archived are up to a message, which an earlier program has not read. */
static const char version_13[] =
  "ALTER TABLE conversation ADD COLUMN handled_seq BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE conversation ADD COLUMN archived_seq BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE conversation DROP COLUMN is_handled;\n"
  "DELETE FROM sync_state WHERE type = 'Conversation';\n";

/* When who is absent was last there (F042). */
static const char version_14[] =
  "ALTER TABLE principal ADD COLUMN connection TEXT;\n";

/* Which message a message answers. What an earlier program has read does not say so, and is read anew. */
static const char version_15[] =
  "ALTER TABLE message ADD COLUMN in_reply_to_id TEXT;\n"
  "ALTER TABLE draft ADD COLUMN in_reply_to_id TEXT;\n"
  "DELETE FROM sync_state WHERE type = 'Message';\n";

/* Messages that were withdrawn. What an earlier program has read may have been since, and is read anew. */
static const char version_16[] =
  "ALTER TABLE message ADD COLUMN is_withdrawn BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE message ADD COLUMN withdrawn_at BIGINT;\n"
  "ALTER TABLE conversation ADD COLUMN preview_is_withdrawn BIGINT NOT NULL DEFAULT 0;\n"
  "DELETE FROM sync_state WHERE type = 'Message';\n";

/* The words of the messages (B004), without the messages, in an index whose order is theirs: by the second they were sent in, then by row. Triggers keep it,
 * whoever writes. What is found says where it stands: the lower 30 bits are the row. */
#define SEARCH_PLACE(row) "((CASE WHEN " row ".sent_at > 0 THEN " row ".sent_at ELSE COALESCE (" row ".composed_at, 0) END / 1000000) << 30 | " row ".row_id)"

static const char version_17[] =
  "CREATE VIRTUAL TABLE message_search USING fts5 (holder, text, content = '', contentless_delete = 1, detail = column, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2');\n"
  "INSERT INTO message_search (rowid, holder, text) SELECT " SEARCH_PLACE ("m") " AS place, m.holder_id, m.text FROM message AS m WHERE m.text <> '' ORDER BY place;\n"
  "CREATE TRIGGER message_search_insert AFTER INSERT ON message WHEN new.text <> '' BEGIN\n"
  "  INSERT INTO message_search (rowid, holder, text) VALUES (" SEARCH_PLACE ("new") ", new.holder_id, new.text);\n"
  "END;\n"
  "CREATE TRIGGER message_search_delete AFTER DELETE ON message WHEN old.text <> '' BEGIN\n"
  "  DELETE FROM message_search WHERE rowid = " SEARCH_PLACE ("old") ";\n"
  "END;\n"
  "CREATE TRIGGER message_search_update AFTER UPDATE OF text, sent_at, composed_at ON message\n"
  "WHEN old.text <> new.text OR " SEARCH_PLACE ("old") " <> " SEARCH_PLACE ("new") " BEGIN\n"
  "  DELETE FROM message_search WHERE rowid = " SEARCH_PLACE ("old") " AND old.text <> '';\n"
  "  INSERT INTO message_search (rowid, holder, text) SELECT " SEARCH_PLACE ("new") ", new.holder_id, new.text WHERE new.text <> '';\n"
  "END;\n";

/* Messages that were corrected, what people want theirs to say, and what may still be taken back: nobody has tried to tell it. What an earlier program has read may have been corrected since, and is read anew. */
static const char version_18[] =
  "ALTER TABLE message ADD COLUMN edited_at BIGINT;\n"
  "ALTER TABLE message ADD COLUMN earlier_texts TEXT NOT NULL DEFAULT '';\n"
  "CREATE TABLE correction (\n"
  "  message_id TEXT PRIMARY KEY,\n"
  "  account_id TEXT NOT NULL,\n"
  "  conversation_id TEXT NOT NULL,\n"
  "  text TEXT NOT NULL,\n"
  "  failure BIGINT NOT NULL DEFAULT 0\n"
  ");\n"
  "ALTER TABLE outbox ADD COLUMN is_attempted BIGINT NOT NULL DEFAULT 0;\n"
  "UPDATE outbox SET is_attempted = 1;\n"
  "DELETE FROM sync_state WHERE type = 'Message';\n";

/* How messages press whoever reads them (B015), whose authors are to be told that nobody has read them, and were told; what of it the list shows. What an earlier program has read does not say so, and is
 * read anew. */
static const char version_19[] =
  "ALTER TABLE message ADD COLUMN is_urgent BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE message ADD COLUMN reply_by BIGINT;\n"
  "ALTER TABLE message ADD COLUMN is_overdue BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE message ADD COLUMN is_told BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE conversation ADD COLUMN is_urgent BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE conversation ADD COLUMN reply_by BIGINT;\n"
  "ALTER TABLE conversation ADD COLUMN is_overdue BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE conversation ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE draft ADD COLUMN is_urgent BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE draft ADD COLUMN reply_by BIGINT NOT NULL DEFAULT 0;\n"
  "CREATE INDEX message_pressing ON message (holder_id, conversation_id) WHERE is_urgent = 1 OR reply_by IS NOT NULL;\n"
  "CREATE INDEX conversation_due ON conversation (due_at) WHERE due_at > 0;\n"
  "DELETE FROM sync_state WHERE type = 'Message';\n";

/* The files that go with messages: those that were sent, those that are attached here and not sent yet, and which encrypted files there are (spico-store-attachments.c). Triggers take away what nothing refers to any more, whoever removes it,
 * and note what is then to be removed from the disk. What an earlier program has read does not say what went with it, and is read anew. */
static const char version_20[] =
  "ALTER TABLE conversation ADD COLUMN preview_attachment_count BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE conversation ADD COLUMN draft_attachment_count BIGINT NOT NULL DEFAULT 0;\n"
  "CREATE TABLE message_attachment (\n"
  "  holder_id TEXT NOT NULL,\n"
  "  message_id TEXT NOT NULL,\n"
  "  number BIGINT NOT NULL,\n"
  "  blob_id TEXT NOT NULL,\n"
  "  name TEXT NOT NULL,\n"
  "  type TEXT NOT NULL,\n"
  "  size BIGINT NOT NULL,\n"
  "  PRIMARY KEY (holder_id, message_id, number)\n"
  ");\n"
  "CREATE INDEX message_attachment_blob ON message_attachment (blob_id);\n"
  "CREATE TABLE attachment (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL UNIQUE,\n"
  "  mailbox_id TEXT,\n"
  "  conversation_id TEXT,\n"
  "  message_id TEXT,\n"
  "  account_id TEXT NOT NULL,\n"
  "  name TEXT NOT NULL,\n"
  "  type TEXT NOT NULL,\n"
  "  size BIGINT NOT NULL,\n"
  "  file TEXT NOT NULL,\n"
  "  blob_id TEXT,\n"
  "  source_account_id TEXT,\n"
  "  source_blob_id TEXT,\n"
  "  n_lost BIGINT NOT NULL DEFAULT 0,\n"
  "  failure BIGINT NOT NULL DEFAULT 0\n"
  ");\n"
  "CREATE INDEX attachment_place ON attachment (mailbox_id, conversation_id);\n"
  "CREATE INDEX attachment_message ON attachment (message_id);\n"
  "CREATE INDEX attachment_file_of ON attachment (file);\n"
  "CREATE TABLE attachment_file (\n"
  "  name TEXT PRIMARY KEY,\n"
  "  blob_id TEXT,\n"
  "  size BIGINT NOT NULL,\n"
  "  used_at BIGINT NOT NULL\n"
  ");\n"
  "CREATE INDEX attachment_file_blob ON attachment_file (blob_id);\n"
  "CREATE TABLE gone_file (name TEXT PRIMARY KEY);\n"
  "CREATE TRIGGER message_delete_attachments AFTER DELETE ON message BEGIN\n"
  "  DELETE FROM message_attachment WHERE holder_id = old.holder_id AND message_id = old.id;\n"
  "  DELETE FROM attachment WHERE message_id = old.id AND NOT EXISTS (SELECT 1 FROM message WHERE id = old.id);\n"
  "END;\n"
  "CREATE TRIGGER message_attachment_delete AFTER DELETE ON message_attachment BEGIN\n"
  "  DELETE FROM attachment_file WHERE blob_id = old.blob_id AND NOT EXISTS (SELECT 1 FROM message_attachment WHERE blob_id = old.blob_id)\n"
  "    AND NOT EXISTS (SELECT 1 FROM attachment WHERE file = attachment_file.name);\n"
  "END;\n"
  "CREATE TRIGGER attachment_delete AFTER DELETE ON attachment WHEN old.file <> '' BEGIN\n"
  "  DELETE FROM attachment_file WHERE name = old.file AND NOT EXISTS (SELECT 1 FROM attachment WHERE file = old.file)\n"
  "    AND NOT EXISTS (SELECT 1 FROM message_attachment AS m WHERE m.blob_id = attachment_file.blob_id);\n"
  "END;\n"
  "CREATE TRIGGER attachment_file_delete AFTER DELETE ON attachment_file BEGIN\n"
  "  INSERT OR IGNORE INTO gone_file (name) VALUES (old.name);\n"
  "END;\n"
  "DELETE FROM sync_state WHERE type = 'Message';\n";

/* Templates of messages (B021), with what the server had of one that is edited here, and what was typed of each and is not saved: of a new one as well, under an id that no other has
 * (spico-store-templates.c). */
static const char version_21[] =
  "CREATE TABLE message_template (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  name TEXT NOT NULL DEFAULT '',\n"
  "  text TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  edited_at BIGINT NOT NULL DEFAULT 0,\n"
  "  edited_by_person_id TEXT NOT NULL DEFAULT '',\n"
  "  holder_id TEXT NOT NULL,\n"
  "  search_key TEXT NOT NULL DEFAULT '',\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  base_name TEXT,\n"
  "  base_text TEXT,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE TABLE template_draft (\n"
  "  holder_id TEXT NOT NULL,\n"
  "  id TEXT NOT NULL,\n"
  "  name TEXT NOT NULL,\n"
  "  text TEXT NOT NULL,\n"
  "  reason BIGINT NOT NULL DEFAULT 0,\n"
  "  saved_at BIGINT NOT NULL,\n"
  "  PRIMARY KEY (holder_id, id)\n"
  ");\n";

/* Messages that attach a patient to their conversation, or detach one (F064). As long as such a message waits here, `dossier_id` says which. What an earlier program has read does not say that it is one, and is read anew. */
static const char version_22[] =
  "ALTER TABLE message ADD COLUMN patient_change TEXT NOT NULL DEFAULT 'none';\n"
  "ALTER TABLE message ADD COLUMN dossier_id TEXT;\n"
  "DELETE FROM sync_state WHERE type = 'Message';\n";

/* What was made of the switches of a group, as a #SpicoDraftSwitch, and why it is not saved, as a #SpicoKeptReason. */
static const char version_23[] =
  "ALTER TABLE draft ADD COLUMN active_switch BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE draft ADD COLUMN public_switch BIGINT NOT NULL DEFAULT 0;\n"
  "ALTER TABLE draft ADD COLUMN reason BIGINT NOT NULL DEFAULT 0;\n";

/* Whether a group that was shared waits for an answer (F007). The server knows it of all, and is asked again. */
static const char version_24[] =
  "ALTER TABLE favourite_group_share ADD COLUMN answered_at BIGINT;\n"
  "UPDATE favourite_group_share SET answered_at = accepted_at;\n"
  "DELETE FROM sync_state WHERE type = 'FavouriteGroupShare';\n";

/* Who handed a conversation over (B014): those that are there already are read anew. */
static const char version_25[] =
  "ALTER TABLE conversation ADD COLUMN assigned_by_person_id TEXT;\n"
  "CREATE INDEX conversation_assigned ON conversation (assigned_person_id) WHERE assigned_person_id IS NOT NULL;\n"
  "DELETE FROM sync_state WHERE type = 'Conversation';\n";

/* Messages that are sent later, with what the server had of when one leaves that is changed here (spico-store-scheduled.c). Their files stand where those of messages do, as their ids are those of the messages that they become. */
static const char version_26[] =
  "CREATE TABLE scheduled_message (\n"
  "  row_id {serial},\n"
  "  id TEXT NOT NULL DEFAULT '',\n"
  "  client_id TEXT,\n"
  "  conversation_id TEXT NOT NULL DEFAULT '',\n"
  "  text TEXT NOT NULL DEFAULT '',\n"
  "  in_reply_to_id TEXT,\n"
  "  is_urgent BIGINT NOT NULL DEFAULT 0,\n"
  "  reply_by BIGINT,\n"
  "  send_at BIGINT,\n"
  "  status TEXT NOT NULL DEFAULT 'pending',\n"
  "  from_person_id TEXT NOT NULL DEFAULT '',\n"
  "  from_account_id TEXT NOT NULL DEFAULT '',\n"
  "  created_at BIGINT NOT NULL DEFAULT 0,\n"
  "  holder_id TEXT NOT NULL,\n"
  "  local_state BIGINT NOT NULL DEFAULT 0,\n"
  "  local_error BIGINT NOT NULL DEFAULT 0,\n"
  "  base_send_at BIGINT,\n"
  "  UNIQUE (holder_id, id)\n"
  ");\n"
  "CREATE INDEX scheduled_message_conversation ON scheduled_message (conversation_id);\n"
  "CREATE TRIGGER scheduled_message_delete_attachments AFTER DELETE ON scheduled_message BEGIN\n"
  "  DELETE FROM message_attachment WHERE holder_id = old.holder_id AND message_id = old.id AND NOT EXISTS (SELECT 1 FROM message WHERE holder_id = old.holder_id AND id = old.id);\n"
  "  DELETE FROM attachment WHERE message_id = old.id AND NOT EXISTS (SELECT 1 FROM message WHERE id = old.id);\n"
  "END;\n"
  "ALTER TABLE conversation ADD COLUMN scheduled_count BIGINT NOT NULL DEFAULT 0;\n";

/* The names of the files that went with messages (B004), as their words are: at the same places, in an index beside theirs. Those of a message are written together; of one that was sent later they were there before it. */
#define FORGET_NAMES(row) "DELETE FROM attachment_search WHERE rowid = " SEARCH_PLACE (row) ";\n"
#define KEEP_NAMES(condition)                                                                                                                            \
  "INSERT INTO attachment_search (rowid, holder, name) SELECT " SEARCH_PLACE ("m") " AS place, m.holder_id, group_concat (a.name, ' ') FROM message AS m " \
  "JOIN message_attachment AS a ON a.holder_id = m.holder_id AND a.message_id = m.id " condition " GROUP BY m.row_id ORDER BY place;\n"
#define KEEP_NAMES_OF(row)                                                                                                                             \
  "DELETE FROM attachment_search WHERE rowid IN (SELECT " SEARCH_PLACE ("m") " FROM message AS m WHERE m.holder_id = " row ".holder_id AND m.id = " row ".message_id);\n" \
  KEEP_NAMES ("WHERE m.holder_id = " row ".holder_id AND m.id = " row ".message_id")

static const char version_27[] =
  "CREATE VIRTUAL TABLE attachment_search USING fts5 (holder, name, content = '', contentless_delete = 1, detail = column, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2');\n"
  KEEP_NAMES ("")
  "CREATE TRIGGER attachment_search_insert AFTER INSERT ON message_attachment BEGIN\n" KEEP_NAMES_OF ("new") "END;\n"
  "CREATE TRIGGER attachment_search_come AFTER INSERT ON message WHEN EXISTS (SELECT 1 FROM message_attachment WHERE holder_id = new.holder_id AND message_id = new.id) BEGIN\n"
  FORGET_NAMES ("new") KEEP_NAMES ("WHERE m.row_id = new.row_id")
  "END;\n"
  "CREATE TRIGGER attachment_search_delete AFTER DELETE ON message_attachment BEGIN\n" KEEP_NAMES_OF ("old") "END;\n"
  "CREATE TRIGGER attachment_search_gone AFTER DELETE ON message BEGIN\n" FORGET_NAMES ("old") "END;\n"
  "CREATE TRIGGER attachment_search_move AFTER UPDATE OF sent_at, composed_at ON message WHEN " SEARCH_PLACE ("old") " <> " SEARCH_PLACE ("new") " BEGIN\n"
  FORGET_NAMES ("old") KEEP_NAMES ("WHERE m.row_id = new.row_id")
  "END;\n";

static const SpicoSqlMigration migrations[] = {
  { 1, "first tables", version_1 },
  { 2, "the mailboxes of a conversation", version_2 },
  { 3, "colleagues", version_3 },
  { 4, "circles", version_4 },
  { 5, "latest searches on the server", version_5 },
  { 6, "groups of favourites", version_6 },
  { 7, "who answers in a conversation", version_7 },
  { 8, "delegations", version_8 },
  { 9, "members added by messages", version_9 },
  { 10, "automatic replies", version_10 },
  { 11, "the groups that were used", version_11 },
  { 12, "titles given and members removed by messages", version_12 },
  { 13, "handled and archived up to a message", version_13 },
  { 14, "when who is absent was last there", version_14 },
  { 15, "replies", version_15 },
  { 16, "messages that were withdrawn", version_16 },
  { 17, "the words of the messages", version_17 },
  { 18, "messages that are corrected, or taken back", version_18 },
  { 19, "urgent messages, and answers that are expected", version_19 },
  { 20, "the files that go with messages", version_20 },
  { 21, "templates of messages", version_21 },
  { 22, "patients attached and detached by messages", version_22 },
  { 23, "groups that could not be saved", version_23 },
  { 24, "shared groups that wait for an answer", version_24 },
  { 25, "who handed a conversation over", version_25 },
  { 26, "messages that are sent later", version_26 },
  { 27, "names of files in the search", version_27 },
};

static const char *const principal_columns[] = { "row_id", "search_key", "fetched_at", NULL };
static const char *const dossier_columns[] = { "row_id", "holder_id", "search_key", "has_circle", NULL };
static const char *const conversation_columns[] = { "row_id", "holder_id", "search_key", "local_state", "local_error", "is_gone", "sort_time", "preview", "preview_person_id", "preview_change", "preview_is_withdrawn", "local_last_at", "local_last_seq", "local_unread", "is_marked_unread", "pending_count", "failed_count", "draft_text", "used_groups", "is_urgent", "reply_by", "is_overdue", "due_at", "preview_attachment_count", "draft_attachment_count", "scheduled_count", NULL };
static const char *const message_columns[] = { "row_id", "holder_id", "local_state", "local_error", "added_ids", "removed_ids", "dossier_id", "used_groups", "earlier_texts", "is_overdue", "is_told", NULL };
static const char *const read_marker_columns[] = { "row_id", "holder_id", "local_state", NULL };
static const char *const recent_search_columns[] = { "row_id", "holder_id", "text_key", "local_state", NULL };
static const char *const group_columns[] = { "row_id", "holder_id", "search_key", "local_state", NULL };
static const char *const share_columns[] = { "row_id", "holder_id", "local_state", NULL };
static const char *const delegation_columns[] = { "row_id", "holder_id", NULL };
static const char *const template_columns[] = { "row_id", "holder_id", "search_key", "local_state", "base_name", "base_text", NULL };
static const char *const scheduled_columns[] = { "row_id", "holder_id", "local_state", "local_error", "base_send_at", NULL };
static const char *const favourite_columns[] = { "row_id", "holder_id", "local_state", NULL };

gboolean
spico_store_schema_migrate (SpicoSqlConnection *connection,
                            GError            **error)
{
  return spico_sql_migrate (connection, migrations, G_N_ELEMENTS (migrations), g_get_real_time (), error);
}

/* The columns of a type's table that are the store's own; a test compares the rest with the descriptor. */
const char *const *
spico_store_schema_local_columns (const SpicoType *type)
{
  static const struct {
    const SpicoType *type;
    const char *const *columns;
  } tables[] = {
    { &spico_type_principal, principal_columns },
    { &spico_type_dossier, dossier_columns },
    { &spico_type_conversation, conversation_columns },
    { &spico_type_message, message_columns },
    { &spico_type_read_marker, read_marker_columns },
    { &spico_type_favourite, favourite_columns },
    { &spico_type_recent_search, recent_search_columns },
    { &spico_type_favourite_group, group_columns },
    { &spico_type_favourite_group_share, share_columns },
    { &spico_type_delegation, delegation_columns },
    { &spico_type_message_template, template_columns },
    { &spico_type_scheduled_message, scheduled_columns },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (tables[i].type == type)
        return tables[i].columns;
    }

  g_return_val_if_reached (NULL);
}
