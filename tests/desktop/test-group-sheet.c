/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F059: the « Contactez-nous » sheet of a group, read back from its PDF with poppler's tools. */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-group-sheet-layout.h"
#include "spico-group-sheet-text.h"
#include "spico-printed.h"

#define NAME "CPTS du Tarn – l'équipe de « proximité »"
/* Where text may stand: inside the margins, with a hair's breadth for what leans over. */
#define LEFT 55
#define RIGHT (SPICO_PAGES_WIDTH - 55)

/* ---- Tools ---- */

static SpicoGroupSheet *
make_sheet (const char *title,
            const char *about,
            const char *contact)
{
  SpicoGroupSheet *sheet = spico_group_sheet_text_propose (about);

  if (title != NULL)
    g_set_str (&sheet->parts[SPICO_GROUP_SHEET_TITLE], title);
  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_CONTACT], contact);

  return sheet;
}

static char *
print (const SpicoGroupSheet *sheet,
       const char            *group_name)
{
  g_autoptr (SpicoPages) layout = spico_group_sheet_layout (sheet, group_name, "Occitanie");

  return spico_printed_write (layout);
}

/* ---- The PDF ---- */

static void
test_text (void)
{
  g_autoptr (SpicoGroupSheet) sheet = make_sheet ("Joindre la CPTS", "Des soignants de l'Est du Tarn.\nEnsemble.", "05 61 00 00 00\nDu lundi au vendredi");
  g_autofree char *path = print (sheet, NAME);
  g_autofree char *text = spico_printed_read_page (path, 1);
  const char *const wanted[] = { "Joindre la CPTS", NAME, "Who Are We?", "Des soignants de l'Est du Tarn.", "Find Us in Spico", "Telephone, Hours", "05 61 00 00 00", "Spico, region Occitanie" };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_test_message ("%s", wanted[i]);
      g_assert_true (spico_printed_says (text, wanted[i]));
    }
  g_assert_true (spico_printed_says (text, sheet->parts[SPICO_GROUP_SHEET_FINDING]));
  g_assert_cmpuint (spico_printed_count_pages (path), ==, 1);
  g_assert_false (spico_printed_says (text, "1 / 1"));
  g_unlink (path);
}

/* Nothing to say, no heading. */
static void
test_empty_parts (void)
{
  g_autoptr (SpicoGroupSheet) sheet = make_sheet (NULL, "", " \n");
  g_autofree char *path = print (sheet, NAME);
  g_autofree char *text = spico_printed_read_page (path, 1);

  g_assert_true (spico_printed_says (text, "Contact Us on Spico"));
  g_assert_false (spico_printed_says (text, "Who Are We?"));
  g_assert_false (spico_printed_says (text, "Telephone, Hours"));
  g_unlink (path);
}

static void
test_metadata (void)
{
  g_autoptr (SpicoGroupSheet) sheet = make_sheet ("Joindre la CPTS", "", "");
  g_autofree char *path = print (sheet, NAME);
  g_autofree char *info = spico_printed_ask (path, "pdfinfo", NULL, NULL, NULL);
  g_autofree char *elements = spico_printed_ask (path, "pdfinfo", "-struct-text", "-struct", NULL);

  g_assert_true (spico_printed_says (info, "Title: Joindre la CPTS – " NAME));
  g_assert_true (spico_printed_says (info, "Creator: Spico"));
  g_test_message ("%s", info);
  g_assert_nonnull (strstr (info, "(A4)"));
  g_assert_true (spico_printed_says (info, "Tagged: yes"));
  g_assert_true (spico_printed_says (elements, "Document H1 (block) \"Joindre la CPTS\" P (block)"));
  g_assert_true (spico_printed_says (elements, "H2 (block) \"Find Us in Spico\" P (block)"));
  g_unlink (path);
}

/* Who prints it has not our fonts. The columns end in: emb sub uni object ID. */
static void
test_fonts (void)
{
  g_autoptr (SpicoGroupSheet) sheet = make_sheet (NULL, "Δέλτα, Владимир", "");
  g_autofree char *path = print (sheet, NAME);
  g_autofree char *fonts = spico_printed_ask (path, "pdffonts", NULL, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (fonts), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >, 2);
  for (guint i = 2; lines[i] != NULL; i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_true (g_regex_match_simple (" yes +yes +yes +\\d+ +\\d+$", lines[i], 0, 0));
    }
  g_unlink (path);
}

