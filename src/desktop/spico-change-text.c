/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-change-text.h"

#include <glib/gi18n.h>

#include "spico-thread-text.h"

static GStrv
list_names (GListModel *members)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      g_strv_builder_add (names, spico_principal_get_name (member));
    }

  return g_strv_builder_end (names);
}

/* Whoever removes their own account, and nobody else, leaves. */
static gboolean
leaves (SpicoMessage *message)
{
  GListModel *members = spico_message_get_members (message);
  g_autoptr (SpicoPrincipal) first = members != NULL ? g_list_model_get_item (members, 0) : NULL;

  return first != NULL && first == spico_message_get_account (message);
}

static char *
removal_text (SpicoMessage *message,
              const char   *author,
              gboolean      is_settled)
{
  g_auto (GStrv) names = list_names (spico_message_get_members (message));

  if (leaves (message))
    return is_settled ? spico_text_left (author) : g_strdup (_("Leaving the conversation"));

  return is_settled ? spico_text_removed (author, (const char *const *) names) : spico_text_removing ((const char *const *) names);
}

static char *
addition_text (SpicoMessage *message,
               const char   *author,
               gboolean      is_settled)
{
  g_auto (GStrv) names = list_names (spico_message_get_members (message));

  return is_settled ? spico_text_added (author, (const char *const *) names) : spico_text_adding ((const char *const *) names);
}

/* Never who the patient is: this line stays when they are detached, and whoever comes later reads it too. */
static char *
patient_text (const char *author,
              gboolean    is_attached,
              gboolean    is_settled)
{
  if (!is_settled)
    return g_strdup (is_attached ? _("Attaching a patient") : _("Detaching the patient"));
  if (author == NULL)
    return g_strdup (is_attached ? _("You attached a patient to the conversation") : _("You detached the patient from the conversation"));

  /* Translators: %s is who did it. */
  return g_strdup_printf (is_attached ? _("%s attached a patient to the conversation") : _("%s detached the patient from the conversation"), author);
}

char *
spico_text_change (SpicoMessage *message,
                   const char   *author,
                   gboolean      is_settled)
{
  const char *subject = spico_message_get_new_subject (message);

  switch (spico_message_get_change (message))
    {
    case SPICO_MESSAGE_CHANGE_ADDED:
      return addition_text (message, author, is_settled);
    case SPICO_MESSAGE_CHANGE_REMOVED:
      return removal_text (message, author, is_settled);
    case SPICO_MESSAGE_CHANGE_SUBJECT:
      return is_settled ? spico_text_retitled (author, subject) : spico_text_retitling (subject);
    case SPICO_MESSAGE_CHANGE_ATTACHED:
      return patient_text (author, TRUE, is_settled);
    case SPICO_MESSAGE_CHANGE_DETACHED:
      return patient_text (author, FALSE, is_settled);
    case SPICO_MESSAGE_CHANGE_NONE:
    default:
      return g_strdup (spico_message_get_text (message));
    }
}

/* ---- In the list of conversations ---- */

/* What is said of each change, in the order of #SpicoMessageChange. */
typedef struct {
  const char *waiting;
  const char *refused;
  const char *half_done;
  const char *own;
} Words;

static const Words words[] = {
  [SPICO_MESSAGE_CHANGE_ADDED] = {
    N_("Adding members: waiting"),
    N_("Adding members: refused"),
    N_("Adding members: not done yet"),
    N_("You added members"),
  },
  [SPICO_MESSAGE_CHANGE_REMOVED] = {
    N_("Removing members: waiting"),
    N_("Removing members: refused"),
    N_("Removing members: not done yet"),
    N_("You removed members"),
  },
  [SPICO_MESSAGE_CHANGE_SUBJECT] = {
    N_("Changing the title: waiting"),
    N_("Changing the title: refused"),
    N_("Changing the title: not done yet"),
    N_("You changed the title"),
  },
  [SPICO_MESSAGE_CHANGE_ATTACHED] = {
    N_("Attaching a patient: waiting"),
    N_("Attaching a patient: refused"),
    N_("Attaching a patient: not done yet"),
    N_("You attached a patient"),
  },
  [SPICO_MESSAGE_CHANGE_DETACHED] = {
    N_("Detaching the patient: waiting"),
    N_("Detaching the patient: refused"),
    N_("Detaching the patient: not done yet"),
    N_("You detached the patient"),
  },
};

/* What was not sent comes last: it is that which is not done yet. */
static const char *
name_unsent (SpicoConversation *conversation,
             const Words       *of)
{
  gboolean is_pending = spico_conversation_get_pending_count (conversation) > 0;
  gboolean is_failed = spico_conversation_get_failed_count (conversation) > 0;

  if (is_pending && is_failed)
    return of->half_done;
  if (is_pending)
    return of->waiting;

  return is_failed ? of->refused : NULL;
}

static char *
other_text (SpicoMessageChange change,
            const char        *author)
{
  switch (change)
    {
    case SPICO_MESSAGE_CHANGE_ADDED:
      /* Translators: %s is who added somebody to the conversation, in the list. */
      return g_strdup_printf (_("%s added members"), author);
    case SPICO_MESSAGE_CHANGE_REMOVED:
      /* Translators: %s is who removed somebody from the conversation, or left it, in the list. */
      return g_strdup_printf (_("%s changed the members"), author);
    case SPICO_MESSAGE_CHANGE_SUBJECT:
      /* Translators: %s is who changed the title of the conversation, in the list. */
      return g_strdup_printf (_("%s changed the title"), author);
    case SPICO_MESSAGE_CHANGE_ATTACHED:
      /* Translators: %s is who attached a patient to the conversation, in the list. */
      return g_strdup_printf (_("%s attached a patient"), author);
    case SPICO_MESSAGE_CHANGE_DETACHED:
      /* Translators: %s is who detached the patient from the conversation, in the list. */
      return g_strdup_printf (_("%s detached the patient"), author);
    case SPICO_MESSAGE_CHANGE_NONE:
    default:
      return g_strdup ("");
    }
}

char *
spico_text_change_preview (SpicoConversation *conversation)
{
  const Words *of = &words[spico_conversation_get_preview_change (conversation)];
  const char *author = spico_conversation_get_preview_author (conversation);
  gboolean is_own = spico_conversation_get_preview_is_own (conversation);
  const char *unsent = author[0] != '\0' || is_own ? name_unsent (conversation, of) : NULL;

  if (of->own == NULL)
    return g_strdup ("");
  if (unsent != NULL)
    return g_strdup (_(unsent));
  if (is_own)
    return g_strdup (_(of->own));

  return author[0] != '\0' ? other_text (spico_conversation_get_preview_change (conversation), author) : g_strdup ("");
}
