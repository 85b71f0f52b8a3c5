/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data types: each one described here and nowhere else (docs/protocol.md is generated from this file's words). */
#include "spico-file-name.h"
#include "spico-template.h"
#include "spico-type.h"

#define REQUIRED SPICO_PROPERTY_REQUIRED
#define NULLABLE SPICO_PROPERTY_NULLABLE
#define IMMUTABLE SPICO_PROPERTY_IMMUTABLE
#define SERVER_SET SPICO_PROPERTY_SERVER_SET
#define PER_ACCOUNT SPICO_PROPERTY_PER_ACCOUNT
#define PER_PERSON SPICO_PROPERTY_PER_PERSON
#define COMPUTED SPICO_PROPERTY_COMPUTED
#define WRITE_ONLY SPICO_PROPERTY_WRITE_ONLY

#define ID_PROPERTY { "id", "id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The object's identifier." }
#define CLIENT_ID_PROPERTY                                                                                                     \
  { "clientId", "client_id", SPICO_KIND_ID, NULLABLE | IMMUTABLE, 36, NULL,                                                    \
    "UUIDv7 made by the client; becomes the id, so that sending twice never makes two." }
#define CREATED_AT_PROPERTY                                                                                                    \
  { "createdAt", "created_at", SPICO_KIND_UTC_DATE, SERVER_SET | IMMUTABLE, 0, NULL, "When the server stored it." }

static const char *const principal_kinds[] = { "person", "structure", "unit", NULL };
static const char *const presences[] = { "inactive", "active", "online", "absent", NULL };
static const char *const connections[] = { "inactive", "active", "online", NULL };
static const char *const sexes[] = { "unknown", "female", "male", NULL };
static const char *const ins_statuses[] = { "provisional", "retrieved", "validated", "qualified", NULL };

static const SpicoProperty principal_properties[] = {
  ID_PROPERTY,
  { "kind", "kind", SPICO_KIND_ENUM, SERVER_SET, 0, principal_kinds, "A person, a structure, or a unit (organisation interne) of one (F003, F013)." },
  { "name", "name", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "The name as shown, civility included: « Mme Stéphanie MAUGER »." },
  { "familyName", "family_name", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "A person's name of exercise." },
  { "givenName", "given_name", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "A person's first name of exercise." },
  { "nationalId", "national_id", SPICO_KIND_STRING, SERVER_SET, 20, NULL, "8+RPPS, 0+ADELI, or FINESS number; empty where none (X016)." },
  { "professionCode", "profession_code", SPICO_KIND_STRING, SERVER_SET, 10, NULL, "The code of the profession (JDV_J106)." },
  { "profession", "profession", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "The label of the profession, or of a structure's category." },
  { "skill", "skill", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "The label of the first savoir-faire (speciality)." },
  { "structureId", "structure_id", SPICO_KIND_ID, SERVER_SET | NULLABLE, 255, NULL, "The structure where a person mainly works, or that a unit belongs to." },
  { "structureName", "structure_name", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "The name of the place of exercise, as the register gives it." },
  { "address", "address", SPICO_KIND_STRING, SERVER_SET, 500, NULL, "Number and street of the main place." },
  { "postalCode", "postal_code", SPICO_KIND_STRING, SERVER_SET, 10, NULL, "Postcode of the main place." },
  { "town", "town", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "Town of the main place." },
  { "telephone", "telephone", SPICO_KIND_STRING, SERVER_SET, 30, NULL, "Telephone of the main place." },
  { "source", "source", SPICO_KIND_STRING, SERVER_SET, 30, NULL, "The register: `RPPS`, `FINESS`, the name of a source of structures (`ROR`), or `operator`." },
  { "sourceDate", "source_date", SPICO_KIND_DATE, SERVER_SET | NULLABLE, 0, NULL, "The extraction date of that register." },
  { "isListed", "is_listed", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "False once withdrawn from the register." },
  { "hasAccount", "has_account", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "Whether an account exists; without one, messages wait (F073)." },
  { "presence", "presence", SPICO_KIND_ENUM, SERVER_SET | COMPUTED, 0, presences, "« inactif », « actif », « en ligne » or « absent » (F014); pulled, valid 5 minutes." },
  { "connection", "connection", SPICO_KIND_ENUM, SERVER_SET | COMPUTED | NULLABLE, 0, connections, "Of who is absent: what `presence` would be otherwise (F042); null of all others." },
  { "absentUntil", "absent_until", SPICO_KIND_DATE, SERVER_SET | COMPUTED | NULLABLE, 0, NULL, "The last day of a declared absence (B016)." },
  { "standInId", "stand_in_id", SPICO_KIND_ID, SERVER_SET | COMPUTED | NULLABLE, 255, NULL, "Who stands in during the absence (B016)." },
};

static const SpicoProperty dossier_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "birthName", "birth_name", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, 100, NULL, "Birth name (INS trait, X012)." },
  { "usedName", "used_name", SPICO_KIND_STRING, IMMUTABLE, 100, NULL, "Name used, where it differs." },
  { "firstNames", "first_names", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, 100, NULL, "First names of birth, in order (INS trait)." },
  { "birthDate", "birth_date", SPICO_KIND_DATE, REQUIRED | IMMUTABLE, 0, NULL, "Birth date (INS trait)." },
  { "sex", "sex", SPICO_KIND_ENUM, REQUIRED | IMMUTABLE, 0, sexes, "Sex (INS trait)." },
  { "birthPlaceCode", "birth_place_code", SPICO_KIND_STRING, IMMUTABLE, 5, NULL, "INSEE code of the place of birth (INS trait)." },
  { "insMatricule", "ins_matricule", SPICO_KIND_STRING, IMMUTABLE | NULLABLE, 15, NULL, "INS number, NIR or NIA with its key (X012)." },
  { "insStatus", "ins_status", SPICO_KIND_ENUM, IMMUTABLE, 0, ins_statuses, "Status of the identity: « provisoire », « récupérée », « validée », « qualifiée »." },
  CREATED_AT_PROPERTY,
  { "inActiveList", "in_active_list", SPICO_KIND_BOOLEAN, PER_ACCOUNT, 0, NULL, "Whether it stands in the account's active list (F074)." },
  { "habilitation", "habilitation", SPICO_KIND_BOOLEAN, SERVER_SET | PER_ACCOUNT, 0, NULL, "Whether the account may read and write (F081); always true for who sees it." },
  { "role", "role", SPICO_KIND_STRING, SERVER_SET | PER_ACCOUNT, 100, NULL, "The account's role in the circle; informs, grants nothing (F083)." },
};

