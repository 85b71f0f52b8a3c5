/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods that there are. */
#include "spico-jmap-private.h"

static GHashTable *methods;

static const char *const capabilities[] = {
  SPICO_CAPABILITY_CORE,
  SPICO_CAPABILITY_DIRECTORY,
  SPICO_CAPABILITY_DISCUSSIONS,
  SPICO_CAPABILITY_DOSSIERS,
  SPICO_CAPABILITY_RELATIONS,
};

static const SpicoJmapRules *const all_rules[] = {
  &spico_principal_rules,
  &spico_dossier_rules,
  &spico_conversation_rules,
  &spico_message_rules,
  &spico_read_marker_rules,
  &spico_favourite_rules,
  &spico_recent_search_rules,
  &spico_absence_rules,
  &spico_notification_rules,
  &spico_favourite_group_rules,
  &spico_favourite_group_share_rules,
  &spico_public_group_rules,
  &spico_category_rules,
  &spico_delegation_rules,
  &spico_announcement_rules,
  &spico_profile_rules,
  &spico_device_rules,
  &spico_group_request_rules,
  &spico_message_template_rules,
  &spico_email_submission_rules,
  &spico_scheduled_message_rules,
};

static const SpicoJmapRules *const all_views[] = {
  &spico_principal_card_rules,
  &spico_dossier_circle_rules,
};

static gboolean
run_echo (SpicoJmapCall *call,
          GError       **error)
{
  call->result = yyjson_val_mut_copy (call->context->document, call->arguments);
  return TRUE;
}

/* A method without an action would be one without rights: the program refuses to start with it. */
static void
register_method (const char           *type_name,
                 const char           *verb,
                 const char           *capability,
                 SpicoAction           action,
                 gboolean              writes,
                 SpicoJmapHandler      run,
                 const SpicoJmapRules *rules)
{
  SpicoJmapMethod *method = g_new0 (SpicoJmapMethod, 1);

  g_assert (action != SPICO_ACTION_NONE && action < SPICO_N_ACTIONS);
  method->name = g_strconcat (type_name, "/", verb, NULL);
  method->capability = capability;
  method->action = action;
  method->writes = writes;
  method->run = run;
  method->rules = rules;
  g_hash_table_insert (methods, (gpointer) method->name, method);
}

static void
register_type (const SpicoJmapRules *rules)
{
  const SpicoType *type = rules->type;

  g_assert (!spico_type_accepts (type, SPICO_TYPE_CREATE) || (rules->create != SPICO_ACTION_NONE && rules->create_object != NULL));
  g_assert (!spico_type_accepts (type, SPICO_TYPE_UPDATE) || (rules->update != SPICO_ACTION_NONE && rules->update_object != NULL));
  g_assert (!spico_type_accepts (type, SPICO_TYPE_DESTROY) || (rules->destroy != SPICO_ACTION_NONE && rules->destroy_object != NULL));

  register_method (type->name, "get", type->capability, rules->read, rules->audits_reads, spico_jmap_call_get, rules);
  register_method (type->name, "changes", type->capability, rules->read, FALSE, spico_jmap_call_changes, rules);
  register_method (type->name, "query", type->capability, rules->read, FALSE, spico_jmap_call_query, rules);
  register_method (type->name, "queryChanges", type->capability, rules->read, FALSE, spico_jmap_call_query_changes, rules);
  register_method (type->name, "set", type->capability, rules->read, TRUE, spico_jmap_call_set, rules);
}

/* What is only read has no states of its own, so nothing to ask for but itself. */
static void
register_view (const SpicoJmapRules *rules)
{
  register_method (rules->type->name, "get", rules->type->capability, rules->read, rules->audits_reads, spico_jmap_call_get, rules);
}

static void
register_all (void)
{
  methods = g_hash_table_new (g_str_hash, g_str_equal);
  register_method ("Core", "echo", SPICO_CAPABILITY_CORE, SPICO_ACTION_ECHO, FALSE, run_echo, NULL);
  register_method ("PushSubscription", "get", SPICO_CAPABILITY_CORE, SPICO_ACTION_PUSH, FALSE, spico_jmap_call_push_get, NULL);
  register_method ("PushSubscription", "set", SPICO_CAPABILITY_CORE, SPICO_ACTION_PUSH, TRUE, spico_jmap_call_push_set, NULL);
  register_method ("Blob", "copy", SPICO_CAPABILITY_CORE, SPICO_ACTION_BLOB_CREATE, TRUE, spico_jmap_call_blob_copy, NULL);
  register_method ("Conversation", "export", SPICO_CAPABILITY_DISCUSSIONS, SPICO_ACTION_CONVERSATION_EXPORT, TRUE, spico_jmap_call_conversation_export, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (all_rules); i++)
    register_type (all_rules[i]);
  for (guint i = 0; i < G_N_ELEMENTS (all_views); i++)
    register_view (all_views[i]);
}

/**
 * spico_jmap_method_find:
 * @name: a method's name, from anywhere
 *
 * Returns: (transfer none) (nullable): the method of that name
 */
const SpicoJmapMethod *
spico_jmap_method_find (const char *name)
{
  static gsize registered;

  if (g_once_init_enter (&registered))
    {
      register_all ();
      g_once_init_leave (&registered, 1);
    }

  return g_hash_table_lookup (methods, name);
}

/**
 * spico_jmap_capability_is_known:
 * @capability: a capability, from anywhere
 *
 * Returns: whether this server has it
 */
gboolean
spico_jmap_capability_is_known (const char *capability)
{
  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++)
    {
      if (g_str_equal (capabilities[i], capability))
        return TRUE;
    }

  return FALSE;
}
