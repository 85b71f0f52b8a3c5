/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of accounts and conversations of a demonstration region (data/demo/README.md). What a person does in it, they do: every dossier, conversation, message, marker, favourite and group
 * is a JMAP request run in their name and at their time, through the same rules as any other. */
#include "spico-discussions.h"

#include <string.h>

#include "spico-auth.h"
#include "spico-jmap.h"
#include "spico-journal.h"
#include "spico-json-reader.h"
#include "spico-operator.h"
#include "spico-server-error.h"
#include "spico-type.h"
#include "spico-uuid.h"

/* Delegations and dossiers are older than any conversation of the file. */
#define BEFORE_US (G_GINT64_CONSTANT (400) * 24 * 60 * 60 * G_USEC_PER_SEC)

/* How long after the last message that they read people have read it. */
#define READING_US (3 * 60 * G_USEC_PER_SEC)

typedef struct {
  SpicoSqlConnection *connection;
  SpicoJsonReader reader;
  SpicoDiscussionsReport *report;
  gint64 now_us;
  GHashTable *dossiers;
  GHashTable *delegates;
} Load;

static void
load_clear (Load *load)
{
  spico_json_reader_clear (&load->reader);
  g_clear_pointer (&load->dossiers, g_hash_table_unref);
  g_clear_pointer (&load->delegates, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static gboolean
has_failed (Load *load)
{
  return load->reader.error != NULL;
}

/* Hands an error over to the reader, which knows where in the file it happened; an error of the database stays as it is. */
static void
take_error (Load   *load,
            GError *error)
{
  if (has_failed (load) || error->domain != SPICO_SERVER_ERROR)
    {
      if (!has_failed (load))
        load->reader.error = error;
      else
        g_error_free (error);
      return;
    }

  spico_json_reader_fail (&load->reader, error->message);
  load->reader.error->code = error->code;
  g_error_free (error);
}

/* A `/set` of one object. */
typedef struct {
  const char *method;
  const char *account_id;
  const char *verb;
  const char *key;
  yyjson_mut_doc *document;
  yyjson_mut_val *object;
} SetCall;

static void
set_call_init (SetCall    *call,
               const char *method,
               const char *account_id,
               const char *verb,
               const char *key)
{
  call->method = method;
  call->account_id = account_id;
  call->verb = verb;
  call->key = key;
  call->document = yyjson_mut_doc_new (NULL);
  call->object = yyjson_mut_obj (call->document);
}

static void
set_call_clear (SetCall *call)
{
  yyjson_mut_doc_free (call->document);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SetCall, set_call_clear)

static void
add_text (SetCall    *call,
          const char *name,
          const char *text)
{
  if (text != NULL)
    yyjson_mut_obj_add_strcpy (call->document, call->object, name, text);
}

static GBytes *
write_request (SetCall *call)
{
  static const char *const capabilities[] = { SPICO_CAPABILITY_CORE, SPICO_CAPABILITY_DIRECTORY, SPICO_CAPABILITY_DISCUSSIONS, SPICO_CAPABILITY_DOSSIERS };
  yyjson_mut_doc *document = call->document;
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *calls = yyjson_mut_obj_add_arr (document, root, "methodCalls");
  yyjson_mut_val *invocation = yyjson_mut_arr_add_arr (document, calls);
  yyjson_mut_val *arguments;
  yyjson_mut_val *objects;
  gsize length = 0;
  char *text;

  yyjson_mut_obj_add_val (document, root, "using", yyjson_mut_arr_with_str (document, (const char **) capabilities, G_N_ELEMENTS (capabilities)));
  yyjson_mut_arr_add_str (document, invocation, call->method);
  arguments = yyjson_mut_arr_add_obj (document, invocation);
  yyjson_mut_arr_add_str (document, invocation, "0");
  yyjson_mut_obj_add_str (document, arguments, "accountId", call->account_id);
  objects = yyjson_mut_obj_add_obj (document, arguments, call->verb);
  yyjson_mut_obj_add_val (document, objects, call->key, call->object);
  yyjson_mut_doc_set_root (document, root);

  text = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);
  return g_bytes_new_with_free_func (text, length, free, text);
}

/* What the answer refuses, in the protocol's own words. */
static void
read_answer (Load       *load,
             SetCall    *call,
             GBytes     *answer)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (answer, &length);
  yyjson_doc *document = yyjson_read (bytes, length, YYJSON_READ_NOFLAG);
  yyjson_val *response = yyjson_arr_get (yyjson_obj_get (yyjson_doc_get_root (document), "methodResponses"), 0);
  yyjson_val *arguments = yyjson_arr_get (response, 1);
  gboolean is_create = strcmp (call->verb, "create") == 0;
  yyjson_val *refused = yyjson_obj_get (yyjson_obj_get (arguments, is_create ? "notCreated" : "notUpdated"), call->key);
  yyjson_val *error = yyjson_equals_str (yyjson_arr_get (response, 0), "error") ? arguments : refused;
  g_autofree char *text = NULL;

  if (error != NULL || yyjson_obj_get (yyjson_obj_get (arguments, is_create ? "created" : "updated"), call->key) == NULL)
    {
      const char *type = yyjson_get_str (yyjson_obj_get (error, "type"));
      yyjson_val *properties = yyjson_obj_get (error, "properties");
      const char *property = yyjson_get_str (yyjson_arr_get_first (properties));

      text = g_strdup_printf ("is refused: %s, %s%s%s", call->method, type != NULL ? type : "no answer", property != NULL ? ", " : "", property != NULL ? property : "");
      spico_json_reader_fail (&load->reader, text);
    }

  yyjson_doc_free (document);
}

