/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-delegation-row.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-delegation-text.h"

#define AVATAR_SIZE 36

struct _SpicoDelegationRow {
  GtkListBoxRow parent_instance;

  /* Borrowed from the row */
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *scope;
  GtkLabel *state;
  GtkLabel *limit;
  GtkWidget *buttons;
  GtkWidget *accept;
  GtkWidget *refuse;
  GtkWidget *end;

  SpicoDelegation *delegation;
  SpicoPrincipal *people[4]; /* whose names are shown */
  gboolean names_delegator;
  gboolean can_act;
  gboolean is_too_wide; /* for whoever is asked */
};

G_DEFINE_FINAL_TYPE (SpicoDelegationRow, spico_delegation_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  SET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static SpicoPrincipal *
get_other (SpicoDelegationRow *self)
{
  return self->names_delegator ? spico_delegation_get_delegator (self->delegation) : spico_delegation_get_delegate (self->delegation);
}

/* One's own request or offer is taken back; a structure's last delegate stays (F031). */
static gboolean
may_end (SpicoDelegationRow *self)
{
  switch (spico_delegation_get_status (self->delegation))
    {
    case SPICO_DELEGATION_REQUESTED:
      return self->names_delegator;
    case SPICO_DELEGATION_OFFERED:
      return !self->names_delegator;
    case SPICO_DELEGATION_ACCEPTED:
      return !spico_delegation_get_is_last (self->delegation);
    case SPICO_DELEGATION_REFUSED:
    case SPICO_DELEGATION_ENDED:
    default:
      return FALSE;
    }
}

static void
show_button (GtkWidget  *button,
             gboolean    is_shown,
             const char *label,
             const char *sentence)
{
  gtk_widget_set_visible (button, is_shown);
  gtk_button_set_label (GTK_BUTTON (button), label);
  /* Who does not see the row hears all of it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

/* Nobody grants more than they hold (F022): what would be refused is not offered, and the row says why. */
static gboolean
is_beyond (SpicoDelegationRow *self)
{
  return self->is_too_wide && spico_delegation_get_is_to_answer (self->delegation);
}

/* Each of them: a screen reader is not told of a button that its box is insensitive. */
static void
update_sensitivity (SpicoDelegationRow *self)
{
  gtk_widget_set_sensitive (self->accept, self->can_act && !is_beyond (self));
  gtk_widget_set_sensitive (self->refuse, self->can_act);
  gtk_widget_set_sensitive (self->end, self->can_act);
}

static void
show_buttons (SpicoDelegationRow *self,
              const char         *name)
{
  gboolean is_to_answer = spico_delegation_get_is_to_answer (self->delegation);
  gboolean is_accepted = spico_delegation_get_status (self->delegation) == SPICO_DELEGATION_ACCEPTED;
  /* Translators: a delegation; %s is a person or a structure */
  g_autofree char *accept = g_strdup_printf (_("Accept: %s"), name);
  /* Translators: a delegation; %s is a person or a structure */
  g_autofree char *refuse = g_strdup_printf (_("Refuse: %s"), name);
  /* Translators: %s is a person or a structure */
  g_autofree char *end = g_strdup_printf (is_accepted ? _("End the delegation: %s") : _("Take back: %s"), name);

  show_button (self->accept, is_to_answer, C_("delegation", "Accept"), accept);
  show_button (self->refuse, is_to_answer, C_("delegation", "Refuse"), refuse);
  show_button (self->end, may_end (self), is_accepted ? C_("delegation", "End") : C_("delegation", "Take Back"), end);
  gtk_widget_set_visible (self->buttons, is_to_answer || may_end (self));
  update_sensitivity (self);
}

static void update (SpicoDelegationRow *self);

static void
follow (SpicoDelegationRow *self,
        guint               place,
        SpicoPrincipal     *principal)
{
  if (self->people[place] == principal)
    return;

  if (self->people[place] != NULL)
    g_signal_handlers_disconnect_by_func (self->people[place], update, self);
  g_set_object (&self->people[place], principal);
  if (principal != NULL)
    g_signal_connect_object (principal, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/* The names may come after the row, and so may who they are. */
static void
follow_people (SpicoDelegationRow *self)
{
  follow (self, 0, spico_delegation_get_delegator (self->delegation));
  follow (self, 1, spico_delegation_get_delegate (self->delegation));
  follow (self, 2, spico_delegation_get_answered_by (self->delegation));
  follow (self, 3, spico_delegation_get_ended_by (self->delegation));
}

static void
update (SpicoDelegationRow *self)
{
  SpicoPrincipal *other = get_other (self);
  const char *name = other != NULL ? spico_principal_get_name (other) : "";
  const char *scope = spico_delegation_format_scope (spico_delegation_get_scope (self->delegation));
  g_autofree char *state = spico_delegation_format_state (self->delegation);
  const char *limit = is_beyond (self) ? _("It covers more than your own delegation: only somebody whose delegation covers as much can accept it. You can refuse it.") : NULL;
  g_autofree char *all = g_strjoin (", ", name, scope, state, limit, NULL);

  follow_people (self);
  spico_avatar_set_name (self->avatar, name);
  spico_avatar_set_is_structure (self->avatar, other != NULL && spico_principal_get_kind (other) != SPICO_PRINCIPAL_PERSON);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->scope, scope);
  gtk_label_set_label (self->state, state);
  gtk_label_set_label (self->limit, limit != NULL ? limit : "");
  gtk_widget_set_visible (GTK_WIDGET (self->limit), limit != NULL);
  show_buttons (self, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

static void
accept_clicked_cb (SpicoDelegationRow *self)
{
  g_signal_emit (self, signals[SET], 0, self->delegation, SPICO_DELEGATION_ACCEPTED);
}

static void
refuse_clicked_cb (SpicoDelegationRow *self)
{
  g_signal_emit (self, signals[SET], 0, self->delegation, SPICO_DELEGATION_REFUSED);
}

static void
end_clicked_cb (SpicoDelegationRow *self)
{
  g_signal_emit (self, signals[SET], 0, self->delegation, SPICO_DELEGATION_ENDED);
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static GtkWidget *
add_button (SpicoDelegationRow *self,
            const char         *css_class,
            GCallback           clicked)
{
  GtkWidget *button = gtk_button_new ();

  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (ADW_WRAP_BOX (self->buttons), button);

  return button;
}

static void
make_buttons (SpicoDelegationRow *self,
              GtkWidget          *box)
{
  self->buttons = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->buttons), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->buttons), 6);
  gtk_widget_set_margin_top (self->buttons, 6);
  self->accept = add_button (self, "suggested-action", G_CALLBACK (accept_clicked_cb));
  self->refuse = add_button (self, NULL, G_CALLBACK (refuse_clicked_cb));
  self->end = add_button (self, NULL, G_CALLBACK (end_clicked_cb));
  gtk_box_append (GTK_BOX (box), self->buttons);
}

static void
spico_delegation_row_dispose (GObject *object)
{
  SpicoDelegationRow *self = SPICO_DELEGATION_ROW (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->people); i++)
    follow (self, i, NULL);
  g_clear_object (&self->delegation);

  G_OBJECT_CLASS (spico_delegation_row_parent_class)->dispose (object);
}

static void
spico_delegation_row_class_init (SpicoDelegationRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_delegation_row_dispose;

  signals[SET] = g_signal_new ("set", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, SPICO_TYPE_DELEGATION, SPICO_TYPE_DELEGATION_STATUS);
}

static void
spico_delegation_row_init (SpicoDelegationRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->avatar = SPICO_AVATAR (spico_avatar_new (AVATAR_SIZE));
  gtk_widget_set_valign (GTK_WIDGET (self->avatar), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->avatar));
  gtk_widget_set_hexpand (texts, TRUE);
  self->name = add_label (texts, "heading");
  self->scope = add_label (texts, NULL);
  self->state = add_label (texts, "dimmed");
  self->limit = add_label (texts, NULL);
  make_buttons (self, texts);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

GtkWidget *
spico_delegation_row_new (SpicoDelegation *delegation,
                          gboolean         names_delegator)
{
  SpicoDelegationRow *self;

  g_return_val_if_fail (SPICO_IS_DELEGATION (delegation), NULL);

  self = g_object_new (SPICO_TYPE_DELEGATION_ROW, NULL);
  self->delegation = g_object_ref (delegation);
  self->names_delegator = names_delegator;
  g_signal_connect_object (delegation, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
spico_delegation_row_set_can_act (SpicoDelegationRow *self,
                                  gboolean            can_act)
{
  g_return_if_fail (SPICO_IS_DELEGATION_ROW (self));

  self->can_act = can_act;
  update_sensitivity (self);
}

void
spico_delegation_row_set_is_too_wide (SpicoDelegationRow *self,
                                      gboolean            is_too_wide)
{
  g_return_if_fail (SPICO_IS_DELEGATION_ROW (self));

  self->is_too_wide = is_too_wide;
  update (self);
}