static void
check_bounds (const char *path)
{
  g_autofree char *boxes = spico_printed_ask (path, "pdftotext", "-bbox", "-q", "-");
  g_autoptr (GRegex) regex = g_regex_new ("xMin=\"([\\d.]+)\" yMin=\"([\\d.]+)\" xMax=\"([\\d.]+)\" yMax=\"([\\d.]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (regex, boxes, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL), n++)
    {
      g_autofree char *left = g_match_info_fetch (match, 1);
      g_autofree char *right = g_match_info_fetch (match, 3);
      g_autofree char *bottom = g_match_info_fetch (match, 4);

      g_assert_cmpfloat (g_ascii_strtod (left, NULL), >=, LEFT);
      g_assert_cmpfloat (g_ascii_strtod (right, NULL), <=, RIGHT);
      g_assert_cmpfloat (g_ascii_strtod (bottom, NULL), <=, SPICO_PAGES_HEIGHT);
    }
  g_assert_cmpuint (n, >, 10);
}

/* The longest name there may be, and the widest, without a blank in it: it is there to the letter. */
static void
test_long_name (void)
{
  g_autoptr (SpicoGroupSheet) sheet = make_sheet (NULL, "Des soignants", "https://sante.example/uneadressequiestbienpluslonguequecequunelignedelapagepeutcontenirenuneseulefoisoumemeendeux");
  g_autoptr (GString) name = g_string_new ("Établissementpluridisciplinairede");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  while (g_utf8_strlen (name->str, -1) < 100)
    g_string_append (name, "W");
  path = print (sheet, name->str);
  text = spico_printed_read_page (path, 1);
  g_assert_true (spico_printed_says (text, name->str));
  g_assert_true (spico_printed_says (text, sheet->parts[SPICO_GROUP_SHEET_CONTACT]));
  g_assert_cmpuint (spico_printed_count_pages (path), ==, 1);
  check_bounds (path);
  g_unlink (path);
}

/* ---- Pages ---- */

static char *
make_lines (const char *word,
            guint       n)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "%s%s%u.", i > 0 ? "\n" : "", word, i);

  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* Whatever the text is above it, no heading ends a page. */
static void
check_headings (const char *path)
{
  static const char *const headings[] = { "Who Are We\\?", "Find Us in Spico", "Telephone, Hours" };

  for (guint page = 1; page <= spico_printed_count_pages (path); page++)
    {
      g_autofree char *text = spico_printed_read_page (path, page);

      for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
        {
          g_autofree char *ends = g_strdup_printf ("%s\\s*Spico, region", headings[i]);

          g_assert_false (g_regex_match_simple (ends, text, 0, 0));
        }
    }
}

static void
test_pages (void)
{
  for (guint n = 17; n < 25; n++)
    {
      g_autofree char *about = make_lines ("Apropos", n);
      g_autofree char *contact = make_lines ("Contact", 60);
      g_autoptr (SpicoGroupSheet) sheet = make_sheet (NULL, about, contact);
      g_autofree char *path = print (sheet, NAME);
      g_autofree char *text = spico_printed_ask (path, "pdftotext", NULL, NULL, "-");
      guint n_pages = spico_printed_count_pages (path);
      g_autofree char *last = g_strdup_printf ("%u / %u", n_pages, n_pages);
      const char *place = text;

      g_assert_cmpuint (n_pages, >=, 2);
      g_assert_true (spico_printed_says (text, last));
      for (guint i = 0; i < 60; i++)
        {
          g_autofree char *line = g_strdup_printf ("Contact%u.", i);

          place = strstr (place, line);
          g_assert_nonnull (place);
        }
      check_headings (path);
      g_unlink (path);
    }
}

