/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of the files that go with messages, and which may be opened. */
#include "spico-attachment-text.h"

#include "spico-attachment-private.h"
#include "spico-client-error.h"

#define MOST 50000000

static const SpicoAttachmentLimits limits = { .max_size = MOST, .max_size_each = MOST, .max_count = 3 };

static SpicoAttachment *
attachment_new (const char          *name,
                gint64               size,
                SpicoAttachmentState state)
{
  SpicoAttachment *attachment = g_object_new (SPICO_TYPE_ATTACHMENT, NULL);

  spico_item_set_string (attachment, SPICO_ATTACHMENT_PROP_NAME, name);
  spico_item_set_int64 (attachment, SPICO_ATTACHMENT_PROP_SIZE, size);
  spico_item_set_enum (attachment, SPICO_ATTACHMENT_PROP_STATE, state);

  return attachment;
}

static void
test_what_may_be_opened (void)
{
  static const char *const opened[] = { "Bilan.pdf", "Plaie.JPG", "Courrier.docx", "dosages.csv", "Note.odt", "toux.m4a", "IRM.dcm" };
  static const char *const saved[] = {
    "setup.exe", "page.html", "page.htm", "image.svg", "a.sh", "a.desktop", "a.js", "a.jar", "macro.docm", "macro.xlsm", "archive.zip", "a.xhtml", "a.url", "a.lnk", "a.py", "a.appimage", "a.scr", "Bilan.pdf.exe", "Bilan", ".pdf.sh", "a.", "message.eml",
  };

  for (guint i = 0; i < G_N_ELEMENTS (opened); i++)
    g_assert_true (spico_attachment_may_open (opened[i]));
  for (guint i = 0; i < G_N_ELEMENTS (saved); i++)
    {
      g_test_message ("%s", saved[i]);
      g_assert_false (spico_attachment_may_open (saved[i]));
    }
}

static void
test_what_is_refused_before_it_is_read (void)
{
  static const struct {
    gint64 size;
    gint64 total;
    guint count;
    const char *says;
  } cases[] = {
    { 1, 0, 0, NULL },
    { MOST, 0, 0, NULL },
    { MOST - 10, 10, 1, NULL },
    { 0, 0, 0, "empty" },
    { MOST + 1, 0, 0, "too large to be attached: 50.0" },
    { MOST - 9, 10, 1, "the message would be too large" },
    { 1, 3, 3, "at most 3 files" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *refusal = spico_text_attachment_refusal (&limits, "Bilan.pdf", cases[i].size, cases[i].total, cases[i].count);

      g_test_message ("%u: %s", i, refusal);
      g_assert_true ((refusal == NULL) == (cases[i].says == NULL));
      if (refusal != NULL)
        g_assert_nonnull (strstr (refusal, cases[i].says));
    }
}

static void
test_what_it_is_and_where (void)
{
  g_autoptr (SpicoAttachment) pdf = attachment_new ("Bilan.PDF", 1200000, SPICO_ATTACHMENT_READY);
  g_autoptr (SpicoAttachment) unknown = attachment_new ("Bilan.abc", 12, SPICO_ATTACHMENT_WAITING);
  g_autofree char *of_pdf = spico_text_attachment (pdf);
  g_autofree char *of_unknown = spico_text_attachment (unknown);
  g_autofree char *where_pdf = spico_text_attachment_state (pdf);
  g_autofree char *where_unknown = spico_text_attachment_state (unknown);

  g_assert_true (g_str_has_prefix (of_pdf, "PDF, 1.2"));
  g_assert_true (g_str_has_prefix (of_unknown, "File, 12"));
  g_assert_null (where_pdf);
  g_assert_cmpstr (where_unknown, ==, "Waiting for the network");
}

static void
test_names_are_said_and_counted (void)
{
  g_autoptr (GListStore) files = g_list_store_new (SPICO_TYPE_ATTACHMENT);
  g_autoptr (SpicoAttachment) first = attachment_new ("a.pdf", 1, SPICO_ATTACHMENT_LOCAL);
  g_autoptr (SpicoAttachment) second = attachment_new ("b.jpg", 1, SPICO_ATTACHMENT_REMOTE);
  g_autofree char *none = spico_text_attachment_names (G_LIST_MODEL (files));
  g_autofree char *nothing = spico_text_attachment_names (NULL);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *count = spico_text_attachment_count (2);

  g_list_store_append (files, first);
  one = spico_text_attachment_names (G_LIST_MODEL (files));
  g_list_store_append (files, second);
  two = spico_text_attachment_names (G_LIST_MODEL (files));

  g_assert_null (none);
  g_assert_null (nothing);
  g_assert_cmpstr (one, ==, "attachment: a.pdf");
  g_assert_cmpstr (two, ==, "attachments: a.pdf, b.jpg");
  g_assert_cmpstr (count, ==, "2 attachments");
}

static void
test_why_it_is_not_attached (void)
{
  g_autoptr (GError) damaged = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "");
  g_autoptr (GError) full = g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "");
  g_autofree char *of_damaged = spico_text_attach_error ("a.jpg", damaged);
  g_autofree char *of_full = spico_text_attach_error ("a.jpg", full);

  g_assert_nonnull (strstr (of_damaged, "damaged"));
  g_assert_nonnull (strstr (of_full, "Check the free space"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attachment-text/what-may-be-opened", test_what_may_be_opened);
  g_test_add_func ("/attachment-text/what-is-refused-before-it-is-read", test_what_is_refused_before_it_is_read);
  g_test_add_func ("/attachment-text/what-it-is-and-where", test_what_it_is_and_where);
  g_test_add_func ("/attachment-text/names-are-said-and-counted", test_names_are_said_and_counted);
  g_test_add_func ("/attachment-text/why-it-is-not-attached", test_why_it_is_not_attached);

  return g_test_run ();
}
