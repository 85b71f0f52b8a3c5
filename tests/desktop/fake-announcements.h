/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-client.h"

G_BEGIN_DECLS

/* @list: (nullable): what the operator announces from now on; %NULL for nothing */
void fake_announcements_set (GListStore *list);

G_END_DECLS