static const SpicoProperty conversation_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "subject", "subject", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, 200, NULL, "« Objet » (F068)." },
  { "participantIds", NULL, SPICO_KIND_ID_LIST, REQUIRED | IMMUTABLE, 100, NULL, "The principals who take part; the initiating account is added." },
  { "groupIds", NULL, SPICO_KIND_ID_LIST, WRITE_ONLY | IMMUTABLE, 20, NULL, "The groups of favourites that some of them were chosen by, each of which the account may use at that moment (F041, F052)." },
  { "dossierId", "dossier_id", SPICO_KIND_ID, NULLABLE | IMMUTABLE, 255, NULL, "The dossier that it is about, in the account's active list (F064, F068)." },
  { "patientBirthName", "patient_birth_name", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 100, NULL, "The identity chip: birth name; empty without a patient." },
  { "patientFirstNames", "patient_first_names", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 100, NULL, "The identity chip: first names." },
  { "patientBirthDate", "patient_birth_date", SPICO_KIND_DATE, SERVER_SET | COMPUTED | NULLABLE, 0, NULL, "The identity chip: birth date." },
  { "patientSex", "patient_sex", SPICO_KIND_ENUM, SERVER_SET | COMPUTED, 0, sexes, "The identity chip: sex." },
  { "creatorAccountId", "creator_account_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The account that initiated it (F072)." },
  { "creatorPersonId", "creator_person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The person who acted." },
  CREATED_AT_PROPERTY,
  { "isPinned", "is_pinned", SPICO_KIND_BOOLEAN, PER_ACCOUNT, 0, NULL, "Pinned to the top of the account's list." },
  { "isMuted", "is_muted", SPICO_KIND_BOOLEAN, PER_ACCOUNT, 0, NULL, "Without notifications in this account." },
  { "handledSeq", "handled_seq", SPICO_KIND_INTEGER, PER_ACCOUNT, 0, NULL, "« traité » for this account as long as no message comes above this seq (B004); 0: « à traiter »." },
  { "archivedSeq", "archived_seq", SPICO_KIND_INTEGER, PER_ACCOUNT, 0, NULL, "Archived by this account as long as no message comes above this seq; 0: not." },
  { "assignedPersonId", "assigned_person_id", SPICO_KIND_ID, PER_ACCOUNT | NULLABLE, 255, NULL, "« Je m'en occupe » (B014): who of those who act for the account answers; null for nobody." },
  { "assignedByPersonId", "assigned_by_person_id", SPICO_KIND_ID, SERVER_SET | PER_ACCOUNT | NULLABLE, 255, NULL, "Who set `assignedPersonId` last (B014): that person itself, or who handed it over; null for nobody." },
  { "lastMessageAt", "last_message_at", SPICO_KIND_UTC_DATE, SERVER_SET | COMPUTED | NULLABLE, 0, NULL, "When the last message was stored." },
  { "lastMessageSeq", "last_message_seq", SPICO_KIND_INTEGER, SERVER_SET | COMPUTED, 0, NULL, "The seq of the last message, 0 without one." },
  { "historySeq", "history_seq", SPICO_KIND_INTEGER, SERVER_SET | PER_ACCOUNT, 0, NULL, "The last seq before the account was added (F053): up to there nothing counts as unread; 0 for who takes part from the start." },
  { "unreadCount", "unread_count", SPICO_KIND_INTEGER, SERVER_SET | COMPUTED | PER_PERSON, 0, NULL, "Messages of others above the person's own read marker (B004) and above `historySeq`." },
};

#define TEXT_FIELD(name, column, max, doc) { name, column, SPICO_KIND_STRING, SERVER_SET, max, NULL, doc }
#define RECORDS(name, record, max, doc) { name, NULL, SPICO_KIND_RECORD_LIST, SERVER_SET | COMPUTED, max, record, doc }

static const char *const earlier_text_record[] = { "EarlierText", NULL };

static const SpicoProperty earlier_text_properties[] = {
  TEXT_FIELD ("text", "text", 20000, "What the message said."),
  { "writtenAt", "written_at", SPICO_KIND_UTC_DATE, SERVER_SET, 0, NULL, "Since when: its sentAt, or the correction that made it say so." },
};

const SpicoType spico_record_earlier_text = {
  "EarlierText", NULL, SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_READ_ONLY, FALSE, earlier_text_properties, G_N_ELEMENTS (earlier_text_properties),
  "What a message said before it was corrected."
};

static const char *const message_attachment_record[] = { "MessageAttachment", NULL };

static const SpicoProperty message_attachment_properties[] = {
  { "blobId", "blob_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The blob: one's own in the account, or one of a message that the account sees." },
  { "name", "name", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, SPICO_FILE_NAME_MAX, NULL, "The name of the file; as the name of a file can be anywhere, in 255 bytes at most." },
  { "type", "type", SPICO_KIND_STRING, IMMUTABLE, SPICO_MEDIA_TYPE_MAX, NULL, "Its media type; without it, what the blob was uploaded with." },
  { "size", "size", SPICO_KIND_INTEGER, SERVER_SET | IMMUTABLE, 0, NULL, "Its bytes." },
};

const SpicoType spico_record_message_attachment = {
  "MessageAttachment", NULL, SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_READ_ONLY, FALSE, message_attachment_properties, G_N_ELEMENTS (message_attachment_properties),
  "A file that goes with a message (F054)."
};

static const char *const patient_changes[] = { "none", "attached", "detached", NULL };

