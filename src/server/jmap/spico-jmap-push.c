/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PushSubscription/get and /set: RFC 8620 section 7.2. They have neither account nor state. */
#include "spico-jmap-private.h"

#include <sodium.h>
#include <string.h>

#include "spico-push-address.h"
#include "spico-push-subscription.h"
#include "spico-uuid.h"

#define CODE_BYTES 24
#define MAX_DEVICE 255
#define MAX_TYPES 64

static const char *const properties[] = { "id", "deviceClientId", "verificationCode", "expires", "types", NULL };

static gboolean
fail (GError    **error,
      int         code,
      const char *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

/* Of these two methods "accountId" is no argument either. */
static gboolean
check_arguments (SpicoJmapCall     *call,
                 const char *const *names,
                 GError           **error)
{
  if (yyjson_obj_get (call->arguments, "accountId") != NULL)
    return fail (error, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "Push subscriptions have no account.");

  return spico_jmap_call_check_arguments (call, names, error);
}

static GPtrArray *
list_own (SpicoJmapCall *call,
          GError       **error)
{
  return spico_push_subscriptions_list (call->context->connection, call->context->actor->session_id, call->context->now_us, error);
}

static SpicoPushSubscription *
find_own (GPtrArray  *own,
          const char *id)
{
  for (guint i = 0; i < own->len; i++)
    {
      SpicoPushSubscription *subscription = g_ptr_array_index (own, i);

      if (g_str_equal (subscription->id, id))
        return subscription;
    }

  return NULL;
}

/* ---- /get ---- */

static gboolean
check_properties (yyjson_val *wanted,
                  GError    **error)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (wanted);
  yyjson_val *item;

  if (wanted == NULL || yyjson_is_null (wanted))
    return TRUE;
  if (!yyjson_is_arr (wanted))
    return fail (error, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "\"properties\" must be an array.");

  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_text (item);

      if (g_strcmp0 (name, "url") == 0 || g_strcmp0 (name, "keys") == 0)
        return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "\"url\" and \"keys\" are never told.");
      if (name == NULL || !g_strv_contains (properties, name))
        return fail (error, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "There is no such property.");
    }

  return TRUE;
}

static gboolean
is_wanted (yyjson_val *wanted,
           const char *name)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (wanted);
  yyjson_val *item;

  if (!yyjson_is_arr (wanted) || g_str_equal (name, "id"))
    return TRUE;
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (g_str_equal (spico_jmap_key (item), name))
        return TRUE;
    }

  return FALSE;
}

static yyjson_mut_val *
write_types (SpicoJmapCall *call,
             const char    *types)
{
  yyjson_mut_val *array;
  g_auto (GStrv) names = NULL;

  if (types == NULL)
    return yyjson_mut_null (call->context->document);

  array = yyjson_mut_arr (call->context->document);
  names = g_strsplit (types, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    yyjson_mut_arr_append (array, spico_jmap_call_text (call, names[i]));

  return array;
}

static yyjson_mut_val *
write_value (SpicoJmapCall         *call,
             SpicoPushSubscription *subscription,
             const char            *name)
{
  g_autofree char *date = NULL;

  if (g_str_equal (name, "id"))
    return spico_jmap_call_text (call, subscription->id);
  if (g_str_equal (name, "deviceClientId"))
    return spico_jmap_call_text (call, subscription->device_client_id);
  if (g_str_equal (name, "verificationCode"))
    return subscription->is_verified ? spico_jmap_call_text (call, subscription->verification_code) : yyjson_mut_null (call->context->document);
  if (g_str_equal (name, "types"))
    return write_types (call, subscription->types);

  date = spico_utc_date_format (subscription->expires_at);
  return spico_jmap_call_text (call, date);
}

static yyjson_mut_val *
write_subscription (SpicoJmapCall         *call,
                    SpicoPushSubscription *subscription,
                    yyjson_val            *wanted)
{
  yyjson_mut_val *object = yyjson_mut_obj (call->context->document);

  for (guint i = 0; properties[i] != NULL; i++)
    {
      if (is_wanted (wanted, properties[i]))
        spico_jmap_call_put (call, object, properties[i], write_value (call, subscription, properties[i]));
    }

  return object;
}

static gboolean
check_ids (SpicoJmapCall *call,
           yyjson_val    *ids,
           GError       **error)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (ids);
  yyjson_val *item;

  if (ids == NULL || yyjson_is_null (ids))
    return TRUE;
  if (yyjson_arr_size (ids) > call->context->limits->max_objects_in_get)
    return fail (error, SPICO_JMAP_ERROR_REQUEST_TOO_LARGE, "More objects are asked for than maxObjectsInGet.");
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (spico_jmap_text (item) == NULL)
        break;
    }

  return (yyjson_is_arr (ids) && item == NULL) || fail (error, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "\"ids\" must be an array of ids.");
}

