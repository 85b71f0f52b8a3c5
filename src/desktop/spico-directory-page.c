/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-page.h"

#include <glib/gi18n.h>

#include "spico-card-text.h"
#include "spico-sort-key.h"
#include "spico-tooltip.h"

/* Below this, a name would be half of the directory. */
#define MIN_SEARCH_CHARACTERS 2

struct _SpicoDirectoryPage {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  GtkWidget *fields;
  AdwEntryRow *name;
  AdwEntryRow *town;
  AdwActionRow *structure;
  GtkWidget *no_structure;
  AdwComboRow *category;
  GtkLabel *hint;
  GtkStack *stack;
  AdwStatusPage *start;
  GtkColumnView *results;
  GtkButton *choose;

  /* Owned by the view */
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;

  SpicoClient *client;
  SpicoPrincipalKind kind;
  SpicoPrincipal *chosen_structure;
  GListStore *categories;
  SpicoList *current_list;
  SpicoList *next_list;
  GPtrArray *bound_cells;
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (SpicoDirectoryPage, spico_directory_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PROP_0,
  PROP_IS_NARROW,
  N_PROPS
};

enum {
  CHOSEN,
  STRUCTURE_WANTED,
  CLOSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- What the columns say ---- */

typedef char *(*Format) (SpicoPrincipal *principal);

/* Whom no register names by parts is named as a whole. */
static char *
format_name (SpicoPrincipal *principal)
{
  const char *family_name = spico_principal_get_family_name (principal);

  return g_strdup (*family_name != '\0' ? family_name : spico_principal_get_name (principal));
}

static char *
format_given_name (SpicoPrincipal *principal)
{
  return g_strdup (spico_principal_get_given_name (principal));
}

static char *
format_address (SpicoPrincipal *principal)
{
  return spico_card_format_place ("", spico_principal_get_address (principal), spico_principal_get_postal_code (principal), spico_principal_get_town (principal));
}

static char *
format_profession (SpicoPrincipal *principal)
{
  return g_strdup (spico_principal_get_profession (principal));
}

static const struct {
  const char *title_of_person;
  const char *title_of_structure;
  Format format;
} columns[] = {
  { N_("Name"), N_("Name"), format_name },
  { N_("First name"), NULL, format_given_name },
  { N_("Address"), N_("Address"), format_address },
  { N_("Profession"), N_("Category"), format_profession },
};

/* All that a row says, where there is one column, or none that one sees. */
static char *
join_columns (SpicoPrincipal *principal,
              guint           first,
              const char     *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *part = columns[i].format (principal);

      g_string_append_printf (text, "%s%s", *part != '\0' && text->len > 0 ? separator : "", part);
    }

  return g_string_free (text, FALSE);
}

static char *
sort_key_cb (SpicoPrincipal *principal,
             gpointer        format)
{
  g_autofree char *text = principal != NULL ? ((Format) format) (principal) : g_strdup ("");

  return spico_sort_key (text);
}

/* ---- Cells ---- */

static GtkWidget *
create_label (gboolean is_dimmed)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (is_dimmed)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dimmed");
    }

  return label;
}

/* A cell of the first column has a second line, for when it is the only one. */
static void
setup_cell_cb (SpicoDirectoryPage *self,
               GtkColumnViewCell  *cell)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *detail = create_label (TRUE);

  gtk_box_append (GTK_BOX (box), create_label (FALSE));
  gtk_box_append (GTK_BOX (box), detail);
  gtk_widget_set_visible (detail, FALSE);
  gtk_column_view_cell_set_child (cell, box);
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text);
  spico_tooltip_set (label, text);
}

static void
update_cell (GtkColumnViewCell *cell)
{
  SpicoPrincipal *principal = gtk_column_view_cell_get_item (cell);
  SpicoDirectoryPage *self = g_object_get_data (G_OBJECT (cell), "page");
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "column"));
  GtkWidget *label = gtk_widget_get_first_child (gtk_column_view_cell_get_child (cell));
  GtkWidget *detail = gtk_widget_get_next_sibling (label);
  gboolean has_detail = column == 0 && self->is_narrow;
  g_autofree char *text = columns[column].format (principal);
  g_autofree char *whole = has_detail ? g_strstrip (g_strdup_printf ("%s %s", text, spico_principal_get_given_name (principal))) : NULL;
  g_autofree char *rest = has_detail ? join_columns (principal, 2, " · ") : NULL;

  set_text (label, has_detail ? whole : text);
  set_text (detail, has_detail ? rest : "");
  gtk_widget_set_visible (detail, has_detail);
}