static const SpicoProperty message_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "conversationId", "conversation_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The conversation that holds it." },
  { "text", "text", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 20000, NULL, "The text, as typed; empty where the message changes the conversation (`addedIds`, `removedIds`, `newSubject`, `attachedDossierId`, `detachedDossierId`), and else only beside `attachments`. Its author corrects it within 15 minutes of `sentAt`, up to 20 times." },
  { "addedIds", NULL, SPICO_KIND_ID_LIST, IMMUTABLE, 500, NULL, "Whom the message adds to the conversation (F053); mostly nobody." },
  { "removedIds", NULL, SPICO_KIND_ID_LIST, IMMUTABLE, 100, NULL, "Whom the message removes from it; one's own account to leave it." },
  { "newSubject", "new_subject", SPICO_KIND_STRING, IMMUTABLE | NULLABLE, 200, NULL, "The « Objet » that the message gives the conversation (F072)." },
  { "attachedDossierId", NULL, SPICO_KIND_ID, WRITE_ONLY | IMMUTABLE | NULLABLE, 255, NULL, "The dossier, in the account's active list, that the conversation is about from then on (F064)." },
  { "detachedDossierId", NULL, SPICO_KIND_ID, WRITE_ONLY | IMMUTABLE | NULLABLE, 255, NULL, "The dossier that it is about no more." },
  { "patientChange", "patient_change", SPICO_KIND_ENUM, SERVER_SET | IMMUTABLE, 0, patient_changes, "Whether the message attaches a patient to the conversation, or detaches one; never which: that is the conversation's to say, as long as it is about them." },
  { "groupIds", NULL, SPICO_KIND_ID_LIST, WRITE_ONLY | IMMUTABLE, 20, NULL, "The groups of favourites that some of them were chosen by, as in a Conversation; only beside `addedIds`." },
  { "attachments", NULL, SPICO_KIND_RECORD_LIST, IMMUTABLE, 20, message_attachment_record, "The files that go with it, in the author's order; none with a change." },
  { "inReplyToId", "in_reply_to_id", SPICO_KIND_ID, IMMUTABLE | NULLABLE, 255, NULL, "The message of the same conversation that it answers." },
  { "isUrgent", "is_urgent", SPICO_KIND_BOOLEAN, IMMUTABLE, 0, NULL, "« Urgent » (B015); not with a change." },
  { "replyBy", "reply_by", SPICO_KIND_UTC_DATE, IMMUTABLE | NULLABLE, 0, NULL, "« Réponse attendue avant… » (B015): later than when it was written (`composedAt`, or now without it or where that is later), and within 30 days from now; not with a change." },
  { "composedAt", "composed_at", SPICO_KIND_UTC_DATE, IMMUTABLE | NULLABLE, 0, NULL, "When the author pressed send, by the author's clock (off line, long before sentAt)." },
  { "seq", "seq", SPICO_KIND_INTEGER, SERVER_SET | IMMUTABLE, 0, NULL, "Its place in the conversation: 1, 2, 3… numbered under the conversation's lock." },
  { "sentAt", "sent_at", SPICO_KIND_UTC_DATE, SERVER_SET | IMMUTABLE, 0, NULL, "When the server stored it." },
  { "fromPersonId", "from_person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The person who wrote it." },
  { "fromAccountId", "from_account_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The account that they wrote it for; differs under a delegation (F022)." },
  { "isAutomatic", "is_automatic", SPICO_KIND_BOOLEAN, SERVER_SET | IMMUTABLE, 0, NULL, "Whether an absent account answers by itself (B016): nobody has read anything then." },
  { "isWithdrawn", "is_withdrawn", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "« Message retiré »: nothing of its text is left, nor of its `attachments`; never taken back." },
  { "withdrawnAt", "withdrawn_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When its author withdrew it." },
  { "editedAt", "edited_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "« Modifié »: when its author last corrected it." },
  RECORDS ("earlierTexts", earlier_text_record, 20, "What it said before, the first first; nothing once it is withdrawn."),
};

static const SpicoProperty read_marker_properties[] = {
  { "id", "id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "`conversationId_accountId_personId`; one's own exists for every conversation one sees, at 0." },
  { "conversationId", "conversation_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The conversation." },
  { "accountId", "account_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The account through which it was read." },
  { "personId", "person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The person who read (B004)." },
  { "readUpTo", "read_up_to", SPICO_KIND_INTEGER, SPICO_PROPERTY_NONE, 0, NULL, "The seq read; never goes down (the larger of the two wins)." },
  { "readAt", "read_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When readUpTo last rose." },
  { "isMarkedUnread", "is_marked_unread", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "« Marquer comme non lu » (F071); false to anyone else, and false again once readUpTo is set." },
};

static const SpicoProperty favourite_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "principalId", "principal_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The favourite person or structure (F016); one favourite a principal." },
  CREATED_AT_PROPERTY,
};

static const SpicoProperty recent_search_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "text", "text", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, 200, NULL, "What was searched, as typed." },
  { "usedAt", "used_at", SPICO_KIND_UTC_DATE, IMMUTABLE, 0, NULL, "When it was last searched, by the client's clock; no later than now." },
};

/* ---- The card of a principal: what the registers say beside the principal itself ---- */


static const char *const activity_record[] = { "Activity", NULL };
static const char *const skill_record[] = { "Skill", NULL };
static const char *const mssante_address_record[] = { "MssanteAddress", NULL };
static const char *const attachment_record[] = { "Attachment", NULL };
static const char *const group_mention_record[] = { "GroupMention", NULL };

static const SpicoProperty activity_properties[] = {
  TEXT_FIELD ("professionCode", "profession_code", 10, "The code of the profession (JDV_J106)."),
  TEXT_FIELD ("profession", "profession", 500, "Its label; empty where no nomenclature that is loaded has the code."),
  TEXT_FIELD ("modeCode", "mode_code", 10, "How it is exercised (TRE_R23): `L` « libéral », `S` « salarié », `B` « bénévole »."),
  { "structureId", "structure_id", SPICO_KIND_ID, SERVER_SET | NULLABLE, 255, NULL, "The structure, where it stands in the directory." },
  TEXT_FIELD ("structureName", "structure_name", 255, "The name of the place."),
  TEXT_FIELD ("structureSign", "structure_sign", 255, "Its sign (« enseigne »)."),
  TEXT_FIELD ("complement", "complement", 511, "What completes the address."),
  TEXT_FIELD ("address", "address", 500, "Number and street."),
  TEXT_FIELD ("postalCode", "postal_code", 10, "Postcode."),
  TEXT_FIELD ("town", "town", 255, "Town."),
  TEXT_FIELD ("telephone", "telephone", 30, "Telephone."),
  TEXT_FIELD ("otherTelephone", "other_telephone", 30, "Another telephone."),
  TEXT_FIELD ("fax", "fax", 30, "Fax."),
};

