/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-server-error.h"

G_DEFINE_QUARK (spico-server-error-quark, spico_server_error)
