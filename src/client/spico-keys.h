/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void spico_keys_splice (GListModel *model,
                        GArray     *keys,
                        GArray     *target);

G_END_DECLS
