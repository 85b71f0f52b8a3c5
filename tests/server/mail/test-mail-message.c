/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notifications as mails. */
#include "spico-mail-message.h"

#include <string.h>

#include "spico-delegation-news.h"
#include "spico-group-news.h"
#include "spico-mail-address.h"
#include "spico-mail-text.h"

#define WHO "Mme Stéphanie MAUGER pour le compte de EHPAD Les Trois Tilleuls de la Vallée d'Orb"

static const char *const one_contact[] = { WHO " souhaite vous joindre", NULL };

static const SpicoMailMessage message = {
  .id = "0199a0b1",
  .from = "spico@region.example",
  .to = "n.negre@cabinet.example",
  .kind = SPICO_MAIL_CONTACT,
  .events = one_contact,
  .url = "https://region.example",
  .sent_at_us = G_GINT64_CONSTANT (1767225600000000),
};

static void
test_only_addresses_are_addresses (void)
{
  static const char *const good[] = { "a@b.example", "jean-pierre.o'neil+spico@ch-montredort.example", NULL };
  static const char *const bad[] = { "", "a", "@b.example", "a@", "a@b", "a@.example", "a@b.example.", "a b@c.example", "a@b@c.example", "a@b.example\r\nBcc: x@y.example", "a@b.example>", "<a@b.example", "é@b.example", NULL };
  g_autofree char *name = g_strnfill (250, 'a');
  g_autofree char *long_one = g_strconcat (name, "@b.example", NULL);

  for (guint i = 0; good[i] != NULL; i++)
    g_assert_true (spico_mail_address_is_valid (good[i]));
  for (guint i = 0; bad[i] != NULL; i++)
    g_assert_false (spico_mail_address_is_valid (bad[i]));
  g_assert_false (spico_mail_address_is_valid (long_one));
}

static char *
decode_part (const SpicoMailMessage *self,
             const char             *type)
{
  g_autofree char *mail = spico_mail_message_format (self);
  g_autofree char *head = g_strdup_printf ("--=_spico\r\nContent-Type: %s; charset=utf-8\r\n", type);
  const char *part = strstr (mail, head);
  g_autofree char *body = NULL;
  g_autofree guchar *bytes = NULL;
  gsize length;

  g_assert_nonnull (part);
  part = strstr (part, "\r\n\r\n") + 4;
  body = g_strndup (part, (gsize) (strstr (part, "--=_spico") - part));
  bytes = g_base64_decode (body, &length);

  return g_strndup ((const char *) bytes, length);
}

static char *
decode_plain (const SpicoMailMessage *self)
{
  return decode_part (self, "text/plain");
}

static char *
decode_html (const SpicoMailMessage *self)
{
  return decode_part (self, "text/html");
}

static void
test_a_mail_says_who_and_nothing_more (void)
{
  g_autofree char *mail = spico_mail_message_format (&message);
  g_autofree char *text = decode_plain (&message);
  g_auto (GStrv) lines = g_strsplit (mail, "\r\n", -1);

  g_assert_nonnull (strstr (mail, "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\n"));
  g_assert_nonnull (strstr (mail, "Message-ID: <0199a0b1@region.example>\r\n"));
  g_assert_nonnull (strstr (mail, "Auto-Submitted: auto-generated\r\n"));
  g_assert_nonnull (strstr (mail, "Content-Type: multipart/alternative; boundary=\"=_spico\"\r\n"));
  g_assert_true (g_str_has_suffix (mail, "\r\n--=_spico--\r\n"));
  g_assert_true (g_str_has_prefix (text, "Bonjour,\r\n\r\n" WHO " souhaite vous joindre sur Spico"));
  g_assert_nonnull (strstr (text, "https://region.example"));
  g_assert_nonnull (strstr (text, "Vous n'avez pas encore de compte"));
  /* RFC 5322 section 2.1.1, RFC 2047 section 2. */
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, 78);
}

static void
test_who_has_an_account_is_asked_to_open_it (void)
{
  SpicoMailMessage other = message;
  g_autofree char *text = NULL;

  other.has_account = TRUE;
  other.url = NULL;
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "Ouvrez Spico pour lui répondre."));
  g_assert_null (strstr (text, "compte. Demandez"));
}

