/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request looks like, before anything is known of who asks: RFC 8620 section 3.3, and the problems of section 3.6.1. */
#include "spico-jmap-request-private.h"

#include <string.h>

#define MAX_DEPTH 32

const SpicoJmapLimits spico_jmap_default_limits = {
  .max_size_request = 1000000,
  .max_calls_in_request = 32,
  .max_objects_in_get = 500,
  .max_objects_in_set = 100,
  .max_concurrent_requests = 8,
  .max_size_upload = 50000000,
  .max_concurrent_upload = 4,
  .max_size_attachments = 50000000,
  .max_size_answer = 16000000,
  .offline_hours = 72,
};

/**
 * spico_actor_free:
 * @actor: (transfer full): who acts
 */
void
spico_actor_free (SpicoActor *actor)
{
  g_free (actor->person_id);
  g_free (actor->session_id);
  g_free (actor);
}

static GBytes *
make_problem (const char *type,
              const char *limit,
              guint       status,
              const char *detail)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  g_autofree char *urn = g_strconcat ("urn:ietf:params:jmap:error:", type, NULL);
  char *text;
  gsize length;

  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "type", urn);
  if (limit != NULL)
    yyjson_mut_obj_add_str (document, root, "limit", limit);
  yyjson_mut_obj_add_uint (document, root, "status", status);
  yyjson_mut_obj_add_str (document, root, "detail", detail);
  text = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);
  yyjson_mut_doc_free (document);

  return g_bytes_new_with_free_func (text, length, free, text);
}

/* Counts brackets before anything is built from them. */
static gboolean
depth_is_bounded (const char *text,
                  gsize       length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if ((c == '[' || c == '{') && ++depth > MAX_DEPTH)
        return FALSE;
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
    }

  return TRUE;
}

static gboolean keys_are_distinct (yyjson_val *value);

static int
compare_keys_cb (gconstpointer first,
                 gconstpointer second)
{
  return strcmp (*(const char *const *) first, *(const char *const *) second);
}

/* Sorted, not hashed: of tens of thousands of keys that were made to share a hash, each would be compared with all others. */
static gboolean
object_keys_are_distinct (yyjson_val *object)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_sized_new ((guint) yyjson_obj_size (object));
  yyjson_obj_iter iterator = yyjson_obj_iter_with (object);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (strlen (spico_jmap_key (key)) != yyjson_get_len (key) || !keys_are_distinct (yyjson_obj_iter_get_val (key)))
        return FALSE;
      g_ptr_array_add (keys, (gpointer) spico_jmap_key (key));
    }

  g_ptr_array_sort (keys, compare_keys_cb);
  for (guint i = 1; i < keys->len; i++)
    {
      if (strcmp (g_ptr_array_index (keys, i - 1), g_ptr_array_index (keys, i)) == 0)
        return FALSE;
    }

  return TRUE;
}

/* I-JSON (RFC 7493 section 2.3): which of two equal keys counts must not be left to chance. */
static gboolean
keys_are_distinct (yyjson_val *value)
{
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (yyjson_is_obj (value))
    return object_keys_are_distinct (value);
  if (!yyjson_is_arr (value))
    return TRUE;

  iterator = yyjson_arr_iter_with (value);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (!keys_are_distinct (item))
        return FALSE;
    }

  return TRUE;
}