const SpicoType spico_record_activity = {
  "Activity", NULL, SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE, activity_properties, G_N_ELEMENTS (activity_properties),
  "A profession exercised in a place, as RPPS gives it; the main one first."
};

static const SpicoProperty skill_properties[] = {
  TEXT_FIELD ("professionCode", "profession_code", 10, "The profession that it belongs to (JDV_J106)."),
  TEXT_FIELD ("kindCode", "kind_code", 10, "What kind of « savoir-faire » it is (TRE_R04): `S` « spécialité ordinale », `CEX` « compétence exclusive »…"),
  TEXT_FIELD ("code", "code", 20, "Its code (JDV_J107)."),
  TEXT_FIELD ("label", "label", 255, "Its label."),
};

const SpicoType spico_record_skill = {
  "Skill", NULL, SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE, skill_properties, G_N_ELEMENTS (skill_properties),
  "A « savoir-faire » of a person, as RPPS gives it."
};

static const SpicoProperty mssante_address_properties[] = {
  TEXT_FIELD ("address", "address", 255, "The address."),
  TEXT_FIELD ("kind", "kind", 10, "`PER` a person's, `ORG` a structure's, `APP` a program's."),
  TEXT_FIELD ("service", "service", 255, "The service that it belongs to."),
  TEXT_FIELD ("structureName", "structure_name", 255, "The structure that it was given by."),
  { "isPreferred", "is_preferred", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "Whether it is the one that its holder prefers: it comes first." },
  { "isRedListed", "is_red_listed", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "Whether its holder has put it on the red list: no card has it." },
  { "isListed", "is_listed", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "Whether the register still has it, which leaves out its own red list: no card has one that it has no more." },
  { "sourceDate", "source_date", SPICO_KIND_DATE, SERVER_SET | NULLABLE, 0, NULL, "The extraction date of the register of MSSanté." },
};

const SpicoType spico_record_mssante_address = {
  "MssanteAddress", NULL, SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE, mssante_address_properties, G_N_ELEMENTS (mssante_address_properties),
  "An address of MSSanté (F004). One on the red list is told to nobody but whose it is."
};

static const SpicoProperty attachment_properties[] = {
  { "structureId", "structure_id", SPICO_KIND_ID, SERVER_SET, 255, NULL, "The structure, or the unit of one." },
  TEXT_FIELD ("name", "name", 255, "Its name."),
  TEXT_FIELD ("town", "town", 255, "Its town."),
};

const SpicoType spico_record_attachment = {
  "Attachment", NULL, SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE, attachment_properties, G_N_ELEMENTS (attachment_properties),
  "A structure to which a person is attached (F020); it gives no right (F021)."
};

static const SpicoProperty group_mention_properties[] = {
  { "groupId", "group_id", SPICO_KIND_ID, SERVER_SET, 255, NULL, "The PublicGroup." },
  TEXT_FIELD ("name", "name", 100, "Its name."),
};

const SpicoType spico_record_group_mention = {
  "GroupMention", NULL, SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE, group_mention_properties, G_N_ELEMENTS (group_mention_properties),
  "An active public group that the principal is in, or has created (F018)."
};

static const SpicoProperty principal_card_properties[] = {
  ID_PROPERTY,
  RECORDS ("activities", activity_record, 50, "A person's professions and places of exercise."),
  RECORDS ("skills", skill_record, 50, "A person's « savoir-faire »."),
  RECORDS ("mssanteAddresses", mssante_address_record, 50, "The addresses of MSSanté that everyone may see, the preferred one first."),
  RECORDS ("attachments", attachment_record, 50, "The structures to which a person is attached."),
  RECORDS ("publicGroups", group_mention_record, 50, "« Groupes publics », by their names."),
  { "parentId", "parent_id", SPICO_KIND_ID, SERVER_SET | COMPUTED | NULLABLE, 255, NULL, "The structure that a unit belongs to." },
  { "parentName", "parent_name", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 255, NULL, "Its name." },
  { "siret", "siret", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 20, NULL, "A structure's SIRET number." },
  { "legalEntityNumber", "legal_entity_number", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 20, NULL, "The FINESS number of a structure's legal entity." },
  { "legalEntityName", "legal_entity_name", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 255, NULL, "Its name; empty where no register that is loaded has it." },
  { "absentFrom", "absent_from", SPICO_KIND_DATE, SERVER_SET | COMPUTED | NULLABLE, 0, NULL, "The first day of the absence of today (B016)." },
  { "absentUntil", "absent_until", SPICO_KIND_DATE, SERVER_SET | COMPUTED | NULLABLE, 0, NULL, "Its last day." },
  { "absenceMessage", "absence_message", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 1000, NULL, "Its message." },
  { "standInId", "stand_in_id", SPICO_KIND_ID, SERVER_SET | COMPUTED | NULLABLE, 255, NULL, "Who stands in." },
  { "standInName", "stand_in_name", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 255, NULL, "Their name." },
  { "hasMailAddress", "has_mail_address", SPICO_KIND_BOOLEAN, SERVER_SET | COMPUTED, 0, NULL, "Whether a Notification can reach them (F015); the address itself is not told." },
  { "closedOn", "closed_on", SPICO_KIND_DATE, SERVER_SET | COMPUTED | NULLABLE, 0, NULL, "The day on which a structure closed." },
};

const SpicoType spico_type_principal_card = {
  "PrincipalCard", "principal", SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE,
  principal_card_properties, G_N_ELEMENTS (principal_card_properties),
  "What the registers say of a Principal beside its own properties; the same id (F010–F013, F018, F020)."
};

/* ---- The circle of a dossier ---- */

