/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-card-page.h"

#include <glib/gi18n.h>

#include "spico-absence-text.h"
#include "spico-avatar.h"
#include "spico-card-text.h"
#include "spico-facts.h"
#include "spico-picker-row.h"
#include "spico-presence-label.h"

/* Who is listed of a structure before one asks for more. */
#define FIRST_PEOPLE 50

/* A list of a structure that comes by pages: its units, or its people. */
typedef struct {
  AdwPreferencesGroup *group;
  SpicoPrincipalKind kind;
  GtkWidget *more;
  guint n_shown;
} Section;

struct _SpicoCardPage {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  GtkWidget *withdrawn;
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *occupation;
  GtkLabel *number;
  SpicoPresenceLabel *presence;
  GtkWidget *write;
  GtkWidget *notify;
  AdwPreferencesGroup *absence;
  AdwPreferencesGroup *contact;
  AdwPreferencesGroup *professions;
  AdwPreferencesGroup *places;
  AdwPreferencesGroup *attachments;
  AdwPreferencesGroup *public_groups;
  AdwPreferencesGroup *structure;
  AdwPreferencesGroup *units;
  AdwPreferencesGroup *people;
  GtkLabel *hint;
  GtkLabel *source;

  SpicoClient *client;
  SpicoPrincipal *principal;
  SpicoCard *card;
  GPtrArray *rows;
  Section sections[2];
  gulong connection_handler;
  gboolean is_asking;
  gboolean can_write;
};

G_DEFINE_FINAL_TYPE (SpicoCardPage, spico_card_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PRINCIPAL_ACTIVATED,
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- Rows ---- */

static gboolean
is_person (SpicoCardPage *self)
{
  return spico_principal_get_kind (self->principal) == SPICO_PRINCIPAL_PERSON;
}

static void
copy_clicked_cb (SpicoCardPage *self,
                 GtkWidget     *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), g_object_get_data (G_OBJECT (button), "value"));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Copied")));
}

static void
add_copy_button (SpicoCardPage *self,
                 GtkWidget     *row,
                 const char    *value,
                 const char    *shown)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is a telephone number or an address */
  g_autofree char *label = g_strdup_printf (_("Copy %s"), shown);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (value), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* An address that is too long for its line is not to gain a hyphen there. */
static void
show_unhyphenated (GtkWidget  *row,
                   const char *title,
                   const char *shown)
{
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *markup = g_markup_printf_escaped ("<span insert_hyphens=\"false\">%s</span>", shown);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
}

static void
add_copyable (SpicoCardPage       *self,
              AdwPreferencesGroup *group,
              const char          *title,
              const char          *value,
              const char          *shown)
{
  GtkWidget *row;

  if (*value == '\0')
    return;

  row = spico_facts_add (self->rows, group, "", NULL);
  show_unhyphenated (row, title, shown);
  gtk_widget_add_css_class (row, "property");
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  add_copy_button (self, row, value, shown);
}

static void
row_activated_cb (SpicoCardPage *self,
                  GtkWidget     *row)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self->client, g_object_get_data (G_OBJECT (row), "principal-id"));

  g_signal_emit (self, signals[PRINCIPAL_ACTIVATED], 0, principal);
}

