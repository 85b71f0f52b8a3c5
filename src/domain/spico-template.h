/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How many message templates an account has at most (B021): one chooses among them in a menu. */
#define SPICO_TEMPLATES_MAX 100

/** How long the name of one is, in characters. */
#define SPICO_TEMPLATE_NAME_MAX 100

/** How long its text is: as long as a message. */
#define SPICO_TEMPLATE_TEXT_MAX 20000

G_END_DECLS
