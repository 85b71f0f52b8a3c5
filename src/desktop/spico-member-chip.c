/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-member-chip.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-presence-label.h"

struct _SpicoMemberChip {
  SpicoChip parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkLabel *label;
  SpicoPresenceLabel *presence;
  GtkWidget *warning;
};

G_DEFINE_FINAL_TYPE (SpicoMemberChip, spico_member_chip, SPICO_TYPE_CHIP)

static void
spico_member_chip_update (SpicoChip *chip)
{
  SpicoMemberChip *self = SPICO_MEMBER_CHIP (chip);
  SpicoPrincipal *principal = spico_chip_get_subject (chip);
  const char *name = spico_principal_get_name (principal);
  gboolean is_reachable = spico_principal_has_account (principal) || !spico_principal_is_loaded (principal);

  spico_avatar_set_name (self->avatar, name);
  spico_avatar_set_is_structure (self->avatar, spico_principal_get_kind (principal) != SPICO_PRINCIPAL_PERSON);
  gtk_label_set_label (self->label, name);
  spico_presence_label_set_presence (self->presence, spico_principal_get_presence (principal));
  spico_presence_label_set_absent_until (self->presence, spico_principal_get_absent_until (principal));

  gtk_widget_set_visible (GTK_WIDGET (self->presence), is_reachable);
  gtk_widget_set_visible (self->warning, !is_reachable);
  gtk_widget_set_tooltip_text (self->warning, _("No account: will not be able to read this message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->warning), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("No account: will not be able to read this message"), -1);
  spico_chip_set_name (chip, name);
}

static void
spico_member_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_MEMBER_CHIP);

  G_OBJECT_CLASS (spico_member_chip_parent_class)->dispose (object);
}

static void
spico_member_chip_class_init (SpicoMemberChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_member_chip_dispose;
  SPICO_CHIP_CLASS (klass)->update = spico_member_chip_update;

  g_type_ensure (SPICO_TYPE_AVATAR);
  g_type_ensure (SPICO_TYPE_PRESENCE_LABEL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-member-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, presence);
  gtk_widget_class_bind_template_child (widget_class, SpicoMemberChip, warning);
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
  SpicoChip *self = g_object_new (SPICO_TYPE_MEMBER_CHIP, "removable", removable, NULL);

  spico_chip_set_subject (self, principal);

  return GTK_WIDGET (self);
}
