/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-error.h"

G_DEFINE_QUARK (spico-client-error-quark, spico_client_error)
