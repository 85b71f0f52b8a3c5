/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filter (RFC 8620 section 5.5), in the query of every type. */
#include "spico-fuzz-world.h"

static const char *const queries[][2] = {
  { "Principal", "region" },
  { "Dossier", "pa" },
  { "Conversation", "pa" },
  { "Message", "pa" },
  { "ReadMarker", "pa" },
  { "Favourite", "pa" },
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GString) body = g_string_new ("{\"using\":[\"urn:ietf:params:jmap:core\",\"https://spico.esante.com/jmap/directory\","
                                           "\"https://spico.esante.com/jmap/discussions\",\"https://spico.esante.com/jmap/dossiers\"],\"methodCalls\":[");

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_string_append_printf (body, "%s[\"%s/query\",{\"accountId\":\"%s\",\"calculateTotal\":true,\"filter\":", i > 0 ? "," : "", queries[i][0], queries[i][1]);
      g_string_append_len (body, (const char *) data, (gssize) size);
      g_string_append_printf (body, "},\"%u\"]", i);
    }
  g_string_append (body, "]}");
  spico_fuzz_world_ask (body);

  return 0;
}
