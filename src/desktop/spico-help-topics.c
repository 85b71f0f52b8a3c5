/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-help-topics.h"

const char *const spico_help_topics[] = {
  "connexion", "discussions", "membres", "nouvelle-conversation", "modeles", "envoi-differe", "courrier", "urgences", "fichiers", "recherche", "patients", "fiches", "profil", "notifications", "relations", "appareils", "verrouillage", "groupes", "absence", "annonces", "hors-ligne", "clavier", NULL,
};

static const struct {
  const char *screen;
  const char *topic;
} screens[] = {
  { "SpicoSignInPage", "connexion" },
  { "SpicoLockPage", "verrouillage" },
  { "SpicoLockPasswordDialog", "verrouillage" },
  { "SpicoDiscussionsPage", "discussions" },
  { "SpicoEarlierDialog", "discussions" },
  { "SpicoConversationInfoDialog", "membres" },
  { "SpicoAssignDialog", "membres" },
  { "SpicoAddMembersDialog", "membres" },
  { "SpicoAttachPatientDialog", "membres" },
  { "SpicoNewConversationDialog", "nouvelle-conversation" },
  { "SpicoTemplatesDialog", "modeles" },
  { "SpicoReplyByDialog", "urgences" },
  { "SpicoScheduleDialog", "envoi-differe" },
  { "SpicoAttachmentDialog", "fichiers" },
  { "SpicoMailDialog", "courrier" },
  { "SpicoMailHandedPage", "courrier" },
  { "SpicoMailSentPage", "courrier" },
  { "SpicoPicker", "recherche" },
  { "SpicoDirectoryDialog", "recherche" },
  { "SpicoDirectoryPage", "recherche" },
  { "SpicoPatientsPage", "patients" },
  { "SpicoProfilePage", "profil" },
  { "SpicoProfileNotifications", "notifications" },
  { "SpicoRelationsPage", "relations" },
  { "SpicoDelegationDialog", "relations" },
  { "SpicoCardDialog", "fiches" },
  { "SpicoCardPage", "fiches" },
  { "SpicoGroupsDialog", "groupes" },
  { "SpicoGroupSheetPage", "groupes" },
  { "SpicoCandidatesPage", "groupes" },
  { "SpicoAbsenceDialog", "absence" },
  { "SpicoKeptDialog", "groupes" },
  { "SpicoDevicesDialog", "appareils" },
  { "SpicoAnnouncementsDialog", "annonces" },
  { "SpicoShortcutsDialog", "clavier" },
};

const char *
spico_help_find_topic (const char *screen)
{
  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      if (g_str_equal (screens[i].screen, screen))
        return screens[i].topic;
    }

  return NULL;
}