static const char *const circle_member_record[] = { "CircleMember", NULL };

static const SpicoProperty circle_member_properties[] = {
  { "principalId", "principal_id", SPICO_KIND_ID, SERVER_SET, 255, NULL, "The person or structure (F078)." },
  TEXT_FIELD ("role", "role", 100, "Their role; informs, grants nothing (F083)."),
  { "habilitation", "habilitation", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "Whether they may read and write (F081); false where the patient refuses." },
  { "refusal", "refusal", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "Whether the patient refuses that anything is shared with them (F087)." },
};

const SpicoType spico_record_circle_member = {
  "CircleMember", NULL, SPICO_CAPABILITY_DOSSIERS, SPICO_TYPE_READ_ONLY, FALSE, circle_member_properties, G_N_ELEMENTS (circle_member_properties),
  "A member of a patient's « cercle de soins »."
};

static const SpicoProperty dossier_circle_properties[] = {
  ID_PROPERTY,
  RECORDS ("members", circle_member_record, 500, "The members, who came first before the others."),
};

const SpicoType spico_type_dossier_circle = {
  "DossierCircle", "dossier", SPICO_CAPABILITY_DOSSIERS, SPICO_TYPE_READ_ONLY, FALSE,
  dossier_circle_properties, G_N_ELEMENTS (dossier_circle_properties),
  "The « cercle de soins » of a Dossier; the same id (F017, F078)."
};

static const SpicoProperty absence_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "firstDay", "first_day", SPICO_KIND_DATE, REQUIRED | IMMUTABLE, 0, NULL, "The first day of the absence." },
  { "lastDay", "last_day", SPICO_KIND_DATE, REQUIRED | IMMUTABLE, 0, NULL, "The last day; at most two years after the first." },
  { "standInId", "stand_in_id", SPICO_KIND_ID, NULLABLE | IMMUTABLE, 255, NULL, "Who stands in: any other principal." },
  { "message", "message", SPICO_KIND_STRING, IMMUTABLE, 1000, NULL, "What is told to whoever wants to write; everyone of the region can read it." },
  { "declaredByPersonId", "declared_by_person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE | NULLABLE, 255, NULL, "The person who declared it; a delegate, for a structure (F022). Null where the operator did." },
  CREATED_AT_PROPERTY,
};

const SpicoType spico_type_absence = {
  "Absence", "absence", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_DESTROY, FALSE,
  absence_properties, G_N_ELEMENTS (absence_properties),
  "A declared absence of the account (F014, B016)."
};

static const char *const notification_kinds[] = { "contact", "conversation", "group", "delegation", NULL };
static const char *const notification_statuses[] = { "queued", "sent", "failed", NULL };

static const SpicoProperty notification_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "principalId", "principal_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "Who is told: a person, or a structure that has set an address; where one asks for it, a person who is inactive." },
  { "kind", "kind", SPICO_KIND_ENUM, SERVER_SET | IMMUTABLE, 0, notification_kinds, "Asked for (F015), or made by a conversation with somebody without an account (F073), by a group that is shared (F044), or by a delegation (F027)." },
  { "status", "status", SPICO_KIND_ENUM, SERVER_SET, 0, notification_statuses, "Whether the relay has taken the mail." },
  CREATED_AT_PROPERTY,
  { "sentAt", "sent_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When the relay took it." },
};

const SpicoType spico_type_notification = {
  "Notification", "notification", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE, FALSE,
  notification_properties, G_N_ELEMENTS (notification_properties),
  "A mail that tells somebody who is not there who wants to reach them, that a group is shared with them, or what becomes of a delegation, and nothing more (F015, F027, F044, B005)."
};

/* ---- Mails through MSSanté ---- */

static const char *const email_address_record[] = { "EmailAddress", NULL };

static const SpicoProperty email_address_properties[] = {
  { "name", "name", SPICO_KIND_STRING, IMMUTABLE, 255, NULL, "Who it is, as shown." },
  { "email", "email", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, 254, NULL, "The address, in a domain of MSSanté." },
};

const SpicoType spico_record_email_address = {
  "EmailAddress", NULL, SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_READ_ONLY, FALSE, email_address_properties, G_N_ELEMENTS (email_address_properties),
  "Whom a mail is for; the names are those of JMAP mail (RFC 8621 section 4.1.2.3)."
};

static const char *const email_submission_statuses[] = { "queued", "sent", "failed", NULL };

static const SpicoProperty email_submission_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "fromAddress", "from_address", SPICO_KIND_STRING, REQUIRED | IMMUTABLE, 254, NULL, "Who sends it: an address of MSSanté that the register has of the account." },
  { "to", NULL, SPICO_KIND_RECORD_LIST, WRITE_ONLY | IMMUTABLE, 100, email_address_record, "Whom it is for, at least one." },
  { "subject", NULL, SPICO_KIND_STRING, WRITE_ONLY | REQUIRED | IMMUTABLE, 200, NULL, "« Objet », in one line." },
  { "text", NULL, SPICO_KIND_STRING, WRITE_ONLY | IMMUTABLE, 20000, NULL, "The text." },
  { "attachments", NULL, SPICO_KIND_RECORD_LIST, WRITE_ONLY | IMMUTABLE, 10, message_attachment_record, "The files that go with it." },
  { "recipientCount", "recipient_count", SPICO_KIND_INTEGER, SERVER_SET | IMMUTABLE, 0, NULL, "How many it is for." },
  { "status", "status", SPICO_KIND_ENUM, SERVER_SET, 0, email_submission_statuses, "Whether the relay has taken it; what it said is removed then, or once it has failed." },
  CREATED_AT_PROPERTY,
  { "sentAt", "sent_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When the relay took it." },
};

const SpicoType spico_type_email_submission = {
  "EmailSubmission", "email_submission", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE, FALSE,
  email_submission_properties, G_N_ELEMENTS (email_submission_properties),
  "A mail that the account sends through the operator's relay of MSSanté, where the region has one (F066, F054)."
};

/* ---- Groups of favourites ---- */