/* A thousand empty lines are many pages, and no end of them. */
static void
test_most_pages (void)
{
  g_autofree char *blank = g_strnfill (SPICO_GROUP_SHEET_MAX_TEXT - 2, '\n');
  g_autofree char *text = g_strconcat ("a", blank, "z", NULL);
  g_autoptr (SpicoGroupSheet) sheet = make_sheet (NULL, text, text);
  g_autoptr (SpicoPages) layout = spico_group_sheet_layout (sheet, NAME, NULL);

  g_assert_cmpuint (spico_pages_get_n_pages (layout), >, 10);
  g_assert_cmpuint (spico_pages_get_n_pages (layout), <, 100);
}

/* ---- Words ---- */

static void
test_faults (void)
{
  g_autoptr (SpicoGroupSheet) sheet = make_sheet (NULL, "Des soignants", "");
  g_autofree char *long_text = g_strnfill (SPICO_GROUP_SHEET_MAX_TEXT + 1, 'a');

  g_assert_null (spico_group_sheet_text_fault (sheet));
  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_TITLE], " ");
  g_assert_nonnull (spico_group_sheet_text_fault (sheet));
  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_TITLE], "Joindre la CPTS");
  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_CONTACT], long_text);
  g_assert_nonnull (spico_group_sheet_text_fault (sheet));
}

static void
test_warnings (void)
{
  g_assert_null (spico_group_sheet_text_warn (TRUE, TRUE, FALSE));
  g_assert_nonnull (strstr (spico_group_sheet_text_warn (TRUE, FALSE, FALSE), "deactivated"));
  g_assert_nonnull (strstr (spico_group_sheet_text_warn (FALSE, TRUE, TRUE), "private"));
  g_assert_nonnull (strstr (spico_group_sheet_text_warn (TRUE, TRUE, TRUE), "does not know"));
}

static void
test_file_name (void)
{
  g_autofree char *plain = spico_group_sheet_text_name_file ("CPTS du Tarn");
  g_autofree char *nasty = spico_group_sheet_text_name_file ("../../etc: <a|b>\n\"c\"?*\\");
  g_autofree char *letters = g_strnfill (100, 'a');
  g_autofree char *longest = spico_group_sheet_text_name_file (letters);

  g_assert_cmpstr (plain, ==, "Contact us - CPTS du Tarn.pdf");
  g_assert_cmpstr (nasty, ==, "Contact us - ..-..-etc- -a-b---c----.pdf");
  g_assert_cmpuint (strlen (longest), <, 80);
}

static void
test_kept (void)
{
  g_autoptr (SpicoGroupSheet) nothing = spico_group_sheet_new ();
  g_autoptr (SpicoGroupSheet) sheet = spico_group_sheet_new ();
  g_autofree char *none = spico_group_sheet_to_text (nothing);
  g_autofree char *text = NULL;
  const char *const broken[] = { "", "{", "[]", "{\"title\":3,\"about\":{}}" };

  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_ABOUT], "« L'équipe »\n\"");
  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_CONTACT], "");
  text = spico_group_sheet_to_text (sheet);
  g_assert_cmpstr (none, ==, "");
  {
    g_autoptr (SpicoGroupSheet) again = spico_group_sheet_from_text (text);

    for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
      g_assert_cmpstr (again->parts[i], ==, sheet->parts[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (SpicoGroupSheet) again = spico_group_sheet_from_text (broken[i]);

      for (guint j = 0; j < SPICO_GROUP_SHEET_N_PARTS; j++)
        g_assert_null (again->parts[j]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group-sheet/what is written is in the PDF, with the exact name", test_text);
  g_test_add_func ("/group-sheet/what is empty has no heading", test_empty_parts);
  g_test_add_func ("/group-sheet/the PDF has a title, pages of A4 and elements", test_metadata);
  g_test_add_func ("/group-sheet/all fonts are in the PDF", test_fonts);
  g_test_add_func ("/group-sheet/the longest name is whole, and inside the margins", test_long_name);
  g_test_add_func ("/group-sheet/a long text goes on on the next page, and no heading ends one", test_pages);
  g_test_add_func ("/group-sheet/there are not more pages than there is text", test_most_pages);
  g_test_add_func ("/group-sheet/why it cannot be made", test_faults);
  g_test_add_func ("/group-sheet/why partners might not find the group", test_warnings);
  g_test_add_func ("/group-sheet/what its file is called", test_file_name);
  g_test_add_func ("/group-sheet/how it is kept", test_kept);

  return g_test_run ();
}
