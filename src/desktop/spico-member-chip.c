/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-member-chip.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-presence-label.h"

struct _SpicoMemberChip {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkLabel *label;
  SpicoPresenceLabel *presence;
  GtkWidget *warning;
  GtkWidget *remove;

  SpicoPrincipal *principal;
  gulong principal_handler;
  gboolean removable;
};

G_DEFINE_FINAL_TYPE (SpicoMemberChip, spico_member_chip, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_PRINCIPAL,
  PROP_REMOVABLE,
  N_PROPS
};

enum {
  REMOVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update (SpicoMemberChip *self)
{
  const char *name = spico_principal_get_name (self->principal);
  gboolean is_reachable = spico_principal_has_account (self->principal) || !spico_principal_is_loaded (self->principal);
  /* Translators: the accessible name of the cross of a chip; %s is a patient or a member */
  g_autofree char *remove = g_strdup_printf (_("Remove %s"), name);

  spico_avatar_set_name (self->avatar, name);
  spico_avatar_set_is_structure (self->avatar, spico_principal_get_kind (self->principal) != SPICO_PRINCIPAL_PERSON);
  gtk_label_set_label (self->label, name);
  spico_presence_label_set_presence (self->presence, spico_principal_get_presence (self->principal));
  spico_presence_label_set_absent_until (self->presence, spico_principal_get_absent_until (self->principal));

  gtk_widget_set_visible (GTK_WIDGET (self->presence), is_reachable);
  gtk_widget_set_visible (self->warning, !is_reachable);
  gtk_widget_set_tooltip_text (self->warning, _("No account: will not be able to read this message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->warning), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("No account: will not be able to read this message"), -1);

  gtk_widget_set_tooltip_text (self->remove, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_principal (SpicoMemberChip *self,
               SpicoPrincipal  *principal)
{
  g_assert (self->principal == NULL);

  if (!g_set_object (&self->principal, principal))
    return;

  self->principal_handler = g_signal_connect_swapped (principal, "notify", G_CALLBACK (update), self);
  update (self);
}

static void
remove_clicked_cb (SpicoMemberChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
spico_member_chip_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SpicoMemberChip *self = SPICO_MEMBER_CHIP (object);

  switch (prop_id)
    {
    case PROP_PRINCIPAL:
      g_value_set_object (value, self->principal);
      break;
    case PROP_REMOVABLE:
      g_value_set_boolean (value, self->removable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_member_chip_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SpicoMemberChip *self = SPICO_MEMBER_CHIP (object);

  switch (prop_id)
    {
    case PROP_PRINCIPAL:
      set_principal (self, g_value_get_object (value));
      break;
    case PROP_REMOVABLE:
      self->removable = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_member_chip_dispose (GObject *object)
{
  SpicoMemberChip *self = SPICO_MEMBER_CHIP (object);

  g_clear_signal_handler (&self->principal_handler, self->principal);
  g_clear_object (&self->principal);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_MEMBER_CHIP);

  G_OBJECT_CLASS (spico_member_chip_parent_class)->dispose (object);
}

static void
spico_member_chip_class_init (SpicoMemberChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_member_chip_get_property;
  object_class->set_property = spico_member_chip_set_property;
  object_class->dispose = spico_member_chip_dispose;

  properties[PROP_PRINCIPAL] = g_param_spec_object ("principal", NULL, NULL, SPICO_TYPE_PRINCIPAL,
                                                    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REMOVABLE] = g_param_spec_boolean ("removable", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_AVATAR);
  g_type_ensure (SPICO_TYPE_PRESENCE_LABEL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-member-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, presence);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, warning);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, remove);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
spico_member_chip_init (SpicoMemberChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * spico_member_chip_new:
 * @principal: the member, followed as it loads
 * @removable: whether it has a cross
 *
 * Returns: (transfer floating): a new chip
 */
GtkWidget *
spico_member_chip_new (SpicoPrincipal *principal,
                       gboolean        removable)
{
  return g_object_new (SPICO_TYPE_MEMBER_CHIP, "principal", principal, "removable", removable, NULL);
}

/**
 * spico_member_chip_get_principal:
 * @self: a chip
 *
 * Returns: (transfer none): the member
 */
SpicoPrincipal *
spico_member_chip_get_principal (SpicoMemberChip *self)
{
  g_return_val_if_fail (SPICO_IS_MEMBER_CHIP (self), NULL);

  return self->principal;
}