/* The same words, a link to the region, and nothing of anybody's name that is markup. */
static void
test_a_mail_is_also_html (void)
{
  const char *const events[] = { "M. <b>Q</b> & fils souhaite vous joindre", NULL };
  SpicoMailMessage other = message;
  g_autofree char *html = NULL;

  other.events = events;
  other.has_account = TRUE;
  html = decode_html (&other);
  g_assert_true (g_str_has_prefix (html, "<!DOCTYPE html>\r\n<html lang=\"fr\">"));
  g_assert_nonnull (strstr (html, "<p>Bonjour,</p>\r\n<p>M. &lt;b&gt;Q&lt;/b&gt; &amp; fils souhaite vous joindre sur Spico"));
  g_assert_nonnull (strstr (html, "pour lui répondre : <a href=\"https://region.example\">https://region.example</a></p>"));
  g_assert_null (strstr (html, "<b>"));
  g_assert_null (strstr (html, "<li>"));
}

/* F058: nothing is asked of whoever is told who administers a group. */
static void
test_who_administers_a_group_is_told_so (void)
{
  SpicoMailMessage other = message;
  g_autofree char *own = spico_group_news_format ("appointed", "L'opérateur de la région", "");
  g_autofree char *of_structure = spico_group_news_format ("refused", "L'opérateur de la région", "SSIAD de l'Orb");
  const char *events[] = { own, of_structure, NULL };
  g_autofree char *text = NULL;

  other.kind = SPICO_MAIL_ROLE;
  other.events = events;
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "2 nouvelles de vos groupes de favoris vous attendent"));
  g_assert_nonnull (strstr (text, "- L'opérateur de la région vous confie l'administration d'un groupe de favoris\r\n"));
  g_assert_nonnull (strstr (text, "- L'opérateur de la région refuse la demande de « SSIAD de l'Orb » à propos d'un groupe de favoris\r\n"));
  g_assert_nonnull (strstr (text, "Ouvrez Spico pour voir vos groupes de favoris : https://region.example"));
  g_assert_null (spico_group_news_format ("else", "L'opérateur de la région", ""));
}

/* F044: who shares, with whom; not which group. */
static void
test_who_is_given_a_group_is_told_so (void)
{
  SpicoMailMessage other = message;
  g_autofree char *share = spico_mail_text_say (SPICO_MAIL_GROUP, WHO, "vous");
  g_autofree char *to_structure = spico_mail_text_say (SPICO_MAIL_GROUP, WHO, "SSIAD de l'Orb");
  const char *events[] = { share, NULL };
  g_autofree char *text = NULL;
  g_autofree char *text_to_structure = NULL;

  other.kind = SPICO_MAIL_GROUP;
  other.events = events;
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "Vallée d'Orb partage un groupe de favoris avec vous sur Spico"));
  g_assert_nonnull (strstr (text, "Demandez-en un à l'opérateur de votre région pour l'utiliser"));
  g_assert_null (strstr (text, "souhaite vous joindre"));

  other.has_account = TRUE;
  events[0] = to_structure;
  text_to_structure = decode_plain (&other);
  g_assert_nonnull (strstr (text_to_structure, "partage un groupe de favoris avec SSIAD de l'Orb sur Spico"));
  g_assert_nonnull (strstr (text_to_structure, "Ouvrez Spico pour accepter de l'utiliser, ou non"));
}

/* F027: what became of a delegation; who is asked is told where to answer. */
static void
test_what_becomes_of_a_delegation_is_told (void)
{
  SpicoMailMessage other = message;
  g_autofree char *asked = spico_delegation_news_format ("asked", "Mme Lise TOTARO", "SSIAD de l'Orb", TRUE, "Mme Lise TOTARO");
  g_autofree char *granted = spico_delegation_news_format ("others-granted", "Mme {who}", "SSIAD de l'Orb", TRUE, "M. Q");
  const char *const events[] = { asked, NULL };
  g_autofree char *text = NULL;
  g_autofree char *text_told = NULL;

  g_assert_null (spico_delegation_news_format ("", "", "", FALSE, ""));
  g_assert_cmpstr (granted, ==, "Mme {who} accorde à M. Q la délégation du compte « SSIAD de l'Orb »");
  other.kind = SPICO_MAIL_DELEGATION;
  other.has_account = TRUE;
  other.events = events;
  other.is_asked = spico_delegation_news_is_asked ("asked");
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "Mme Lise TOTARO demande la délégation du compte « SSIAD de l'Orb » sur Spico"));
  g_assert_nonnull (strstr (text, "Ouvrez Spico pour l'accepter ou la refuser"));
  g_assert_null (strstr (text, "souhaite vous joindre"));

  other.is_asked = spico_delegation_news_is_asked ("others-granted");
  text_told = decode_plain (&other);
  g_assert_nonnull (strstr (text_told, "Ouvrez Spico pour voir vos relations"));
}

