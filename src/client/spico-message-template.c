/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-template-private.h"

struct _SpicoMessageTemplate {
  GObject parent_instance;

  char *id;
  char *account_id;
  char *name;
  char *text;
  GDateTime *edited_at;
  char *edited_by_id;
  gboolean is_waiting;
  char *draft_name;
  char *draft_text;
  SpicoTemplateReason reason;
};

G_DEFINE_FINAL_TYPE (SpicoMessageTemplate, spico_message_template, G_TYPE_OBJECT)

static void
spico_message_template_finalize (GObject *object)
{
  SpicoMessageTemplate *self = SPICO_MESSAGE_TEMPLATE (object);

  g_free (self->id);
  g_free (self->account_id);
  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->edited_at, g_date_time_unref);
  g_free (self->edited_by_id);
  g_free (self->draft_name);
  g_free (self->draft_text);

  G_OBJECT_CLASS (spico_message_template_parent_class)->finalize (object);
}

static void
spico_message_template_class_init (SpicoMessageTemplateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_message_template_finalize;
}

static void
spico_message_template_init (SpicoMessageTemplate *self)
{
}

SpicoMessageTemplate *
spico_message_template_new (const SpicoMessageTemplateValues *values)
{
  SpicoMessageTemplate *self = g_object_new (SPICO_TYPE_MESSAGE_TEMPLATE, NULL);

  self->id = g_strdup (values->id);
  self->account_id = g_strdup (values->account_id);
  self->name = g_strdup (values->name);
  self->text = g_strdup (values->text);
  self->edited_at = values->edited_at != 0 ? g_date_time_new_from_unix_local_usec (values->edited_at) : NULL;
  self->edited_by_id = g_strdup (values->edited_by_id);
  self->is_waiting = values->is_waiting;
  self->draft_name = g_strdup (values->draft_name);
  self->draft_text = g_strdup (values->draft_text);
  self->reason = values->reason;

  return self;
}

const char *
spico_message_template_get_id (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->id;
}

const char *
spico_message_template_get_account_id (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->account_id;
}

const char *
spico_message_template_get_name (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->name;
}

const char *
spico_message_template_get_text (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->text;
}

GDateTime *
spico_message_template_get_edited_at (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->edited_at;
}

const char *
spico_message_template_get_edited_by_id (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->edited_by_id;
}

gboolean
spico_message_template_is_saved (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), FALSE);

  return self->name != NULL;
}

gboolean
spico_message_template_is_waiting (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), FALSE);

  return self->is_waiting;
}

const char *
spico_message_template_get_draft_name (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->draft_name;
}

const char *
spico_message_template_get_draft_text (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), NULL);

  return self->draft_text;
}

SpicoTemplateReason
spico_message_template_get_reason (SpicoMessageTemplate *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), SPICO_TEMPLATE_REASON_NONE);

  return self->reason;
}

static gboolean
is_same_time (GDateTime *a,
              GDateTime *b)
{
  return a == NULL || b == NULL ? a == b : g_date_time_equal (a, b);
}

gboolean
spico_message_template_equals (SpicoMessageTemplate *self,
                               SpicoMessageTemplate *other)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (self), FALSE);
  g_return_val_if_fail (SPICO_IS_MESSAGE_TEMPLATE (other), FALSE);

  return g_str_equal (self->id, other->id) && g_str_equal (self->account_id, other->account_id) && g_strcmp0 (self->name, other->name) == 0
         && g_strcmp0 (self->text, other->text) == 0 && is_same_time (self->edited_at, other->edited_at) && g_strcmp0 (self->edited_by_id, other->edited_by_id) == 0
         && !self->is_waiting == !other->is_waiting && g_strcmp0 (self->draft_name, other->draft_name) == 0 && g_strcmp0 (self->draft_text, other->draft_text) == 0
         && self->reason == other->reason;
}