static void
bind_cell_cb (SpicoDirectoryPage *self,
              GtkColumnViewCell  *cell,
              GtkListItemFactory *factory)
{
  g_object_set_data (G_OBJECT (cell), "page", self);
  g_object_set_data (G_OBJECT (cell), "column", g_object_get_data (G_OBJECT (factory), "column"));
  g_signal_connect_object (gtk_column_view_cell_get_item (cell), "notify", G_CALLBACK (update_cell), cell, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->bound_cells, cell);
  update_cell (cell);
}

static void
unbind_cell_cb (SpicoDirectoryPage *self,
                GtkColumnViewCell  *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (cell), update_cell, cell);
  g_ptr_array_remove_fast (self->bound_cells, cell);
}

static void
bind_row_cb (SpicoDirectoryPage *self,
             GtkColumnViewRow   *row)
{
  g_autofree char *text = join_columns (gtk_column_view_row_get_item (row), 0, ", ");

  gtk_column_view_row_set_accessible_label (row, text);
}

static void
add_column (SpicoDirectoryPage *self,
            guint               index,
            const char         *title)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, g_object_ref (factory));
  GtkExpression *key = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (sort_key_cb), (gpointer) columns[index].format, NULL);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_string_sorter_new (key));

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (index));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cell_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cell_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cell_cb), self, G_CONNECT_SWAPPED);
  gtk_string_sorter_set_collation (GTK_STRING_SORTER (sorter), GTK_COLLATION_NONE);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->results, column);
}

static void
show_columns (SpicoDirectoryPage *self)
{
  GListModel *model = gtk_column_view_get_columns (self->results);

  for (guint i = 1; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (model, i);

      gtk_column_view_column_set_visible (column, !self->is_narrow);
    }
  for (guint i = 0; i < self->bound_cells->len; i++)
    update_cell (g_ptr_array_index (self->bound_cells, i));
}

/* ---- Searching ---- */

static char *
dup_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static const char *
get_code (SpicoDirectoryPage *self)
{
  SpicoCategory *category = adw_combo_row_get_selected_item (self->category);

  return category != NULL ? spico_category_get_code (category) : "";
}

static gboolean
is_blank (SpicoDirectoryPage *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *town = dup_text (self->town);

  return g_utf8_strlen (name, -1) < MIN_SEARCH_CHARACTERS && *town == '\0' && self->chosen_structure == NULL && *get_code (self) == '\0';
}

static const char *
pick_page (SpicoDirectoryPage *self)
{
  const GError *error;

  if (self->current_list == NULL)
    return "start";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->current_list)) > 0)
    return "list";
  if (spico_list_is_loading (self->current_list))
    return "loading";

  error = spico_list_get_error (self->current_list);
  if (error == NULL)
    return "empty";
  return g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE) ? "offline" : "error";
}

/* Off line it is said from the start, before anybody is missed. */
static char *
format_hint (SpicoDirectoryPage *self,
             const char         *page)
{
  guint n_items;

  if (g_str_equal (page, "offline"))
    return NULL;
  if (spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE)
    return g_strdup (_("Off line, the search covers your favourites, your correspondents, the people of your structures and those already found on this computer."));
  if (!g_str_equal (page, "list"))
    return NULL;
  if (spico_list_get_error (self->current_list) != NULL)
    return g_strdup (_("The directory did not answer: only people and structures already known on this computer are shown."));

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->current_list));
  if (n_items >= SPICO_DIRECTORY_MOST)
    /* Translators: %u is a number of results */
    return g_strdup_printf (_("At most %u results are shown, the nearest first: fill in another field to see others."), SPICO_DIRECTORY_MOST);

  /* Translators: %u is a number of results */
  return g_strdup_printf (ngettext ("%u result", "%u results", n_items), n_items);
}

static void
update (SpicoDirectoryPage *self)
{
  const char *page = pick_page (self);
  g_autofree char *hint = format_hint (self, page);

  gtk_stack_set_visible_child_name (self->stack, page);
  if (hint != NULL && !g_str_equal (gtk_label_get_label (self->hint), hint))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), hint, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

static void
drop_list (SpicoDirectoryPage *self,
           SpicoList         **list,
           gpointer            callback)
{
  if (*list != NULL)
    g_signal_handlers_disconnect_by_func (*list, callback, self);
  g_clear_object (list);
}

static void
watch_list (SpicoDirectoryPage *self,
            SpicoList          *list,
            GCallback           callback)
{
  g_signal_connect_object (list, "items-changed", callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::is-loading", callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::error", callback, self, G_CONNECT_SWAPPED);
}

