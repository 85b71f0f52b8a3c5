/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-found-message-private.h"

struct _SpicoFoundMessage {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoFoundMessage, spico_found_message, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_FOUND_MESSAGE_PROP_LAST];

static void
spico_found_message_class_init (SpicoFoundMessageClass *klass)
{
  properties[SPICO_FOUND_MESSAGE_PROP_MESSAGE] = g_param_spec_object ("message", NULL, NULL, SPICO_TYPE_MESSAGE, SPICO_ITEM_READ);
  properties[SPICO_FOUND_MESSAGE_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FOUND_MESSAGE_PROP_CONVERSATION_ID] = g_param_spec_string ("conversation-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FOUND_MESSAGE_PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FOUND_MESSAGE_PROP_PATIENT] = g_param_spec_object ("patient", NULL, NULL, SPICO_TYPE_PATIENT, SPICO_ITEM_READ);
  properties[SPICO_FOUND_MESSAGE_PROP_SEARCHED] = g_param_spec_string ("searched", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FOUND_MESSAGE_PROP_FILES] = g_param_spec_string ("files", NULL, NULL, "", SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_FOUND_MESSAGE_PROP_LAST);
}

static void
spico_found_message_init (SpicoFoundMessage *self)
{
}

SpicoMessage *
spico_found_message_get_message (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_FOUND_MESSAGE_PROP_MESSAGE);
}

const char *
spico_found_message_get_account_id (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_FOUND_MESSAGE_PROP_ACCOUNT_ID);
}

const char *
spico_found_message_get_conversation_id (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_FOUND_MESSAGE_PROP_CONVERSATION_ID);
}

const char *
spico_found_message_get_subject (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_FOUND_MESSAGE_PROP_SUBJECT);
}

SpicoPatient *
spico_found_message_get_patient (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_FOUND_MESSAGE_PROP_PATIENT);
}

const char *
spico_found_message_get_searched (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_FOUND_MESSAGE_PROP_SEARCHED);
}

const char *
spico_found_message_get_files (SpicoFoundMessage *self)
{
  g_return_val_if_fail (SPICO_IS_FOUND_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_FOUND_MESSAGE_PROP_FILES);
}
