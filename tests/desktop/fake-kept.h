/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-kept.h"

G_BEGIN_DECLS

/* @list: (nullable): of #SpicoKept */
void fake_kept_set (GListStore *list);

G_END_DECLS
