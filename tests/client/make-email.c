/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a mail through MSSanté on its standard output, for what else reads mails to read it (test_email.py). */
#include "spico-email.h"

#include <unistd.h>

#define LONG_SUBJECT "Compte rendu d'hospitalisation de Mme D'Été-Ÿvonne, sortie prévue jeudi matin : ordonnance, transport assis, passage infirmier à 8 h et rendez-vous de contrôle"

static SpicoEmail *
make_email (const char *subject)
{
  static const guint8 bytes[] = { 0, 255, '\r', '\n', '.', '\n', 128 };
  SpicoEmail *email = spico_email_new ();
  g_autoptr (GBytes) binary = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  spico_email_set_from (email, "Dr Chloé \"Zoé\" D'Été", "chloe@medecin.mssante.example");
  spico_email_add_to (email, "Béatrice Çelik, cabinet (3ᵉ étage)", "beatrice@infirmier.mssante.example");
  spico_email_add_to (email, NULL, "o'neil+1@medecin.mssante.example");
  spico_email_set_subject (email, subject);
  spico_email_set_text (email, "Bonjour,\n\n.\nFrom ici : l’été — œdème.\n> cité\n" LONG_SUBJECT "\n");
  spico_email_add_attachment (email, "Ordonnance d'été n°2 – Mme D.pdf", "application/pdf", binary);
  spico_email_add_attachment (email, "vide.txt\r\nX-Bad: 1", "no type", nothing);

  return email;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (SpicoEmail) email = make_email (argc > 1 ? argv[1] : LONG_SUBJECT);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 ("2026-11-30T09:05:07+01:00", NULL);
  g_autoptr (GBytes) mail = spico_email_format (email, "01979f7c-0000-7000-8000-000000000001", date, NULL);
  gsize size;
  const char *bytes;

  if (mail == NULL)
    return 1;

  bytes = g_bytes_get_data (mail, &size);
  return write (STDOUT_FILENO, bytes, size) == (gssize) size ? 0 : 1;
}