/* A row that leads to another card. */
static void
lead_to (SpicoCardPage *self,
         GtkWidget     *row,
         const char    *principal_id)
{
  if (*principal_id == '\0')
    return;

  g_object_set_data_full (G_OBJECT (row), "principal-id", g_strdup (principal_id), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
}

/* ---- What the groups hold ---- */

static void
show_absence (SpicoCardPage *self)
{
  g_autofree char *days = NULL;
  const char *stand_in;

  if (self->card == NULL || *spico_card_get_text (self->card, "absentFrom") == '\0')
    return;

  days = spico_absence_format_days (spico_card_get_text (self->card, "absentFrom"), spico_card_get_text (self->card, "absentUntil"));
  spico_facts_add (self->rows, self->absence, days, spico_card_get_text (self->card, "absenceMessage"));
  stand_in = spico_card_get_text (self->card, "standInName");
  if (*stand_in != '\0')
    {
      GtkWidget *row = spico_facts_add (self->rows, self->absence, _("Stand-in"), stand_in);

      gtk_widget_add_css_class (row, "property");
      lead_to (self, row, spico_card_get_text (self->card, "standInId"));
    }
}

static void
show_telephone (SpicoCardPage *self,
                const char    *title,
                const char    *number)
{
  g_autofree char *shown = spico_card_format_telephone (number);

  add_copyable (self, self->contact, title, number, shown);
}

static void
show_contact (SpicoCardPage *self)
{
  for (guint i = 0; self->card != NULL && i < spico_card_count (self->card, "mssanteAddresses"); i++)
    {
      const char *address = spico_card_get_field (self->card, "mssanteAddresses", i, "address");

      gboolean is_preferred = spico_card_get_flag (self->card, "mssanteAddresses", i, "isPreferred");

      add_copyable (self, self->contact, is_preferred ? _("Preferred MSSanté address") : _("MSSanté address"), address, address);
    }

  show_telephone (self, _("Telephone"), spico_principal_get_telephone (self->principal));
}

/* One profession may be exercised in several places: it is named once. */
static gboolean
is_named_before (SpicoCardPage *self,
                 guint          index)
{
  const char *code = spico_card_get_field (self->card, "activities", index, "professionCode");

  for (guint i = 0; i < index; i++)
    {
      if (g_str_equal (spico_card_get_field (self->card, "activities", i, "professionCode"), code))
        return TRUE;
    }

  return FALSE;
}

static char *
name_profession (SpicoCardPage *self,
                 guint          index)
{
  const char *label = spico_card_get_field (self->card, "activities", index, "profession");

  /* Translators: %s is the code of a profession that no nomenclature names */
  return *label != '\0' ? g_strdup (label) : g_strdup_printf (_("Profession %s"), spico_card_get_field (self->card, "activities", index, "professionCode"));
}

static char *
list_skills (SpicoCardPage *self,
             const char    *profession_code)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spico_card_count (self->card, "skills"); i++)
    {
      if (g_str_equal (spico_card_get_field (self->card, "skills", i, "professionCode"), profession_code))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", spico_card_get_field (self->card, "skills", i, "label"));
    }

  return g_string_free (text, FALSE);
}

static void
show_professions (SpicoCardPage *self)
{
  guint n = self->card != NULL ? spico_card_count (self->card, "activities") : 0;

  if (n == 0 && is_person (self) && *spico_principal_get_profession (self->principal) != '\0')
    spico_facts_add (self->rows, self->professions, spico_principal_get_profession (self->principal), spico_principal_get_skill (self->principal));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *profession = NULL;
      g_autofree char *skills = NULL;

      if (is_named_before (self, i))
        continue;
      profession = name_profession (self, i);
      skills = list_skills (self, spico_card_get_field (self->card, "activities", i, "professionCode"));
      spico_facts_add (self->rows, self->professions, profession, skills);
    }
}

static const char *
activity_field (SpicoCardPage *self,
                guint          index,
                const char    *name)
{
  return spico_card_get_field (self->card, "activities", index, name);
}

