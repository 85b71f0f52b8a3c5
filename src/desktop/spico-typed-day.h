/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** spico_typed_day_parse: a day typed as « 24/12/2026 »; %NULL where it is none. Returns: (transfer full) (nullable): `YYYY-MM-DD` */
char *spico_typed_day_parse (const char *text);

G_END_DECLS
