/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator announces to whoever cannot sign in: the server is asked, nothing is kept. */
#include "spico-client-announcements.h"

#include "spico-announcement-private.h"
#include "spico-client-private.h"
#include "spico-json.h"

/* More than a server ever tells. */
#define MAX_ANNOUNCEMENTS 200

/* What is not as described is left out. */
static GListModel *
read_list (JsonArray *list)
{
  GListStore *announcements = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  guint n = list != NULL ? MIN (json_array_get_length (list), MAX_ANNOUNCEMENTS) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = spico_json_get_element_object (list, i);
      g_autoptr (SpicoAnnouncement) announcement = object != NULL ? spico_announcement_parse (object, FALSE) : NULL;

      if (announcement != NULL)
        g_list_store_append (announcements, announcement);
    }

  return G_LIST_MODEL (announcements);
}

static DexFuture *
asked_cb (DexFuture *future,
          gpointer   data)
{
  JsonNode *node = g_value_get_boxed (dex_future_get_value (future, NULL));

  return dex_future_new_take_object (read_list (spico_json_get_array (json_node_get_object (node), "list")));
}

DexFuture *
spico_client_ask_announcements (SpicoClient *self,
                                const char  *server_uri)
{
  g_autofree char *normal = NULL;
  g_autoptr (SpicoSession) session = NULL;
  GError *error = NULL;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (server_uri != NULL, NULL);

  normal = spico_session_normalize_uri (server_uri, &error);
  if (normal == NULL)
    return dex_future_new_for_error (error);

  session = spico_session_new (normal, "", self->credentials);

  return dex_future_then (spico_session_ask_announcements (session), asked_cb, NULL, NULL);
}
