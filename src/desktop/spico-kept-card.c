/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-card.h"

#include <glib/gi18n.h>

#include "spico-kept-discard.h"
#include "spico-kept-text.h"

struct _SpicoKeptCard {
  AdwBin parent_instance;

  /* Borrowed from the bin */
  GtkLabel *text;

  SpicoClient *client;
  SpicoKept *kept;
  GPtrArray *people;
};

G_DEFINE_FINAL_TYPE (SpicoKeptCard, spico_kept_card, ADW_TYPE_BIN)

/* Their names may come later. */
static void
update (SpicoKeptCard *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->people->len; i++)
    {
      const char *name = spico_principal_get_name (g_ptr_array_index (self->people, i));

      if (*name != '\0')
        g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  text = spico_kept_format (self->kept, (const char *const *) names);
  gtk_label_set_label (self->text, text);
}

static void
add_person (SpicoKeptCard *self,
            const char    *id)
{
  SpicoPrincipal *person = spico_client_get_principal (self->client, id);

  g_ptr_array_add (self->people, person);
  g_signal_connect_object (person, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
add_people (SpicoKeptCard *self)
{
  const char *const *ids = spico_kept_get_ids (self->kept);
  const char *const *values = spico_kept_get_values (self->kept);

  for (guint i = 0; ids[i] != NULL; i++)
    add_person (self, ids[i]);
  if (values != NULL && *values[SPICO_ABSENCE_STAND_IN] != '\0')
    add_person (self, values[SPICO_ABSENCE_STAND_IN]);
}

static void
copy_clicked_cb (SpicoKeptCard *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->text));
}

static void
discard_clicked_cb (SpicoKeptCard *self)
{
  spico_kept_discard_ask (GTK_WIDGET (self), self->client, self->kept);
}

static GtkWidget *
make_buttons (SpicoKeptCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkWidget *discard = spico_kept_discard_button (self->kept);
  g_autofree char *title = spico_kept_get_title (self->kept);
  /* Translators: %s is « Group “…” », or « Absence » */
  g_autofree char *label = g_strdup_printf (_("Copy: %s"), title);

  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, _("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (discard, "clicked", G_CALLBACK (discard_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), copy);
  gtk_box_append (GTK_BOX (box), discard);

  return box;
}

static GtkWidget *
make_text (SpicoKeptCard *self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *card = adw_bin_new ();

  self->text = GTK_LABEL (label);
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->text, 0);
  gtk_label_set_selectable (self->text, TRUE);
  gtk_widget_add_css_class (label, "spico-wording");
  gtk_widget_add_css_class (card, "card");
  adw_bin_set_child (ADW_BIN (card), label);

  return card;
}

static void
spico_kept_card_dispose (GObject *object)
{
  SpicoKeptCard *self = SPICO_KEPT_CARD (object);

  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_object (&self->kept);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_kept_card_parent_class)->dispose (object);
}

static void
spico_kept_card_class_init (SpicoKeptCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_kept_card_dispose;
}

static void
spico_kept_card_init (SpicoKeptCard *self)
{
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
}

GtkWidget *
spico_kept_card_new (SpicoClient *client,
                     SpicoKept   *kept)
{
  SpicoKeptCard *self;
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *title = spico_kept_get_title (kept);
  g_autofree char *markup = g_markup_escape_text (title, -1);

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_KEPT_CARD, NULL);
  self->client = g_object_ref (client);
  self->kept = g_object_ref (kept);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), markup);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), spico_kept_explain (spico_kept_get_reason (kept)));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), make_buttons (self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_text (self));
  adw_bin_set_child (ADW_BIN (self), group);
  add_people (self);
  update (self);

  return GTK_WIDGET (self);
}
