/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-scheduled-message-private.h"

struct _SpicoScheduledMessage {
  GObject parent_instance;

  char *id;
  char *account_id;
  char *conversation_id;
  char *text;
  char *person_name;
  char *from_account_id;
  char *from_account_name;
  gboolean is_own;
  SpicoUrgency urgency;
  GDateTime *send_at;
  guint n_files;
  SpicoScheduledState state;
  SpicoMessageFailure failure;
};

G_DEFINE_FINAL_TYPE (SpicoScheduledMessage, spico_scheduled_message, G_TYPE_OBJECT)

static void
spico_scheduled_message_finalize (GObject *object)
{
  SpicoScheduledMessage *self = SPICO_SCHEDULED_MESSAGE (object);

  g_free (self->id);
  g_free (self->account_id);
  g_free (self->conversation_id);
  g_free (self->text);
  g_free (self->person_name);
  g_free (self->from_account_id);
  g_free (self->from_account_name);
  g_clear_pointer (&self->send_at, g_date_time_unref);

  G_OBJECT_CLASS (spico_scheduled_message_parent_class)->finalize (object);
}

static void
spico_scheduled_message_class_init (SpicoScheduledMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_scheduled_message_finalize;
}

static void
spico_scheduled_message_init (SpicoScheduledMessage *self)
{
}

SpicoScheduledMessage *
spico_scheduled_message_new (const SpicoScheduledValues *values)
{
  SpicoScheduledMessage *self = g_object_new (SPICO_TYPE_SCHEDULED_MESSAGE, NULL);

  self->id = g_strdup (values->id);
  self->account_id = g_strdup (values->account_id);
  self->conversation_id = g_strdup (values->conversation_id);
  self->text = g_strdup (values->text);
  self->person_name = g_strdup (values->person_name);
  self->from_account_id = g_strdup (values->from_account_id);
  self->from_account_name = g_strdup (values->from_account_name);
  self->is_own = values->is_own;
  self->urgency = values->urgency;
  self->send_at = values->send_at != 0 ? g_date_time_new_from_unix_local_usec (values->send_at) : NULL;
  self->n_files = values->n_files;
  self->state = values->state;
  self->failure = values->failure;

  return self;
}

const char *
spico_scheduled_message_get_id (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->id;
}

const char *
spico_scheduled_message_get_account_id (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->account_id;
}

const char *
spico_scheduled_message_get_conversation_id (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->conversation_id;
}

const char *
spico_scheduled_message_get_text (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->text;
}

const char *
spico_scheduled_message_get_person_name (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->person_name;
}

const char *
spico_scheduled_message_get_from_account_id (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->from_account_id;
}

const char *
spico_scheduled_message_get_from_account_name (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->from_account_name;
}

gboolean
spico_scheduled_message_is_own (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), FALSE);

  return self->is_own;
}

SpicoUrgency
spico_scheduled_message_get_urgency (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), SPICO_NOT_URGENT);

  return self->urgency;
}

GDateTime *
spico_scheduled_message_get_send_at (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), NULL);

  return self->send_at;
}

guint
spico_scheduled_message_get_n_files (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), 0);

  return self->n_files;
}

SpicoScheduledState
spico_scheduled_message_get_state (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), SPICO_SCHEDULED_WAITING);

  return self->state;
}

SpicoMessageFailure
spico_scheduled_message_get_failure (SpicoScheduledMessage *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), SPICO_MESSAGE_FAILURE_NONE);

  return self->failure;
}

static gboolean
same_time (GDateTime *a,
           GDateTime *b)
{
  return a != NULL && b != NULL ? g_date_time_equal (a, b) : a == b;
}

gboolean
spico_scheduled_message_equal (SpicoScheduledMessage *self,
                               SpicoScheduledMessage *other)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (self), FALSE);
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (other), FALSE);

  return g_str_equal (self->id, other->id) && g_str_equal (self->account_id, other->account_id) && g_str_equal (self->text, other->text) && g_str_equal (self->person_name, other->person_name)
         && g_str_equal (self->from_account_id, other->from_account_id) && g_str_equal (self->from_account_name, other->from_account_name) && same_time (self->send_at, other->send_at)
         && self->n_files == other->n_files && self->state == other->state && self->failure == other->failure;
}