/* The last results stay until the next ones have something to show: a list that blinks at each key cannot be read. */
static void
next_list_changed_cb (SpicoDirectoryPage *self)
{
  SpicoList *list = self->next_list;

  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0 && spico_list_is_loading (list) && self->current_list != NULL &&
      g_list_model_get_n_items (G_LIST_MODEL (self->current_list)) > 0)
    return;

  drop_list (self, &self->current_list, update);
  self->current_list = g_object_ref (list);
  drop_list (self, &self->next_list, next_list_changed_cb);

  gtk_sort_list_model_set_model (self->sorted, G_LIST_MODEL (self->current_list));
  watch_list (self, self->current_list, G_CALLBACK (update));
  update (self);
}

static void
search (SpicoDirectoryPage *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *town = dup_text (self->town);
  SpicoPrincipalFilter filter = {
    .persons = self->kind == SPICO_PRINCIPAL_PERSON,
    .structures = self->kind == SPICO_PRINCIPAL_STRUCTURE,
    .town = town,
    .profession_code = get_code (self),
    .structure_id = self->chosen_structure != NULL ? spico_principal_get_id (self->chosen_structure) : NULL,
  };

  drop_list (self, &self->next_list, next_list_changed_cb);
  if (is_blank (self))
    {
      drop_list (self, &self->current_list, update);
      gtk_sort_list_model_set_model (self->sorted, NULL);
      update (self);
      return;
    }

  self->next_list = spico_client_search_directory (self->client, name, &filter);
  watch_list (self, self->next_list, G_CALLBACK (next_list_changed_cb));
  next_list_changed_cb (self);
}

static void
edited_cb (SpicoDirectoryPage *self)
{
  if (self->client != NULL)
    search (self);
}

/* ---- Professions and categories ---- */

static void
add_category (SpicoDirectoryPage *self,
              const char         *code,
              const char         *label)
{
  g_autoptr (SpicoCategory) category = spico_category_new (code, label);

  g_list_store_append (self->categories, category);
}

static DexFuture *
categories_read_cb (DexFuture *future,
                    gpointer   data)
{
  g_autoptr (SpicoDirectoryPage) self = g_weak_ref_get (data);
  GListModel *found = g_value_get_object (dex_future_get_value (future, NULL));

  if (self == NULL)
    return dex_future_new_true ();

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (SpicoCategory) category = g_list_model_get_item (found, i);

      g_list_store_append (self->categories, category);
    }

  return dex_future_new_true ();
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
read_categories (SpicoDirectoryPage *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  add_category (self, "", self->kind == SPICO_PRINCIPAL_PERSON ? _("All professions") : _("All categories"));
  g_weak_ref_init (weak, self);
  dex_future_disown (dex_future_then (spico_client_list_categories (self->client, self->kind), categories_read_cb, weak, free_weak_ref));
}

/* ---- Choosing ---- */

static void
choose (SpicoDirectoryPage *self)
{
  SpicoPrincipal *selected = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (SpicoPrincipal) principal = selected != NULL ? g_object_ref (selected) : NULL;

  if (principal != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, principal);
}

static void
choose_clicked_cb (SpicoDirectoryPage *self)
{
  choose (self);
}

static void
activated_cb (SpicoDirectoryPage *self,
              guint               position)
{
  gtk_single_selection_set_selected (self->selection, position);
  choose (self);
}

static void
close_clicked_cb (SpicoDirectoryPage *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
choose_structure_cb (SpicoDirectoryPage *self)
{
  g_signal_emit (self, signals[STRUCTURE_WANTED], 0);
}

static void
no_structure_cb (SpicoDirectoryPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->structure));
  spico_directory_page_set_structure (self, NULL);
}

/* Enter: to the first of the results, which it then chooses. */
static void
entry_activated_cb (SpicoDirectoryPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sorted)) == 0)
    return;

  gtk_column_view_scroll_to (self->results, 0, NULL, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->results));
}

static void
selected_cb (SpicoDirectoryPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose), gtk_single_selection_get_selected_item (self->selection) != NULL);
}

/* Who comes back on line is given the answer that was missing. */
static void
connection_changed_cb (SpicoDirectoryPage *self)
{
  gboolean is_online = spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;

  if (is_online && self->current_list != NULL && spico_list_get_error (self->current_list) != NULL)
    search (self);
  else
    update (self);
}

