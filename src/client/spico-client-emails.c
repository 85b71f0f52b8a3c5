/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail through MSSanté needs of the server (F066, F054). */
#include "spico-client-emails.h"

#include "spico-calls.h"
#include "spico-client-private.h"
#include "spico-email-private.h"
#include "spico-json.h"
#include "spico-session-blobs.h"
#include "spico-store-accounts.h"
#include "spico-store-reads.h"

/* A screenful or two. */
#define MAX_SENT 50

static GStrv
read_addresses (JsonObject *card)
{
  JsonArray *records = spico_json_get_array (card, "mssanteAddresses");
  GStrvBuilder *builder = g_strv_builder_new ();

  for (guint i = 0; records != NULL && i < json_array_get_length (records); i++)
    {
      JsonObject *record = spico_json_get_element_object (records, i);
      const char *address = record != NULL ? spico_json_get_string (record, "address") : NULL;

      if (address != NULL && spico_mail_address_is_valid (address))
        g_strv_builder_add (builder, address);
    }

  return g_strv_builder_unref_to_strv (builder);
}

static DexFuture *
found_cb (DexFuture *future,
          gpointer   data)
{
  GError *error = NULL;
  JsonObject *got = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "g", 0, &error);
  JsonArray *cards = got != NULL ? spico_json_get_array (got, "list") : NULL;
  GHashTable *found;

  if (got == NULL)
    return dex_future_new_for_error (error);

  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  for (guint i = 0; cards != NULL && i < json_array_get_length (cards); i++)
    {
      JsonObject *card = spico_json_get_element_object (cards, i);
      const char *id = card != NULL ? spico_json_get_string (card, "id") : NULL;

      if (id != NULL)
        g_hash_table_replace (found, g_strdup (id), read_addresses (card));
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, found);
}

DexFuture *
spico_client_find_mssante_addresses (SpicoClient       *self,
                                     const char *const *ids)
{
  JsonObject *arguments;
  JsonArray *wanted;
  JsonArray *properties;
  JsonArray *calls;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL && g_strv_length ((char **) ids) <= SPICO_CLIENT_MAX_ASKED, NULL);

  if (self->sync == NULL)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  wanted = json_array_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    json_array_add_string_element (wanted, ids[i]);
  json_object_set_array_member (arguments, "ids", wanted);
  properties = json_array_new ();
  json_array_add_string_element (properties, "mssanteAddresses");
  json_object_set_array_member (arguments, "properties", properties);
  calls = json_array_new ();
  spico_calls_add (calls, "PrincipalCard", "get", arguments, "g", 0);

  return dex_future_then (spico_sync_call (self->sync, calls), found_cb, NULL, NULL);
}

/* ---- The region's relay ---- */

static DexFuture *
mssante_read_cb (DexFuture *future,
                 gpointer   data)
{
  const char *text = g_value_get_string (dex_future_get_value (future, NULL));
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GStrvBuilder *builder = g_strv_builder_new ();

  if (array == NULL)
    g_strv_builder_add (builder, "");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *one = spico_json_get_element_string (array, i);

      g_strv_builder_add (builder, one != NULL ? one : "");
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_unref_to_strv (builder));
}

DexFuture *
spico_client_load_mssante (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->store == NULL)
    return spico_client_nobody ();

  return dex_future_then (spico_store_read (self->store, spico_read_setting, g_strdup (SPICO_MSSANTE_SETTING), g_free), mssante_read_cb, NULL, NULL);
}

typedef struct {
  SpicoSession *session;
  char *account_id;
  char *id;
  SpicoEmail *email;
} Submission;

static void
submission_free (gpointer data)
{
  Submission *submission = data;

  g_object_unref (submission->session);
  g_free (submission->account_id);
  g_free (submission->id);
  spico_email_unref (submission->email);
  g_free (submission);
}

