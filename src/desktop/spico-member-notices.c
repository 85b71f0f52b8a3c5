/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-member-notices.h"

#include <glib/gi18n.h>

/* More would push the message out of sight. */
#define MAX_SHOWN 3

struct _SpicoMemberNotices {
  AdwBin parent_instance;

  GtkLabel *label;
  GListModel *members;
  gulong changed_handler;
};

G_DEFINE_FINAL_TYPE (SpicoMemberNotices, spico_member_notices, ADW_TYPE_BIN)

static char *
join_notices (GPtrArray *notices)
{
  GString *text = g_string_new (NULL);
  guint n = notices->len > MAX_SHOWN + 1 ? MAX_SHOWN : notices->len;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (notices, i));
  if (n < notices->len)
    {
      g_string_append_c (text, '\n');
      /* Translators: how many more people are absent or without an account */
      g_string_append_printf (text, _("and %u others who are absent or have no account"), notices->len - n);
    }

  return g_string_free (text, FALSE);
}

static void
update (SpicoMemberNotices *self)
{
  guint n = self->members != NULL ? g_list_model_get_n_items (self->members) : 0;
  g_autofree SpicoNewConversationMember *members = g_new0 (SpicoNewConversationMember, n + 1);
  g_autoptr (GPtrArray) notices = NULL;
  g_autofree char *text = NULL;

  /* The list keeps its members: names can be borrowed meanwhile. */
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (self->members, i);

      members[i] = spico_member_notices_describe (principal);
    }

  notices = spico_new_conversation_describe_members (members, n);
  text = join_notices (notices);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), notices->len > 0);
}

static void
unfollow (SpicoMemberNotices *self)
{
  for (guint i = 0; self->members != NULL && i < g_list_model_get_n_items (self->members); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (self->members, i);

      g_signal_handlers_disconnect_by_func (principal, update, self);
    }
}

/* What is known of a member may change while one writes. */
static void
follow (SpicoMemberNotices *self)
{
  for (guint i = 0; self->members != NULL && i < g_list_model_get_n_items (self->members); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (self->members, i);

      g_signal_handlers_disconnect_by_func (principal, update, self);
      g_signal_connect_object (principal, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
}

static void
members_changed_cb (SpicoMemberNotices *self)
{
  follow (self);
  update (self);
}

static void
spico_member_notices_dispose (GObject *object)
{
  SpicoMemberNotices *self = SPICO_MEMBER_NOTICES (object);

  spico_member_notices_set_members (self, NULL);

  G_OBJECT_CLASS (spico_member_notices_parent_class)->dispose (object);
}

static void
spico_member_notices_class_init (SpicoMemberNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_member_notices_dispose;
}

static void
spico_member_notices_init (SpicoMemberNotices *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "warning");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
spico_member_notices_set_members (SpicoMemberNotices *self,
                                  GListModel         *members)
{
  g_return_if_fail (SPICO_IS_MEMBER_NOTICES (self));

  if (self->members == members)
    return;

  unfollow (self);
  g_clear_signal_handler (&self->changed_handler, self->members);
  g_set_object (&self->members, members);
  if (members != NULL)
    self->changed_handler = g_signal_connect_swapped (members, "items-changed", G_CALLBACK (members_changed_cb), self);
  if (adw_bin_get_child (ADW_BIN (self)) != NULL)
    members_changed_cb (self);
}

SpicoNewConversationMember
spico_member_notices_describe (SpicoPrincipal *principal)
{
  return (SpicoNewConversationMember) {
    .id = spico_principal_get_id (principal),
    .name = spico_principal_get_name (principal),
    .has_account = spico_principal_has_account (principal) || !spico_principal_is_loaded (principal),
    .is_absent = spico_principal_get_presence (principal) == SPICO_PRESENCE_ABSENT,
    .absent_until = spico_principal_get_absent_until (principal),
    .stand_in_name = spico_principal_get_stand_in_name (principal),
  };
}
