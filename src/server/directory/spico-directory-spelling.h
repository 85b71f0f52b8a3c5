/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

gboolean spico_directory_is_spelt (const char *word);
char *spico_directory_sound (const char *word);
guint spico_directory_distance (const char *a,
                                const char *b);
void spico_directory_announce_correct (SpicoSqlConnection *connection,
                                       const char         *word);
gboolean spico_directory_correct (SpicoSqlConnection *connection,
                                  const char         *word,
                                  GStrv              *corrections,
                                  GError            **error);

G_END_DECLS
