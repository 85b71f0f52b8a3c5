/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-picker-row.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-presence-label.h"

struct _SpicoPickerRow {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *role;
  GtkLabel *occupation;
  GtkLabel *place;
  SpicoPresenceLabel *presence;
  GtkWidget *no_account;
  GtkWidget *card;
  GtkToggleButton *star;

  SpicoPrincipal *principal;
  gulong principal_handler;
  char *description;
  char *role_text;
  char *star_text;
  char *card_text;
  gboolean is_refused;
  gboolean picked;
  gboolean is_favourite;
};

G_DEFINE_FINAL_TYPE (SpicoPickerRow, spico_picker_row, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_PRINCIPAL,
  PROP_PICKED,
  PROP_DESCRIPTION,
  N_PROPS
};

enum {
  STAR_CLICKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
append_part (GString    *string,
             const char *separator,
             const char *part)
{
  if (!has_text (part))
    return;

  if (string->len > 0)
    g_string_append (string, separator);
  g_string_append (string, part);
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), has_text (text));
}

static void
update_star (SpicoPickerRow *self)
{
  /* Translators: %s is a person or a structure */
  g_autofree char *label = g_strdup_printf (self->is_favourite ? _("Remove %s from favourites") : _("Add %s to favourites"),
                                            spico_principal_get_name (self->principal));

  gtk_toggle_button_set_active (self->star, self->is_favourite);
  gtk_button_set_icon_name (GTK_BUTTON (self->star), self->is_favourite ? "starred-symbolic" : "non-starred-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_set_str (&self->star_text, label);
}

static void
update_card (SpicoPickerRow *self)
{
  /* Translators: %s is a person or a structure */
  g_autofree char *label = g_strdup_printf (_("Card of %s"), spico_principal_get_name (self->principal));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->card), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_set_str (&self->card_text, label);
}

/* What they are to the patient, where that is what they are chosen for. */
static char *
format_role (SpicoPickerRow *self)
{
  GString *text = g_string_new (NULL);

  append_part (text, " · ", self->role_text);
  if (self->is_refused)
    append_part (text, " · ", _("refused by the patient"));

  return g_string_free (text, FALSE);
}

/* All that the row shows, as one sentence. */
static char *
format_description (SpicoPrincipal *principal,
                    const char     *role)
{
  g_autofree char *occupation = spico_picker_row_format_occupation (principal);
  g_autofree char *place = spico_picker_row_format_place (principal);
  g_autofree char *presence = spico_presence_format (spico_principal_get_presence (principal),
                                                     spico_principal_get_absent_until (principal));
  GString *text = g_string_new (spico_principal_get_name (principal));

  append_part (text, ", ", role);
  append_part (text, ", ", occupation);
  append_part (text, ", ", place);
  append_part (text, ", ", presence);
  if (spico_principal_is_loaded (principal) && !spico_principal_has_account (principal))
    append_part (text, ", ", _("no account"));

  return g_string_free (text, FALSE);
}

static void
update (SpicoPickerRow *self)
{
  g_autofree char *occupation = NULL;
  g_autofree char *place = NULL;
  g_autofree char *role = NULL;

  if (self->principal == NULL)
    return;

  role = format_role (self);
  occupation = spico_picker_row_format_occupation (self->principal);
  place = spico_picker_row_format_place (self->principal);

  spico_avatar_set_name (self->avatar, spico_principal_get_name (self->principal));
  spico_avatar_set_is_structure (self->avatar, spico_principal_get_kind (self->principal) != SPICO_PRINCIPAL_PERSON);
  set_label (self->name, spico_principal_get_name (self->principal));
  set_label (self->role, role);
  set_label (self->occupation, occupation);
  set_label (self->place, place);
  spico_presence_label_set_presence (self->presence, spico_principal_get_presence (self->principal));
  spico_presence_label_set_absent_until (self->presence, spico_principal_get_absent_until (self->principal));
  gtk_widget_set_visible (self->no_account,
                          spico_principal_is_loaded (self->principal) && !spico_principal_has_account (self->principal));
  update_card (self);
  update_star (self);

  g_free (self->description);
  self->description = format_description (self->principal, role);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

/* Only looked at: the form that the picker stands in is where one writes. */
static void
card_clicked_cb (SpicoPickerRow *self)
{
  if (self->principal != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-card", "(sb)", spico_principal_get_id (self->principal), FALSE);
}

/* The star shows the store's truth: pressing it asks, and the favourite that comes back is what turns it. */
static void
star_clicked_cb (SpicoPickerRow *self)
{
  if (self->principal == NULL)
    return;

  g_signal_emit (self, signals[STAR_CLICKED], 0);
  update_star (self);
}

static gboolean
is_within (GtkWidget *widget,
           gpointer   ancestor)
{
  return widget != NULL && (widget == ancestor || gtk_widget_is_ancestor (widget, ancestor));
}

/* Asked for when one rests there: to keep a tooltip at each of these, also for screen readers, would cost more at each key than the row itself. */
static gboolean
spico_picker_row_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard_tooltip,
                                GtkTooltip *tooltip)
{
  SpicoPickerRow *self = SPICO_PICKER_ROW (widget);
  GtkWidget *at = keyboard_tooltip ? gtk_root_get_focus (gtk_widget_get_root (widget)) : gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);
  const char *text = NULL;

  if (is_within (at, self->star))
    text = self->star_text;
  else if (is_within (at, self->card))
    text = self->card_text;
  else if (is_within (at, self) && GTK_IS_LABEL (at) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (at))))
    text = gtk_label_get_label (GTK_LABEL (at));

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
spico_picker_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SpicoPickerRow *self = SPICO_PICKER_ROW (object);

  switch (prop_id)
    {
    case PROP_PRINCIPAL:
      g_value_set_object (value, self->principal);
      break;
    case PROP_PICKED:
      g_value_set_boolean (value, self->picked);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_picker_row_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SpicoPickerRow *self = SPICO_PICKER_ROW (object);

  switch (prop_id)
    {
    case PROP_PRINCIPAL:
      spico_picker_row_set_principal (self, g_value_get_object (value));
      break;
    case PROP_PICKED:
      spico_picker_row_set_picked (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_picker_row_dispose (GObject *object)
{
  SpicoPickerRow *self = SPICO_PICKER_ROW (object);

  g_clear_signal_handler (&self->principal_handler, self->principal);
  g_clear_object (&self->principal);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PICKER_ROW);

  G_OBJECT_CLASS (spico_picker_row_parent_class)->dispose (object);
}

static void
spico_picker_row_finalize (GObject *object)
{
  SpicoPickerRow *self = SPICO_PICKER_ROW (object);

  g_free (self->description);
  g_free (self->role_text);
  g_free (self->star_text);
  g_free (self->card_text);

  G_OBJECT_CLASS (spico_picker_row_parent_class)->finalize (object);
}

static void
spico_picker_row_class_init (SpicoPickerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_picker_row_get_property;
  object_class->set_property = spico_picker_row_set_property;
  object_class->dispose = spico_picker_row_dispose;
  object_class->finalize = spico_picker_row_finalize;
  widget_class->query_tooltip = spico_picker_row_query_tooltip;

  properties[PROP_PRINCIPAL] = g_param_spec_object ("principal", NULL, NULL, SPICO_TYPE_PRINCIPAL,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PICKED] = g_param_spec_boolean ("picked", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[STAR_CLICKED] = g_signal_new ("star-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_AVATAR);
  g_type_ensure (SPICO_TYPE_PRESENCE_LABEL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-picker-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, role);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, occupation);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, place);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, presence);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, no_account);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, card);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerRow, star);
  gtk_widget_class_bind_template_callback (widget_class, card_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, star_clicked_cb);
}

