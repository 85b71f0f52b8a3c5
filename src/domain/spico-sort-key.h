/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *spico_sort_key (const char *text);
GStrv spico_sort_key_words (const char *text);

G_END_DECLS
