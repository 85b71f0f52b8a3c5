/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PatchObject (RFC 8620 section 5.3), on the first objects of each type that can be updated. */
#include "spico-fuzz-world.h"

#define ID "01890a5d-ac96-774b-bcce-b302099a80"

static const char *const updates[][2] = {
  { "Conversation", ID "57" },
  { "Dossier", ID "59" },
  { "ReadMarker", ID "57_pa_pa" },
  { "Message", ID "58" },
  { "Favourite", ID "5a" },
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GString) body = g_string_new ("{\"using\":[\"urn:ietf:params:jmap:core\",\"https://spico.esante.com/jmap/directory\","
                                           "\"https://spico.esante.com/jmap/discussions\",\"https://spico.esante.com/jmap/dossiers\"],\"methodCalls\":[");

  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      g_string_append_printf (body, "%s[\"%s/set\",{\"accountId\":\"pa\",\"update\":{\"%s\":", i > 0 ? "," : "", updates[i][0], updates[i][1]);
      g_string_append_len (body, (const char *) data, (gssize) size);
      g_string_append_printf (body, "}},\"%u\"]", i);
    }
  g_string_append (body, "]}");
  spico_fuzz_world_ask (body);

  return 0;
}