static void
show_activity (SpicoCardPage *self,
               guint          index)
{
  g_autofree char *mode = spico_card_format_mode (activity_field (self, index, "modeCode"));
  g_autofree char *place = spico_card_format_place (activity_field (self, index, "complement"), activity_field (self, index, "address"),
                                                    activity_field (self, index, "postalCode"), activity_field (self, index, "town"));
  const char *name = activity_field (self, index, "structureName");
  const char *telephone = activity_field (self, index, "telephone");
  g_autofree char *shown = spico_card_format_telephone (telephone);
  g_autofree char *subtitle = NULL;
  const char *sign = activity_field (self, index, "structureSign");
  const char *parts[4] = { NULL };
  guint n = 0;
  GtkWidget *row;

  if (*name == '\0' && *sign == '\0' && *place == '\0')
    return;
  if (*mode != '\0')
    parts[n++] = mode;
  if (*place != '\0')
    parts[n++] = place;
  if (*shown != '\0')
    parts[n++] = shown;
  subtitle = g_strjoinv ("\n", (char **) parts);

  row = spico_facts_add (self->rows, self->places, *name != '\0' ? name : *sign != '\0' ? sign : _("Place of exercise"), subtitle);
  if (*telephone != '\0')
    add_copy_button (self, row, telephone, shown);
  lead_to (self, row, activity_field (self, index, "structureId"));
}

static void
show_places (SpicoCardPage *self)
{
  SpicoPrincipal *principal = self->principal;
  guint n = self->card != NULL ? spico_card_count (self->card, "activities") : 0;
  g_autofree char *place = spico_card_format_place ("", spico_principal_get_address (principal), spico_principal_get_postal_code (principal),
                                                    spico_principal_get_town (principal));

  for (guint i = 0; i < n; i++)
    show_activity (self, i);

  if (n == 0 && is_person (self) && (*spico_principal_get_structure_name (principal) != '\0' || *place != '\0'))
    spico_facts_add (self->rows, self->places, *spico_principal_get_structure_name (principal) != '\0' ? spico_principal_get_structure_name (principal) : _("Place of exercise"), place);
}

static void
show_attachments (SpicoCardPage *self)
{
  for (guint i = 0; self->card != NULL && i < spico_card_count (self->card, "attachments"); i++)
    {
      GtkWidget *row = spico_facts_add (self->rows, self->attachments, spico_card_get_field (self->card, "attachments", i, "name"), spico_card_get_field (self->card, "attachments", i, "town"));

      lead_to (self, row, spico_card_get_field (self->card, "attachments", i, "structureId"));
    }
}

/* Those that they are in, or have created (F018). */
static void
show_public_groups (SpicoCardPage *self)
{
  for (guint i = 0; self->card != NULL && i < spico_card_count (self->card, "publicGroups"); i++)
    spico_facts_add (self->rows, self->public_groups, spico_card_get_field (self->card, "publicGroups", i, "name"), "");
}

static void
show_legal_entity (SpicoCardPage *self)
{
  const char *name = spico_card_get_text (self->card, "legalEntityName");
  const char *number = spico_card_get_text (self->card, "legalEntityNumber");
  g_autofree char *shown = spico_card_format_number (SPICO_PRINCIPAL_STRUCTURE, number);
  g_autofree char *both = *name != '\0' && *shown != '\0' ? g_strconcat (name, ", ", shown, NULL) : g_strdup (*name != '\0' ? name : shown);

  spico_facts_add_property (self->rows, self->structure, _("Legal entity"), both);
  spico_facts_add_property (self->rows, self->structure, "SIRET", spico_card_get_text (self->card, "siret"));
}

static void
show_structure (SpicoCardPage *self)
{
  SpicoPrincipal *principal = self->principal;
  g_autofree char *place = spico_card_format_place ("", spico_principal_get_address (principal), spico_principal_get_postal_code (principal),
                                                    spico_principal_get_town (principal));

  if (is_person (self))
    return;

  spico_facts_add_property (self->rows, self->structure, _("Category"), spico_principal_get_profession (principal));
  spico_facts_add_property (self->rows, self->structure, _("Address"), place);
  if (self->card == NULL)
    return;

  show_legal_entity (self);
  if (*spico_card_get_text (self->card, "parentId") != '\0')
    {
      GtkWidget *row = spico_facts_add (self->rows, self->structure, _("Unit of"), spico_card_get_text (self->card, "parentName"));

      gtk_widget_add_css_class (row, "property");
      lead_to (self, row, spico_card_get_text (self->card, "parentId"));
    }
}

