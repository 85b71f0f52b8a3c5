/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-state-event.h"

#include "spico-json.h"

gboolean
spico_state_event_note (JsonObject *event,
                        GHashTable *dirty,
                        const char *type)
{
  JsonObject *changed = spico_json_get_object (event, "changed");
  g_autoptr (GList) accounts = changed != NULL ? json_object_get_members (changed) : NULL;
  gboolean is_told = FALSE;

  for (GList *link = accounts; link != NULL; link = link->next)
    {
      JsonObject *types = spico_json_get_object (changed, link->data);
      g_autoptr (GList) names = types != NULL ? json_object_get_members (types) : NULL;

      for (GList *name = names; name != NULL; name = name->next)
        {
          g_hash_table_add (dirty, g_strconcat (link->data, " ", name->data, NULL));
          is_told |= g_str_equal (name->data, type);
        }
    }

  return is_told;
}
