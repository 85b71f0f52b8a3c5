/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patient-chip.h"

#include "spico-patient-text.h"

struct _SpicoPatientChip {
  SpicoChip parent_instance;

  /* Template widgets */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (SpicoPatientChip, spico_patient_chip, SPICO_TYPE_CHIP)

static void
spico_patient_chip_update (SpicoChip *chip)
{
  SpicoPatientChip *self = SPICO_PATIENT_CHIP (chip);
  SpicoPatient *patient = spico_chip_get_subject (chip);
  g_autofree char *identity = NULL;

  if (patient == NULL)
    {
      gtk_label_set_label (self->label, "");
      return;
    }

  identity = spico_patient_format_identity (spico_patient_get_birth_name (patient), spico_patient_get_first_names (patient), spico_patient_get_birth_date (patient),
                                            spico_patient_get_sex (patient));
  gtk_label_set_label (self->label, identity);
  spico_chip_set_name (chip, identity);
}

static void
spico_patient_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PATIENT_CHIP);

  G_OBJECT_CLASS (spico_patient_chip_parent_class)->dispose (object);
}

static void
spico_patient_chip_class_init (SpicoPatientChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_patient_chip_dispose;
  SPICO_CHIP_CLASS (klass)->update = spico_patient_chip_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-patient-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientChip, label);
}

static void
spico_patient_chip_init (SpicoPatientChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * spico_patient_chip_new:
 * @patient: (nullable): the patient, followed as it loads
 * @removable: whether it has a cross
 *
 * Returns: (transfer floating): a new chip
 */
GtkWidget *
spico_patient_chip_new (SpicoPatient *patient,
                        gboolean      removable)
{
  SpicoChip *self = g_object_new (SPICO_TYPE_PATIENT_CHIP, "removable", removable, NULL);

  spico_chip_set_subject (self, patient);

  return GTK_WIDGET (self);
}