static void
show_source (SpicoCardPage *self)
{
  g_autofree char *own = spico_card_format_source (spico_principal_get_source (self->principal), spico_principal_get_source_date (self->principal));
  g_autofree char *mssante = NULL;
  g_autofree char *both = NULL;

  if (self->card != NULL && spico_card_count (self->card, "mssanteAddresses") > 0)
    {
      mssante = spico_card_format_source ("MSSANTE", spico_card_get_field (self->card, "mssanteAddresses", 0, "sourceDate"));
      both = g_strjoin ("\n", own, mssante, NULL);
    }

  gtk_label_set_label (self->source, both != NULL ? both : own);
}

/* ---- Showing ---- */

static void
show_header (SpicoCardPage *self)
{
  SpicoPrincipal *principal = self->principal;
  const char *name = spico_principal_get_name (principal);
  g_autofree char *occupation = spico_picker_row_format_occupation (principal);
  g_autofree char *number = spico_card_format_number (spico_principal_get_kind (principal), spico_principal_get_national_id (principal));

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), *name != '\0' ? name : _("Card"));
  spico_avatar_set_name (self->avatar, name);
  spico_avatar_set_is_structure (self->avatar, !is_person (self));
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->occupation, occupation);
  gtk_widget_set_visible (GTK_WIDGET (self->occupation), *occupation != '\0');
  gtk_label_set_label (self->number, number);
  gtk_widget_set_visible (GTK_WIDGET (self->number), *number != '\0');
  spico_presence_label_set_presence (self->presence, spico_principal_get_presence (principal));
  spico_presence_label_set_absent_until (self->presence, spico_principal_get_absent_until (principal));
  gtk_widget_set_visible (self->withdrawn, spico_principal_is_loaded (principal) && !spico_principal_is_listed (principal));
}

/* Whoever is not there can be told by mail, where the register has an address (F015). */
static void
show_notify (SpicoCardPage *self)
{
  gtk_widget_set_visible (self->notify, self->can_write && is_person (self) && self->card != NULL && spico_card_get_boolean (self->card, "hasMailAddress")
                                          && spico_principal_get_presence (self->principal) == SPICO_PRESENCE_INACTIVE && spico_principal_is_listed (self->principal));
}

static void
clear_rows (SpicoCardPage *self)
{
  AdwPreferencesGroup *groups[] = { self->absence, self->contact, self->professions, self->places, self->attachments, self->public_groups, self->structure };

  spico_facts_clear (self->rows);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_widget_set_visible (GTK_WIDGET (groups[i]), FALSE);
}

static void
show_rows (SpicoCardPage *self)
{
  clear_rows (self);
  show_absence (self);
  show_contact (self);
  show_professions (self);
  show_places (self);
  show_attachments (self);
  show_public_groups (self);
  show_structure (self);
  show_source (self);
}

static void
show_hint (SpicoCardPage *self,
           const char    *text)
{
  gtk_label_set_label (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

/* ---- Units and people of a structure ---- */

static void ask_section (SpicoCardPage *self,
                         Section       *section);

static void
member_notify_cb (SpicoPrincipal *member,
                  GParamSpec     *pspec,
                  AdwActionRow   *row)
{
  g_autofree char *occupation = spico_picker_row_format_occupation (member);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), spico_principal_get_name (member));
  adw_action_row_set_subtitle (row, occupation);
}

static void
add_member (SpicoCardPage *self,
            Section       *section,
            const char    *principal_id)
{
  g_autoptr (SpicoPrincipal) member = spico_client_get_principal (self->client, principal_id);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set_data_full (G_OBJECT (row), "member", g_object_ref (member), g_object_unref);
  g_signal_connect_object (member, "notify", G_CALLBACK (member_notify_cb), row, 0);
  member_notify_cb (member, NULL, ADW_ACTION_ROW (row));
  lead_to (self, row, principal_id);
  adw_preferences_group_add (section->group, row);
}

