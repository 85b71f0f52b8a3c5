/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-new-conversation-state.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MEMBER_NOTICES (spico_member_notices_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMemberNotices, spico_member_notices, SPICO, MEMBER_NOTICES, AdwBin)

/**
 * SpicoMemberNotices:
 *
 * What is told before a message is sent: who has no account (F073), who is absent and who stands in (B016). Hidden where there is nothing to tell.
 */

/**
 * spico_member_notices_set_members:
 * @members: (nullable): a list of #SpicoPrincipal, followed
 */
void spico_member_notices_set_members (SpicoMemberNotices *self,
                                       GListModel         *members);

/** spico_member_notices_describe: what is told of a principal; the names are borrowed from it */
SpicoNewConversationMember spico_member_notices_describe (SpicoPrincipal *principal);

G_END_DECLS
