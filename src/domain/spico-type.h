/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoPropertyKind:
 * @SPICO_KIND_ID: an identifier, `[A-Za-z0-9_-]{1,255}` (RFC 8620 section 1.2)
 * @SPICO_KIND_STRING: UTF-8 text in NFC; @max is in characters
 * @SPICO_KIND_INTEGER: an integer of 0 … @max, at most 2^53−1 (RFC 8620 UnsignedInt)
 * @SPICO_KIND_BOOLEAN: true or false
 * @SPICO_KIND_UTC_DATE: a UTCDate (RFC 8620 section 1.4), stored as microseconds since 1970
 * @SPICO_KIND_DATE: a calendar day, `YYYY-MM-DD`; days may be `00` where unknown, as in the INS
 * @SPICO_KIND_ENUM: one of @enumeration
 * @SPICO_KIND_ID_LIST: an array of distinct identifiers; @max is a number of items
 * @SPICO_KIND_RECORD_LIST: an array of objects without an identifier, described by spico_property_record(); @max is a number of items
 *
 * The kinds of values that a property can hold. SQL columns: TEXT for identifiers, strings, days and enumerations, BIGINT for
 * integers, booleans (0, 1) and UTC dates; a list is a table of its own and has no column.
 */
typedef enum {
  SPICO_KIND_ID,
  SPICO_KIND_STRING,
  SPICO_KIND_INTEGER,
  SPICO_KIND_BOOLEAN,
  SPICO_KIND_UTC_DATE,
  SPICO_KIND_DATE,
  SPICO_KIND_ENUM,
  SPICO_KIND_ID_LIST,
  SPICO_KIND_RECORD_LIST,
} SpicoPropertyKind;

/**
 * SpicoPropertyFlags:
 * @SPICO_PROPERTY_REQUIRED: a create must give it
 * @SPICO_PROPERTY_NULLABLE: may be null; without it, an absent value is the kind's zero (`""`, 0, false, `[]`, the first of an enumeration)
 * @SPICO_PROPERTY_IMMUTABLE: may be given in a create and never changed
 * @SPICO_PROPERTY_SERVER_SET: never accepted from a client (`invalidProperties`)
 * @SPICO_PROPERTY_PER_ACCOUNT: the value belongs to the account that looks, not to the object
 * @SPICO_PROPERTY_PER_PERSON: the value belongs to the person who looks
 * @SPICO_PROPERTY_COMPUTED: worked out when read, never stored by the server and never changing a state; the client does cache it
 * @SPICO_PROPERTY_WRITE_ONLY: a client sends it, and nobody is ever given it: it has no column
 */
typedef enum {
  SPICO_PROPERTY_NONE = 0,
  SPICO_PROPERTY_REQUIRED = 1 << 0,
  SPICO_PROPERTY_NULLABLE = 1 << 1,
  SPICO_PROPERTY_IMMUTABLE = 1 << 2,
  SPICO_PROPERTY_SERVER_SET = 1 << 3,
  SPICO_PROPERTY_PER_ACCOUNT = 1 << 4,
  SPICO_PROPERTY_PER_PERSON = 1 << 5,
  SPICO_PROPERTY_COMPUTED = 1 << 6,
  SPICO_PROPERTY_WRITE_ONLY = 1 << 7,
} SpicoPropertyFlags;

/**
 * SpicoProperty:
 * @name: the JMAP name, camelCase
 * @column: the SQL column, snake_case; %NULL for a list, and for what is never given
 * @kind: what it holds
 * @flags: how it behaves
 * @max: the largest length, count or value; 0 where the kind alone bounds it
 * @enumeration: (nullable): the %NULL-terminated values of an ENUM; of a RECORD_LIST, the name of its record
 * @doc: one sentence for `docs/protocol.md`
 *
 * One property of a data type. `id` is listed like any other.
 */
typedef struct {
  const char *name;
  const char *column;
  SpicoPropertyKind kind;
  SpicoPropertyFlags flags;
  gint64 max;
  const char *const *enumeration;
  const char *doc;
} SpicoProperty;