static void
run_call (Load       *load,
          SetCall    *call,
          const char *person_id,
          gint64      at_us)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) problem = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_autoptr (SpicoJmapRequest) request = NULL;
  SpicoActor actor = { .person_id = (char *) person_id, .session_id = (char *) SPICO_OPERATOR_ID };

  if (has_failed (load))
    return;

  body = write_request (call);
  request = spico_jmap_request_parse (body, &spico_jmap_default_limits, &problem);
  if (request == NULL)
    {
      spico_json_reader_fail (&load->reader, "makes a request that the server does not take");
      return;
    }

  answer = spico_jmap_request_run (request, load->connection, &actor, at_us, changes, &error);
  if (answer == NULL)
    take_error (load, g_steal_pointer (&error));
  else
    read_answer (load, call, answer);
}

static void
read_account (Load       *load,
              yyjson_val *value)
{
  static const char *const names[] = { "login", "password", "principal", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *login = spico_json_reader_text (reader, value, "login");
  const char *password = spico_json_reader_text (reader, value, "password");
  const char *principal = spico_json_reader_text (reader, value, "principal");
  g_autoptr (GError) error = NULL;

  spico_json_reader_known (reader, value, names);
  if (has_failed (load))
    return;

  if (spico_operator_create_account (load->connection, login, principal, password, load->now_us, &error))
    load->report->accounts++;
  else
    take_error (load, g_steal_pointer (&error));
}

static void
read_structure (Load       *load,
                yyjson_val *value)
{
  g_autoptr (GError) error = NULL;

  if (!yyjson_is_str (value))
    spico_json_reader_fail (&load->reader, "must be a text");
  else if (spico_operator_open_structure (load->connection, yyjson_get_str (value), load->now_us, &error))
    load->report->structures++;
  else
    take_error (load, g_steal_pointer (&error));
}

static void
read_delegation (Load       *load,
                 yyjson_val *value)
{
  static const char *const names[] = { "account", "delegate", "scope", "referent", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *account = spico_json_reader_text (reader, value, "account");
  const char *delegate = spico_json_reader_text (reader, value, "delegate");
  const char *scope = spico_json_reader_text (reader, value, "scope");
  const char *referent = spico_json_reader_text (reader, value, "referent");
  g_autoptr (GError) error = NULL;

  spico_json_reader_known (reader, value, names);
  if (has_failed (load))
    return;

  g_hash_table_insert (load->delegates, g_strdup (account), g_strdup (delegate));
  if (spico_operator_set_delegation (load->connection, account, delegate, scope, referent, FALSE, load->now_us - BEFORE_US, &error))
    load->report->delegations++;
  else
    take_error (load, g_steal_pointer (&error));
}

static void
read_member (Load       *load,
             yyjson_val *value,
             const char *dossier_id,
             const char *by_person_id)
{
  static const char *const names[] = { "principal", "habilitation", "role", "inActiveList", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *principal = spico_json_reader_text (reader, value, "principal");
  const char *role = spico_json_reader_optional_text (reader, value, "role");
  gboolean habilitation = spico_json_reader_boolean (reader, value, "habilitation");
  gboolean in_active_list = spico_json_reader_boolean (reader, value, "inActiveList");
  g_autoptr (GError) error = NULL;

  spico_json_reader_known (reader, value, names);
  if (!has_failed (load)
      && !spico_operator_add_member (load->connection, dossier_id, principal, by_person_id, habilitation, in_active_list, role != NULL ? role : "", load->now_us - BEFORE_US, &error))
    take_error (load, g_steal_pointer (&error));
}

/* The first member makes the dossier; the others are then brought into its circle. */
static void
read_dossier (Load       *load,
              yyjson_val *value)
{
  static const char *const names[] = { "key", "members", "birthName", "usedName", "firstNames", "birthDate", "sex", "birthPlaceCode", "insMatricule", "insStatus", NULL };
  static const char *const traits[] = { "birthName", "usedName", "firstNames", "birthDate", "sex", "birthPlaceCode", "insMatricule", "insStatus" };
  SpicoJsonReader *reader = &load->reader;
  const char *key = spico_json_reader_text (reader, value, "key");
  yyjson_val *members = spico_json_reader_array (reader, value, "members");
  const char *maker = spico_json_reader_text (reader, yyjson_arr_get_first (members), "principal");
  g_autofree char *id = spico_uuid_new (load->now_us - BEFORE_US);
  g_auto (SetCall) call = { 0 };
  yyjson_arr_iter iter;
  yyjson_val *member;

  set_call_init (&call, "Dossier/set", maker, "create", "d");
  add_text (&call, "clientId", id);
  for (guint i = 0; i < G_N_ELEMENTS (traits); i++)
    add_text (&call, traits[i], spico_json_reader_optional_text (reader, value, traits[i]));

  spico_json_reader_known (reader, value, names);
  if (g_hash_table_contains (load->dossiers, key))
    spico_json_reader_fail (reader, "has the key of another dossier");
  run_call (load, &call, maker, load->now_us - BEFORE_US);

  yyjson_arr_iter_init (members, &iter);
  while (!has_failed (load) && (member = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gsize mark = spico_json_reader_enter (reader, "members", iter.idx - 1);

      read_member (load, member, id, maker);
      spico_json_reader_leave (reader, mark);
    }

  load->report->dossiers++;
  g_hash_table_insert (load->dossiers, g_strdup (key), g_steal_pointer (&id));
}

/* Who wrote was there: the presence of the region's people (F014) then tells what their conversations tell. */
static void
mark_seen (Load       *load,
           const char *person_id,
           gint64      at_us)
{
  g_autoptr (GError) error = NULL;

  if (!has_failed (load) && !spico_auth_touch_presence (load->connection, person_id, 0, at_us, &error))
    take_error (load, g_steal_pointer (&error));
}

static void
read_message (Load       *load,
              yyjson_val *value,
              const char *conversation_id,
              gint64     *at_us)
{
  static const char *const names[] = { "person", "account", "at", "text", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *person = spico_json_reader_text (reader, value, "person");
  const char *account = spico_json_reader_text (reader, value, "account");
  const char *text = spico_json_reader_text (reader, value, "text");
  gint64 before_us = *at_us;
  g_autofree char *id = NULL;
  g_auto (SetCall) call = { 0 };

  spico_json_reader_known (reader, value, names);
  if (spico_json_reader_time (reader, value, "at", load->now_us, at_us) && *at_us < before_us)
    spico_json_reader_fail (reader, "is older than the message before it");

  id = spico_uuid_new (*at_us);
  set_call_init (&call, "Message/set", account, "create", "m");
  add_text (&call, "clientId", id);
  add_text (&call, "conversationId", conversation_id);
  add_text (&call, "text", text);
  run_call (load, &call, person, *at_us);
  mark_seen (load, person, *at_us);
  load->report->messages++;
}

static void
read_marker (Load       *load,
             yyjson_val *value,
             const char *conversation_id,
             yyjson_val *messages)
{
  static const char *const names[] = { "person", "account", "upTo", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *person = spico_json_reader_text (reader, value, "person");
  const char *account = spico_json_reader_text (reader, value, "account");
  gint64 up_to = spico_json_reader_integer (reader, value, "upTo", (gint64) yyjson_arr_size (messages));
  g_autofree char *id = g_strdup_printf ("%s_%s_%s", conversation_id, account, person);
  g_auto (SetCall) call = { 0 };
  gint64 at_us = load->now_us;

  spico_json_reader_known (reader, value, names);
  if (up_to > 0)
    spico_json_reader_time (reader, yyjson_arr_get (messages, (gsize) up_to - 1), "at", load->now_us, &at_us);

  set_call_init (&call, "ReadMarker/set", account, "update", id);
  yyjson_mut_obj_add_int (call.document, call.object, "readUpTo", up_to);
  run_call (load, &call, person, MIN (at_us + READING_US, load->now_us));
}

static void
create_conversation (Load       *load,
                     yyjson_val *value,
                     const char *id,
                     gint64      at_us)
{
  SpicoJsonReader *reader = &load->reader;
  const char *account = spico_json_reader_text (reader, value, "account");
  const char *person = spico_json_reader_text (reader, value, "person");
  const char *dossier = spico_json_reader_optional_text (reader, value, "dossier");
  const char *dossier_id = dossier != NULL ? g_hash_table_lookup (load->dossiers, dossier) : NULL;
  yyjson_arr_iter participants;
  yyjson_mut_val *list;
  yyjson_val *participant;
  g_auto (SetCall) call = { 0 };

  if (dossier != NULL && dossier_id == NULL)
    spico_json_reader_fail (reader, "is about a dossier that the file does not hold");

  set_call_init (&call, "Conversation/set", account, "create", "c");
  add_text (&call, "clientId", id);
  add_text (&call, "subject", spico_json_reader_text (reader, value, "subject"));
  add_text (&call, "dossierId", dossier_id);
  list = yyjson_mut_obj_add_arr (call.document, call.object, "participantIds");

  yyjson_arr_iter_init (spico_json_reader_array (reader, value, "participants"), &participants);
  while ((participant = yyjson_arr_iter_next (&participants)) != NULL)
    {
      if (!yyjson_is_str (participant))
        spico_json_reader_fail (reader, "has a participant who is no text");
      else if (!yyjson_equals_str (participant, account))
        yyjson_mut_arr_add_strcpy (call.document, list, yyjson_get_str (participant));
    }

  run_call (load, &call, person, at_us);
}

static void
read_conversation (Load       *load,
                   yyjson_val *value)
{
  static const char *const names[] = { "account", "person", "subject", "dossier", "participants", "messages", "readBy", NULL };
  SpicoJsonReader *reader = &load->reader;
  yyjson_val *messages = spico_json_reader_array (reader, value, "messages");
  yyjson_val *read_by = spico_json_reader_array (reader, value, "readBy");
  g_autofree char *id = NULL;
  yyjson_arr_iter iter;
  yyjson_val *item;
  gint64 at_us = load->now_us;

  spico_json_reader_known (reader, value, names);
  if (yyjson_arr_size (messages) > 0)
    spico_json_reader_time (reader, yyjson_arr_get_first (messages), "at", load->now_us, &at_us);

  id = spico_uuid_new (at_us);
  create_conversation (load, value, id, at_us);

  yyjson_arr_iter_init (messages, &iter);
  while (!has_failed (load) && (item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gsize mark = spico_json_reader_enter (reader, "messages", iter.idx - 1);

      read_message (load, item, id, &at_us);
      spico_json_reader_leave (reader, mark);
    }

  yyjson_arr_iter_init (read_by, &iter);
  while (!has_failed (load) && (item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gsize mark = spico_json_reader_enter (reader, "readBy", iter.idx - 1);

      read_marker (load, item, id, messages);
      spico_json_reader_leave (reader, mark);
    }

  load->report->conversations++;
}

static void
read_favourite (Load       *load,
                yyjson_val *value)
{
  static const char *const names[] = { "account", "principals", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *account = spico_json_reader_text (reader, value, "account");
  const char *delegate = g_hash_table_lookup (load->delegates, account);
  yyjson_arr_iter iter;
  yyjson_val *principal;

  spico_json_reader_known (reader, value, names);
  yyjson_arr_iter_init (spico_json_reader_array (reader, value, "principals"), &iter);

  while (!has_failed (load) && (principal = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gsize mark = spico_json_reader_enter (reader, "principals", iter.idx - 1);
      g_auto (SetCall) call = { 0 };

      set_call_init (&call, "Favourite/set", account, "create", "f");
      add_text (&call, "principalId", yyjson_get_str (principal));
      run_call (load, &call, delegate != NULL ? delegate : account, load->now_us);
      load->report->favourites++;
      spico_json_reader_leave (reader, mark);
    }
}

static void
accept_group (Load       *load,
              const char *principal,
              const char *share_id)
{
  g_auto (SetCall) call = { 0 };

  set_call_init (&call, "FavouriteGroupShare/set", principal, "update", share_id);
  yyjson_mut_obj_add_bool (call.document, call.object, "isAccepted", TRUE);
  run_call (load, &call, principal, load->now_us);
}

/* Shared by its administrator, and accepted by whom it is shared with. */
static void
read_group_share (Load       *load,
                  yyjson_val *value,
                  const char *account,
                  const char *group_id)
{
  static const char *const names[] = { "principal", "accepted", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *principal = spico_json_reader_text (reader, value, "principal");
  gboolean is_accepted = spico_json_reader_boolean (reader, value, "accepted");
  g_autofree char *id = spico_uuid_new (load->now_us);
  g_auto (SetCall) call = { 0 };

  spico_json_reader_known (reader, value, names);
  set_call_init (&call, "FavouriteGroupShare/set", account, "create", "s");
  add_text (&call, "clientId", id);
  add_text (&call, "groupId", group_id);
  add_text (&call, "principalId", principal);
  run_call (load, &call, account, load->now_us);
  if (is_accepted)
    accept_group (load, principal, id);
}

static void
create_group (Load       *load,
              yyjson_val *value,
              const char *account,
              const char *id)
{
  SpicoJsonReader *reader = &load->reader;
  g_auto (SetCall) call = { 0 };
  yyjson_mut_val *members;
  yyjson_arr_iter iter;
  yyjson_val *member;

  set_call_init (&call, "FavouriteGroup/set", account, "create", "g");
  add_text (&call, "clientId", id);
  add_text (&call, "name", spico_json_reader_text (reader, value, "name"));
  add_text (&call, "description", spico_json_reader_text (reader, value, "description"));
  yyjson_mut_obj_add_bool (call.document, call.object, "isPublic", spico_json_reader_boolean (reader, value, "public"));
  members = yyjson_mut_obj_add_arr (call.document, call.object, "memberIds");
  yyjson_arr_iter_init (spico_json_reader_array (reader, value, "members"), &iter);
  while ((member = yyjson_arr_iter_next (&iter)) != NULL)
    yyjson_mut_arr_add_strcpy (call.document, members, yyjson_is_str (member) ? yyjson_get_str (member) : "");
  run_call (load, &call, account, load->now_us);
}

static void
read_group (Load       *load,
            yyjson_val *value)
{
  static const char *const names[] = { "account", "name", "description", "members", "public", "shared", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *account = spico_json_reader_text (reader, value, "account");
  g_autofree char *id = spico_uuid_new (load->now_us);
  yyjson_arr_iter iter;
  yyjson_val *share;

  spico_json_reader_known (reader, value, names);
  create_group (load, value, account, id);
  yyjson_arr_iter_init (spico_json_reader_array (reader, value, "shared"), &iter);
  while (!has_failed (load) && (share = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gsize mark = spico_json_reader_enter (reader, "shared", iter.idx - 1);

      read_group_share (load, share, account, id);
      spico_json_reader_leave (reader, mark);
    }
  load->report->groups++;
}

static void
read_absence (Load       *load,
              yyjson_val *value)
{
  static const char *const names[] = { "principal", "from", "until", "standIn", "message", NULL };
  SpicoJsonReader *reader = &load->reader;
  const char *principal = spico_json_reader_text (reader, value, "principal");
  const char *stand_in = spico_json_reader_optional_text (reader, value, "standIn");
  const char *message = spico_json_reader_optional_text (reader, value, "message");
  g_autofree char *first_day = spico_json_reader_day (reader, value, "from", load->now_us);
  g_autofree char *last_day = spico_json_reader_day (reader, value, "until", load->now_us);
  g_autoptr (GError) error = NULL;

  spico_json_reader_known (reader, value, names);
  if (has_failed (load))
    return;

  if (spico_operator_set_absence (load->connection, principal, first_day, last_day, stand_in, message != NULL ? message : "", &error))
    load->report->absences++;
  else
    take_error (load, g_steal_pointer (&error));
}

/* The parts of the file, each resting on those before it. */
static const struct {
  const char *name;
  void (*read) (Load       *load,
                yyjson_val *value);
} parts[] = {
  { "accounts", read_account },
  { "structures", read_structure },
  { "delegations", read_delegation },
  { "dossiers", read_dossier },
  { "conversations", read_conversation },
  { "favourites", read_favourite },
  { "groups", read_group },
  { "absences", read_absence },
};

static void
read_file (Load       *load,
           yyjson_val *root)
{
  static const char *const names[] = { "accounts", "structures", "delegations", "dossiers", "conversations", "favourites", "groups", "absences", NULL };

  spico_json_reader_known (&load->reader, root, names);

  for (guint i = 0; i < G_N_ELEMENTS (parts) && !has_failed (load); i++)
    {
      yyjson_arr_iter iter;
      yyjson_val *value;

      yyjson_arr_iter_init (spico_json_reader_array (&load->reader, root, parts[i].name), &iter);
      while (!has_failed (load) && (value = yyjson_arr_iter_next (&iter)) != NULL)
        {
          gsize mark = spico_json_reader_enter (&load->reader, parts[i].name, iter.idx - 1);

          parts[i].read (load, value);
          spico_json_reader_leave (&load->reader, mark);
        }
    }
}

/**
 * spico_discussions_import:
 * @connection: a connection that may write, without a transaction
 * @json: the file
 * @now_us: the time to which the file's times are relative, in microseconds since 1970
 * @report: (out caller-allocates): what was made
 * @error: a #SpicoServerError that begins with the place in the file, or a #SpicoSqlError
 *
 * Loads the accounts, delegations, dossiers, conversations, favourites, groups and absences of a demonstration region, all or nothing. The principals must be in the directory.
 *
 * Returns: whether everything was loaded
 */
gboolean
spico_discussions_import (SpicoSqlConnection     *connection,
                          GBytes                 *json,
                          gint64                  now_us,
                          SpicoDiscussionsReport *report,
                          GError                **error)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (json, &length);
  g_auto (Load) load = { .connection = connection, .report = report, .now_us = now_us };
  yyjson_read_err problem;
  yyjson_doc *document = yyjson_read_opts ((char *) bytes, length, YYJSON_READ_NOFLAG, NULL, &problem);

  memset (report, 0, sizeof *report);
  if (document == NULL)
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is not JSON: byte %" G_GSIZE_FORMAT, problem.pos);
      return FALSE;
    }

  spico_json_reader_init (&load.reader);
  load.dossiers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  load.delegates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &load.reader.error))
    read_file (&load, yyjson_doc_get_root (document));
  yyjson_doc_free (document);

  if (!has_failed (&load) && spico_sql_connection_commit (connection, &load.reader.error))
    return TRUE;

  spico_sql_connection_rollback (connection);
  g_propagate_error (error, g_steal_pointer (&load.reader.error));
  return FALSE;
}
