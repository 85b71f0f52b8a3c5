/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-journal.h"

G_BEGIN_DECLS

gboolean spico_assignment_release (SpicoSqlConnection *connection,
                                   SpicoJournal       *journal,
                                   const char         *account_id,
                                   const char         *person_id,
                                   GError            **error);

G_END_DECLS
