/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoSecret:
 *
 * A text that is overwritten when it is let go: a password, a key, a token.
 */
typedef char SpicoSecret;

/** spico_secret_free: @secret: (nullable): overwritten, and freed */
void spico_secret_free (SpicoSecret *secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoSecret, spico_secret_free)

G_END_DECLS
