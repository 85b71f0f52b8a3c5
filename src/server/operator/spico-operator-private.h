/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-server-error.h"

G_BEGIN_DECLS

gboolean spico_operator_fail (GError         **error,
                              SpicoServerError code,
                              const char      *text);

G_END_DECLS
