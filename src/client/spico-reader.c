/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-reader-private.h"

struct _SpicoReader {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoReader, spico_reader, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_READER_PROP_LAST];

static void
spico_reader_class_init (SpicoReaderClass *klass)
{
  properties[SPICO_READER_PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_READER_PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_READER_PROP_IS_FOR_ACCOUNT] = g_param_spec_boolean ("is-for-account", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_READER_PROP_READ_AT] = g_param_spec_boxed ("read-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_READER_PROP_LAST);
}

static void
spico_reader_init (SpicoReader *self)
{
}

SpicoPrincipal *
spico_reader_get_person (SpicoReader *self)
{
  g_return_val_if_fail (SPICO_IS_READER (self), NULL);

  return spico_item_get_object (self, SPICO_READER_PROP_PERSON);
}

SpicoPrincipal *
spico_reader_get_account (SpicoReader *self)
{
  g_return_val_if_fail (SPICO_IS_READER (self), NULL);

  return spico_item_get_object (self, SPICO_READER_PROP_ACCOUNT);
}

gboolean
spico_reader_is_for_account (SpicoReader *self)
{
  g_return_val_if_fail (SPICO_IS_READER (self), FALSE);

  return spico_item_get_boolean (self, SPICO_READER_PROP_IS_FOR_ACCOUNT);
}

GDateTime *
spico_reader_get_read_at (SpicoReader *self)
{
  g_return_val_if_fail (SPICO_IS_READER (self), NULL);

  return spico_item_get_boxed (self, SPICO_READER_PROP_READ_AT);
}