/* Awaits. What the server never takes is a fault of the mail. */
static char *
await_blob (Submission           *submission,
            SpicoEmailAttachment *attachment,
            GError              **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (attachment->content);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const SpicoUpload upload = {
    .account_id = submission->account_id,
    .media_type = attachment->type,
    .stream = stream,
    .size = (gint64) g_bytes_get_size (attachment->content),
    .cancellable = cancellable,
  };
  SpicoAttachmentFailure failure;
  g_autoptr (GError) local_error = NULL;
  char *blob_id = spico_session_await_upload (submission->session, &upload, &failure, &local_error);

  if (failure != SPICO_ATTACHMENT_FAILURE_NONE)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The server does not take the file");
  else if (blob_id == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return blob_id;
}

/* Awaits. One after the other: a line to the server is not wide. */
static JsonArray *
await_attachments (Submission *submission,
                   GError    **error)
{
  g_autoptr (JsonArray) attachments = json_array_new ();

  for (guint i = 0; i < submission->email->attachments->len; i++)
    {
      SpicoEmailAttachment *attachment = g_ptr_array_index (submission->email->attachments, i);
      g_autofree char *blob_id = await_blob (submission, attachment, error);
      JsonObject *record;

      if (blob_id == NULL)
        return NULL;
      record = json_object_new ();
      json_object_set_string_member (record, "blobId", blob_id);
      json_object_set_string_member (record, "name", attachment->name);
      json_object_set_string_member (record, "type", attachment->type);
      json_array_add_object_element (attachments, record);
    }

  return g_steal_pointer (&attachments);
}

static JsonArray *
make_recipients (SpicoEmail *email)
{
  JsonArray *to = json_array_new ();

  for (guint i = 0; i < email->to->len; i++)
    {
      SpicoEmailMailbox *mailbox = g_ptr_array_index (email->to, i);
      JsonObject *record = json_object_new ();

      json_object_set_string_member (record, "name", mailbox->name);
      json_object_set_string_member (record, "email", mailbox->address);
      json_array_add_object_element (to, record);
    }

  return to;
}

static JsonArray *
make_calls (Submission *submission,
            JsonArray  *attachments)
{
  JsonArray *calls = json_array_new ();
  JsonObject *arguments = spico_arguments_new (submission->account_id);
  JsonObject *objects = json_object_new ();
  JsonObject *mail = json_object_new ();

  json_object_set_string_member (mail, "clientId", submission->id);
  json_object_set_string_member (mail, "fromAddress", submission->email->from->address);
  json_object_set_array_member (mail, "to", make_recipients (submission->email));
  json_object_set_string_member (mail, "subject", submission->email->subject);
  json_object_set_string_member (mail, "text", submission->email->text);
  json_object_set_array_member (mail, "attachments", json_array_ref (attachments));
  json_object_set_object_member (objects, "one", mail);
  json_object_set_object_member (arguments, "create", objects);
  spico_calls_add (calls, "EmailSubmission", "set", arguments, "s", 0);

  return calls;
}

/* What was taken already was sent by an answer that nobody heard. */
static GError *
find_refusal (JsonObject *answer)
{
  const char *type = spico_calls_find_refusal (answer, "notCreated");

  if (type == NULL || g_str_equal (type, "alreadyExists"))
    return NULL;
  if (g_str_equal (type, "rateLimit"))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS, "The account has sent too many mails today");

  return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The server refuses it");
}

static DexFuture *
submit_fiber (gpointer data)
{
  Submission *submission = data;
  GError *error = NULL;
  g_autoptr (JsonArray) attachments = await_attachments (submission, &error);
  g_autoptr (JsonArray) calls = attachments != NULL ? make_calls (submission, attachments) : NULL;
  g_autoptr (JsonObject) response = calls != NULL ? spico_calls_await (submission->session, g_steal_pointer (&calls), &error) : NULL;
  JsonObject *answer = response != NULL ? spico_calls_find (response, "s", 0, &error) : NULL;

  if (answer != NULL)
    error = find_refusal (answer);

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_true ();
}

