/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-fuzz.h"
#include "spico-jmap-world.h"

G_BEGIN_DECLS

SpicoJmapWorld *spico_fuzz_world (void);
void spico_fuzz_world_ask (GString *body);

G_END_DECLS
