/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sheet.h"

#include "spico-json.h"

G_DEFINE_BOXED_TYPE (SpicoGroupSheet, spico_group_sheet, spico_group_sheet_copy, spico_group_sheet_free)

static const char *const names[SPICO_GROUP_SHEET_N_PARTS] = { "title", "about", "finding", "contact" };

SpicoGroupSheet *
spico_group_sheet_new (void)
{
  return g_new0 (SpicoGroupSheet, 1);
}

SpicoGroupSheet *
spico_group_sheet_copy (SpicoGroupSheet *self)
{
  SpicoGroupSheet *copy = spico_group_sheet_new ();

  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    copy->parts[i] = g_strdup (self->parts[i]);

  return copy;
}

void
spico_group_sheet_free (SpicoGroupSheet *self)
{
  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    g_free (self->parts[i]);
  g_free (self);
}

char *
spico_group_sheet_to_text (const SpicoGroupSheet *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    {
      if (self->parts[i] != NULL)
        json_object_set_string_member (object, names[i], self->parts[i]);
    }
  if (json_object_get_size (object) == 0)
    return g_strdup ("");

  json_node_set_object (node, object);

  return json_to_string (node, FALSE);
}

SpicoGroupSheet *
spico_group_sheet_from_text (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  SpicoGroupSheet *self = spico_group_sheet_new ();

  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_OBJECT (node) && i < SPICO_GROUP_SHEET_N_PARTS; i++)
    self->parts[i] = g_strdup (spico_json_get_string (json_node_get_object (node), names[i]));

  return self;
}
