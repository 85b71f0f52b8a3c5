/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-member-row.h"

#include "spico-avatar.h"
#include "spico-presence-label.h"

#define AVATAR_SIZE 36

struct _SpicoMemberRow {
  AdwActionRow parent_instance;

  /* Borrowed from the row */
  SpicoAvatar *avatar;
  SpicoPresenceLabel *presence;

  SpicoPrincipal *member;
};

G_DEFINE_FINAL_TYPE (SpicoMemberRow, spico_member_row, ADW_TYPE_ACTION_ROW)

static void
update (SpicoMemberRow *self)
{
  const char *skill = spico_principal_get_skill (self->member);
  const char *profession = spico_principal_get_profession (self->member);
  g_autofree char *subtitle = skill[0] != '\0' && profession[0] != '\0' ? g_strdup_printf ("%s, %s", profession, skill) : g_strdup (profession);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), spico_principal_get_name (self->member));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  spico_avatar_set_name (self->avatar, spico_principal_get_name (self->member));
  spico_avatar_set_is_structure (self->avatar, spico_principal_get_kind (self->member) != SPICO_PRINCIPAL_PERSON);
  spico_presence_label_set_presence (self->presence, spico_principal_get_presence (self->member));
  spico_presence_label_set_absent_until (self->presence, spico_principal_get_absent_until (self->member));
  gtk_widget_set_visible (GTK_WIDGET (self->presence), spico_principal_has_account (self->member));
}

static void
spico_member_row_dispose (GObject *object)
{
  SpicoMemberRow *self = SPICO_MEMBER_ROW (object);

  if (self->member != NULL)
    g_signal_handlers_disconnect_by_func (self->member, update, self);
  g_clear_object (&self->member);

  G_OBJECT_CLASS (spico_member_row_parent_class)->dispose (object);
}

static void
spico_member_row_class_init (SpicoMemberRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_member_row_dispose;
}

static void
spico_member_row_init (SpicoMemberRow *self)
{
  self->avatar = SPICO_AVATAR (spico_avatar_new (AVATAR_SIZE));
  self->presence = SPICO_PRESENCE_LABEL (spico_presence_label_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->avatar));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->presence));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
spico_member_row_new (SpicoPrincipal *member)
{
  SpicoMemberRow *self;

  g_return_val_if_fail (SPICO_IS_PRINCIPAL (member), NULL);

  self = g_object_new (SPICO_TYPE_MEMBER_ROW, NULL);
  self->member = g_object_ref (member);
  g_signal_connect_object (member, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

SpicoPrincipal *
spico_member_row_get_member (SpicoMemberRow *self)
{
  g_return_val_if_fail (SPICO_IS_MEMBER_ROW (self), NULL);

  return self->member;
}