static const SpicoProperty favourite_group_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "name", "name", SPICO_KIND_STRING, REQUIRED, 100, NULL, "« Nom » (F040)." },
  { "description", "description", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 1000, NULL, "« Description »." },
  { "isActive", "is_active", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "« Activé ? »; otherwise it is listed, and used nowhere (F041)." },
  { "isPublic", "is_public", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "Whether everyone of the region finds it, and may use it (F034)." },
  { "memberIds", NULL, SPICO_KIND_ID_LIST, SPICO_PROPERTY_NONE, 500, NULL, "The people and structures in it (F042)." },
  { "creatorAccountId", "creator_account_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The account that created it." },
  { "creatorPersonId", "creator_person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The person who acted." },
  CREATED_AT_PROPERTY,
};

const SpicoType spico_type_favourite_group = {
  "FavouriteGroup", "favourite_group", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE | SPICO_TYPE_DESTROY, FALSE,
  favourite_group_properties, G_N_ELEMENTS (favourite_group_properties),
  "A group of favourites that the account administers, that is shared with it, or that it uses (F033)."
};

static const SpicoProperty favourite_group_share_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "groupId", "group_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The group; one share an account." },
  { "principalId", "principal_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The account that it is shared with, its creator, or who uses a public group." },
  { "isAdministrator", "is_administrator", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "« Administrateur » (F046)." },
  { "isAccepted", "is_accepted", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "« Validé », or « En attente » (F050)." },
  { "sharedAt", "shared_at", SPICO_KIND_UTC_DATE, SERVER_SET | IMMUTABLE | NULLABLE, 0, NULL, "« Date du partage »; null where nobody shared it: a public group." },
  { "acceptedAt", "accepted_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "« Date de validation »." },
  { "acceptedByPersonId", "accepted_by_person_id", SPICO_KIND_ID, SERVER_SET | NULLABLE, 255, NULL, "The person who accepted; a delegate, for a structure." },
  { "answeredAt", "answered_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When the account last said whether it uses the group; null as long as it has not (F007). Whoever answers names isAccepted, also false where it is so already." },
};

const SpicoType spico_type_favourite_group_share = {
  "FavouriteGroupShare", "favourite_group_share", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE | SPICO_TYPE_DESTROY, FALSE,
  favourite_group_share_properties, G_N_ELEMENTS (favourite_group_share_properties),
  "What a group of favourites is to an account (F043–F047, F050)."
};

static const char *const group_request_statuses[] = { "pending", "done", "refused", NULL };

static const SpicoProperty group_request_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "groupId", "group_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The group: one that the account administers, or sees and is a member of." },
  { "successorId", "successor_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "Who is to administer it: the account itself, or, as an administrator asks, a member of the group." },
  { "status", "status", SPICO_KIND_ENUM, SERVER_SET, 0, group_request_statuses, "What the operator has answered." },
  CREATED_AT_PROPERTY,
  { "answeredAt", "answered_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When." },
};

const SpicoType spico_type_group_request = {
  "GroupRequest", "group_request", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_DESTROY, FALSE,
  group_request_properties, G_N_ELEMENTS (group_request_properties),
  "What the account asks the operator: that another account administers a group of favourites (F058)."
};

