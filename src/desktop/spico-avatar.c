/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-avatar.h"

#include <string.h>

struct _SpicoAvatar {
  AdwBin parent_instance;

  /* Template widgets */
  AdwAvatar *avatar;

  char *name;
  gboolean is_structure;
};

G_DEFINE_FINAL_TYPE (SpicoAvatar, spico_avatar, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_NAME,
  PROP_IS_STRUCTURE,
  PROP_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The civilities of the registers (RPPS: « M », « MME », « DR »…) and their usual forms. */
static const char *const civilities[] = { "M ", "M. ", "Mr ", "MME ", "Mme ", "MLLE ", "Mlle ", "DR ", "Dr ", "PR ", "Pr " };

static void
spico_avatar_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SpicoAvatar *self = SPICO_AVATAR (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_IS_STRUCTURE:
      g_value_set_boolean (value, self->is_structure);
      break;
    case PROP_SIZE:
      g_value_set_int (value, adw_avatar_get_size (self->avatar));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_avatar_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SpicoAvatar *self = SPICO_AVATAR (object);

  switch (prop_id)
    {
    case PROP_NAME:
      spico_avatar_set_name (self, g_value_get_string (value));
      break;
    case PROP_IS_STRUCTURE:
      spico_avatar_set_is_structure (self, g_value_get_boolean (value));
      break;
    case PROP_SIZE:
      spico_avatar_set_size (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_avatar_dispose (GObject *object)
{
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_avatar_parent_class)->dispose (object);
}

static void
spico_avatar_finalize (GObject *object)
{
  g_free (SPICO_AVATAR (object)->name);

  G_OBJECT_CLASS (spico_avatar_parent_class)->finalize (object);
}

static void
spico_avatar_class_init (SpicoAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_avatar_get_property;
  object_class->set_property = spico_avatar_set_property;
  object_class->dispose = spico_avatar_dispose;
  object_class->finalize = spico_avatar_finalize;

  properties[PROP_NAME] = g_param_spec_string ("person-name", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_IS_STRUCTURE] = g_param_spec_boolean ("is-structure", NULL, NULL, FALSE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, -1, G_MAXINT, 32,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-avatar.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAvatar, avatar);
}

static void
spico_avatar_init (SpicoAvatar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * spico_avatar_new:
 * @size: the diameter, in pixels
 *
 * Returns: (transfer floating): a new avatar
 */
GtkWidget *
spico_avatar_new (int size)
{
  return g_object_new (SPICO_TYPE_AVATAR, "size", size, NULL);
}

/**
 * spico_avatar_strip_civility:
 * @name: a name as shown, perhaps with its civility
 *
 * Returns: (transfer none): the part of @name after the civility
 */
const char *
spico_avatar_strip_civility (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (civilities); i++)
    {
      if (g_str_has_prefix (name, civilities[i]))
        return name + strlen (civilities[i]);
    }

  return name;
}

/**
 * spico_avatar_set_name:
 * @self: an avatar
 * @name: (nullable): the name that stands beside it, perhaps with its civility
 */
void
spico_avatar_set_name (SpicoAvatar *self,
                       const char  *name)
{
  g_return_if_fail (SPICO_IS_AVATAR (self));

  if (!g_set_str (&self->name, name))
    return;

  adw_avatar_set_text (self->avatar, name != NULL ? spico_avatar_strip_civility (name) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * spico_avatar_set_is_structure:
 * @self: an avatar
 * @is_structure: whether it stands for a structure: a building instead of initials
 */
void
spico_avatar_set_is_structure (SpicoAvatar *self,
                               gboolean     is_structure)
{
  g_return_if_fail (SPICO_IS_AVATAR (self));

  is_structure = !!is_structure;
  if (self->is_structure == is_structure)
    return;

  self->is_structure = is_structure;
  adw_avatar_set_show_initials (self->avatar, !is_structure);
  adw_avatar_set_icon_name (self->avatar, is_structure ? "spico-structure-symbolic" : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_STRUCTURE]);
}

/**
 * spico_avatar_set_size:
 * @self: an avatar
 * @size: the diameter, in pixels
 */
void
spico_avatar_set_size (SpicoAvatar *self,
                       int          size)
{
  g_return_if_fail (SPICO_IS_AVATAR (self));

  if (adw_avatar_get_size (self->avatar) == size)
    return;

  adw_avatar_set_size (self->avatar, size);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
}