static void
spico_picker_row_init (SpicoPickerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * spico_picker_row_new:
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
spico_picker_row_new (void)
{
  return g_object_new (SPICO_TYPE_PICKER_ROW, NULL);
}

/**
 * spico_picker_row_get_principal:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): who is shown
 */
SpicoPrincipal *
spico_picker_row_get_principal (SpicoPickerRow *self)
{
  g_return_val_if_fail (SPICO_IS_PICKER_ROW (self), NULL);

  return self->principal;
}

/**
 * spico_picker_row_set_principal:
 * @self: a row
 * @principal: (nullable): who to show, followed as it loads
 */
void
spico_picker_row_set_principal (SpicoPickerRow *self,
                                SpicoPrincipal *principal)
{
  g_return_if_fail (SPICO_IS_PICKER_ROW (self));
  g_return_if_fail (principal == NULL || SPICO_IS_PRINCIPAL (principal));

  if (self->principal == principal)
    return;

  g_clear_signal_handler (&self->principal_handler, self->principal);
  g_set_object (&self->principal, principal);
  if (principal != NULL)
    self->principal_handler = g_signal_connect_swapped (principal, "notify", G_CALLBACK (update), self);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRINCIPAL]);
}

/**
 * spico_picker_row_set_role:
 * @self: a row
 * @role: (nullable): what they are in the patient's care circle (F083)
 * @is_refused: whether the patient refuses them (F087)
 */
void
spico_picker_row_set_role (SpicoPickerRow *self,
                           const char     *role,
                           gboolean        is_refused)
{
  g_return_if_fail (SPICO_IS_PICKER_ROW (self));

  g_set_str (&self->role_text, role);
  self->is_refused = is_refused;
  update (self);
}

/**
 * spico_picker_row_set_picked:
 * @self: a row
 * @picked: whether it is a member already
 */
void
spico_picker_row_set_picked (SpicoPickerRow *self,
                             gboolean        picked)
{
  g_return_if_fail (SPICO_IS_PICKER_ROW (self));

  picked = !!picked;
  if (self->picked == picked)
    return;

  self->picked = picked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PICKED]);
}

/**
 * spico_picker_row_set_is_favourite:
 * @self: a row
 * @is_favourite: whether the account acted as has marked them
 */
void
spico_picker_row_set_is_favourite (SpicoPickerRow *self,
                                   gboolean        is_favourite)
{
  g_return_if_fail (SPICO_IS_PICKER_ROW (self));

  if (self->is_favourite == is_favourite)
    return;

  self->is_favourite = is_favourite;
  if (self->principal != NULL)
    update_star (self);
}

/**
 * spico_picker_row_format_occupation:
 * @principal: a person or a structure
 *
 * Returns: (transfer full): the profession and the speciality, or a structure's category
 */
char *
spico_picker_row_format_occupation (SpicoPrincipal *principal)
{
  GString *text = g_string_new (NULL);

  append_part (text, " · ", spico_principal_get_profession (principal));
  append_part (text, " · ", spico_principal_get_skill (principal));

  return g_string_free (text, FALSE);
}

/**
 * spico_picker_row_format_place:
 * @principal: a person or a structure
 *
 * Returns: (transfer full): postcode, town and place of exercise
 */
char *
spico_picker_row_format_place (SpicoPrincipal *principal)
{
  GString *text = g_string_new (NULL);

  /* The town first: it is what tells namesakes apart, and what a narrow window would cut off. */
  append_part (text, " ", spico_principal_get_postal_code (principal));
  append_part (text, " ", spico_principal_get_town (principal));
  if (spico_principal_get_kind (principal) != SPICO_PRINCIPAL_STRUCTURE)
    append_part (text, " · ", spico_principal_get_structure_name (principal));

  return g_string_free (text, FALSE);
}