/**
 * SpicoTypeVerbs:
 * @SPICO_TYPE_CREATE: `/set` accepts create
 * @SPICO_TYPE_UPDATE: `/set` accepts update
 * @SPICO_TYPE_DESTROY: `/set` accepts destroy
 *
 * What `/set` accepts for a type; anything else answers `forbidden` per object.
 */
typedef enum {
  SPICO_TYPE_READ_ONLY = 0,
  SPICO_TYPE_CREATE = 1 << 0,
  SPICO_TYPE_UPDATE = 1 << 1,
  SPICO_TYPE_DESTROY = 1 << 2,
} SpicoTypeVerbs;

/**
 * SpicoType:
 * @name: the JMAP type name
 * @table: the SQL table of the objects, on the server and in the client's store
 * @capability: the capability that opens it
 * @verbs: what `/set` accepts
 * @in_region: the objects live in the region account, seen by everyone (design section 5)
 * @properties: the properties, `id` first
 * @n_properties: how many
 * @doc: one sentence for `docs/protocol.md`
 *
 * A data type, described once: validation, JSON, SQL and documentation all come from here. A view (spico_types_views()) has no rows and no states of its own, and is only read: its
 * @table is that of the objects that it shows more of. A record has neither @table nor id.
 */
typedef struct {
  const char *name;
  const char *table;
  const char *capability;
  SpicoTypeVerbs verbs;
  gboolean in_region;
  const SpicoProperty *properties;
  guint n_properties;
  const char *doc;
} SpicoType;

#define SPICO_CAPABILITY_CORE "urn:ietf:params:jmap:core"
#define SPICO_CAPABILITY_DIRECTORY "https://spico.esante.com/jmap/directory"
#define SPICO_CAPABILITY_DISCUSSIONS "https://spico.esante.com/jmap/discussions"
#define SPICO_CAPABILITY_DOSSIERS "https://spico.esante.com/jmap/dossiers"
#define SPICO_CAPABILITY_RELATIONS "https://spico.esante.com/jmap/relations"

/** The id of the read-only account that holds what everyone sees. */
#define SPICO_REGION_ACCOUNT_ID "region"

extern const SpicoType spico_type_principal;
extern const SpicoType spico_type_dossier;
extern const SpicoType spico_type_conversation;
extern const SpicoType spico_type_message;
extern const SpicoType spico_type_read_marker;
extern const SpicoType spico_type_favourite;
extern const SpicoType spico_type_recent_search;
extern const SpicoType spico_type_absence;
extern const SpicoType spico_type_notification;
extern const SpicoType spico_type_email_submission;
extern const SpicoType spico_type_favourite_group;
extern const SpicoType spico_type_favourite_group_share;
extern const SpicoType spico_type_message_template;
extern const SpicoType spico_type_scheduled_message;
extern const SpicoType spico_type_public_group;
extern const SpicoType spico_type_category;
extern const SpicoType spico_type_delegation;
extern const SpicoType spico_type_announcement;
extern const SpicoType spico_type_profile;
extern const SpicoType spico_type_device;
extern const SpicoType spico_type_group_request;
extern const SpicoType spico_type_principal_card;
extern const SpicoType spico_type_dossier_circle;
extern const SpicoType spico_record_activity;
extern const SpicoType spico_record_skill;
extern const SpicoType spico_record_mssante_address;
extern const SpicoType spico_record_attachment;
extern const SpicoType spico_record_message_attachment;
extern const SpicoType spico_record_circle_member;
extern const SpicoType spico_record_group_mention;
extern const SpicoType spico_record_earlier_text;
extern const SpicoType spico_record_email_address;

const SpicoType *const *spico_types_all (guint *n_types);
const SpicoType *const *spico_types_cached (guint *n_types);
const SpicoType *const *spico_types_views (guint *n_types);
const SpicoType *spico_type_find (const char *name);
gboolean spico_type_find_place (const char *name,
                                guint      *place);
const SpicoProperty *spico_type_find_property (const SpicoType *type,
                                               const char      *name);
gboolean spico_type_accepts (const SpicoType *type,
                             SpicoTypeVerbs   verb);
const SpicoType *spico_property_record (const SpicoProperty *property);
gboolean spico_property_has_column (const SpicoProperty *property);
gboolean spico_property_is_shared (const SpicoProperty *property);

G_END_DECLS
