/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-account-profile.h"
#include "spico-store.h"

G_BEGIN_DECLS

/* @store: (nullable): without one, nothing is ever known */
SpicoAccountProfile *spico_account_profile_new (SpicoStore *store,
                                                const char *account_id);

/* @text: (nullable): the object of the protocol, as JSON */
void spico_account_profile_take (SpicoAccountProfile *self,
                                 const char          *text);

G_END_DECLS
