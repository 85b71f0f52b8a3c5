/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** For how long after it was sent a message may be corrected: the server decides it by its own clock, a client offers it no longer. */
#define SPICO_CORRECTION_MINUTES 15

/** How often: what is kept of a message has an end. */
#define SPICO_CORRECTION_MAX 20

G_END_DECLS
