/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation as a document, read back from its PDF with poppler's tools. */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-conversation-private.h"
#include "spico-message-private.h"
#include "spico-patient-private.h"
#include "spico-principal-private.h"
#include "spico-printed.h"
#include "spico-transcript.h"

/* 2026-01-05 10:00 UTC */
#define MONDAY G_GINT64_CONSTANT (1767607200000000)
#define MINUTE (60 * G_TIME_SPAN_SECOND)

static SpicoPrincipal *
principal_new (const char *id,
               const char *name,
               const char *profession)
{
  SpicoPrincipal *principal = g_object_new (SPICO_TYPE_PRINCIPAL, NULL);

  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_ID, id);
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_NAME, name);
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_PROFESSION, profession);

  return principal;
}

static SpicoConversation *
conversation_new (void)
{
  SpicoConversation *conversation = g_object_new (SPICO_TYPE_CONVERSATION, NULL);
  g_autoptr (SpicoPatient) patient = g_object_new (SPICO_TYPE_PATIENT, NULL);
  g_autoptr (GListStore) members = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  g_autoptr (SpicoPrincipal) nurse = principal_new ("x", "Mme X", "Infirmière");
  g_autoptr (SpicoPrincipal) structure = principal_new ("y", "EHPAD Y", "");

  g_list_store_append (members, nurse);
  g_list_store_append (members, structure);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_NAME, "DURAND");
  spico_item_set_string (patient, SPICO_PATIENT_PROP_FIRST_NAMES, "JEANNE");
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_DATE, "1941-02-03");
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_SUBJECT, "Retour à domicile");
  spico_item_set_object (conversation, SPICO_CONVERSATION_PROP_PATIENT, patient);
  spico_item_set_object (conversation, SPICO_CONVERSATION_PROP_PARTICIPANTS, members);

  return conversation;
}

/* Of Mme X for the structure. */
static SpicoMessage *
message_new (gint64      seq,
             gint64      at,
             const char *text)
{
  SpicoMessage *message = g_object_new (SPICO_TYPE_MESSAGE, NULL);
  g_autoptr (SpicoPrincipal) person = principal_new ("x", "Mme X", "Infirmière");
  g_autoptr (SpicoPrincipal) account = principal_new ("y", "EHPAD Y", "");

  spico_item_set_int64 (message, SPICO_MESSAGE_PROP_SEQ, seq);
  spico_item_set_time (message, SPICO_MESSAGE_PROP_SENT_AT, at);
  spico_item_set_string (message, SPICO_MESSAGE_PROP_TEXT, text);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_PERSON, person);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_ACCOUNT, account);
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_FOR_ACCOUNT, TRUE);
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_OWN, TRUE);

  return message;
}

static SpicoTranscript *
begin (void)
{
  g_autoptr (SpicoConversation) conversation = conversation_new ();
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 2, 3, 14, 32, 0);

  return spico_transcript_new (conversation, "Dr Z", "Dr Z", now);
}

static void
add (SpicoTranscript *transcript,
     SpicoMessage    *message)
{
  spico_transcript_add (transcript, message);
  g_object_unref (message);
}

/* Returns: (transfer full): all that stands in the PDF, in its order */
static char *
read_back (SpicoTranscript *transcript)
{
  g_autofree char *path = spico_printed_write (spico_transcript_get_pages (transcript));
  char *text = spico_printed_ask (path, "pdftotext", NULL, NULL, "-");

  g_unlink (path);

  return text;
}

/* Each stands behind the one before it. */
static void
assert_says (const char        *text,
             const char *const *wanted)
{
  const char *rest = text;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      const char *found = strstr (rest, wanted[i]);

      g_test_message ("%s", wanted[i]);
      g_assert_nonnull (found);
      rest = found + strlen (wanted[i]);
    }
}

static void
test_who_said_what_when (void)
{
  static const char *const wanted[] = { "Retour à domicile", "Patient concerned", "DURAND", "Members", "• Dr Z", "• Mme X, Infirmière", "EHPAD Y", "Monday, January 5, 2026", "10:00 – Mme X on behalf of EHPAD Y", "Bonjour,",
                                        "Huit heures ?", "10:05 – Mme X on behalf of EHPAD Y", "in reply to Mme X on behalf of EHPAD Y: Bonjour,", "Oui.", "Confidential – exported from Spico by Dr Z, Tuesday, February 3, 2026, 14:32", NULL };
  g_autoptr (SpicoTranscript) transcript = begin ();
  SpicoMessage *first = message_new (1, MONDAY, "Bonjour,\nHuit heures ?");
  SpicoMessage *reply = message_new (2, MONDAY + 5 * MINUTE, "Oui.");
  g_autofree char *text = NULL;

  spico_item_set_object (reply, SPICO_MESSAGE_PROP_IN_REPLY_TO, first);
  add (transcript, first);
  add (transcript, reply);
  text = read_back (transcript);
  assert_says (text, wanted);
  g_assert_true (spico_printed_says (text, "1 / 1"));
}