/**
 * spico_jmap_call_push_get:
 * @call: the call
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_push_get (SpicoJmapCall *call,
                          GError       **error)
{
  static const char *const names[] = { "ids", "properties", NULL };
  yyjson_val *ids = yyjson_obj_get (call->arguments, "ids");
  yyjson_val *wanted = yyjson_obj_get (call->arguments, "properties");
  yyjson_mut_val *list = yyjson_mut_arr (call->context->document);
  yyjson_mut_val *not_found = yyjson_mut_arr (call->context->document);
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_iter iterator = yyjson_arr_iter_with (ids);
  yyjson_val *item;

  if (!check_arguments (call, names, error) || !check_properties (wanted, error) || !check_ids (call, ids, error))
    return FALSE;
  own = list_own (call, error);
  if (own == NULL)
    return FALSE;

  for (guint i = 0; !yyjson_is_arr (ids) && i < own->len; i++)
    yyjson_mut_arr_append (list, write_subscription (call, g_ptr_array_index (own, i), wanted));
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *id = spico_jmap_key (item);
      SpicoPushSubscription *subscription = find_own (own, id);

      if (!g_hash_table_add (seen, (gpointer) id))
        continue;
      if (subscription != NULL)
        yyjson_mut_arr_append (list, write_subscription (call, subscription, wanted));
      else
        yyjson_mut_arr_append (not_found, spico_jmap_call_text (call, id));
    }

  spico_jmap_call_put (call, call->result, "list", list);
  spico_jmap_call_put (call, call->result, "notFound", not_found);
  return TRUE;
}

/* ---- /set ---- */

static gboolean
refuse (SpicoJmapCall *call,
        const char    *property,
        const char    *description,
        GError       **error)
{
  g_ptr_array_add (call->bad_properties, (gpointer) property);
  return fail (error, SPICO_JMAP_ERROR_INVALID_PROPERTIES, description);
}

static gboolean
read_types (SpicoJmapCall         *call,
            SpicoPushSubscription *subscription,
            yyjson_val            *value,
            GError               **error)
{
  g_autoptr (GString) types = g_string_new (NULL);
  yyjson_arr_iter iterator = yyjson_arr_iter_with (value);
  yyjson_val *item;

  if (value == NULL || yyjson_is_null (value))
    {
      g_clear_pointer (&subscription->types, g_free);
      return TRUE;
    }
  if (!yyjson_is_arr (value) || yyjson_arr_size (value) == 0 || yyjson_arr_size (value) > MAX_TYPES)
    return refuse (call, "types", "\"types\" must be null or an array of names.", error);

  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_text (item);

      if (name == NULL || !spico_jmap_is_id (name))
        return refuse (call, "types", "\"types\" must be null or an array of names.", error);
      g_string_append_printf (types, "%s%s", types->len > 0 ? "," : "", name);
    }
  g_set_str (&subscription->types, types->str);

  return TRUE;
}

/* Later than we keep it, or not said: as late as we keep it. */
static gboolean
read_expires (SpicoJmapCall         *call,
              SpicoPushSubscription *subscription,
              yyjson_val            *value,
              GError               **error)
{
  gint64 now_us = call->context->now_us;
  gint64 latest = now_us + SPICO_PUSH_LIFETIME_US;
  const char *text = spico_jmap_text (value);

  subscription->expires_at = latest;
  if (value == NULL || yyjson_is_null (value))
    return TRUE;
  if (text == NULL || !spico_utc_date_parse (text, &subscription->expires_at) || subscription->expires_at <= now_us)
    return refuse (call, "expires", "\"expires\" must be a UTCDate to come.", error);

  subscription->expires_at = MIN (subscription->expires_at, latest);
  return TRUE;
}

