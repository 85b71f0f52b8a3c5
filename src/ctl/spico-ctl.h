/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoCtlStatus:
 * @SPICO_CTL_DONE: done
 * @SPICO_CTL_FAILED: not done, and nothing was changed
 * @SPICO_CTL_USAGE: the command is not understood
 *
 * What spicoctl ends with.
 */
typedef enum {
  SPICO_CTL_DONE = 0,
  SPICO_CTL_FAILED = 1,
  SPICO_CTL_USAGE = 2,
} SpicoCtlStatus;

SpicoCtlStatus spico_ctl_run (GStrv arguments);

G_END_DECLS
