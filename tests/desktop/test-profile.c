/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Mon profil », on a client in memory (F004–F006). */
#include "fake-client.h"
#include "fake-profile.h"
#include "screen.h"
#include "spico-profile-page.h"
#include "spico-request-row.h"
#include "spico-requests-button.h"
#include "spico-window.h"

static gpointer
find (GtkWidget *widget,
      GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
shows (GtkWidget  *widget,
       const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (shows (child, text))
        return TRUE;
    }

  return FALSE;
}

static GtkWidget *
open_profile (SpicoClient *client,
              int          width)
{
  GtkWidget *window;

  fake_client_fill (client);
  window = spico_window_new (NULL, client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (window), width, 760);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (window);
  gtk_widget_activate_action (window, "win.page", "s", "profile");
  screen_settle (window);

  return window;
}

static void
show_tab (GtkWidget  *window,
          const char *tab)
{
  spico_profile_page_show (find (window, SPICO_TYPE_PROFILE_PAGE), tab);
  screen_settle (window);
}

static void
choose_account (SpicoClient *client,
                GtkWidget   *window,
                const char  *account_id)
{
  spico_client_set_account (client, spico_client_find_account (client, account_id));
  screen_settle (window);
}

#define ADDRESS(address, preferred, red, listed)                                                                               \
  "{\"address\":\"" address "\",\"kind\":\"PER\",\"service\":\"\",\"structureName\":\"\",\"isPreferred\":" preferred ",\"isRedListed\":" red ",\"isListed\":" listed ",\"sourceDate\":\"2026-10-08\"}"
#define PROFILE(mail, pending, status, attempts)                                                                               \
  "{\"id\":\"p1\",\"mail\":\"" mail "\",\"registerMail\":\"s.mauger@annuaire.example\",\"pendingMail\":\"" pending "\",\"pendingStatus\":\"" status "\",\"codeExpiresAt\":null,\"attemptsLeft\":" attempts "," \
  "\"telephone\":\"04 67 00 00 00\",\"contactByMail\":true,\"groupByMail\":false,\"delegationByMail\":true,\"announcementByMail\":true,\"preferredMssanteAddress\":\"\"," \
  "\"mssanteAddresses\":[" ADDRESS ("marie.totaro@medecin.mssante.example", "true", "false", "true") "," ADDRESS ("maison-de-sante.castelvieil@association.mssante.example", "false", "true", "true") "," \
    ADDRESS ("m.totaro@ancien-operateur.mssante.example", "false", "false", "false") "]}"
#define SETTLED PROFILE ("stephanie@cabinet.example", "", "none", "0")
#define PENDING PROFILE ("", "stephanie.mauger.infirmiere@cabinet-des-tilleuls.example", "sent", "3")
#define SPENT PROFILE ("", "stephanie@cabinet.example", "sent", "0")
#define FAILED PROFILE ("", "stephanie@cabinet.example", "failed", "5")