static const SpicoProperty public_group_properties[] = {
  ID_PROPERTY,
  { "name", "name", SPICO_KIND_STRING, SERVER_SET, 100, NULL, "« Nom »." },
  { "description", "description", SPICO_KIND_STRING, SERVER_SET, 1000, NULL, "« Description »." },
  { "isActive", "is_active", SPICO_KIND_BOOLEAN, SERVER_SET, 0, NULL, "« Activé ? »." },
  { "memberIds", NULL, SPICO_KIND_ID_LIST, SERVER_SET, 500, NULL, "The people and structures in it." },
  { "creatorAccountId", "creator_account_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "« Créateur »." },
  { "creatorPersonId", "creator_person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The person who acted (F022)." },
  CREATED_AT_PROPERTY,
};

const SpicoType spico_type_public_group = {
  "PublicGroup", "favourite_group", SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE,
  public_group_properties, G_N_ELEMENTS (public_group_properties),
  "A public group of favourites, under the id of its FavouriteGroup (F018, F034)."
};

static const SpicoProperty category_properties[] = {
  ID_PROPERTY,
  { "kind", "kind", SPICO_KIND_ENUM, SERVER_SET | IMMUTABLE, 0, principal_kinds, "Whose it is: `person` for a profession, `structure` for a category of structures." },
  { "code", "code", SPICO_KIND_STRING, SERVER_SET | IMMUTABLE, 10, NULL, "Its code: the `professionCode` of those who have it." },
  { "label", "label", SPICO_KIND_STRING, SERVER_SET, 255, NULL, "Its label, as most of the register's lines have it." },
};

const SpicoType spico_type_category = {
  "Category", "category", SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE,
  category_properties, G_N_ELEMENTS (category_properties),
  "A profession, or a category of structures: a choice of a search of the directory (F086, F092)."
};

/* ---- Delegations ---- */

static const char *const delegation_scopes[] = { "all", "discussions", "dossiers", NULL };
static const char *const delegation_statuses[] = { "requested", "offered", "accepted", "refused", "ended", NULL };

static const SpicoProperty delegation_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "delegatorId", "account_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "« Délégant »: whose account it is, a person or a structure (F023)." },
  { "delegateId", "delegate_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "« Délégué »: the person who may use it; one that is open a pair." },
  { "scope", "scope", SPICO_KIND_ENUM, REQUIRED | IMMUTABLE, 0, delegation_scopes, "What it covers (F024)." },
  { "endsOn", "ends_on", SPICO_KIND_DATE, IMMUTABLE | NULLABLE, 0, NULL, "Of one that is offered: its last day (F032)." },
  { "status", "status", SPICO_KIND_ENUM, SPICO_PROPERTY_NONE, 0, delegation_statuses, "Asked for by the delegate, offered by the owner, answered, ended; a request that is taken back has ended too." },
  CREATED_AT_PROPERTY,
  { "answeredAt", "answered_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When it was accepted or refused; null where the operator set it." },
  { "answeredByPersonId", "answered_by_person_id", SPICO_KIND_ID, SERVER_SET | NULLABLE, 255, NULL, "The person who answered; a delegate, for a structure (F031)." },
  { "endedAt", "ended_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When it ended (F030)." },
  { "endedByPersonId", "ended_by_person_id", SPICO_KIND_ID, SERVER_SET | NULLABLE, 255, NULL, "Who ended it; null where that was its last day, or the operator." },
  { "setBy", "set_by", SPICO_KIND_STRING, SERVER_SET | IMMUTABLE, 255, NULL, "The person who asked for it or offered it; `operator` where the operator set it (F026)." },
  { "referent", "referent", SPICO_KIND_STRING, SERVER_SET | IMMUTABLE, 255, NULL, "On whose word the operator did (F026)." },
  { "isSuspended", "is_suspended", SPICO_KIND_BOOLEAN, SERVER_SET | COMPUTED, 0, NULL, "Whether it opens nothing for now: a login is closed, or the attachment that it came with has ended (F031)." },
};

const SpicoType spico_type_delegation = {
  "Delegation", "delegation", SPICO_CAPABILITY_RELATIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE, FALSE,
  delegation_properties, G_N_ELEMENTS (delegation_properties),
  "A delegation of an account to a person, from the request or the offer to its end (F022–F032)."
};

static const SpicoProperty device_properties[] = {
  ID_PROPERTY,
  { "name", "name", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 100, NULL, "What the person calls it: one line; at first what the client said when it signed in, perhaps nothing." },
  { "createdAt", "created_at", SPICO_KIND_UTC_DATE, SERVER_SET | IMMUTABLE, 0, NULL, "When one signed in on it." },
  { "lastUsedAt", "last_used_at", SPICO_KIND_UTC_DATE, SERVER_SET | COMPUTED, 0, NULL, "When it was last heard of, to the hour." },
  { "isCurrent", "is_current", SPICO_KIND_BOOLEAN, SERVER_SET | COMPUTED, 0, NULL, "Whether it is the one that asks." },
  { "mustErase", "must_erase", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "« Déconnecter et effacer »: its session has ended, and it erases what it keeps when it next reaches the server; never taken back." },
  { "endedAt", "ended_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "When that was asked." },
};

const SpicoType spico_type_device = {
  "Device", "auth_session", SPICO_CAPABILITY_RELATIONS, SPICO_TYPE_UPDATE, FALSE,
  device_properties, G_N_ELEMENTS (device_properties),
  "A session of the person, on its device (B019)."
};

static const char *const announcement_kinds[] = { "incident", "maintenance", "release", NULL };

static const SpicoProperty announcement_properties[] = {
  ID_PROPERTY,
  { "kind", "kind", SPICO_KIND_ENUM, SERVER_SET | IMMUTABLE, 0, announcement_kinds, "What does not work now, a maintenance window, or what is new in a version." },
  { "title", "title", SPICO_KIND_STRING, SERVER_SET | IMMUTABLE, 100, NULL, "One line." },
  { "text", "text", SPICO_KIND_STRING, SERVER_SET | IMMUTABLE, 5000, NULL, "What it says: plain text, of several lines perhaps." },
  { "startsAt", "starts_at", SPICO_KIND_UTC_DATE, SERVER_SET | IMMUTABLE | NULLABLE, 0, NULL, "When an incident began, or a window begins; null of a release." },
  { "endsAt", "ends_at", SPICO_KIND_UTC_DATE, SERVER_SET | IMMUTABLE | NULLABLE, 0, NULL, "When the window ends; null of a release, and of an incident whose end nobody knows." },
  CREATED_AT_PROPERTY,
};

const SpicoType spico_type_announcement = {
  "Announcement", "announcement", SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE,
  announcement_properties, G_N_ELEMENTS (announcement_properties),
  "What the operator tells everyone of the region (F008)."
};

/* ---- What an account says of how it is reached ---- */

static const char *const pending_statuses[] = { "none", "queued", "sent", "failed", NULL };

static const SpicoProperty profile_properties[] = {
  { "id", "id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The account's own id; there is one, whether anything was ever set or not." },
  { "mail", "mail", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 254, NULL, "Where notifications are mailed to, once its code was given; empty: to `registerMail`. An update can only empty it." },
  { "registerMail", "register_mail", SPICO_KIND_STRING, SERVER_SET | COMPUTED, 255, NULL, "The address that a register has of a person; empty where none has." },
  { "pendingMail", "pending_mail", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 254, NULL, "An address that is to become `mail`: a code is mailed to it. Empty gives it up." },
  { "pendingStatus", "pending_status", SPICO_KIND_ENUM, SERVER_SET, 0, pending_statuses, "Whether the relay has taken the mail with the code." },
  { "codeExpiresAt", "code_expires_at", SPICO_KIND_UTC_DATE, SERVER_SET | NULLABLE, 0, NULL, "Until when the code counts; null before it is mailed." },
  { "attemptsLeft", "attempts_left", SPICO_KIND_INTEGER, SERVER_SET, 5, NULL, "How many codes may still be tried." },
  { "code", NULL, SPICO_KIND_STRING, WRITE_ONLY, 20, NULL, "The code that came to `pendingMail`; spaces do not count." },
  { "telephone", "telephone", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 30, NULL, "The telephone for notifications: digits, spaces, and `+.-()`." },
  { "contactByMail", "contact_by_mail", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "Whether a mail says that somebody wants to reach them (F015); true until it is set, as are the next three." },
  { "groupByMail", "group_by_mail", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "Whether a mail says that a group of favourites is shared with them (F044), or who administers one (F058)." },
  { "delegationByMail", "delegation_by_mail", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "Whether a mail says what becomes of a delegation (F027)." },
  { "announcementByMail", "announcement_by_mail", SPICO_KIND_BOOLEAN, SPICO_PROPERTY_NONE, 0, NULL, "Whether a mail brings what the operator announces (F005, F008)." },
  RECORDS ("mssanteAddresses", mssante_address_record, 500, "All of the account's addresses of MSSanté, the preferred one first, those that the register has no more last."),
  { "preferredMssanteAddress", "preferred_mssante_address", SPICO_KIND_STRING, SPICO_PROPERTY_NONE, 255, NULL, "The one that it prefers; empty: none. The register has it, and it is not on the red list." },
  { "redListAdd", NULL, SPICO_KIND_STRING, WRITE_ONLY, 255, NULL, "An address of MSSanté that the account puts on the red list; it is preferred no more." },
  { "redListRemove", NULL, SPICO_KIND_STRING, WRITE_ONLY, 255, NULL, "One that it takes off it." },
};

const SpicoType spico_type_profile = {
  "Profile", "profile", SPICO_CAPABILITY_RELATIONS, SPICO_TYPE_UPDATE, FALSE,
  profile_properties, G_N_ELEMENTS (profile_properties),
  "How an account is told of what happens: where, and of what (F005, F006); and which of its addresses of MSSanté others see (F004)."
};

const SpicoType spico_type_principal = {
  "Principal", "principal", SPICO_CAPABILITY_DIRECTORY, SPICO_TYPE_READ_ONLY, TRUE,
  principal_properties, G_N_ELEMENTS (principal_properties),
  "A person or a structure of the directory (F010–F014)."
};

const SpicoType spico_type_dossier = {
  "Dossier", "dossier", SPICO_CAPABILITY_DOSSIERS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE, FALSE,
  dossier_properties, G_N_ELEMENTS (dossier_properties),
  "A patient's coordination dossier: identity, and what it is to the account (F074, F081, X012)."
};

const SpicoType spico_type_conversation = {
  "Conversation", "conversation", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE, FALSE,
  conversation_properties, G_N_ELEMENTS (conversation_properties),
  "A conversation of two or more principals, perhaps about a patient (F064)."
};

const SpicoType spico_type_message = {
  "Message", "message", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE, FALSE,
  message_properties, G_N_ELEMENTS (message_properties),
  "A message; it stores the person and the account (F022)."
};

const SpicoType spico_type_read_marker = {
  "ReadMarker", "read_marker", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_UPDATE, FALSE,
  read_marker_properties, G_N_ELEMENTS (read_marker_properties),
  "How far a person has read a conversation through an account (B004)."
};

static const SpicoProperty message_template_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "name", "name", SPICO_KIND_STRING, REQUIRED, SPICO_TEMPLATE_NAME_MAX, NULL, "What it is called." },
  { "text", "text", SPICO_KIND_STRING, REQUIRED, SPICO_TEMPLATE_TEXT_MAX, NULL, "What it puts into a message, as typed." },
  CREATED_AT_PROPERTY,
  { "editedAt", "edited_at", SPICO_KIND_UTC_DATE, SERVER_SET, 0, NULL, "When it was last written." },
  { "editedByPersonId", "edited_by_person_id", SPICO_KIND_ID, SERVER_SET, 255, NULL, "Who of those who write for the account did." },
};