/* F027: how many they are, and each of them, in the subject, the text and the HTML. */
static void
test_several_events_are_told_together (void)
{
  static const char *const events[] = { "M. A demande la délégation de votre compte", "M. B vous refuse la délégation de son compte", "M. A demande la délégation de votre compte", NULL };
  SpicoMailMessage other = message;
  g_autofree char *subject = g_base64_encode ((const guchar *) "3 nouvelles de vos délégations", strlen ("3 nouvelles de vos délégations"));
  g_autofree char *mail = NULL;
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;

  other.kind = SPICO_MAIL_DELEGATION;
  other.has_account = TRUE;
  other.is_asked = TRUE;
  other.events = events;
  mail = spico_mail_message_format (&other);
  g_assert_nonnull (strstr (mail, subject));
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "3 nouvelles de vos délégations vous attendent sur Spico"));
  g_assert_nonnull (strstr (text, "\r\n\r\n- M. A demande la délégation de votre compte (2 fois)\r\n- M. B vous refuse la délégation de son compte\r\n\r\nOuvrez Spico pour y répondre"));
  html = decode_html (&other);
  g_assert_nonnull (strstr (html, "<ul>\r\n<li>M. A demande la délégation de votre compte (2 fois)</li>\r\n<li>M. B vous refuse la délégation de son compte</li>\r\n</ul>"));
}

static void
test_a_mail_names_twenty_events (void)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  SpicoMailMessage other = message;
  g_autofree char *text = NULL;

  for (guint i = 1; i <= 25; i++)
    g_ptr_array_add (events, g_strdup_printf ("M. N° %u souhaite vous joindre", i));
  /* A line that is said counts for all that read the same. */
  g_ptr_array_add (events, g_strdup ("M. N° 1 souhaite vous joindre"));
  g_ptr_array_add (events, NULL);
  other.events = (const char *const *) events->pdata;
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "26 demandes de contact vous attendent"));
  g_assert_nonnull (strstr (text, "- M. N° 1 souhaite vous joindre (2 fois)\r\n"));
  g_assert_nonnull (strstr (text, "- M. N° 20 souhaite vous joindre\r\n- et 5 autres\r\n"));
  g_assert_null (strstr (text, "M. N° 21"));
}

/* F005: a code is for who reads the address; whoever else gets it by mistake has nothing to do. */
static void
test_an_address_is_asked_for_its_code (void)
{
  SpicoMailMessage other = message;
  g_autofree char *sentence = spico_mail_text_say (SPICO_MAIL_CODE, WHO, NULL);
  const char *const events[] = { sentence, NULL };
  g_autofree char *text = NULL;

  other.kind = SPICO_MAIL_CODE;
  other.events = events;
  other.code = "042917";
  other.has_account = TRUE;
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "Vallée d'Orb souhaite recevoir ses courriels à cette adresse sur Spico"));
  g_assert_nonnull (strstr (text, "est 042 917. Il est valable 30 minutes."));
  g_assert_null (strstr (text, "https://region.example"));
  g_assert_null (strstr (text, "souhaite vous joindre"));
}

