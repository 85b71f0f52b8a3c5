/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-group-form.h"

G_BEGIN_DECLS

/** spico_group_text_fault: Returns: (transfer none) (nullable): why a group cannot be saved, as a sentence for people; %NULL where it can */
const char *spico_group_text_fault (const SpicoGroupForm *form);

G_END_DECLS
