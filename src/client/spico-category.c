/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-category.h"

struct _SpicoCategory {
  GObject parent_instance;

  char *code;
  char *label;
};

G_DEFINE_FINAL_TYPE (SpicoCategory, spico_category, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
spico_category_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, SPICO_CATEGORY (object)->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_category_finalize (GObject *object)
{
  SpicoCategory *self = SPICO_CATEGORY (object);

  g_free (self->code);
  g_free (self->label);

  G_OBJECT_CLASS (spico_category_parent_class)->finalize (object);
}

static void
spico_category_class_init (SpicoCategoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = spico_category_get_property;
  object_class->finalize = spico_category_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
spico_category_init (SpicoCategory *self)
{
}

SpicoCategory *
spico_category_new (const char *code,
                    const char *label)
{
  SpicoCategory *self = g_object_new (SPICO_TYPE_CATEGORY, NULL);

  self->code = g_strdup (code);
  self->label = g_strdup (label);

  return self;
}

const char *
spico_category_get_code (SpicoCategory *self)
{
  g_return_val_if_fail (SPICO_IS_CATEGORY (self), NULL);

  return self->code;
}

const char *
spico_category_get_label (SpicoCategory *self)
{
  g_return_val_if_fail (SPICO_IS_CATEGORY (self), NULL);

  return self->label;
}