/* B015, by the region's clock. */
static void
test_what_pressed (void)
{
  static const char *const wanted[] = { "10:00 – Mme X", "Urgent", "Answer expected before Monday, January 5, 2026, 12:00", "Fièvre", NULL };
  g_autoptr (SpicoTranscript) transcript = begin ();
  SpicoMessage *message = message_new (1, MONDAY, "Fièvre");
  g_autofree char *text = NULL;

  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_URGENT, TRUE);
  spico_item_set_time (message, SPICO_MESSAGE_PROP_REPLY_BY, MONDAY + 60 * MINUTE);
  add (transcript, message);
  text = read_back (transcript);
  assert_says (text, wanted);
}

/* Neither what was taken back nor what was said before is passed over in silence; what never left is not of the conversation. */
static void
test_what_was_done (void)
{
  static const char *const wanted[] = { "10:00 – Message withdrawn by Mme X on behalf of EHPAD Y, Monday, January 5, 2026, 10:02", "10:05 – Mme X on behalf of EHPAD Y changed the title", "Pansement",
                                        "Tuesday, January 6, 2026", "Deux", "Edited Tuesday, January 6, 2026, 10:01", "Sent Tuesday, January 6, 2026, 10:00: “Un”", NULL };
  g_autoptr (SpicoTranscript) transcript = begin ();
  SpicoMessage *withdrawn = message_new (1, MONDAY, "");
  SpicoMessage *retitled = message_new (2, MONDAY + 5 * MINUTE, "");
  SpicoMessage *edited = message_new (3, MONDAY + G_TIME_SPAN_DAY, "Deux");
  g_autoptr (SpicoMessage) before = message_new (3, MONDAY + G_TIME_SPAN_DAY, "Un");
  g_autoptr (GListStore) earlier = g_list_store_new (SPICO_TYPE_MESSAGE);
  g_autofree char *text = NULL;

  spico_item_set_boolean (withdrawn, SPICO_MESSAGE_PROP_IS_WITHDRAWN, TRUE);
  spico_item_set_time (withdrawn, SPICO_MESSAGE_PROP_WITHDRAWN_AT, MONDAY + 2 * MINUTE);
  spico_item_set_enum (retitled, SPICO_MESSAGE_PROP_CHANGE, SPICO_MESSAGE_CHANGE_SUBJECT);
  spico_item_set_string (retitled, SPICO_MESSAGE_PROP_NEW_SUBJECT, "Pansement");
  g_list_store_append (earlier, before);
  spico_item_set_time (edited, SPICO_MESSAGE_PROP_EDITED_AT, MONDAY + G_TIME_SPAN_DAY + MINUTE);
  spico_item_set_object (edited, SPICO_MESSAGE_PROP_EARLIER, earlier);
  add (transcript, withdrawn);
  add (transcript, retitled);
  add (transcript, edited);
  add (transcript, message_new (0, MONDAY + G_TIME_SPAN_DAY, "Jamais parti"));
  text = read_back (transcript);
  assert_says (text, wanted);
  g_assert_null (strstr (text, "Jamais parti"));
}

/* Markup is no markup here, a long word breaks, a long conversation has as many pages as it needs, and none is lost between two. */
static void
test_long (void)
{
  g_autoptr (SpicoTranscript) transcript = begin ();
  g_autofree char *word = g_strnfill (300, 'a');
  g_autofree char *text = NULL;
  g_autofree char *first = NULL;

  add (transcript, message_new (1, MONDAY, "<b>5 < 6</b> & plus"));
  add (transcript, message_new (2, MONDAY, word));
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *line = g_strdup_printf ("Message %u.", i);

      add (transcript, message_new (3 + i, MONDAY + i * MINUTE, line));
    }
  text = read_back (transcript);
  g_assert_true (spico_printed_says (text, "<b>5 < 6</b> & plus"));
  g_assert_true (spico_printed_says (text, word));
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *line = g_strdup_printf ("Message %u.", i);

      g_assert_nonnull (strstr (text, line));
    }
  g_assert_cmpuint (spico_pages_get_n_pages (spico_transcript_get_pages (transcript)), >, 50);
}

/* Nobody who sees the file's name learns of whom it speaks. */
static void
test_file_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 2, 3, 14, 32, 0);
  g_autofree char *name = spico_transcript_name_file (now);

  g_assert_cmpstr (name, ==, "Conversation 2026-02-03 14h32.pdf");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transcript/who said what when", test_who_said_what_when);
  g_test_add_func ("/transcript/what pressed", test_what_pressed);
  g_test_add_func ("/transcript/what was done", test_what_was_done);
  g_test_add_func ("/transcript/long", test_long);
  g_test_add_func ("/transcript/file name", test_file_name);

  return g_test_run ();
}
