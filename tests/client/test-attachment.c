/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server, or a person, says of a file is not believed. */
#include <string.h>

#include "spico-attachment-private.h"
#include "spico-file-name.h"

/* A name from anywhere is the name of a file here, and says how it ends. */
static void
test_names (void)
{
  static const struct {
    const char *said;
    const char *taken;
  } names[] = {
    { "Compte rendu.pdf", "Compte rendu.pdf" },
    { "../../etc/passwd", "passwd" },
    { "C:\\Users\\x.pdf", "C__Users_x.pdf" },
    { ".bashrc", "bashrc" },
    { " \t.. ", "fichier" },
    { "", "fichier" },
    { NULL, "fichier" },
    { "e\u0301te\u0301.jpg", "été.jpg" },
    { "a\nb.txt", "a_b.txt" },
    { "photo\u202egpj.exe", "photo_gpj.exe" },
    { "\xff\xfe.pdf", "\uFFFD\uFFFD.pdf" },
  };
  g_autofree char *wide = g_strnfill (300, 'a');
  g_autofree char *said = g_strconcat ("é", wide, ".docx", NULL);
  g_autofree char *taken = spico_attachment_make_name (said);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = spico_attachment_make_name (names[i].said);

      g_assert_cmpstr (name, ==, names[i].taken);
    }
  g_assert_cmpuint (strlen (taken), ==, SPICO_FILE_NAME_MAX);
  g_assert_true (g_str_has_suffix (taken, "a.docx"));
  g_assert_cmpstr (spico_attachment_take_type ("text/html; charset=x"), ==, "application/octet-stream");
  g_assert_cmpstr (spico_attachment_take_type ("image/png"), ==, "image/png");
}

/* Limits as they were noted, where they were. */
static void
test_limits (void)
{
  SpicoAttachmentLimits limits;

  spico_attachment_limits_parse (NULL, &limits);
  g_assert_cmpint (limits.max_size, ==, 50000000);
  g_assert_cmpint (limits.max_size_each, ==, 50000000);
  g_assert_cmpuint (limits.max_count, ==, 20);
  spico_attachment_limits_parse ("1000 5000 3", &limits);
  g_assert_cmpint (limits.max_size, ==, 1000);
  g_assert_cmpint (limits.max_size_each, ==, 1000);
  g_assert_cmpuint (limits.max_count, ==, 3);
  spico_attachment_limits_parse ("x 0 -1", &limits);
  g_assert_cmpint (limits.max_size, ==, 50000000);
  g_assert_cmpuint (limits.max_count, ==, 20);
}

/* Told in steps, and never more than there is. */
static void
test_progress (void)
{
  g_autoptr (SpicoAttachment) attachment = g_object_new (SPICO_TYPE_ATTACHMENT, NULL);

  spico_attachment_set_progress (attachment, 1, 0);
  g_assert_cmpfloat (spico_attachment_get_progress (attachment), ==, 0);
  spico_attachment_set_progress (attachment, 509, 1000);
  g_assert_cmpfloat (spico_attachment_get_progress (attachment), ==, 0.5);
  spico_attachment_set_progress (attachment, 2000, 1000);
  g_assert_cmpfloat (spico_attachment_get_progress (attachment), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/attachment/names", test_names);
  g_test_add_func ("/client/attachment/limits", test_limits);
  g_test_add_func ("/client/attachment/progress", test_progress);

  return g_test_run ();
}