static gboolean
check_create (SpicoJmapCall *call,
              yyjson_val    *json,
              GError       **error)
{
  static const char *const known[] = { "deviceClientId", "url", "keys", "verificationCode", "expires", "types", NULL };
  yyjson_obj_iter iterator = yyjson_obj_iter_with (json);
  yyjson_val *keys = yyjson_obj_get (json, "keys");
  yyjson_val *code = yyjson_obj_get (json, "verificationCode");
  yyjson_val *key;

  if (!yyjson_is_obj (json))
    return fail (error, SPICO_JMAP_ERROR_INVALID_PROPERTIES, "An object is expected.");

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (!g_strv_contains (known, spico_jmap_key (key)))
        return refuse (call, yyjson_mut_get_str (spico_jmap_call_text (call, spico_jmap_key (key))), "There is no such property to be set.", error);
    }
  if (keys != NULL && !yyjson_is_null (keys))
    return refuse (call, "keys", "Pushes are not encrypted beyond HTTPS: \"keys\" must be null.", error);
  if (code != NULL && !yyjson_is_null (code))
    return refuse (call, "verificationCode", "The verification code comes from the server.", error);

  return TRUE;
}

static SpicoPushSubscription *
read_create (SpicoJmapCall *call,
             yyjson_val    *json,
             GError       **error)
{
  g_autoptr (SpicoPushSubscription) self = g_new0 (SpicoPushSubscription, 1);
  const char *device = spico_jmap_text (yyjson_obj_get (json, "deviceClientId"));
  const char *url = spico_jmap_text (yyjson_obj_get (json, "url"));

  if (!check_create (call, json, error))
    return NULL;
  if (device == NULL || *device == '\0' || strlen (device) > MAX_DEVICE)
    {
      refuse (call, "deviceClientId", "\"deviceClientId\" must be a short text.", error);
      return NULL;
    }
  if (url == NULL || !spico_push_url_is_valid (url, call->context->limits->pushes_to_private))
    {
      refuse (call, "url", "\"url\" must be a public https address.", error);
      return NULL;
    }
  if (!read_types (call, self, yyjson_obj_get (json, "types"), error) || !read_expires (call, self, yyjson_obj_get (json, "expires"), error))
    return NULL;

  self->device_client_id = g_strdup (device);
  self->url = g_strdup (url);
  return g_steal_pointer (&self);
}

static char *
make_code (void)
{
  guint8 bytes[CODE_BYTES];
  char text[CODE_BYTES * 2];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

  return g_strdup (text);
}

typedef gboolean (*ObjectStep) (SpicoJmapCall   *call,
                                GPtrArray       *own,
                                const char      *key,
                                yyjson_val      *value,
                                yyjson_mut_val **answer,
                                GError         **error);

static gboolean
check_quota (SpicoJmapCall *call,
             GPtrArray     *own,
             GError       **error)
{
  gboolean may;

  if (!spico_push_may_try (call->context->connection, call->context->actor->person_id, &may, error))
    return FALSE;

  return (own->len < SPICO_PUSH_MAX_SUBSCRIPTIONS || fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "This session has too many subscriptions."))
         && (may || fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "Too many addresses were tried that did not answer with their code."));
}