static void
test_an_address_is_told_that_it_is_no_longer_used (void)
{
  SpicoMailMessage other = message;
  g_autofree char *sentence = spico_mail_text_say (SPICO_MAIL_FORMER, WHO, NULL);
  const char *const events[] = { sentence, NULL };
  g_autofree char *text = NULL;

  other.kind = SPICO_MAIL_FORMER;
  other.events = events;
  text = decode_plain (&other);
  g_assert_nonnull (strstr (text, "Vallée d'Orb ne recevra plus ses courriels à cette adresse sur Spico"));
  g_assert_nonnull (strstr (text, "prévenez l'assistance de votre région"));
  g_assert_nonnull (strstr (text, "https://region.example"));
  g_assert_null (strstr (text, "souhaite vous joindre"));
}

/* F005, F008: as the operator wrote it, with its window by the region's clock, and how to have no more of them. */
static void
test_an_announcement_is_mailed (void)
{
  SpicoMailMessage other = message;
  g_autofree char *title = spico_mail_text_announce ("maintenance", "Mise à jour");
  /* 30 November 2026, 23:00 UTC. */
  g_autofree char *details = spico_mail_text_detail ("Spico sera arrêté.\nDeux fois.\r\n\r\nMerci <de> patienter.\n\n\n", G_GINT64_CONSTANT (1796079600000000), G_GINT64_CONSTANT (1796090700000000));
  const char *const events[] = { title, NULL };
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;

  other.kind = SPICO_MAIL_ANNOUNCEMENT;
  other.events = events;
  other.details = details;
  other.has_account = TRUE;
  text = decode_plain (&other);
  g_assert_true (g_str_has_prefix (text, "Bonjour,\r\n\r\nMaintenance de Spico : Mise à jour\r\n\r\nDu 1er décembre 2026 à 0 h 00 au 1er décembre 2026 à 3 h 05.\r\n\r\n"
                                         "Spico sera arrêté.\r\nDeux fois.\r\n\r\nMerci <de> patienter.\r\n\r\nVous recevez ce courriel de l'opérateur de votre région."));
  g_assert_nonnull (strstr (text, "ouvrez « Mon profil » dans Spico : https://region.example\r\n"));
  html = decode_html (&other);
  g_assert_nonnull (strstr (html, "<p>Spico sera arrêté.<br>\r\nDeux fois.</p>\r\n<p>Merci &lt;de&gt; patienter.</p>"));
}

/* F005: when an incident is over, nobody may know. */
static void
test_an_incident_says_since_when (void)
{
  g_autofree char *title = spico_mail_text_announce ("incident", "Les courriels tardent");
  g_autofree char *details = spico_mail_text_detail ("Nous cherchons.", G_GINT64_CONSTANT (1796079600000000), 0);

  g_assert_cmpstr (title, ==, "Incident sur Spico : Les courriels tardent");
  g_assert_cmpstr (details, ==, "Depuis le 1er décembre 2026 à 0 h 00.\n\nNous cherchons.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mail/only-addresses-are-addresses", test_only_addresses_are_addresses);
  g_test_add_func ("/mail/a-mail-says-who-and-nothing-more", test_a_mail_says_who_and_nothing_more);
  g_test_add_func ("/mail/who-has-an-account-is-asked-to-open-it", test_who_has_an_account_is_asked_to_open_it);
  g_test_add_func ("/mail/a-mail-is-also-html", test_a_mail_is_also_html);
  g_test_add_func ("/mail/an-incident-says-since-when", test_an_incident_says_since_when);

  g_test_add_func ("/mail/F044-who-is-given-a-group-is-told-so", test_who_is_given_a_group_is_told_so);
  g_test_add_func ("/mail/F058-who-administers-a-group-is-told-so", test_who_administers_a_group_is_told_so);

  g_test_add_func ("/mail/F027-what-becomes-of-a-delegation-is-told", test_what_becomes_of_a_delegation_is_told);
  g_test_add_func ("/mail/F027-several-events-are-told-together", test_several_events_are_told_together);
  g_test_add_func ("/mail/F027-a-mail-names-twenty-events", test_a_mail_names_twenty_events);

  g_test_add_func ("/mail/F005-an-address-is-asked-for-its-code", test_an_address_is_asked_for_its_code);
  g_test_add_func ("/mail/F005-an-announcement-is-mailed", test_an_announcement_is_mailed);
  g_test_add_func ("/mail/F005-an-address-is-told-that-it-is-no-longer-used", test_an_address_is_told_that_it_is_no_longer_used);

  return g_test_run ();
}
