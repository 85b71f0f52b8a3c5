/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-transcript.h"

#include <glib/gi18n.h>

#include "spico-attachment-text.h"
#include "spico-change-text.h"
#include "spico-correction-text.h"
#include "spico-patient-text.h"
#include "spico-patient.h"
#include "spico-reply-text.h"
#include "spico-thread-text.h"
#include "spico-urgency-text.h"

struct _SpicoTranscript {
  SpicoPages *pages;
  /* Above which the last message stands. */
  char *day;
};

static void
add_patient (SpicoPages   *pages,
             SpicoPatient *patient)
{
  g_autofree char *identity = NULL;

  if (patient == NULL)
    return;

  identity = spico_patient_format_identity (spico_patient_get_birth_name (patient), spico_patient_get_first_names (patient),
                                            spico_patient_get_birth_date (patient), spico_patient_get_sex (patient));
  spico_pages_add (pages, SPICO_PAGES_LABEL, _("Patient concerned"));
  spico_pages_add (pages, SPICO_PAGES_NAME, identity);
}

static void
add_member (SpicoPages *pages,
            const char *name,
            const char *profession)
{
  gboolean has_profession = profession != NULL && *profession != '\0';
  g_autofree char *line = g_strconcat ("• ", name, has_profession ? ", " : "", has_profession ? profession : "", NULL);

  spico_pages_add (pages, SPICO_PAGES_TEXT, line);
}

/* The others, as a conversation knows them, and the account itself. */
static void
add_members (SpicoPages *pages,
             const char *account_name,
             GListModel *members)
{
  spico_pages_add (pages, SPICO_PAGES_HEADING, _("Members"));
  add_member (pages, account_name, NULL);
  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      add_member (pages, spico_principal_get_name (member), spico_principal_get_profession (member));
    }
}

SpicoTranscript *
spico_transcript_new (SpicoConversation *conversation,
                      const char        *account_name,
                      const char        *exporter,
                      GDateTime         *now)
{
  SpicoTranscript *self = g_new0 (SpicoTranscript, 1);
  const char *subject = spico_conversation_get_subject (conversation);
  g_autofree char *when = spico_text_date_time (now);
  /* Translators: at the foot of an exported conversation. 1: who did it, 2: when */
  g_autofree char *footer = g_strdup_printf (_("Confidential – exported from Spico by %1$s, %2$s"), exporter, when);

  self->pages = spico_pages_new (subject, footer);
  spico_pages_set_is_numbered (self->pages, TRUE);
  spico_pages_add (self->pages, SPICO_PAGES_TITLE, subject);
  add_patient (self->pages, spico_conversation_get_patient (conversation));
  add_members (self->pages, account_name, spico_conversation_get_participants (conversation));

  return self;
}

void
spico_transcript_free (SpicoTranscript *self)
{
  g_object_unref (self->pages);
  g_free (self->day);
  g_free (self);
}

SpicoPages *
spico_transcript_get_pages (SpicoTranscript *self)
{
  return self->pages;
}

static void
add_day (SpicoTranscript *self,
         GDateTime       *sent_at)
{
  g_autofree char *day = spico_text_full_day (sent_at);

  if (g_strcmp0 (day, self->day) == 0)
    return;

  spico_pages_add (self->pages, SPICO_PAGES_HEADING, day);
  g_set_str (&self->day, day);
}

/* What was done, or taken back, with its time. */
static void
add_trace (SpicoTranscript *self,
           GDateTime       *sent_at,
           const char      *text)
{
  g_autofree char *time = spico_text_clock (sent_at);
  g_autofree char *line = g_strdup_printf ("%s – %s", time, text);

  spico_pages_add (self->pages, SPICO_PAGES_NOTE, line);
}

static void
add_earlier (SpicoTranscript *self,
             SpicoMessage    *message)
{
  GListModel *earlier = spico_message_get_earlier (message);

  for (guint i = 0; earlier != NULL && i < g_list_model_get_n_items (earlier); i++)
    {
      g_autoptr (SpicoMessage) wording = g_list_model_get_item (earlier, i);
      g_autofree char *when = spico_text_wording_time (wording, i == 0);
      /* Translators: of a message that was edited. 1: « Sent … », « Edited … », 2: what it said then */
      g_autofree char *line = g_strdup_printf (_("%1$s: “%2$s”"), when, spico_message_get_text (wording));

      spico_pages_add (self->pages, SPICO_PAGES_NOTE, line);
    }
}

/* How it pressed, on paper too. */
static void
add_urgency (SpicoTranscript *self,
             SpicoMessage    *message)
{
  GDateTime *reply_by = spico_message_get_reply_by (message);
  g_autofree char *reply = reply_by != NULL ? spico_text_reply_by_in_full (reply_by) : NULL;

  if (spico_message_is_urgent (message))
    spico_pages_add (self->pages, SPICO_PAGES_NOTE, _("Urgent"));
  if (reply != NULL)
    spico_pages_add (self->pages, SPICO_PAGES_NOTE, reply);
}

static void
add_words (SpicoTranscript *self,
           SpicoMessage    *message)
{
  g_autofree char *author = spico_text_author (message);
  g_autofree char *time = spico_text_clock (spico_message_get_sent_at (message));
  g_autofree char *heading = g_strdup_printf ("%s – %s", time, author);
  g_autofree char *files = spico_text_attachment_names (spico_message_get_attachments (message));
  SpicoMessage *original = spico_message_get_in_reply_to (message);

  spico_pages_add (self->pages, SPICO_PAGES_AUTHOR, heading);
  if (original != NULL)
    {
      g_autofree char *reply = spico_text_original (original);

      spico_pages_add (self->pages, SPICO_PAGES_NOTE, reply);
    }
  add_urgency (self, message);
  spico_pages_add_lines (self->pages, SPICO_PAGES_TEXT, spico_message_get_text (message));
  if (files != NULL)
    spico_pages_add (self->pages, SPICO_PAGES_NOTE, files);
  if (spico_message_is_correcting (message))
    spico_pages_add (self->pages, SPICO_PAGES_NOTE, spico_text_correction_state (message));
  if (spico_message_get_edited_at (message) != NULL)
    {
      g_autofree char *when = spico_text_date_time (spico_message_get_edited_at (message));
      g_autofree char *edited = g_strdup_printf (_("Edited %s"), when);

      spico_pages_add (self->pages, SPICO_PAGES_NOTE, edited);
      add_earlier (self, message);
    }
}

void
spico_transcript_add (SpicoTranscript *self,
                      SpicoMessage    *message)
{
  GDateTime *sent_at = spico_message_get_sent_at (message);

  if (spico_message_get_seq (message) == 0 || sent_at == NULL)
    return;

  add_day (self, sent_at);
  if (spico_message_is_withdrawn (message))
    {
      g_autofree char *trace = spico_text_withdrawn_by (message);

      add_trace (self, sent_at, trace);
    }
  else if (spico_message_get_change (message) != SPICO_MESSAGE_CHANGE_NONE)
    {
      g_autofree char *author = spico_text_author (message);
      g_autofree char *change = spico_text_change (message, author, TRUE);

      add_trace (self, sent_at, change);
    }
  else
    add_words (self, message);
}

char *
spico_transcript_name_file (GDateTime *now)
{
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d %Hh%M");

  /* Translators: a file's name; %s is a date and a time, as 2026-11-16 14h32 */
  return g_strdup_printf (_("Conversation %s.pdf"), stamp);
}
