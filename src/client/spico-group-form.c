/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-form.h"

SpicoGroupForm *
spico_group_form_new (const char        *name,
                      const char        *description,
                      gboolean           is_active,
                      gboolean           is_public,
                      const char *const *member_ids)
{
  SpicoGroupForm *self = g_new0 (SpicoGroupForm, 1);

  self->name = g_strdup (name);
  self->description = g_strdup (description);
  self->is_active = is_active;
  self->is_public = is_public;
  self->member_ids = g_strdupv ((char **) member_ids);

  return self;
}

void
spico_group_form_free (SpicoGroupForm *self)
{
  g_free (self->name);
  g_free (self->description);
  g_strfreev (self->member_ids);
  g_free (self);
}

static gboolean
has (GStrv       ids,
     const char *id)
{
  return g_strv_contains ((const char *const *) ids, id);
}

static gboolean
same_members (GStrv a,
              GStrv b)
{
  if (g_strv_length (a) != g_strv_length (b))
    return FALSE;
  for (guint i = 0; a[i] != NULL; i++)
    {
      if (!has (b, a[i]))
        return FALSE;
    }

  return TRUE;
}

guint
spico_group_form_compare (const SpicoGroupForm *a,
                          const SpicoGroupForm *b)
{
  guint fields = 0;

  if (!g_str_equal (a->name, b->name))
    fields |= SPICO_GROUP_FORM_FIELD_NAME;
  if (!g_str_equal (a->description, b->description))
    fields |= SPICO_GROUP_FORM_FIELD_DESCRIPTION;
  if (!a->is_active != !b->is_active)
    fields |= SPICO_GROUP_FORM_FIELD_IS_ACTIVE;
  if (!a->is_public != !b->is_public)
    fields |= SPICO_GROUP_FORM_FIELD_IS_PUBLIC;
  if (!same_members (a->member_ids, b->member_ids))
    fields |= SPICO_GROUP_FORM_FIELD_MEMBERS;

  return fields;
}

/* Mine, in my order, then what they added. */
static GStrv
merge_members (const SpicoGroupForm *base,
               const SpicoGroupForm *mine,
               const SpicoGroupForm *theirs)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; mine->member_ids[i] != NULL; i++)
    {
      const char *id = mine->member_ids[i];

      if (has (theirs->member_ids, id) || !has (base->member_ids, id))
        g_strv_builder_add (builder, id);
    }
  for (guint i = 0; theirs->member_ids[i] != NULL; i++)
    {
      const char *id = theirs->member_ids[i];

      if (!has (mine->member_ids, id) && !has (base->member_ids, id))
        g_strv_builder_add (builder, id);
    }

  return g_strv_builder_end (builder);
}

SpicoGroupForm *
spico_group_form_merge (const SpicoGroupForm *base,
                        const SpicoGroupForm *mine,
                        const SpicoGroupForm *theirs,
                        guint                *conflicts)
{
  guint by_me = spico_group_form_compare (base, mine);
  guint differ = spico_group_form_compare (mine, theirs);
  guint by_them = spico_group_form_compare (base, theirs);
  SpicoGroupForm *merged = g_new0 (SpicoGroupForm, 1);

  merged->name = g_strdup ((by_me & SPICO_GROUP_FORM_FIELD_NAME) != 0 ? mine->name : theirs->name);
  merged->description = g_strdup ((by_me & SPICO_GROUP_FORM_FIELD_DESCRIPTION) != 0 ? mine->description : theirs->description);
  merged->is_active = (by_me & SPICO_GROUP_FORM_FIELD_IS_ACTIVE) != 0 ? mine->is_active : theirs->is_active;
  merged->is_public = (by_me & SPICO_GROUP_FORM_FIELD_IS_PUBLIC) != 0 ? mine->is_public : theirs->is_public;
  merged->member_ids = merge_members (base, mine, theirs);
  *conflicts = by_me & by_them & differ & ~(guint) SPICO_GROUP_FORM_FIELD_MEMBERS;

  return merged;
}