static gboolean
create_one (SpicoJmapCall   *call,
            GPtrArray       *own,
            const char      *key,
            yyjson_val      *json,
            yyjson_mut_val **answer,
            GError         **error)
{
  SpicoJmapContext *context = call->context;
  SpicoPushSubscription *subscription = read_create (call, json, error);

  if (subscription == NULL)
    return FALSE;
  if (!check_quota (call, own, error))
    {
      spico_push_subscription_free (subscription);
      return FALSE;
    }

  g_ptr_array_add (own, subscription);
  subscription->id = spico_uuid_new (context->now_us);
  subscription->person_id = g_strdup (context->actor->person_id);
  subscription->session_id = g_strdup (context->actor->session_id);
  subscription->verification_code = make_code ();
  if (!spico_push_subscription_insert (subscription, context->connection, context->now_us, error))
    return FALSE;

  g_hash_table_replace (context->created_ids, g_strdup (key), g_strdup (subscription->id));
  *answer = yyjson_mut_obj (context->document);
  spico_jmap_call_put (call, *answer, "id", spico_jmap_call_text (call, subscription->id));
  spico_jmap_call_put (call, *answer, "expires", write_value (call, subscription, "expires"));
  return TRUE;
}

static const char *
resolve_id (SpicoJmapCall *call,
            const char    *key)
{
  const char *created = key[0] == '#' ? g_hash_table_lookup (call->context->created_ids, key + 1) : NULL;

  return created != NULL ? created : key;
}

/* What cannot change may be sent as it is; what is never told cannot be sent at all. */
static gboolean
check_patch (SpicoJmapCall         *call,
             SpicoPushSubscription *subscription,
             yyjson_val            *patch,
             GError               **error)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (patch);
  yyjson_val *key;

  if (!yyjson_is_obj (patch))
    return fail (error, SPICO_JMAP_ERROR_INVALID_PATCH, "A patch object is expected.");

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_key (key);
      const char *text = spico_jmap_text (yyjson_obj_iter_get_val (key));

      if (strchr (name, '/') != NULL)
        return fail (error, SPICO_JMAP_ERROR_INVALID_PATCH, "No property of this type has parts.");
      if (g_str_equal (name, "types") || g_str_equal (name, "expires"))
        continue;
      if ((g_str_equal (name, "id") && g_strcmp0 (text, subscription->id) == 0)
          || (g_str_equal (name, "deviceClientId") && g_strcmp0 (text, subscription->device_client_id) == 0)
          || (g_str_equal (name, "verificationCode") && g_strcmp0 (text, subscription->verification_code) == 0))
        continue;
      return refuse (call, yyjson_mut_get_str (spico_jmap_call_text (call, name)), "This property does not exist, cannot change, or has another value.", error);
    }

  return TRUE;
}

static gboolean
update_one (SpicoJmapCall   *call,
            GPtrArray       *own,
            const char      *key,
            yyjson_val      *patch,
            yyjson_mut_val **answer,
            GError         **error)
{
  SpicoJmapContext *context = call->context;
  SpicoPushSubscription *subscription = find_own (own, resolve_id (call, key));
  yyjson_val *types = yyjson_obj_get (patch, "types");
  yyjson_val *expires = yyjson_obj_get (patch, "expires");

  if (subscription == NULL)
    return fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such subscription.");
  if (!check_patch (call, subscription, patch, error) || (types != NULL && !read_types (call, subscription, types, error))
      || (expires != NULL && !read_expires (call, subscription, expires, error)) || !spico_push_subscription_update (subscription, context->connection, error))
    return FALSE;
  if (yyjson_obj_get (patch, "verificationCode") != NULL && !subscription->is_verified
      && !spico_push_subscription_verify (subscription, context->connection, context->now_us, error))
    return FALSE;

  *answer = yyjson_mut_null (context->document);
  if (expires != NULL)
    {
      *answer = yyjson_mut_obj (context->document);
      spico_jmap_call_put (call, *answer, "expires", write_value (call, subscription, "expires"));
    }
  return TRUE;
}

static gboolean
destroy_one (SpicoJmapCall   *call,
             GPtrArray       *own,
             const char      *key,
             yyjson_val      *value,
             yyjson_mut_val **answer,
             GError         **error)
{
  SpicoPushSubscription *subscription = find_own (own, resolve_id (call, key));

  if (subscription == NULL)
    return fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such subscription.");
  if (!spico_push_subscription_delete (subscription, call->context->connection, error))
    return FALSE;

  g_ptr_array_remove (own, subscription);
  return TRUE;
}