const SpicoType spico_type_message_template = {
  "MessageTemplate", "message_template", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE | SPICO_TYPE_DESTROY, FALSE,
  message_template_properties, G_N_ELEMENTS (message_template_properties),
  "A template of messages, the person's own or the structure's (B021); 100 an account at most."
};

static const char *const scheduled_statuses[] = { "pending", "refused", NULL };

static const SpicoProperty scheduled_message_properties[] = {
  ID_PROPERTY,
  CLIENT_ID_PROPERTY,
  { "conversationId", "conversation_id", SPICO_KIND_ID, REQUIRED | IMMUTABLE, 255, NULL, "The conversation that it is for, which its account takes part in." },
  { "text", "text", SPICO_KIND_STRING, IMMUTABLE, 20000, NULL, "The text, as typed; empty only beside `attachments`." },
  { "attachments", NULL, SPICO_KIND_RECORD_LIST, IMMUTABLE, 20, message_attachment_record, "The files that go with it; whoever cancels it has them as their own uploads again." },
  { "inReplyToId", "in_reply_to_id", SPICO_KIND_ID, IMMUTABLE | NULLABLE, 255, NULL, "The message of the same conversation that it answers." },
  { "isUrgent", "is_urgent", SPICO_KIND_BOOLEAN, IMMUTABLE, 0, NULL, "« Urgent » (B015)." },
  { "replyBy", "reply_by", SPICO_KIND_UTC_DATE, IMMUTABLE | NULLABLE, 0, NULL, "« Réponse attendue avant… » (B015): later than `sendAt`, and within 30 days from it." },
  { "sendAt", "send_at", SPICO_KIND_UTC_DATE, NULLABLE, 0, NULL, "When it leaves, which a create says: a minute to 90 days from now, by the server's clock. An update to null sends it now." },
  { "status", "status", SPICO_KIND_ENUM, SERVER_SET, 0, scheduled_statuses, "Whether it waits, or was refused at its time: then it keeps its words until it is destroyed, or given another time." },
  { "fromPersonId", "from_person_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The person who wrote it." },
  { "fromAccountId", "from_account_id", SPICO_KIND_ID, SERVER_SET | IMMUTABLE, 255, NULL, "The account that they wrote it for; differs from the one that has it where it was refused as they had lost the delegation." },
  CREATED_AT_PROPERTY,
};

const SpicoType spico_type_scheduled_message = {
  "ScheduledMessage", "scheduled_message", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_UPDATE | SPICO_TYPE_DESTROY, FALSE,
  scheduled_message_properties, G_N_ELEMENTS (scheduled_message_properties),
  "« Envoyer plus tard… »: a message that becomes one at its time, under the same id (as FUTURERELEASE of RFC 4865 in JMAP's EmailSubmission); who acts for the account for discussions sees it and may cancel it, its author alone changes it; 100 an account at most."
};

const SpicoType spico_type_recent_search = {
  "RecentSearch", "recent_search", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE, FALSE,
  recent_search_properties, G_N_ELEMENTS (recent_search_properties),
  "One of the person's « dernières recherches » in the account (F016)."
};

const SpicoType spico_type_favourite = {
  "Favourite", "favourite", SPICO_CAPABILITY_DISCUSSIONS, SPICO_TYPE_CREATE | SPICO_TYPE_DESTROY, FALSE,
  favourite_properties, G_N_ELEMENTS (favourite_properties),
  "A favourite correspondent of the account (F016)."
};
