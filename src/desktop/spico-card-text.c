/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-card-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-patient-text.h"

#define NO_BREAK_SPACE "\302\240"

char *
spico_card_format_telephone (const char *number)
{
  GString *text;

  if (strlen (number) != 10 || strspn (number, "0123456789") != 10)
    return g_strdup (number);

  text = g_string_new (NULL);
  for (guint i = 0; i < 10; i += 2)
    g_string_append_printf (text, "%s%.2s", i > 0 ? NO_BREAK_SPACE : "", number + i);

  return g_string_free (text, FALSE);
}

char *
spico_card_format_number (SpicoPrincipalKind kind,
                          const char        *national_id)
{
  if (*national_id == '\0')
    return g_strdup ("");
  if (kind != SPICO_PRINCIPAL_PERSON)
    return g_strconcat ("FINESS" NO_BREAK_SPACE, national_id, NULL);
  if (*national_id == '8')
    return g_strconcat ("RPPS" NO_BREAK_SPACE, national_id + 1, NULL);
  if (*national_id == '0')
    return g_strconcat ("ADELI" NO_BREAK_SPACE, national_id + 1, NULL);

  return g_strdup (national_id);
}

char *
spico_card_format_mode (const char *mode_code)
{
  if (g_str_equal (mode_code, "L"))
    return g_strdup (_("Self-employed"));
  if (g_str_equal (mode_code, "S"))
    return g_strdup (_("Employed"));
  if (g_str_equal (mode_code, "B"))
    return g_strdup (_("Volunteer"));

  return g_strdup ("");
}

static void
append (GString    *text,
        const char *separator,
        const char *part)
{
  if (*part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, part);
}

char *
spico_card_format_place (const char *complement,
                         const char *address,
                         const char *postal_code,
                         const char *town)
{
  g_autoptr (GString) end = g_string_new (NULL);
  GString *text = g_string_new (NULL);

  append (end, " ", postal_code);
  append (end, " ", town);
  append (text, ", ", complement);
  append (text, ", ", address);
  append (text, ", ", end->str);

  return g_string_free (text, FALSE);
}

static const char *
name_source (const char *source)
{
  if (g_str_equal (source, "operator"))
    return _("created by the operator of the region");
  if (g_str_equal (source, "MSSANTE"))
    return "MSSanté";

  return source;
}

char *
spico_card_format_source (const char *source,
                          const char *source_date)
{
  g_autofree char *date = source_date != NULL ? spico_patient_format_date (source_date) : g_strdup ("");

  if (*source == '\0')
    return g_strdup ("");
  if (*date == '\0')
    /* Translators: %s is the name of a register */
    return g_strdup_printf (_("Source: %s"), name_source (source));

  /* Translators: the first is the name of a register, the second the day on which it was extracted */
  return g_strdup_printf (_("Source: %1$s, extraction of %2$s"), name_source (source), date);
}
