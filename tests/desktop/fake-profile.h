/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-client.h"

G_BEGIN_DECLS

/* @text: (nullable): the profile of every account from now on, as the protocol has it; %NULL for one that nobody has read */
void fake_profile_set (const char *text);

/* @fails: whether what is asked for is refused from now on */
void fake_profile_set_fails (gboolean fails);

/* The last « property=value » that was asked for; empty where nothing was. */
const char *fake_profile_last_change (void);

G_END_DECLS
