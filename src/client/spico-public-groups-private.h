/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

SpicoPublicGroups *spico_public_groups_new (SpicoClient *client,
                                            const char  *account_id);

G_END_DECLS
