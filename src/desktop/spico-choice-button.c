/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-choice-button.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-sort-key.h"

/* Above so many, one may search among them. */
#define N_WITHOUT_SEARCH 7
/* Who looks for one among more types another letter. */
#define MOST_SHOWN 100

typedef struct {
  char *id;
  char *name;
  char *detail;
  char *key;
} Choice;

struct _SpicoChoiceButton {
  AdwBin parent_instance;

  /* Template widgets */
  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  GtkEditable *search;
  GtkWidget *nothing;
  GtkWidget *scroller;
  GtkListBox *list;

  char *title;
  char *none;
  GPtrArray *choices;
  char *chosen;
};

G_DEFINE_FINAL_TYPE (SpicoChoiceButton, spico_choice_button, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_TITLE,
  PROP_NONE,
  N_PROPS
};

enum {
  OPENED,
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->id);
  g_free (choice->name);
  g_free (choice->detail);
  g_free (choice->key);
  g_free (choice);
}

/* ---- The list ---- */

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

/* @choice: (nullable): %NULL for none */
static GtkWidget *
make_row (SpicoChoiceButton *self,
          Choice            *choice)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *name = choice != NULL ? choice->name : self->none;
  gboolean is_chosen = g_strcmp0 (self->chosen, choice != NULL ? choice->id : NULL) == 0;

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), make_label (name, NULL));
  gtk_box_append (GTK_BOX (box), texts);
  if (choice != NULL && choice->detail != NULL)
    {
      GtkWidget *detail = make_label (choice->detail, "caption");

      gtk_widget_add_css_class (detail, "dimmed");
      gtk_box_append (GTK_BOX (texts), detail);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, choice->detail, -1);
    }
  if (is_chosen)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, is_chosen, -1);
  g_object_set_data (G_OBJECT (row), "spico-choice", choice);

  return row;
}

static gboolean
has_words (Choice            *choice,
           const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *beginning = g_strconcat (" ", words[i], NULL);

      if (strstr (choice->key, beginning) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
show_rows (SpicoChoiceButton *self)
{
  g_auto (GStrv) words = spico_sort_key_words (gtk_editable_get_text (self->search));
  guint n_shown = 0;

  gtk_list_box_remove_all (self->list);
  if (words[0] == NULL)
    gtk_list_box_append (self->list, make_row (self, NULL));
  for (guint i = 0; i < self->choices->len && n_shown < MOST_SHOWN; i++)
    {
      Choice *choice = g_ptr_array_index (self->choices, i);

      if (!has_words (choice, (const char *const *) words))
        continue;
      gtk_list_box_append (self->list, make_row (self, choice));
      n_shown++;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->search), self->choices->len > N_WITHOUT_SEARCH);
  gtk_widget_set_visible (self->nothing, n_shown == 0 && words[0] != NULL);
  gtk_widget_set_visible (self->scroller, !gtk_widget_get_visible (self->nothing));
}

/* One writes at once where one can. */
static void
focus_first (SpicoChoiceButton *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->search)))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}

/* ---- What is chosen ---- */

static void
say (SpicoChoiceButton *self,
     const char        *name)
{
  /* Translators: what a search is narrowed to: « Patient », and who it is, or « Tous les patients » */
  g_autofree char *label = g_strdup_printf (_("%1$s: %2$s"), self->title, name != NULL ? name : self->none);

  gtk_label_set_label (self->label, name != NULL ? name : self->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), label);
  if (name != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "spico-chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "spico-chosen");
}

static void
choose (SpicoChoiceButton *self,
        Choice            *choice)
{
  gboolean is_other = g_set_str (&self->chosen, choice != NULL ? choice->id : NULL);

  say (self, choice != NULL ? choice->name : NULL);
  gtk_popover_popdown (self->popover);
  if (is_other)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
row_activated_cb (SpicoChoiceButton *self,
                  GtkListBoxRow     *row)
{
  choose (self, g_object_get_data (G_OBJECT (row), "spico-choice"));
}

static void
search_changed_cb (SpicoChoiceButton *self)
{
  show_rows (self);
}

static void
search_activated_cb (SpicoChoiceButton *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    row_activated_cb (self, row);
}

/* Down from the field to what it found. */
static gboolean
search_key_pressed_cb (SpicoChoiceButton *self,
                       guint              key)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  return (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) && row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
stop_search_cb (SpicoChoiceButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
shown_cb (SpicoChoiceButton *self)
{
  gtk_editable_set_text (self->search, "");
  show_rows (self);
  g_signal_emit (self, signals[OPENED], 0);
  focus_first (self);
}

/* ---- Class ---- */

static void
spico_choice_button_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SpicoChoiceButton *self = SPICO_CHOICE_BUTTON (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_NONE:
      self->none = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_choice_button_constructed (GObject *object)
{
  SpicoChoiceButton *self = SPICO_CHOICE_BUTTON (object);

  G_OBJECT_CLASS (spico_choice_button_parent_class)->constructed (object);

  say (self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
}

static void
spico_choice_button_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_CHOICE_BUTTON);

  G_OBJECT_CLASS (spico_choice_button_parent_class)->dispose (object);
}

static void
spico_choice_button_finalize (GObject *object)
{
  SpicoChoiceButton *self = SPICO_CHOICE_BUTTON (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self->title);
  g_free (self->none);
  g_free (self->chosen);

  G_OBJECT_CLASS (spico_choice_button_parent_class)->finalize (object);
}

static void
spico_choice_button_class_init (SpicoChoiceButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = spico_choice_button_set_property;
  object_class->constructed = spico_choice_button_constructed;
  object_class->dispose = spico_choice_button_dispose;
  object_class->finalize = spico_choice_button_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NONE] = g_param_spec_string ("none", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OPENED] = g_signal_new ("opened", SPICO_TYPE_CHOICE_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_CHOICE_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-choice-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, search);
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, nothing);
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, scroller);
  gtk_widget_class_bind_template_child (widget_class, SpicoChoiceButton, list);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
spico_choice_button_init (SpicoChoiceButton *self)
{
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The rows borrow the choices. */
void
spico_choice_button_clear (SpicoChoiceButton *self)
{
  g_return_if_fail (SPICO_IS_CHOICE_BUTTON (self));

  gtk_list_box_remove_all (self->list);
  g_ptr_array_set_size (self->choices, 0);
}

void
spico_choice_button_add (SpicoChoiceButton *self,
                         const char        *id,
                         const char        *name,
                         const char        *detail)
{
  g_autofree char *key = NULL;
  Choice *choice;

  g_return_if_fail (SPICO_IS_CHOICE_BUTTON (self));
  g_return_if_fail (id != NULL && name != NULL);

  key = spico_sort_key (name);
  choice = g_new0 (Choice, 1);
  choice->id = g_strdup (id);
  choice->name = g_strdup (name);
  choice->detail = g_strdup (detail);
  choice->key = g_strconcat (" ", key, NULL);
  g_ptr_array_add (self->choices, choice);
}

void
spico_choice_button_show (SpicoChoiceButton *self)
{
  g_return_if_fail (SPICO_IS_CHOICE_BUTTON (self));

  show_rows (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    focus_first (self);
}

const char *
spico_choice_button_get_chosen (SpicoChoiceButton *self)
{
  g_return_val_if_fail (SPICO_IS_CHOICE_BUTTON (self), NULL);

  return self->chosen;
}

void
spico_choice_button_reset (SpicoChoiceButton *self)
{
  g_return_if_fail (SPICO_IS_CHOICE_BUTTON (self));

  g_clear_pointer (&self->chosen, g_free);
  say (self, NULL);
}