/* Refused objects are refused before anything is written of them: they need no savepoint. */
static gboolean
run_object (SpicoJmapCall  *call,
            GPtrArray      *own,
            ObjectStep      step,
            const char     *key,
            yyjson_val     *value,
            yyjson_mut_val *done,
            yyjson_mut_val *refused,
            GError        **error)
{
  g_autofree char *name = g_strdup (step == create_one ? key : resolve_id (call, key));
  g_autoptr (GError) local_error = NULL;
  yyjson_mut_val *answer = NULL;

  g_ptr_array_set_size (call->bad_properties, 0);
  if (step (call, own, key, value, &answer, &local_error))
    {
      if (yyjson_mut_is_arr (done))
        yyjson_mut_arr_append (done, spico_jmap_call_text (call, name));
      else
        yyjson_mut_obj_add (done, spico_jmap_call_text (call, name), answer);
      return TRUE;
    }
  if (local_error->domain != SPICO_JMAP_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  yyjson_mut_obj_add (refused, spico_jmap_call_text (call, name), spico_jmap_call_describe_error (call, local_error));
  return TRUE;
}

static gboolean
run_map (SpicoJmapCall  *call,
         GPtrArray      *own,
         ObjectStep      step,
         yyjson_val     *map,
         yyjson_mut_val *done,
         yyjson_mut_val *refused,
         GError        **error)
{
  yyjson_obj_iter members = yyjson_obj_iter_with (map);
  yyjson_arr_iter items = yyjson_arr_iter_with (map);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&members)) != NULL)
    {
      if (!run_object (call, own, step, spico_jmap_key (key), yyjson_obj_iter_get_val (key), done, refused, error))
        return FALSE;
    }
  while ((key = yyjson_arr_iter_next (&items)) != NULL)
    {
      if (!run_object (call, own, step, spico_jmap_key (key), NULL, done, refused, error))
        return FALSE;
    }

  return TRUE;
}

static void
put_or_null (SpicoJmapCall  *call,
             const char     *key,
             yyjson_mut_val *value)
{
  gsize n = yyjson_mut_is_arr (value) ? yyjson_mut_arr_size (value) : yyjson_mut_obj_size (value);

  spico_jmap_call_put (call, call->result, key, n == 0 ? yyjson_mut_null (call->context->document) : value);
}

static gboolean
run_set (SpicoJmapCall *call,
         GPtrArray     *own,
         GError       **error)
{
  yyjson_mut_doc *document = call->context->document;
  yyjson_mut_val *created = yyjson_mut_obj (document);
  yyjson_mut_val *updated = yyjson_mut_obj (document);
  yyjson_mut_val *destroyed = yyjson_mut_arr (document);
  yyjson_mut_val *not_created = yyjson_mut_obj (document);
  yyjson_mut_val *not_updated = yyjson_mut_obj (document);
  yyjson_mut_val *not_destroyed = yyjson_mut_obj (document);

  if (!run_map (call, own, create_one, yyjson_obj_get (call->arguments, "create"), created, not_created, error)
      || !run_map (call, own, update_one, yyjson_obj_get (call->arguments, "update"), updated, not_updated, error)
      || !run_map (call, own, destroy_one, yyjson_obj_get (call->arguments, "destroy"), destroyed, not_destroyed, error))
    return FALSE;

  put_or_null (call, "created", created);
  put_or_null (call, "updated", updated);
  put_or_null (call, "destroyed", destroyed);
  put_or_null (call, "notCreated", not_created);
  put_or_null (call, "notUpdated", not_updated);
  put_or_null (call, "notDestroyed", not_destroyed);
  return TRUE;
}

/**
 * spico_jmap_call_push_set:
 * @call: the call
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_push_set (SpicoJmapCall *call,
                          GError       **error)
{
  static const char *const names[] = { "create", "update", "destroy", NULL };
  g_autoptr (GPtrArray) own = NULL;
  gboolean done;

  if (!check_arguments (call, names, error) || !spico_jmap_call_check_set (call, error))
    return FALSE;
  own = list_own (call, error);
  if (own == NULL)
    return FALSE;

  call->bad_properties = g_ptr_array_new ();
  done = run_set (call, own, error);
  g_clear_pointer (&call->bad_properties, g_ptr_array_unref);

  return done;
}
