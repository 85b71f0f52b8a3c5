/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-presence-label.h"

#include <glib/gi18n.h>

#include "spico-patient-text.h"

struct _SpicoPresenceLabel {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *dot;
  GtkLabel *label;

  char *absent_until;
  SpicoPresence presence;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (SpicoPresenceLabel, spico_presence_label, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_PRESENCE,
  PROP_ABSENT_UNTIL,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const dot_classes[] = {
  [SPICO_PRESENCE_INACTIVE] = "inactive",
  [SPICO_PRESENCE_ACTIVE] = "active",
  [SPICO_PRESENCE_ONLINE] = "online",
  [SPICO_PRESENCE_ABSENT] = "absent",
};

char *
spico_presence_format (SpicoPresence presence,
                       const char   *absent_until)
{
  g_autofree char *date = NULL;

  switch (presence)
    {
    case SPICO_PRESENCE_ONLINE:
      return g_strdup (C_("presence", "online"));
    case SPICO_PRESENCE_ACTIVE:
      return g_strdup (C_("presence", "active"));
    case SPICO_PRESENCE_ABSENT:
      if (absent_until == NULL || *absent_until == '\0')
        return g_strdup (C_("presence", "absent"));
      date = spico_patient_format_date (absent_until);
      return g_strdup_printf (C_("presence", "absent until %s"), date);
    case SPICO_PRESENCE_INACTIVE:
    default:
      return g_strdup (C_("presence", "inactive"));
    }
}

static void
update (SpicoPresenceLabel *self)
{
  g_autofree char *word = spico_presence_format (self->presence, self->absent_until);

  for (guint i = 0; i < G_N_ELEMENTS (dot_classes); i++)
    {
      if (i == self->presence)
        gtk_widget_add_css_class (self->dot, dot_classes[i]);
      else
        gtk_widget_remove_css_class (self->dot, dot_classes[i]);
    }

  gtk_label_set_label (self->label, word);
  gtk_widget_set_visible (GTK_WIDGET (self->label), !self->compact);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->compact ? word : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

static void
spico_presence_label_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SpicoPresenceLabel *self = SPICO_PRESENCE_LABEL (object);

  switch (prop_id)
    {
    case PROP_PRESENCE:
      g_value_set_enum (value, (int) self->presence);
      break;
    case PROP_ABSENT_UNTIL:
      g_value_set_string (value, self->absent_until);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_presence_label_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SpicoPresenceLabel *self = SPICO_PRESENCE_LABEL (object);

  switch (prop_id)
    {
    case PROP_PRESENCE:
      spico_presence_label_set_presence (self, (SpicoPresence) g_value_get_enum (value));
      break;
    case PROP_ABSENT_UNTIL:
      spico_presence_label_set_absent_until (self, g_value_get_string (value));
      break;
    case PROP_COMPACT:
      spico_presence_label_set_compact (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_presence_label_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PRESENCE_LABEL);

  G_OBJECT_CLASS (spico_presence_label_parent_class)->dispose (object);
}

static void
spico_presence_label_finalize (GObject *object)
{
  g_free (SPICO_PRESENCE_LABEL (object)->absent_until);

  G_OBJECT_CLASS (spico_presence_label_parent_class)->finalize (object);
}

static void
spico_presence_label_class_init (SpicoPresenceLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_presence_label_get_property;
  object_class->set_property = spico_presence_label_set_property;
  object_class->dispose = spico_presence_label_dispose;
  object_class->finalize = spico_presence_label_finalize;

  properties[PROP_PRESENCE] = g_param_spec_enum ("presence", NULL, NULL, SPICO_TYPE_PRESENCE, SPICO_PRESENCE_INACTIVE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ABSENT_UNTIL] = g_param_spec_string ("absent-until", NULL, NULL, NULL,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-presence-label.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPresenceLabel, dot);
  gtk_widget_class_bind_template_child (widget_class, SpicoPresenceLabel, label);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
spico_presence_label_init (SpicoPresenceLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * spico_presence_label_new:
 *
 * Returns: (transfer floating): a new label, showing « inactif »
 */
GtkWidget *
spico_presence_label_new (void)
{
  return g_object_new (SPICO_TYPE_PRESENCE_LABEL, NULL);
}

/**
 * spico_presence_label_set_presence:
 * @self: a label
 * @presence: the presence to show
 */
void
spico_presence_label_set_presence (SpicoPresenceLabel *self,
                                   SpicoPresence       presence)
{
  g_return_if_fail (SPICO_IS_PRESENCE_LABEL (self));

  if (self->presence == presence)
    return;

  self->presence = presence;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENCE]);
}

/**
 * spico_presence_label_set_absent_until:
 * @self: a label
 * @absent_until: (nullable): the last day of the absence, `YYYY-MM-DD`
 */
void
spico_presence_label_set_absent_until (SpicoPresenceLabel *self,
                                       const char         *absent_until)
{
  g_return_if_fail (SPICO_IS_PRESENCE_LABEL (self));

  if (!g_set_str (&self->absent_until, absent_until))
    return;

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ABSENT_UNTIL]);
}

/**
 * spico_presence_label_set_compact:
 * @self: a label
 * @compact: whether the dot stands alone, the word going to the tooltip and the accessible name
 */
void
spico_presence_label_set_compact (SpicoPresenceLabel *self,
                                  gboolean            compact)
{
  g_return_if_fail (SPICO_IS_PRESENCE_LABEL (self));

  compact = !!compact;
  if (self->compact == compact)
    return;

  self->compact = compact;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}
