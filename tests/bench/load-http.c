/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to /jmap/api. A line of the plan: the access token, a tab, the body. */
#include "load.h"

#include <string.h>

static void
open_http (Slot *slot)
{
  slot->fd = wire_connect (load_port);
}

static void
send_http (Slot *slot)
{
  const char *const *line = g_ptr_array_index (load_plan, slot->line % load_plan->len);
  g_autofree char *body = NULL;
  g_autofree char *request = NULL;

  g_clear_pointer (&slot->id, g_free);
  body = wire_make_id (line[1], &slot->id);
  request = wire_request (line[0], body);
  wire_send (slot->fd, request);
}

static Outcome
receive_http (Slot *slot)
{
  const char *body = wire_body (slot->in);

  if (body == NULL)
    return OUTCOME_MORE;
  if (!wire_is_ok (slot->in) || (load_expect != NULL && strstr (body, load_expect) == NULL))
    return OUTCOME_FAILED;

  g_string_truncate (slot->in, 0);
  return OUTCOME_DONE;
}

const Protocol http_protocol = { open_http, send_http, receive_http };
