/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-item-private.h"

typedef struct {
  GValue *values;
} SpicoItemPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SpicoItem, spico_item, G_TYPE_OBJECT)

static GValue *
slot (gpointer self,
      guint    prop)
{
  SpicoItemPrivate *priv = spico_item_get_instance_private (self);

  return &priv->values[prop];
}

static void
notify (gpointer self,
        guint    prop)
{
  g_object_notify_by_pspec (self, SPICO_ITEM_GET_CLASS (self)->pspecs[prop]);
}

static void
spico_item_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  if (prop_id == 0 || prop_id >= SPICO_ITEM_GET_CLASS (object)->n_pspecs)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else
    g_value_copy (slot (object, prop_id), value);
}

static void
spico_item_constructed (GObject *object)
{
  SpicoItemPrivate *priv = spico_item_get_instance_private (SPICO_ITEM (object));
  SpicoItemClass *klass = SPICO_ITEM_GET_CLASS (object);

  G_OBJECT_CLASS (spico_item_parent_class)->constructed (object);

  priv->values = g_new0 (GValue, klass->n_pspecs);
  for (guint i = 1; i < klass->n_pspecs; i++)
    {
      g_value_init (&priv->values[i], klass->pspecs[i]->value_type);
      g_param_value_set_default (klass->pspecs[i], &priv->values[i]);
    }
}

static void
spico_item_finalize (GObject *object)
{
  SpicoItemPrivate *priv = spico_item_get_instance_private (SPICO_ITEM (object));
  SpicoItemClass *klass = SPICO_ITEM_GET_CLASS (object);

  for (guint i = 1; i < klass->n_pspecs; i++)
    g_value_unset (&priv->values[i]);
  g_free (priv->values);

  G_OBJECT_CLASS (spico_item_parent_class)->finalize (object);
}

static void
spico_item_class_init (SpicoItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = spico_item_constructed;
  object_class->finalize = spico_item_finalize;
  object_class->get_property = spico_item_get_property;
}

static void
spico_item_init (SpicoItem *self)
{
}

/* For the class_init of a subclass: pspecs[0] is unused, as everywhere in GObject. */
void
spico_item_class_install (SpicoItemClass *klass,
                          GParamSpec    **pspecs,
                          guint           n_pspecs)
{
  /* GObject clears it in every subclass. */
  G_OBJECT_CLASS (klass)->get_property = spico_item_get_property;
  klass->pspecs = pspecs;
  klass->n_pspecs = n_pspecs;
  g_object_class_install_properties (G_OBJECT_CLASS (klass), n_pspecs, pspecs);
}

const GValue *
spico_item_peek (gpointer self,
                 guint    prop)
{
  return slot (self, prop);
}

const char *
spico_item_get_string (gpointer self,
                       guint    prop)
{
  return g_value_get_string (slot (self, prop));
}

gboolean
spico_item_get_boolean (gpointer self,
                        guint    prop)
{
  return g_value_get_boolean (slot (self, prop));
}

guint
spico_item_get_uint (gpointer self,
                     guint    prop)
{
  return g_value_get_uint (slot (self, prop));
}

gint64
spico_item_get_int64 (gpointer self,
                      guint    prop)
{
  return g_value_get_int64 (slot (self, prop));
}

int
spico_item_get_enum (gpointer self,
                     guint    prop)
{
  return g_value_get_enum (slot (self, prop));
}

gpointer
spico_item_get_object (gpointer self,
                       guint    prop)
{
  return g_value_get_object (slot (self, prop));
}

gpointer
spico_item_get_boxed (gpointer self,
                      guint    prop)
{
  return g_value_get_boxed (slot (self, prop));
}

void
spico_item_set_string (gpointer    self,
                       guint       prop,
                       const char *value)
{
  GValue *target = slot (self, prop);

  if (g_strcmp0 (g_value_get_string (target), value) == 0)
    return;
  g_value_set_string (target, value);
  notify (self, prop);
}

void
spico_item_set_boolean (gpointer self,
                        guint    prop,
                        gboolean value)
{
  GValue *target = slot (self, prop);

  if (g_value_get_boolean (target) == !!value)
    return;
  g_value_set_boolean (target, !!value);
  notify (self, prop);
}

void
spico_item_set_uint (gpointer self,
                     guint    prop,
                     guint    value)
{
  GValue *target = slot (self, prop);

  if (g_value_get_uint (target) == value)
    return;
  g_value_set_uint (target, value);
  notify (self, prop);
}

void
spico_item_set_int64 (gpointer self,
                      guint    prop,
                      gint64   value)
{
  GValue *target = slot (self, prop);

  if (g_value_get_int64 (target) == value)
    return;
  g_value_set_int64 (target, value);
  notify (self, prop);
}

void
spico_item_set_double (gpointer self,
                       guint    prop,
                       double   value)
{
  GValue *target = slot (self, prop);

  if (g_value_get_double (target) == value)
    return;
  g_value_set_double (target, value);
  notify (self, prop);
}

void
spico_item_set_enum (gpointer self,
                     guint    prop,
                     int      value)
{
  GValue *target = slot (self, prop);

  if (g_value_get_enum (target) == value)
    return;
  g_value_set_enum (target, value);
  notify (self, prop);
}

void
spico_item_set_object (gpointer self,
                       guint    prop,
                       gpointer value)
{
  GValue *target = slot (self, prop);

  if (g_value_get_object (target) == value)
    return;
  g_value_set_object (target, value);
  notify (self, prop);
}

/* Sets a #GDateTime property, in local time, from microseconds since 1970; 0 or less is %NULL. */
void
spico_item_set_time (gpointer self,
                     guint    prop,
                     gint64   microseconds)
{
  GValue *target = slot (self, prop);
  GDateTime *old = g_value_get_boxed (target);
  g_autoptr (GDateTime) utc = NULL;

  if (microseconds <= 0)
    {
      if (old == NULL)
        return;
      g_value_set_boxed (target, NULL);
      notify (self, prop);
      return;
    }

  utc = g_date_time_new_from_unix_utc_usec (microseconds);
  if (utc == NULL || (old != NULL && g_date_time_equal (old, utc)))
    return;
  g_value_take_boxed (target, g_date_time_to_local (utc));
  notify (self, prop);
}

void
spico_item_set_strv (gpointer           self,
                     guint              prop,
                     const char *const *value)
{
  GValue *target = slot (self, prop);
  const char *const *old = g_value_get_boxed (target);

  if (old != NULL && value != NULL && g_strv_equal (old, value))
    return;
  g_value_set_boxed (target, value);
  notify (self, prop);
}