static gboolean
calls_are_well_formed (yyjson_val *calls)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (calls);
  yyjson_val *call;

  while ((call = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (!yyjson_is_arr (call) || yyjson_arr_size (call) != 3 || spico_jmap_text (yyjson_arr_get (call, 0)) == NULL
          || !yyjson_is_obj (yyjson_arr_get (call, 1)) || spico_jmap_text (yyjson_arr_get (call, 2)) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
created_ids_are_well_formed (yyjson_val *created_ids)
{
  yyjson_obj_iter iterator;
  yyjson_val *key;

  if (created_ids == NULL)
    return TRUE;
  if (!yyjson_is_obj (created_ids))
    return FALSE;

  iterator = yyjson_obj_iter_with (created_ids);
  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *id = spico_jmap_text (yyjson_obj_iter_get_val (key));

      if (!spico_jmap_is_id (spico_jmap_key (key)) || id == NULL || !spico_jmap_is_id (id))
        return FALSE;
    }

  return TRUE;
}

static GBytes *
check_using (yyjson_val *using)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (using);
  yyjson_val *capability;

  while ((capability = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_text (capability);

      if (name == NULL)
        return make_problem ("notRequest", NULL, 400, "\"using\" must be an array of strings.");
      if (!spico_jmap_capability_is_known (name))
        return make_problem ("unknownCapability", NULL, 400, "The request uses a capability that this server does not have.");
    }

  return NULL;
}

static GBytes *
check_request (yyjson_val            *root,
               const SpicoJmapLimits *limits)
{
  yyjson_val *using = yyjson_obj_get (root, "using");
  yyjson_val *calls = yyjson_obj_get (root, "methodCalls");
  GBytes *problem;

  if (!yyjson_is_obj (root) || !yyjson_is_arr (using) || !yyjson_is_arr (calls))
    return make_problem ("notRequest", NULL, 400, "A request is an object with the arrays \"using\" and \"methodCalls\".");

  problem = check_using (using);
  if (problem != NULL)
    return problem;
  if (yyjson_arr_size (calls) > limits->max_calls_in_request)
    return make_problem ("limit", "maxCallsInRequest", 400, "The request has too many method calls.");
  if (!calls_are_well_formed (calls))
    return make_problem ("notRequest", NULL, 400, "Each method call is an array of a name, an object of arguments and a call id.");
  /* No more than a request could have created: they are looked up in a table that a client must not make slow. */
  if (yyjson_obj_size (yyjson_obj_get (root, "createdIds")) > (gsize) limits->max_calls_in_request * limits->max_objects_in_set)
    return make_problem ("limit", "maxObjectsInSet", 400, "The request has too many created ids.");
  if (!created_ids_are_well_formed (yyjson_obj_get (root, "createdIds")))
    return make_problem ("notRequest", NULL, 400, "\"createdIds\" must be an object of ids.");

  return NULL;
}

/**
 * spico_jmap_request_parse:
 * @body: what the client sent
 * @limits: the limits announced
 * @problem: (out): the body of the answer where there is no request in it: a problem document (RFC 7807), whose `status` member is the HTTP status
 *
 * Reads and checks a request without a database: from any thread.
 *
 * Returns: (transfer full) (nullable): the request
 */
SpicoJmapRequest *
spico_jmap_request_parse (GBytes                *body,
                          const SpicoJmapLimits *limits,
                          GBytes               **problem)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (SpicoJmapRequest) self = g_new0 (SpicoJmapRequest, 1);
  yyjson_val *root;

  *problem = NULL;
  self->limits = *limits;

  if (length > limits->max_size_request)
    *problem = make_problem ("limit", "maxSizeRequest", 413, "The request is too large.");
  else if (!depth_is_bounded (text, length))
    *problem = make_problem ("notJSON", NULL, 400, "The request is nested too deeply.");
  else if ((self->document = yyjson_read (text, length, YYJSON_READ_NOFLAG)) == NULL)
    *problem = make_problem ("notJSON", NULL, 400, "The request is not JSON in UTF-8.");
  if (*problem != NULL)
    return NULL;

  root = yyjson_doc_get_root (self->document);
  *problem = keys_are_distinct (root) ? check_request (root, limits) : make_problem ("notJSON", NULL, 400, "An object has the same key twice.");
  if (*problem != NULL)
    return NULL;

  self->using = yyjson_obj_get (root, "using");
  self->calls = yyjson_obj_get (root, "methodCalls");
  self->created_ids = yyjson_obj_get (root, "createdIds");
  return g_steal_pointer (&self);
}

/**
 * spico_jmap_request_uses:
 * @self: a request
 * @capability: a capability
 *
 * Returns: whether the request names it in `using`
 */
gboolean
spico_jmap_request_uses (SpicoJmapRequest *self,
                         const char       *capability)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (self->using);
  yyjson_val *item;

  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (g_str_equal (spico_jmap_key (item), capability))
        return TRUE;
    }

  return FALSE;
}

/**
 * spico_jmap_request_writes:
 * @request: a request
 *
 * Returns: whether it must run in a transaction that writes: it has a `/set`, or reads what leaves a trace
 */
gboolean
spico_jmap_request_writes (SpicoJmapRequest *request)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (request->calls);
  yyjson_val *call;

  while ((call = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const SpicoJmapMethod *method = spico_jmap_method_find (spico_jmap_key (yyjson_arr_get (call, 0)));

      if (method != NULL && method->writes)
        return TRUE;
    }

  return FALSE;
}

/* What reads after it has written needs its own changes written down, and at once: they are its own business. */
gboolean
spico_jmap_request_reads_after_writing (SpicoJmapRequest *request)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (request->calls);
  gboolean has_written = FALSE;
  yyjson_val *call;

  while ((call = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const SpicoJmapMethod *method = spico_jmap_method_find (spico_jmap_key (yyjson_arr_get (call, 0)));
      gboolean is_set = method != NULL && method->run == spico_jmap_call_set;

      if (has_written && !is_set)
        return TRUE;
      has_written |= is_set;
    }

  return FALSE;
}

/**
 * spico_jmap_request_free:
 * @request: (transfer full): a request
 */
void
spico_jmap_request_free (SpicoJmapRequest *request)
{
  if (request->document != NULL)
    yyjson_doc_free (request->document);
  g_free (request);
}
