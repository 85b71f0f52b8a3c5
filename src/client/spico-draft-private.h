/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item-private.h"
#include "spico-draft.h"

G_BEGIN_DECLS

/* The properties of SpicoDraft, for spico_item_set_*(). */
enum {
  SPICO_DRAFT_PROP_0,
  SPICO_DRAFT_PROP_MAILBOX_ID,
  SPICO_DRAFT_PROP_ACCOUNT_ID,
  SPICO_DRAFT_PROP_CONVERSATION_ID,
  SPICO_DRAFT_PROP_PARTICIPANT_IDS,
  SPICO_DRAFT_PROP_DOSSIER_ID,
  SPICO_DRAFT_PROP_SUBJECT,
  SPICO_DRAFT_PROP_TEXT,
  SPICO_DRAFT_PROP_USED_GROUPS,
  SPICO_DRAFT_PROP_IN_REPLY_TO_ID,
  SPICO_DRAFT_PROP_IS_URGENT,
  SPICO_DRAFT_PROP_REPLY_BY,
  SPICO_DRAFT_PROP_FORWARDED_ID,
  SPICO_DRAFT_PROP_ACTIVE_SWITCH,
  SPICO_DRAFT_PROP_PUBLIC_SWITCH,
  SPICO_DRAFT_PROP_REASON,
  SPICO_DRAFT_PROP_LAST,
};

/** Before the id of a group: where its draft stands; and what stands beside it. */
#define SPICO_DRAFT_GROUP_PREFIX "group "
#define SPICO_DRAFT_SHEET_PREFIX "sheet "
#define SPICO_DRAFT_BASE_PREFIX "base "

/* Where the draft of a group stands among those of its account: no conversation has such an id. Returns: (transfer full) */
char *spico_draft_group_place (const char *group_id);

/* Where the sheet of a group stands, beside its draft: no group has such an id. Returns: (transfer full): for spico_draft_new_group() */
char *spico_draft_sheet_id (const char *group_id);

gboolean spico_draft_is_group_place (const char *conversation_id);

/** Before the id of a conversation: where the draft of « Ajouter des membres » to it stands. */
#define SPICO_DRAFT_MEMBERS_PREFIX "members "

/* Returns: (transfer full) */
char *spico_draft_members_place (const char *conversation_id);

gboolean spico_draft_is_members_place (const char *conversation_id);

/* Whether it is the place of something else than of what is written in a conversation. */
gboolean spico_draft_is_beside (const char *conversation_id);

G_END_DECLS
