/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-picker-chips.h"

#include "spico-member-chip.h"

struct _SpicoPickerChips {
  AdwBin parent_instance;

  /* Template widgets */
  AdwWrapBox *wrap;

  GListStore *model;
  gulong model_handler;
};

G_DEFINE_FINAL_TYPE (SpicoPickerChips, spico_picker_chips, ADW_TYPE_BIN)

static GtkWidget *
get_chip (SpicoPickerChips *self,
          guint             position)
{
  GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->wrap));

  for (guint i = 0; i < position && chip != NULL; i++)
    chip = gtk_widget_get_next_sibling (chip);

  return chip;
}

/* Whoever removes chips from the keyboard stays among them. */
static void
focus_near (SpicoPickerChips *self,
            guint             position)
{
  guint n_chips = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  GtkWidget *chip = n_chips > 0 ? get_chip (self, MIN (position, n_chips - 1)) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (chip != NULL)
    gtk_widget_child_focus (chip, GTK_DIR_TAB_FORWARD);
  else if (root != NULL)
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}

static void
chip_removed_cb (SpicoPickerChips *self,
                 SpicoChip        *chip)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->wrap)) == GTK_WIDGET (chip);
  guint position;

  if (!g_list_store_find (self->model, spico_chip_get_subject (chip), &position))
    return;

  g_list_store_remove (self->model, position);
  if (had_focus)
    focus_near (self, position);
}

static void
items_changed_cb (SpicoPickerChips *self,
                  guint             position,
                  guint             removed,
                  guint             added,
                  GListModel       *model)
{
  GtkWidget *previous = position > 0 ? get_chip (self, position - 1) : NULL;

  for (guint i = 0; i < removed; i++)
    adw_wrap_box_remove (self->wrap, get_chip (self, position));

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (model, position + i);
      GtkWidget *chip = spico_member_chip_new (principal, TRUE);

      g_signal_connect_object (chip, "removed", G_CALLBACK (chip_removed_cb), self, G_CONNECT_SWAPPED);
      adw_wrap_box_insert_child_after (self->wrap, chip, previous);
      previous = chip;
    }

  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (model) > 0);
}

static void
spico_picker_chips_dispose (GObject *object)
{
  SpicoPickerChips *self = SPICO_PICKER_CHIPS (object);

  g_clear_signal_handler (&self->model_handler, self->model);
  g_clear_object (&self->model);
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_picker_chips_parent_class)->dispose (object);
}

static void
spico_picker_chips_class_init (SpicoPickerChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_picker_chips_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-picker-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerChips, wrap);
}

static void
spico_picker_chips_init (SpicoPickerChips *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * spico_picker_chips_new:
 *
 * Returns: (transfer floating): new chips, without a model
 */
GtkWidget *
spico_picker_chips_new (void)
{
  return g_object_new (SPICO_TYPE_PICKER_CHIPS, NULL);
}

/**
 * spico_picker_chips_set_model:
 * @self: the chips
 * @model: a store of #SpicoPrincipal, once
 */
void
spico_picker_chips_set_model (SpicoPickerChips *self,
                              GListStore       *model)
{
  g_return_if_fail (SPICO_IS_PICKER_CHIPS (self));
  g_return_if_fail (G_IS_LIST_STORE (model));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  self->model_handler = g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (model)), G_LIST_MODEL (model));
}
