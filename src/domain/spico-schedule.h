/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How soon a message that is sent later may leave, in seconds from now: what leaves sooner is simply sent. */
#define SPICO_SCHEDULE_SECONDS 60

/** How far ahead it may leave. */
#define SPICO_SCHEDULE_DAYS 90

/** How many messages of an account may wait for their time. */
#define SPICO_SCHEDULED_MAX 100

G_END_DECLS
