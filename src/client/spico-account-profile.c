/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-account-profile-private.h"

#include "spico-json.h"
#include "spico-refresher.h"
#include "spico-store-profiles.h"
#include "spico-store-reads.h"
#include "spico-type.h"

struct _SpicoAccountProfile {
  GObject parent_instance;

  SpicoStore *store;
  char *account_id;
  JsonNode *node; /* NULL where nothing is known */
  SpicoRefresher *refresher;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoAccountProfile, spico_account_profile, G_TYPE_OBJECT)

static gboolean list_fits (JsonObject          *object,
                           const SpicoProperty *property);

/* Text from outside is never longer than the descriptor says, nor is there more of it. */
static gboolean
fits (JsonObject      *object,
      const SpicoType *type)
{
  for (guint i = 0; i < type->n_properties; i++)
    {
      const SpicoProperty *property = &type->properties[i];
      const char *text = property->kind == SPICO_KIND_STRING ? spico_json_get_string (object, property->name) : NULL;

      if (text != NULL && g_utf8_strlen (text, -1) > property->max)
        return FALSE;
      if (property->kind == SPICO_KIND_RECORD_LIST && !list_fits (object, property))
        return FALSE;
    }

  return TRUE;
}

static gboolean
list_fits (JsonObject          *object,
           const SpicoProperty *property)
{
  JsonArray *array = spico_json_get_array (object, property->name);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n > property->max)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *record = spico_json_get_element_object (array, i);

      if (record == NULL || !fits (record, spico_property_record (property)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_profile (JsonNode *node)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL && spico_json_get_string (object, "id") != NULL && fits (object, &spico_type_profile);
}

void
spico_account_profile_take (SpicoAccountProfile *self,
                            const char          *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  gboolean is_good = is_profile (node);

  if (is_good ? self->node != NULL && json_node_equal (self->node, node) : self->node == NULL)
    return;

  g_clear_pointer (&self->node, json_node_unref);
  self->node = is_good ? g_steal_pointer (&node) : NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
read_profile (gpointer owner)
{
  SpicoAccountProfile *self = owner;

  return spico_store_read (self->store, spico_read_setting, spico_profile_setting_name (self->account_id), g_free);
}

static void
profile_read_cb (gpointer      owner,
                 const GValue *value,
                 const GError *error)
{
  if (value != NULL)
    spico_account_profile_take (owner, g_value_get_string (value));
}

static void
store_changed_cb (SpicoAccountProfile *self,
                  SpicoChanges        *changes)
{
  if (changes->flags & SPICO_CHANGE_PROFILES)
    spico_refresher_ask (self->refresher);
}

static void
spico_account_profile_finalize (GObject *object)
{
  SpicoAccountProfile *self = SPICO_ACCOUNT_PROFILE (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_object (&self->store);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_account_profile_parent_class)->finalize (object);
}

static void
spico_account_profile_class_init (SpicoAccountProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_account_profile_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_ACCOUNT_PROFILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_account_profile_init (SpicoAccountProfile *self)
{
}

SpicoAccountProfile *
spico_account_profile_new (SpicoStore *store,
                           const char *account_id)
{
  SpicoAccountProfile *self = g_object_new (SPICO_TYPE_ACCOUNT_PROFILE, NULL);

  self->account_id = g_strdup (account_id);
  if (store == NULL)
    return self;

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->refresher = spico_refresher_new (self, read_profile, profile_read_cb);
  spico_refresher_ask (self->refresher);

  return self;
}

static JsonObject *
get_object (SpicoAccountProfile *self)
{
  return self->node != NULL ? json_node_get_object (self->node) : NULL;
}

gboolean
spico_account_profile_is_known (SpicoAccountProfile *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), FALSE);

  return self->node != NULL;
}

const char *
spico_account_profile_get_string (SpicoAccountProfile *self,
                                  const char          *property)
{
  const char *text;

  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), "");

  text = self->node != NULL ? spico_json_get_string (get_object (self), property) : NULL;
  return text != NULL ? text : "";
}

gboolean
spico_account_profile_get_boolean (SpicoAccountProfile *self,
                                   const char          *property)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), FALSE);

  return self->node != NULL && spico_json_get_boolean (get_object (self), property);
}

guint
spico_account_profile_get_attempts_left (SpicoAccountProfile *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), 0);

  return self->node != NULL ? (guint) CLAMP (spico_json_get_int (get_object (self), "attemptsLeft"), 0, 100) : 0;
}

gint64
spico_account_profile_get_code_expires_at (SpicoAccountProfile *self)
{
  const char *text = spico_account_profile_get_string (self, "codeExpiresAt");

  return *text != '\0' ? spico_json_parse_time (text) : 0;
}

const char *
spico_account_profile_get_address (SpicoAccountProfile *self)
{
  const char *mail = spico_account_profile_get_string (self, "mail");

  return *mail != '\0' ? mail : spico_account_profile_get_string (self, "registerMail");
}

static JsonArray *
find_list (SpicoAccountProfile *self,
           const char          *list)
{
  return self->node != NULL ? spico_json_get_array (get_object (self), list) : NULL;
}

static JsonObject *
find_record (SpicoAccountProfile *self,
             const char          *list,
             guint                index)
{
  JsonArray *array = find_list (self, list);

  return array != NULL && index < json_array_get_length (array) ? spico_json_get_element_object (array, index) : NULL;
}

guint
spico_account_profile_count (SpicoAccountProfile *self,
                             const char          *list)
{
  JsonArray *array;

  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), 0);

  array = find_list (self, list);
  return array != NULL ? json_array_get_length (array) : 0;
}

const char *
spico_account_profile_get_field (SpicoAccountProfile *self,
                                 const char          *list,
                                 guint                index,
                                 const char          *name)
{
  JsonObject *record;
  const char *text;

  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), "");

  record = find_record (self, list, index);
  text = record != NULL ? spico_json_get_string (record, name) : NULL;
  return text != NULL ? text : "";
}

gboolean
spico_account_profile_get_flag (SpicoAccountProfile *self,
                                const char          *list,
                                guint                index,
                                const char          *name)
{
  JsonObject *record;

  g_return_val_if_fail (SPICO_IS_ACCOUNT_PROFILE (self), FALSE);

  record = find_record (self, list, index);
  return record != NULL && spico_json_get_boolean (record, name);
}
