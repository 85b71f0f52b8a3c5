/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept.h"

struct _SpicoKept {
  GObject parent_instance;

  SpicoKeptKind kind;
  SpicoKeptReason reason;
  char *account_id;
  char *id;
  char *name;
  char *text;
  GStrv ids;
  GStrv values;
  SpicoDraftSwitch active_switch;
  SpicoDraftSwitch public_switch;
};

G_DEFINE_FINAL_TYPE (SpicoKept, spico_kept, G_TYPE_OBJECT)

static void
spico_kept_finalize (GObject *object)
{
  SpicoKept *self = SPICO_KEPT (object);

  g_free (self->account_id);
  g_free (self->id);
  g_free (self->name);
  g_free (self->text);
  g_strfreev (self->ids);
  g_strfreev (self->values);

  G_OBJECT_CLASS (spico_kept_parent_class)->finalize (object);
}

static void
spico_kept_class_init (SpicoKeptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_kept_finalize;
}

static void
spico_kept_init (SpicoKept *self)
{
}

SpicoKept *
spico_kept_new (SpicoKeptKind      kind,
                SpicoKeptReason    reason,
                const char        *account_id,
                const char        *id,
                const char        *name,
                const char        *text,
                const char *const *ids,
                const char *const *values,
                SpicoDraftSwitch   active_switch,
                SpicoDraftSwitch   public_switch)
{
  SpicoKept *self = g_object_new (SPICO_TYPE_KEPT, NULL);

  self->kind = kind;
  self->reason = reason;
  self->account_id = g_strdup (account_id);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->text = g_strdup (text);
  self->ids = g_strdupv ((GStrv) ids);
  self->values = g_strdupv ((GStrv) values);
  self->active_switch = active_switch;
  self->public_switch = public_switch;

  return self;
}

static gboolean
is_same_strv (GStrv one,
              GStrv other)
{
  return one == NULL || other == NULL ? one == other : g_strv_equal ((const char *const *) one, (const char *const *) other);
}

gboolean
spico_kept_equal (SpicoKept *self,
                  SpicoKept *other)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self) && SPICO_IS_KEPT (other), FALSE);

  return self->kind == other->kind && self->reason == other->reason && g_str_equal (self->account_id, other->account_id) && g_str_equal (self->id, other->id) && g_str_equal (self->name, other->name)
         && g_str_equal (self->text, other->text) && is_same_strv (self->ids, other->ids) && is_same_strv (self->values, other->values)
         && self->active_switch == other->active_switch && self->public_switch == other->public_switch;
}

SpicoKeptKind
spico_kept_get_kind (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), SPICO_KEPT_GROUP);

  return self->kind;
}

SpicoKeptReason
spico_kept_get_reason (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), SPICO_KEPT_NOT_SAVED);

  return self->reason;
}

const char *
spico_kept_get_account_id (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), NULL);

  return self->account_id;
}

const char *
spico_kept_get_id (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), NULL);

  return self->id;
}

const char *
spico_kept_get_name (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), NULL);

  return self->name;
}

const char *
spico_kept_get_text (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), NULL);

  return self->text;
}

const char *const *
spico_kept_get_ids (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), NULL);

  return (const char *const *) self->ids;
}

const char *const *
spico_kept_get_values (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), NULL);

  return (const char *const *) self->values;
}

SpicoDraftSwitch
spico_kept_get_active_switch (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), SPICO_DRAFT_SWITCH_UNTOUCHED);

  return self->active_switch;
}

SpicoDraftSwitch
spico_kept_get_public_switch (SpicoKept *self)
{
  g_return_val_if_fail (SPICO_IS_KEPT (self), SPICO_DRAFT_SWITCH_UNTOUCHED);

  return self->public_switch;
}
