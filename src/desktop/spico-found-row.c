/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-found-row.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-day.h"
#include "spico-found-text.h"
#include "spico-patient-text.h"
#include "spico-thread-text.h"

struct _SpicoFoundRow {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkLabel *author;
  GtkLabel *time;
  GtkLabel *excerpt;
  GtkLabel *place;

  char *label;
  SpicoFoundMessage *found;
  GSignalGroup *person_signals;
};

G_DEFINE_FINAL_TYPE (SpicoFoundRow, spico_found_row, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_place (SpicoFoundMessage *found)
{
  SpicoPatient *patient = spico_found_message_get_patient (found);
  g_autofree char *identity = NULL;

  if (patient == NULL)
    return g_strdup (spico_found_message_get_subject (found));

  identity = spico_patient_format_identity (spico_patient_get_birth_name (patient), spico_patient_get_first_names (patient),
                                            spico_patient_get_birth_date (patient), spico_patient_get_sex (patient));
  return g_strdup_printf ("%s · %s", spico_found_message_get_subject (found), identity);
}

/* Where it was found by a file that went with it, that is what one reads of it. */
static char *
format_excerpt (SpicoFoundMessage *found)
{
  const char *text = spico_message_get_text (spico_found_message_get_message (found));
  const char *searched = spico_found_message_get_searched (found);
  g_autofree char *names = NULL;

  if (*spico_found_message_get_files (found) == '\0' || spico_text_has_words (text, searched))
    return spico_text_found_excerpt (text, searched);

  names = spico_text_found_excerpt (spico_found_message_get_files (found), searched);
  /* Translators: of a message that was found by the names of its files */
  return g_strdup_printf (_("File: %s"), names);
}

static void
update_author (SpicoFoundRow *self,
               SpicoMessage  *message)
{
  SpicoPrincipal *person = spico_message_get_person (message);

  spico_avatar_set_name (self->avatar, person != NULL ? spico_principal_get_name (person) : "");
  gtk_label_set_label (self->author, person != NULL ? spico_principal_get_name (person) : "");
}

static void
update_cb (SpicoFoundRow *self)
{
  SpicoMessage *message = self->found != NULL ? spico_found_message_get_message (self->found) : NULL;
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autofree char *time = NULL;
  g_autofree char *place = NULL;
  g_autofree char *excerpt = NULL;
  g_autofree char *label = NULL;

  if (message == NULL)
    return;

  update_author (self, message);
  time = spico_message_get_sent_at (message) != NULL ? spico_text_short_time (spico_message_get_sent_at (message), now) : g_strdup ("");
  gtk_label_set_label (self->time, time);
  excerpt = format_excerpt (self->found);
  gtk_label_set_markup (self->excerpt, excerpt);
  place = format_place (self->found);
  gtk_label_set_label (self->place, place);

  /* Translators: a message that was found, for a screen reader: its author, when, its text, and « Objet » of its conversation. */
  label = g_strdup_printf (_("%s, %s: %s — %s"), gtk_label_get_label (self->author), time, gtk_label_get_text (self->excerpt), place);
  if (g_set_str (&self->label, label))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
spico_found_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, SPICO_FOUND_ROW (object)->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_found_row_dispose (GObject *object)
{
  SpicoFoundRow *self = SPICO_FOUND_ROW (object);

  g_clear_object (&self->person_signals);
  g_clear_object (&self->found);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_FOUND_ROW);

  G_OBJECT_CLASS (spico_found_row_parent_class)->dispose (object);
}

static void
spico_found_row_finalize (GObject *object)
{
  g_free (SPICO_FOUND_ROW (object)->label);

  G_OBJECT_CLASS (spico_found_row_parent_class)->finalize (object);
}

static void
spico_found_row_class_init (SpicoFoundRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_found_row_get_property;
  object_class->dispose = spico_found_row_dispose;
  object_class->finalize = spico_found_row_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SPICO_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-found-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoFoundRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoFoundRow, author);
  gtk_widget_class_bind_template_child (widget_class, SpicoFoundRow, time);
  gtk_widget_class_bind_template_child (widget_class, SpicoFoundRow, excerpt);
  gtk_widget_class_bind_template_child (widget_class, SpicoFoundRow, place);
}

static void
spico_found_row_init (SpicoFoundRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (spico_day_get_default (), "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  self->person_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->person_signals, "notify::name", G_CALLBACK (update_cb), self);
}

GtkWidget *
spico_found_row_new (void)
{
  return g_object_new (SPICO_TYPE_FOUND_ROW, NULL);
}

void
spico_found_row_set_found (SpicoFoundRow     *self,
                           SpicoFoundMessage *found)
{
  SpicoMessage *message;

  g_return_if_fail (SPICO_IS_FOUND_ROW (self));
  g_return_if_fail (found == NULL || SPICO_IS_FOUND_MESSAGE (found));

  if (!g_set_object (&self->found, found))
    return;

  message = found != NULL ? spico_found_message_get_message (found) : NULL;
  g_signal_group_set_target (self->person_signals, message != NULL ? spico_message_get_person (message) : NULL);
  update_cb (self);
}