DexFuture *
spico_client_send_email (SpicoClient *self,
                         const char  *account_id,
                         const char  *id,
                         SpicoEmail  *email)
{
  Submission *submission;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && id != NULL && email != NULL && email->from != NULL, NULL);

  if (self->session == NULL || self->sync == NULL)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  submission = g_new0 (Submission, 1);
  submission->session = g_object_ref (self->session);
  submission->account_id = g_strdup (account_id);
  submission->id = g_strdup (id);
  submission->email = spico_email_ref (email);

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, submit_fiber, submission, submission_free);
}

/* ---- What became of them ---- */

struct _SpicoSentEmail {
  GObject parent_instance;

  char *from;
  char *status;
  guint recipient_count;
  GDateTime *created_at;
};

G_DEFINE_FINAL_TYPE (SpicoSentEmail, spico_sent_email, G_TYPE_OBJECT)

static void
spico_sent_email_finalize (GObject *object)
{
  SpicoSentEmail *self = SPICO_SENT_EMAIL (object);

  g_free (self->from);
  g_free (self->status);
  g_clear_pointer (&self->created_at, g_date_time_unref);

  G_OBJECT_CLASS (spico_sent_email_parent_class)->finalize (object);
}

static void
spico_sent_email_class_init (SpicoSentEmailClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_sent_email_finalize;
}

static void
spico_sent_email_init (SpicoSentEmail *self)
{
}

const char *
spico_sent_email_get_from (SpicoSentEmail *self)
{
  return self->from;
}

guint
spico_sent_email_get_recipient_count (SpicoSentEmail *self)
{
  return self->recipient_count;
}

const char *
spico_sent_email_get_status (SpicoSentEmail *self)
{
  return self->status;
}

GDateTime *
spico_sent_email_get_created_at (SpicoSentEmail *self)
{
  return self->created_at;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  const char *text = spico_json_get_string (object, name);

  return text != NULL ? text : "";
}

static SpicoSentEmail *
sent_email_new (JsonObject *object)
{
  SpicoSentEmail *self = g_object_new (SPICO_TYPE_SENT_EMAIL, NULL);
  g_autoptr (GDateTime) created_at = g_date_time_new_from_iso8601 (get_text (object, "createdAt"), NULL);

  self->from = g_strdup (get_text (object, "fromAddress"));
  self->status = g_strdup (get_text (object, "status"));
  self->recipient_count = (guint) CLAMP (spico_json_get_int (object, "recipientCount"), 0, G_MAXUINT);
  self->created_at = created_at != NULL ? g_date_time_to_local (created_at) : g_date_time_new_now_local ();

  return self;
}

static DexFuture *
sent_read_cb (DexFuture *future,
              gpointer   data)
{
  GError *error = NULL;
  JsonObject *got = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "g", 0, &error);
  JsonArray *list = got != NULL ? spico_json_get_array (got, "list") : NULL;
  g_autoptr (GListStore) sent = g_list_store_new (SPICO_TYPE_SENT_EMAIL);

  if (got == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = spico_json_get_element_object (list, i);
      g_autoptr (SpicoSentEmail) email = object != NULL ? sent_email_new (object) : NULL;

      if (email != NULL)
        g_list_store_append (sent, email);
    }

  return dex_future_new_take_object (g_steal_pointer (&sent));
}

DexFuture *
spico_client_list_sent_emails (SpicoClient *self,
                               const char  *account_id)
{
  JsonArray *calls;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  if (self->sync == NULL)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  calls = json_array_new ();
  spico_calls_add_query (calls, "EmailSubmission", spico_query_new (account_id, NULL, "createdAt", FALSE, MAX_SENT), "q", "g", 0);

  return dex_future_then (spico_sync_call (self->sync, calls), sent_read_cb, NULL, NULL);
}
