/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patients-row.h"

#include "spico-avatar.h"
#include "spico-day.h"
#include "spico-patient-text.h"

struct _SpicoPatientsRow {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *birth;

  SpicoDossier *dossier;
  SpicoPatient *patient;
  gulong dossier_handler;
  gulong patient_handler;
  char *description;
};

G_DEFINE_FINAL_TYPE (SpicoPatientsRow, spico_patients_row, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_patient (SpicoPatientsRow *self)
{
  g_autoptr (GDate) today = spico_day_today (spico_day_get_default ());
  const char *birth_date = spico_patient_get_birth_date (self->patient);
  g_autofree char *avatar = g_strdup_printf ("%s %s", spico_patient_get_first_names (self->patient),
                                             spico_patient_get_birth_name (self->patient));
  g_autofree char *name = spico_patient_format_name (spico_patient_get_birth_name (self->patient),
                                                     spico_patient_get_first_names (self->patient));
  g_autofree char *birth = spico_patient_format_birth (birth_date, spico_patient_get_sex (self->patient));
  g_autofree char *age = spico_patient_format_age (birth_date, today);
  g_autofree char *details = age != NULL ? g_strdup_printf ("%s · %s", birth, age) : g_strdup (birth);

  spico_avatar_set_name (self->avatar, avatar);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->birth, details);

  g_free (self->description);
  self->description = g_strdup_printf ("%s, %s", name, details);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
update (SpicoPatientsRow *self)
{
  SpicoPatient *patient = self->dossier != NULL ? spico_dossier_get_patient (self->dossier) : NULL;

  if (self->patient != patient)
    {
      g_clear_signal_handler (&self->patient_handler, self->patient);
      g_set_object (&self->patient, patient);
      if (patient != NULL)
        self->patient_handler = g_signal_connect_swapped (patient, "notify", G_CALLBACK (show_patient), self);
    }

  if (patient != NULL)
    show_patient (self);
}

static void
spico_patients_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DESCRIPTION:
      g_value_set_string (value, SPICO_PATIENTS_ROW (object)->description);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_patients_row_dispose (GObject *object)
{
  SpicoPatientsRow *self = SPICO_PATIENTS_ROW (object);

  g_clear_signal_handler (&self->patient_handler, self->patient);
  g_clear_signal_handler (&self->dossier_handler, self->dossier);
  g_clear_object (&self->patient);
  g_clear_object (&self->dossier);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PATIENTS_ROW);

  G_OBJECT_CLASS (spico_patients_row_parent_class)->dispose (object);
}

static void
spico_patients_row_finalize (GObject *object)
{
  g_free (SPICO_PATIENTS_ROW (object)->description);

  G_OBJECT_CLASS (spico_patients_row_parent_class)->finalize (object);
}

static void
spico_patients_row_class_init (SpicoPatientsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_patients_row_get_property;
  object_class->dispose = spico_patients_row_dispose;
  object_class->finalize = spico_patients_row_finalize;

  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SPICO_TYPE_AVATAR);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-patients-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsRow, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsRow, birth);
}

static void
spico_patients_row_init (SpicoPatientsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (spico_day_get_default (), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * spico_patients_row_new:
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
spico_patients_row_new (void)
{
  return g_object_new (SPICO_TYPE_PATIENTS_ROW, NULL);
}

/**
 * spico_patients_row_set_dossier:
 * @self: a row
 * @dossier: (nullable): the dossier whose patient is shown, followed as it loads
 */
void
spico_patients_row_set_dossier (SpicoPatientsRow *self,
                                SpicoDossier     *dossier)
{
  g_return_if_fail (SPICO_IS_PATIENTS_ROW (self));
  g_return_if_fail (dossier == NULL || SPICO_IS_DOSSIER (dossier));

  if (self->dossier == dossier)
    return;

  g_clear_signal_handler (&self->dossier_handler, self->dossier);
  g_set_object (&self->dossier, dossier);
  if (dossier != NULL)
    self->dossier_handler = g_signal_connect_swapped (dossier, "notify", G_CALLBACK (update), self);

  update (self);
}