static void
more_activated_cb (SpicoCardPage *self,
                   GtkWidget     *row)
{
  Section *section = row == self->sections[0].more ? &self->sections[0] : &self->sections[1];

  gtk_widget_set_sensitive (row, FALSE);
  ask_section (self, section);
}

/* The row that brings more stands last, or goes. */
static void
update_more (SpicoCardPage *self,
             Section       *section,
             guint          total)
{
  if (section->more != NULL)
    adw_preferences_group_remove (section->group, section->more);
  section->more = NULL;
  if (section->n_shown >= total)
    return;

  section->more = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (section->more), _("Show More"));
  g_signal_connect_object (section->more, "activated", G_CALLBACK (more_activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (section->group, section->more);
}

/* What an answer belongs to. */
typedef struct {
  SpicoCardPage *self;
  Section *section;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->self);
  g_free (asked);
}

static DexFuture *
section_listed_cb (DexFuture *future,
                   gpointer   user_data)
{
  Asked *asked = user_data;
  SpicoCardPage *self = asked->self;
  Section *section = asked->section;
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoPeoplePage *page = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autofree char *count = NULL;

  if (self->client == NULL)
    return dex_future_new_true ();
  if (page == NULL)
    {
      if (section->more != NULL)
        gtk_widget_set_sensitive (section->more, TRUE);
      show_hint (self, _("Off line, only a part of this card is known."));
      return dex_future_new_true ();
    }

  for (guint i = 0; page->ids[i] != NULL; i++)
    add_member (self, section, page->ids[i]);
  section->n_shown += g_strv_length (page->ids);
  update_more (self, section, page->ids[0] != NULL ? page->total : section->n_shown);
  count = g_strdup_printf ("%u", page->total);
  adw_preferences_group_set_description (section->group, page->total > FIRST_PEOPLE ? count : NULL);
  gtk_widget_set_visible (GTK_WIDGET (section->group), section->n_shown > 0);

  return dex_future_new_true ();
}

static void
ask_section (SpicoCardPage *self,
             Section       *section)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->section = section;
  dex_future_disown (dex_future_finally (spico_client_list_structure (self->client, spico_principal_get_id (self->principal), section->kind, section->n_shown), section_listed_cb,
                                         asked, asked_free));
}

/* ---- The card ---- */

static DexFuture *
card_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoCardPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->is_asking = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();
  if (value == NULL)
    {
      show_hint (self, g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE) ? _("Off line, only a part of this card is known.")
                                                                                                : _("The directory did not answer: only a part of this card is known."));
      return dex_future_new_true ();
    }

  g_set_object (&self->card, g_value_get_object (value));
  show_hint (self, NULL);
  show_notify (self);
  show_rows (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->sections) && !is_person (self); i++)
    ask_section (self, &self->sections[i]);

  return dex_future_new_true ();
}

/* Asked again when the connection comes back. */
static void
ask_card (SpicoCardPage *self)
{
  if (self->card != NULL || self->is_asking)
    return;

  self->is_asking = TRUE;
  dex_future_disown (dex_future_finally (spico_client_get_card (self->client, spico_principal_get_id (self->principal)), card_cb, g_object_ref (self), g_object_unref));
}

static void
principal_notify_cb (SpicoCardPage *self)
{
  show_header (self);
  show_notify (self);
  if (self->card == NULL)
    show_rows (self);
  else
    show_source (self);
}

/* Nobody writes to the mailbox that they write from. */
static gboolean
is_own_mailbox (SpicoCardPage *self)
{
  SpicoAccount *account = spico_client_get_account (self->client);

  return account != NULL && g_str_equal (spico_account_get_id (account), spico_principal_get_id (self->principal));
}

