/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-kept.h"

G_BEGIN_DECLS

/** spico_kept_explain: Returns: (transfer none): why something that was typed is kept, as a sentence for people */
const char *spico_kept_explain (SpicoKeptReason reason);

/** spico_kept_get_title: Returns: (transfer full): what it is, and which */
char *spico_kept_get_title (SpicoKept *kept);

/**
 * spico_kept_format:
 * @names: of the members of a group, or of who stands in; without those that are not known here
 *
 * Returns: (transfer full): all that was typed, a line each, to be read and copied
 */
char *spico_kept_format (SpicoKept         *kept,
                         const char *const *names);

/** spico_kept_tell_unsaved: Returns: (transfer full) (nullable): what is lost where one signs out; %NULL where @n_unsaved is 0 */
char *spico_kept_tell_unsaved (guint n_unsaved);

G_END_DECLS
