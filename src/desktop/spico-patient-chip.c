/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patient-chip.h"

#include <glib/gi18n.h>

#include "spico-patient-text.h"

struct _SpicoPatientChip {
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *label;
  GtkWidget *remove;

  SpicoPatient *patient;
  gulong patient_handler;
  gboolean removable;
};

G_DEFINE_FINAL_TYPE (SpicoPatientChip, spico_patient_chip, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_PATIENT,
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
update (SpicoPatientChip *self)
{
  g_autofree char *identity = NULL;
  g_autofree char *remove = NULL;

  if (self->patient == NULL)
    {
      gtk_label_set_label (self->label, "");
      return;
    }

  identity = spico_patient_format_identity (spico_patient_get_birth_name (self->patient),
                                            spico_patient_get_first_names (self->patient),
                                            spico_patient_get_birth_date (self->patient),
                                            spico_patient_get_sex (self->patient));
  /* Translators: the accessible name of the cross of a chip; %s is a patient or a member */
  remove = g_strdup_printf (_("Remove %s"), identity);

  gtk_label_set_label (self->label, identity);
  gtk_widget_set_tooltip_text (self->remove, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, identity, -1);
}

static void
remove_clicked_cb (SpicoPatientChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
spico_patient_chip_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SpicoPatientChip *self = SPICO_PATIENT_CHIP (object);

  switch (prop_id)
    {
    case PROP_PATIENT:
      g_value_set_object (value, self->patient);
      break;
    case PROP_REMOVABLE:
      g_value_set_boolean (value, self->removable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_patient_chip_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SpicoPatientChip *self = SPICO_PATIENT_CHIP (object);

  switch (prop_id)
    {
    case PROP_PATIENT:
      spico_patient_chip_set_patient (self, g_value_get_object (value));
      break;
    case PROP_REMOVABLE:
      self->removable = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_patient_chip_dispose (GObject *object)
{
  SpicoPatientChip *self = SPICO_PATIENT_CHIP (object);

  g_clear_signal_handler (&self->patient_handler, self->patient);
  g_clear_object (&self->patient);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PATIENT_CHIP);

  G_OBJECT_CLASS (spico_patient_chip_parent_class)->dispose (object);
}

static void
spico_patient_chip_class_init (SpicoPatientChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_patient_chip_get_property;
  object_class->set_property = spico_patient_chip_set_property;
  object_class->dispose = spico_patient_chip_dispose;

  properties[PROP_PATIENT] = g_param_spec_object ("patient", NULL, NULL, SPICO_TYPE_PATIENT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_REMOVABLE] = g_param_spec_boolean ("removable", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-patient-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientChip, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientChip, remove);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
spico_patient_chip_init (SpicoPatientChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * spico_patient_chip_new:
 * @patient: (nullable): the patient
 * @removable: whether it has a cross
 *
 * Returns: (transfer floating): a new chip
 */
GtkWidget *
spico_patient_chip_new (SpicoPatient *patient,
                        gboolean      removable)
{
  return g_object_new (SPICO_TYPE_PATIENT_CHIP, "patient", patient, "removable", removable, NULL);
}

/**
 * spico_patient_chip_get_patient:
 * @self: a chip
 *
 * Returns: (transfer none) (nullable): the patient shown
 */
SpicoPatient *
spico_patient_chip_get_patient (SpicoPatientChip *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENT_CHIP (self), NULL);

  return self->patient;
}

/**
 * spico_patient_chip_set_patient:
 * @self: a chip
 * @patient: (nullable): the patient to show, followed as it loads
 */
void
spico_patient_chip_set_patient (SpicoPatientChip *self,
                                SpicoPatient     *patient)
{
  g_return_if_fail (SPICO_IS_PATIENT_CHIP (self));
  g_return_if_fail (patient == NULL || SPICO_IS_PATIENT (patient));

  if (self->patient == patient)
    return;

  g_clear_signal_handler (&self->patient_handler, self->patient);
  g_set_object (&self->patient, patient);
  if (patient != NULL)
    self->patient_handler = g_signal_connect_swapped (patient, "notify", G_CALLBACK (update), self);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATIENT]);
}