static void
write_clicked_cb (SpicoCardPage *self)
{
  g_signal_emit (self, signals[WRITE], 0);
}

static DexFuture *
notified_cb (DexFuture *future,
             gpointer   user_data)
{
  SpicoCardPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  /* It stays to be read. */
  if (dex_future_get_value (future, &error) != NULL)
    show_hint (self, _("Notification requested"));
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT))
    show_hint (self, _("This person was notified today already"));
  else
    show_hint (self, _("The notification could not be requested"));

  /* Not twice a day, and a failure may pass. */
  gtk_widget_set_sensitive (self->notify, error != NULL && !g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT));

  return dex_future_new_true ();
}

static void
notify_clicked_cb (SpicoCardPage *self)
{
  SpicoAccount *account = spico_client_get_account (self->client);

  if (account == NULL)
    return;

  gtk_widget_set_sensitive (self->notify, FALSE);
  dex_future_disown (dex_future_finally (spico_client_notify (self->client, spico_account_get_id (account), spico_principal_get_id (self->principal)), notified_cb, g_object_ref (self),
                                         g_object_unref));
}

/* ---- Class ---- */

static void
spico_card_page_dispose (GObject *object)
{
  SpicoCardPage *self = SPICO_CARD_PAGE (object);

  if (self->client != NULL)
    g_clear_signal_handler (&self->connection_handler, self->client);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_CARD_PAGE);
  g_clear_object (&self->card);
  g_clear_object (&self->principal);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_card_page_parent_class)->dispose (object);
}

static void
spico_card_page_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_CARD_PAGE (object)->rows);

  G_OBJECT_CLASS (spico_card_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-card-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, withdrawn);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, occupation);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, number);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, presence);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, write);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, notify);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, absence);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, contact);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, professions);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, places);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, attachments);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, public_groups);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, structure);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, units);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, people);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoCardPage, source);
  gtk_widget_class_bind_template_callback (widget_class, write_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_clicked_cb);
}

static void
spico_card_page_class_init (SpicoCardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = spico_card_page_dispose;
  object_class->finalize = spico_card_page_finalize;

  signals[PRINCIPAL_ACTIVATED] = g_signal_new ("principal-activated", SPICO_TYPE_CARD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_PRINCIPAL);
  signals[WRITE] = g_signal_new ("write", SPICO_TYPE_CARD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_AVATAR);
  g_type_ensure (SPICO_TYPE_PRESENCE_LABEL);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
spico_card_page_init (SpicoCardPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sections[0] = (Section) { .group = self->units, .kind = SPICO_PRINCIPAL_UNIT };
  self->sections[1] = (Section) { .group = self->people, .kind = SPICO_PRINCIPAL_PERSON };
  gtk_widget_set_visible (GTK_WIDGET (self->units), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->people), FALSE);
}

AdwNavigationPage *
spico_card_page_new (SpicoClient    *client,
                     SpicoPrincipal *principal,
                     gboolean        can_write)
{
  SpicoCardPage *self = g_object_new (SPICO_TYPE_CARD_PAGE, NULL);

  self->client = g_object_ref (client);
  self->principal = g_object_ref (principal);
  self->can_write = can_write && !is_own_mailbox (self);
  gtk_widget_set_visible (self->write, self->can_write);
  g_signal_connect_object (principal, "notify", G_CALLBACK (principal_notify_cb), self, G_CONNECT_SWAPPED);
  self->connection_handler = g_signal_connect_swapped (client, "notify::connection", G_CALLBACK (ask_card), self);
  principal_notify_cb (self);
  ask_card (self);

  return ADW_NAVIGATION_PAGE (self);
}

SpicoPrincipal *
spico_card_page_get_principal (SpicoCardPage *self)
{
  g_return_val_if_fail (SPICO_IS_CARD_PAGE (self), NULL);

  return self->principal;
}
