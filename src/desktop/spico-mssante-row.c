/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mssante-row.h"

#include <glib/gi18n.h>

struct _SpicoMssanteRow {
  AdwExpanderRow parent_instance;

  /* Template widgets */
  AdwSwitchRow *preferred;
  AdwSwitchRow *red_list;

  char *address;
  gboolean can_choose;
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (SpicoMssanteRow, spico_mssante_row, ADW_TYPE_EXPANDER_ROW)

enum {
  CHOOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What nobody sees is not shown first. Each by itself: a screen reader is told of no parent. */
static void
update_sensitivity (SpicoMssanteRow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->preferred), self->can_choose && !adw_switch_row_get_active (self->red_list));
  gtk_widget_set_sensitive (GTK_WIDGET (self->red_list), self->can_choose);
}

static void
switched_cb (SpicoMssanteRow *self,
             GParamSpec      *pspec,
             AdwSwitchRow    *row)
{
  gboolean is_on = adw_switch_row_get_active (row);

  if (self->is_showing)
    return;

  update_sensitivity (self);
  if (row == self->preferred)
    g_signal_emit (self, signals[CHOOSE], 0, "preferredMssanteAddress", is_on ? self->address : "");
  else
    g_signal_emit (self, signals[CHOOSE], 0, is_on ? "redListAdd" : "redListRemove", self->address);
}

/* Whoever does not see above which of them they stand hears it. */
static void
name_switch (SpicoMssanteRow *self,
             AdwSwitchRow    *row)
{
  g_autofree char *name = g_strjoin (", ", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), self->address, NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
spico_mssante_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_MSSANTE_ROW);

  G_OBJECT_CLASS (spico_mssante_row_parent_class)->dispose (object);
}

static void
spico_mssante_row_finalize (GObject *object)
{
  g_free (SPICO_MSSANTE_ROW (object)->address);

  G_OBJECT_CLASS (spico_mssante_row_parent_class)->finalize (object);
}

static void
spico_mssante_row_class_init (SpicoMssanteRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_mssante_row_dispose;
  object_class->finalize = spico_mssante_row_finalize;

  signals[CHOOSE] = g_signal_new ("choose", SPICO_TYPE_MSSANTE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mssante-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMssanteRow, preferred);
  gtk_widget_class_bind_template_child (widget_class, SpicoMssanteRow, red_list);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static void
spico_mssante_row_init (SpicoMssanteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_mssante_row_new (const char *address)
{
  SpicoMssanteRow *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (SPICO_TYPE_MSSANTE_ROW, NULL);
  self->address = g_strdup (address);
  /* A hyphen where an address is broken would be read as a part of it. */
  title = g_markup_printf_escaped ("<span insert_hyphens=\"false\">%s</span>", address);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  name_switch (self, self->preferred);
  name_switch (self, self->red_list);

  return GTK_WIDGET (self);
}

const char *
spico_mssante_row_get_address (SpicoMssanteRow *self)
{
  g_return_val_if_fail (SPICO_IS_MSSANTE_ROW (self), NULL);

  return self->address;
}

void
spico_mssante_row_show (SpicoMssanteRow *self,
                        const char      *description,
                        gboolean         is_preferred,
                        gboolean         is_red_listed)
{
  g_return_if_fail (SPICO_IS_MSSANTE_ROW (self));

  self->is_showing = TRUE;
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), description);
  adw_switch_row_set_active (self->preferred, is_preferred);
  adw_switch_row_set_active (self->red_list, is_red_listed);
  self->is_showing = FALSE;
  update_sensitivity (self);
}

void
spico_mssante_row_set_can_choose (SpicoMssanteRow *self,
                                  gboolean         can_choose)
{
  g_return_if_fail (SPICO_IS_MSSANTE_ROW (self));

  self->can_choose = can_choose;
  update_sensitivity (self);
}