static void
spico_directory_page_shown (AdwNavigationPage *page)
{
  SpicoDirectoryPage *self = SPICO_DIRECTORY_PAGE (page);

  if (is_blank (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
spico_directory_page_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_IS_NARROW:
      g_value_set_boolean (value, SPICO_DIRECTORY_PAGE (object)->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_is_narrow (SpicoDirectoryPage *self,
               gboolean            is_narrow)
{
  if (self->is_narrow == is_narrow)
    return;

  self->is_narrow = is_narrow;
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}

static void
spico_directory_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_IS_NARROW:
      set_is_narrow (SPICO_DIRECTORY_PAGE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_directory_page_dispose (GObject *object)
{
  SpicoDirectoryPage *self = SPICO_DIRECTORY_PAGE (object);

  /* Nothing is searched for any more by rows that let go of what was chosen. */
  g_clear_object (&self->client);
  drop_list (self, &self->current_list, update);
  drop_list (self, &self->next_list, next_list_changed_cb);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_DIRECTORY_PAGE);
  g_clear_object (&self->chosen_structure);
  g_clear_object (&self->categories);

  G_OBJECT_CLASS (spico_directory_page_parent_class)->dispose (object);
}

static void
spico_directory_page_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_DIRECTORY_PAGE (object)->bound_cells);

  G_OBJECT_CLASS (spico_directory_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, town);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, structure);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, no_structure);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, category);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, start);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, results);
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryPage, choose);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_structure_cb);
  gtk_widget_class_bind_template_callback (widget_class, no_structure_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
spico_directory_page_class_init (SpicoDirectoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_directory_page_get_property;
  object_class->set_property = spico_directory_page_set_property;
  object_class->dispose = spico_directory_page_dispose;
  object_class->finalize = spico_directory_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = spico_directory_page_shown;

  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_PRINCIPAL);
  signals[STRUCTURE_WANTED] = g_signal_new ("structure-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-directory-page.ui");
  bind_template (widget_class);
}

static void
spico_directory_page_init (SpicoDirectoryPage *self)
{
  self->bound_cells = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_columns (SpicoDirectoryPage *self)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *title = self->kind == SPICO_PRINCIPAL_PERSON ? columns[i].title_of_person : columns[i].title_of_structure;

      if (title != NULL)
        add_column (self, i, _(title));
    }

  g_signal_connect_object (rows, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_row_factory (self->results, rows);

  self->sorted = gtk_sort_list_model_new (NULL, g_object_ref (gtk_column_view_get_sorter (self->results)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (self->sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->results, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
}

static void
name_fields (SpicoDirectoryPage *self)
{
  gboolean is_person = self->kind == SPICO_PRINCIPAL_PERSON;

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), is_person ? _("Search for a user") : _("Search for a structure"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), is_person ? _("Name or first name of the professional") : _("Name of the structure"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->town), is_person ? _("Town / Postcode") : _("Postcode"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->category), is_person ? _("Select a profession") : _("Category of establishment"));
  adw_status_page_set_description (self->start, is_person ? _("Fill in a name, a town, a structure or a profession.") : _("Fill in a name, a postcode or a category."));
  gtk_button_set_label (self->choose, is_person ? _("Choose This User") : _("Choose This Structure"));
  gtk_widget_set_visible (GTK_WIDGET (self->structure), is_person);
}

AdwNavigationPage *
spico_directory_page_new (SpicoClient       *client,
                          SpicoPrincipalKind kind)
{
  SpicoDirectoryPage *self;
  g_autoptr (GtkExpression) label = gtk_property_expression_new (SPICO_TYPE_CATEGORY, NULL, "label");

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (kind != SPICO_PRINCIPAL_UNIT, NULL);

  self = g_object_new (SPICO_TYPE_DIRECTORY_PAGE, NULL);
  self->kind = kind;
  fill_columns (self);
  name_fields (self);

  self->categories = g_list_store_new (SPICO_TYPE_CATEGORY);
  adw_combo_row_set_expression (self->category, label);
  adw_combo_row_set_model (self->category, G_LIST_MODEL (self->categories));
  self->client = g_object_ref (client);
  read_categories (self);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (connection_changed_cb), self, G_CONNECT_SWAPPED);
  spico_directory_page_set_structure (self, NULL);

  return ADW_NAVIGATION_PAGE (self);
}

void
spico_directory_page_set_structure (SpicoDirectoryPage *self,
                                    SpicoPrincipal     *structure)
{
  g_return_if_fail (SPICO_IS_DIRECTORY_PAGE (self));
  g_return_if_fail (structure == NULL || SPICO_IS_PRINCIPAL (structure));

  g_set_object (&self->chosen_structure, structure);
  adw_action_row_set_subtitle (self->structure, structure != NULL ? spico_principal_get_name (structure) : _("Any"));
  gtk_widget_set_visible (self->no_structure, structure != NULL);
  search (self);
}