static void
test_account (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;

  fake_profile_set (SETTLED);
  window = open_profile (client, 1080);

  g_assert_true (shows (window, "Identifiant") && shows (window, "Mme Stéphanie MAUGER"));
  screen_picture (window, "profile");
  show_tab (window, "groups");
  g_assert_true (shows (window, "Créer un nouveau groupe"));
  choose_account (client, window, "f1");
  g_assert_true (shows (window, "Créer un nouveau groupe"));
  show_tab (window, "user");
  g_assert_false (shows (window, "Identifiant") || shows (window, "Créer un nouveau groupe"));
  show_tab (window, "mssante");
  g_assert_true (shows (window, "marie.totaro@medecin.mssante.example"));
  choose_account (client, window, "p1");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What the person is asked is signalled in the header, which opens it; of an account of which one is the delegate one asks and offers nothing (F007, F025). */
static void
test_relations (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window = open_profile (client, 1080);
  GtkWidget *requests = find (window, SPICO_TYPE_REQUESTS_BUTTON);

  g_assert_true (gtk_widget_get_mapped (requests));
  g_signal_emit_by_name (find (requests, SPICO_TYPE_REQUEST_ROW), "activate");
  screen_settle (window);
  g_assert_true (shows (window, "Mes délégants") && shows (window, "Demander") && shows (window, "Proposer"));
  screen_picture (window, "profile-relations");
  choose_account (client, window, "f1");
  g_assert_true (shows (window, "Mes délégués"));
  g_assert_false (shows (window, "Demander") || shows (window, "Proposer"));
  choose_account (client, window, "p1");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
assert_shows (const char *profile,
              const char *first,
              const char *second,
              const char *not_there)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;

  fake_profile_set (profile);
  window = open_profile (client, 1080);
  g_assert_true (shows (window, first));
  g_assert_true (shows (window, second));
  g_assert_false (shows (window, not_there));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_address (void)
{
  assert_shows (NULL, "Pas encore connue", "Adresse de notification", "Code reçu par courriel");
  assert_shows (SETTLED, "stephanie@cabinet.example", "Revenir à l'adresse de l'annuaire", "Code reçu par courriel");
  assert_shows (PENDING, "s.mauger@annuaire.example, d'après l'annuaire", "Un code a été envoyé à cette adresse. Il est valable une demi-heure\302\240; il reste 3 essais.", "Revenir à l'adresse de l'annuaire");
  assert_shows (PENDING, "Code reçu par courriel", "Garder l'adresse actuelle", "Ce code n'est plus valable. Demandez-en un autre.");
  assert_shows (SPENT, "Ce code n'est plus valable. Demandez-en un autre.", "Envoyer un autre code", "Code reçu par courriel");
  assert_shows (FAILED, "Le courriel n'a pas pu être remis. Vérifiez l'adresse.", "Envoyer un autre code", "Code reçu par courriel");
}

/* What was typed and not sent is there when the page is opened again; what is refused too. */
static void
test_typed (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkEditable *entry;

  fake_profile_set (SETTLED);
  fake_profile_set_fails (TRUE);
  window = open_profile (client, 1080);
  entry = find (window, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (entry, "autre@cabinet.example");
  choose_account (client, window, "f1");
  choose_account (client, window, "p1");
  entry = find (window, ADW_TYPE_ENTRY_ROW);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "autre@cabinet.example");
  g_signal_emit_by_name (entry, "entry-activated");
  screen_settle (window);
  g_assert_cmpstr (fake_profile_last_change (), ==, "pendingMail=autre@cabinet.example");
  g_assert_true (shows (window, "Trop de codes ont été demandés aujourd'hui. Réessayez demain."));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "autre@cabinet.example");

  fake_profile_set_fails (FALSE);
  g_signal_emit_by_name (entry, "entry-activated");
  screen_settle (window);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_switches (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  AdwSwitchRow *row;
  GtkWidget *window;

  fake_profile_set (SETTLED);
  window = open_profile (client, 1080);
  show_tab (window, "notifications");
  g_assert_true (shows (window, "Ils vont à stephanie@cabinet.example."));
  screen_picture (window, "profile-notifications");
  row = find (window, ADW_TYPE_SWITCH_ROW);
  g_assert_true (adw_switch_row_get_active (row));
  adw_switch_row_set_active (row, FALSE);
  screen_settle (window);
  g_assert_cmpstr (fake_profile_last_change (), ==, "contactByMail=off");

  /* What is refused goes back to what it was. */
  fake_profile_set_fails (TRUE);
  adw_switch_row_set_active (row, TRUE);
  adw_switch_row_set_active (row, FALSE);
  screen_settle (window);
  g_assert_true (adw_switch_row_get_active (row));
  g_assert_true (shows (window, "C'est déjà fait."));
  fake_profile_set_fails (FALSE);

  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_OFFLINE, 0);
  screen_settle (window);
  g_assert_true (shows (window, "Hors ligne, les notifications ne peuvent être ni activées ni désactivées."));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (row)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_switch (GtkWidget  *widget,
             const char *title)
{
  if (ADW_IS_SWITCH_ROW (widget) && gtk_widget_get_mapped (widget) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_switch (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_addresses (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window, *preferred, *red_list;

  fake_profile_set (SETTLED);
  window = open_profile (client, 1080);
  show_tab (window, "mssante");
  g_assert_true (shows (window, "Personnelle\nAdresse préférée"));
  g_assert_true (shows (window, "Personnelle\nSur liste rouge\302\240: cachée aux autres dans Spico"));
  g_assert_true (shows (window, "Personnelle\nElle n'est plus dans l'annuaire MSSanté\302\240: elle est sur la liste rouge nationale, ou fermée. Personne ne la voit dans Spico."));
  screen_picture (window, "profile-mssante");
  preferred = find_switch (window, "Adresse préférée");
  red_list = find_switch (window, "Sur liste rouge");
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (preferred)));
  adw_switch_row_set_active (ADW_SWITCH_ROW (preferred), FALSE);
  screen_settle (window);
  g_assert_cmpstr (fake_profile_last_change (), ==, "preferredMssanteAddress=");
  adw_switch_row_set_active (ADW_SWITCH_ROW (red_list), TRUE);
  screen_settle (window);
  g_assert_cmpstr (fake_profile_last_change (), ==, "redListAdd=marie.totaro@medecin.mssante.example");
  g_assert_false (gtk_widget_is_sensitive (preferred));

  /* What is refused goes back to what it was. */
  fake_profile_set_fails (TRUE);
  adw_switch_row_set_active (ADW_SWITCH_ROW (red_list), FALSE);
  screen_settle (window);
  g_assert_cmpstr (fake_profile_last_change (), ==, "redListRemove=marie.totaro@medecin.mssante.example");
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (preferred)));
  g_assert_false (adw_switch_row_get_active (ADW_SWITCH_ROW (red_list)));
  g_assert_true (shows (window, "C'est déjà fait."));
  fake_profile_set_fails (FALSE);

  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_OFFLINE, 0);
  screen_settle (window);
  g_assert_true (shows (window, "Hors ligne, ni l'adresse préférée ni la liste rouge ne peuvent être modifiées."));
  g_assert_false (gtk_widget_is_sensitive (red_list));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_narrow (void)
{
  static const char *const tabs[] = { "user", "mssante", "notifications", "relations", "groups" };
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;

  fake_profile_set (PENDING);
  window = open_profile (client, 360);

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      g_autofree char *name = g_strconcat ("profile-narrow-", tabs[i], NULL);
      int minimum;

      show_tab (window, tabs[i]);
      screen_picture (window, name);
      gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  screen_init (&argc, &argv);

  g_test_add_func ("/profile/F004 another account has another profile", test_account);
  g_test_add_func ("/profile/F004 one chooses what others see of one's addresses", test_addresses);
  g_test_add_func ("/profile/F005 an address says what becomes of it", test_address);
  g_test_add_func ("/profile/F005 what was typed is kept", test_typed);
  g_test_add_func ("/profile/F006 a switch stands as the server has it", test_switches);
  g_test_add_func ("/profile/F007 the header's icon opens what one is asked", test_relations);
  g_test_add_func ("/profile/nothing is wider than 360 pixels", test_narrow);

  return g_test_run ();
}
